"""Whether every fact has its sources, and whether they can know it."""

from typing import Any

import pytest
from django.db import connection

from quizzes.facts.models import Citation
from tests.conftest import MovableClock
from tests.factories import (
    CitationFactory,
    DatePropertyFactory,
    EntityFactory,
    SourceFactory,
    StatementFactory,
)

from .second_reading import found, told

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    StatementFactory(slug="bare", cited=False)
    StatementFactory(slug="old", cited=False, rank="deprecated")
    StatementFactory()
    assert found("no-citation") == ["bare", "old"]


def test_one_place_cited_twice() -> None:
    fact, source = StatementFactory(slug="twice", cited=False), SourceFactory(slug="gazette")
    CitationFactory(statement=fact, source=source, locator="Battle, para. 3")
    CitationFactory(statement=fact, source=source, locator="Battle, para. 4")
    CitationFactory(statement=fact, locator="Battle, para. 3")
    CitationFactory(source=source, locator="Battle, para. 3")
    assert found("cited-twice") == []
    CitationFactory(statement=fact, source=source, locator="battle para 3")
    assert told("cited-twice") == ["cites the same place of “gazette” 2 times: once is enough"]


def test_a_long_quotation() -> None:
    citation = CitationFactory(statement__slug="short", quote="x" * 200)
    assert found("long-quotation") == []
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL does not take a longer one at all")
    Citation.objects.filter(pk=citation.pk).update(quote="x" * 201)
    assert found("long-quotation") == ["short"]
    assert "has 201 characters: 200 at most" in told("long-quotation")[0]


@pytest.mark.parametrize(
    ("published", "fields", "early"),
    [
        (["2018-06-12"], {"value_date": "2018-06-13"}, True),
        (["2018-06-12"], {"value_date": "2018-06-12"}, False),
        (["2018-06"], {"value_date": "2018-06-13"}, False),
        (["2018-06-12"], {"value_date": "2018-06"}, False),
        (["2018-06-12", "2018-07"], {"value_date": "2018-06-13"}, False),
        (["2018-06-12", ""], {"value_date": "2018-06-13"}, False),
        ([""], {"value_date": "2018-06-13"}, False),
        (["2018-06-12"], {"value_date": "2018-06-13", "unattributed": True}, False),
        (["2018-06-12"], {"value_date": "2018-05", "when": "2018-07"}, True),
        (["2018-06-12"], {"value_date": "2018-05", "when": "2018-07", "unattributed": True}, True),
        (["2018-06-12"], {"value_date": "../2019"}, False),
    ],
)
def test_known_too_early(published: list[str], fields: dict[str, Any], early: bool) -> None:
    fact = StatementFactory(slug="fact", cited=False, **fields)
    for day in published:
        CitationFactory(statement=fact, source=SourceFactory(published=day))
    assert found("known-too-early") == (["fact"] if early else [])


def test_an_inferred_day_of_publication_proves_nothing() -> None:
    source = SourceFactory(published="2018-05", published_inferred=True)
    CitationFactory(statement=StatementFactory(cited=False, value_date="2018-06-13"), source=source)
    assert found("known-too-early") == []


def test_a_date_that_is_merely_spoken_of_may_lie_ahead() -> None:
    planned = DatePropertyFactory(
        slug="planned", marks="", sentence="{subject} was planned {value}"
    )
    StatementFactory(property=planned, subject=EntityFactory(), value_date="2030")
    assert found("known-too-early") == []


def test_the_message_names_both_days() -> None:
    StatementFactory(value_date="2018-06-13")
    assert told("known-too-early") == [
        "dated 2018-06-13 or later, but its sources were published by 2018-06-12: correct the "
        "date or cite a later source"
    ]


@pytest.mark.parametrize(
    ("fields", "is_found"),
    [
        ({"published": "2018-06-12"}, False),
        ({"published": "2018-06"}, True),
        ({"published": "2018-06", "published_inferred": True}, False),
        ({"published": "2018", "kind": "book"}, False),
        ({"published": "2018~", "kind": "book"}, True),
        ({"published": "2018?", "kind": "book"}, True),
        ({"published": "2018~", "kind": "book", "published_inferred": True}, False),
        ({"published": ""}, False),
        ({"published": "", "published_inferred": True}, True),
    ],
)
def test_dates_of_sources(fields: dict[str, Any], is_found: bool) -> None:
    CitationFactory(source=SourceFactory(slug="gazette", **fields))
    assert found("source-date") == (["gazette"] if is_found else [])


def test_an_inferred_year_of_nothing() -> None:
    dated = StatementFactory(date_inferred=True)
    group = EntityFactory()
    prop = DatePropertyFactory(slug="said", datatype="text", sentence="{subject} said {value}")
    text = {"property": prop, "value_date": "", "date_inferred": True, "subject": group}
    StatementFactory(slug="undated", value_text="so", **text)
    StatementFactory(slug="dated", value_text="no", when="2018", **text)
    assert dated.value_date
    assert found("nothing-inferred") == ["undated"]


@pytest.mark.parametrize("nothing", ["?", ".", "–", "…", " - "])
def test_places_and_notes_without_words(nothing: str) -> None:
    fact = StatementFactory(slug="fact", cited=False)
    citation = CitationFactory(statement=fact, locator="p. 1", source__slug="almanac")
    assert found("empty-words") == []
    citation.locator = nothing
    citation.save()
    assert told("empty-words") == [f"the place in “almanac” is “{nothing}”: say more"]
    for name in ("explanation", "dispute_note", "note"):
        setattr(fact, name, nothing)
    fact.save()
    assert found("empty-words") == ["fact"] * 4
    SourceFactory(slug="zoo", note=nothing)
    EntityFactory(slug="zebra", note=nothing)
    assert found("empty-words") == ["fact"] * 4 + ["zebra", "zoo"]


@pytest.mark.parametrize(
    ("fields", "is_found"),
    [
        ({"value_date": "2026-03-01"}, False),
        ({"value_date": "2026-03-02"}, True),
        ({"value_date": "2026-03"}, False),
        ({"value_date": "2081", "unattributed": True}, False),
        ({"value_date": "2015", "when": "2081"}, True),
        ({"value_date": "2015", "when": "2081", "unattributed": True}, True),
        ({"value_date": "2015", "when": "2015/2081"}, False),
        ({"value_date": "2081", "status": "draft"}, False),
    ],
)
@pytest.mark.parametrize("marks", ["", "span"])
def test_a_fact_of_the_future(
    moving_clock: MovableClock, fields: dict[str, Any], is_found: bool, marks: str
) -> None:
    prop = DatePropertyFactory(slug="p", marks=marks)
    fact = StatementFactory(slug="fact", property=prop, cited=False, **fields)
    CitationFactory(statement=fact, source__published="")
    assert found("yet-to-come") == (["fact"] if is_found else [])
