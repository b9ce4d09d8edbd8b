"""The page of a source: what it is, whose copy, and every fact that it supports."""

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.facts.models import Statement
from tests.factories import CitationFactory, EventFactory, SourceFactory, StatementFactory

from .reading import queries_of, read, text_of

pytestmark = pytest.mark.django_db


def page(client: Client, slug: str) -> str:
    return text_of(read(client, "source", slug))


def test_it_works(client: Client) -> None:
    source = SourceFactory(title="The Fall", note="The copy has no pictures.")
    fact = CitationFactory(source=source, locator="page 3", quote="it fell").statement
    html = read(client, "source", source.slug)
    shown = text_of(html)
    for words in ("The Gazette", "news report", "12 June 2018", "The copy has no pictures."):
        assert words in shown
    assert "A witness of its own" in shown
    assert "The 1 fact it supports" in shown
    assert "page 3: it fell" in shown
    assert reverse("fact", args=[fact.slug]) in html


def test_an_unknown_source_is_not_found(client: Client) -> None:
    assert client.get(reverse("source", args=["nothing"])).status_code == 404


def test_without_facts_it_says_so(client: Client) -> None:
    assert "No published fact rests on it yet." in page(client, SourceFactory().slug)


def test_a_missing_or_inferred_date_is_marked(client: Client) -> None:
    assert "Date none" in page(client, SourceFactory(published="").slug)
    inferred = SourceFactory(published="2018-05", published_inferred=True)
    assert "May 2018 (inferred:" in page(client, inferred.slug)


def test_copies_are_one_witness(client: Client) -> None:
    source = SourceFactory(origin="wiki")
    copy = SourceFactory(origin="wiki", title="The Copy")
    html = read(client, "source", source.slug)
    assert "One witness together with: The Copy" in text_of(html)
    assert reverse("source", args=[copy.slug]) in html


def test_facts_stand_in_the_order_of_their_places(client: Client) -> None:
    source = SourceFactory()
    for locator in (
        *("References, no. 2", "Battle, para. 10", "Battle, para. 9", "Infobox, Date"),
        *("lead, para. 1", "para. 3", "caption"),
    ):
        fact = StatementFactory(subject=EventFactory(clause=f"at {locator}"), cited=False)
        CitationFactory(statement=fact, source=source, locator=locator)
    shown = page(client, source.slug)
    order = ["At caption", "At Infobox, Date", "At lead, para. 1", "At para. 3"]
    order += ["Battle At Battle, para. 9", "At Battle, para. 10", "References At References"]
    places = [shown.index(words) for words in order]
    assert places == sorted(places)


def test_a_fact_in_several_places_stands_at_the_first(client: Client) -> None:
    source = SourceFactory()
    fact = CitationFactory(source=source, locator="Battle, para. 2").statement
    CitationFactory(source=source, statement=fact, locator="Infobox, Date")
    CitationFactory(statement=fact, locator="elsewhere")
    shown = page(client, source.slug)
    assert "The 1 fact it supports" in shown
    assert "Infobox, Date; Battle, para. 2" in shown
    assert "elsewhere" not in shown


@pytest.mark.parametrize("status", [Statement.Status.DRAFT, Statement.Status.RETIRED])
def test_unpublished_facts_stay_away(client: Client, status: str) -> None:
    source = SourceFactory()
    fact = StatementFactory(status=status, subject__clause="a secret came out")
    CitationFactory(source=source, statement=fact)
    CitationFactory(source=source)
    shown = page(client, source.slug)
    assert "secret" not in shown
    assert "1 fact" in shown


def test_painful_facts_and_their_quotations_stay_closed(client: Client) -> None:
    source = SourceFactory()
    fact = StatementFactory(
        subject=EventFactory(clause="they killed him"), sensitivity="restricted", cited=False
    )
    CitationFactory(source=source, statement=fact, quote="shot at dawn")
    html = read(client, "source", source.slug)
    before = html[: html.index("They killed him")]
    assert before.count("<details") == before.count("</details>") + 1
    assert "shot at dawn" not in html


def test_it_only_reads(client: Client) -> None:
    assert client.post(reverse("source", args=[SourceFactory().slug])).status_code == 405


def test_the_list_of_sources_leads_to_each(client: Client) -> None:
    source = SourceFactory()
    assert reverse("source", args=[source.slug]) in read(client, "sources")


def test_as_many_queries_for_few_and_many(as_alice: Client) -> None:
    source = SourceFactory()
    counts = []
    for number in (1, 10):
        for _ in range(number):
            fact = CitationFactory(source=source).statement
            CitationFactory(source=source, statement=fact, locator="again")
            SourceFactory(origin=source.origin)
        counts.append(queries_of(as_alice, "source", source.slug))
    assert counts[0] == counts[1]
