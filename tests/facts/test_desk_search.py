"""Finding records at the desk by any spelling, and choosing only what fits."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.facts.models import Statement
from tests.factories import (
    AliasFactory,
    CommanderFactory,
    DatePropertyFactory,
    EntityFactory,
    EntityPropertyFactory,
    EventFactory,
    StatementFactory,
    TopicFactory,
)

from .desk import LIST, new_editor

pytestmark = pytest.mark.django_db

AUTOCOMPLETE = reverse("admin:autocomplete")


@pytest.fixture
def editor() -> Client:
    return new_editor("edda")


@pytest.fixture
def haftar() -> Statement:
    """A fact about the Libyan National Army and Khalifa Haftar."""
    fact: Statement = CommanderFactory(
        slug="lna-commander",
        subject__label="Libyan National Army",
        value_entity__label="Khalifa Haftar",
    )
    AliasFactory(entity=fact.value_entity, text="Khalifa Belqasim Hifter")
    AliasFactory(entity=fact.value_entity, text="خليفة حفتر")
    AliasFactory(entity=fact.subject, text="LNA")
    CommanderFactory(slug="other", subject__label="Night Guard", value_entity__label="Jane Ash")
    return fact


def listed(client: Client, term: str, **query: Any) -> list[str]:
    response = client.get(LIST, {"q": term} | query)
    assert response.status_code == 200
    return sorted(row.slug for row in response.context["cl"].result_list)


def offered(client: Client, field: str, term: str = "", **query: Any) -> list[str]:
    """What a list of a statement's form offers for the letters typed."""
    where = {"app_label": "facts", "model_name": "statement", "field_name": field}
    response = client.get(AUTOCOMPLETE, where | {"term": term} | query)
    assert response.status_code == 200
    return [row["text"] for row in response.json()["results"]]


@pytest.mark.parametrize(
    "term",
    [
        *("Haftar", "haftar", "Hifter", "HIFTER", "Khalifa Hifter", "Khalīfa Haftar", "hift"),
        *("Field Marshal Haftar", "Haftar Khalifa", "حفتر", "LNA", "l.n.a.", "al-Haftar"),
        *("haftar commander", "lna-comm", "libyan national"),
        "Heftar",  # no alias, but it sounds the same
    ],
)
def test_a_fact_is_found_by_any_spelling(editor: Client, haftar: Statement, term: str) -> None:
    assert listed(editor, term) == ["lna-commander"]


def test_the_slug_that_was_typed_comes_first(editor: Client) -> None:
    subject = EntityFactory(label="Port")
    for slug in ("b-port", "port", "a-port", "port-z"):
        CommanderFactory(slug=slug, subject=subject)
    for term in ("port", " port "):
        found = editor.get(LIST, {"q": term}).context["cl"].result_list
        assert [row.slug for row in found][0] == "port"
        assert len(found) == 4
    by_topic = editor.get(LIST, {"q": "port", "o": "2"}).context["cl"].result_list
    assert len(by_topic) == 4


@pytest.mark.parametrize("term", ["nobody", "Haftar Ash", "Haftar nobody"])
def test_every_word_must_be_answered(editor: Client, haftar: Statement, term: str) -> None:
    assert listed(editor, term) == []


@pytest.mark.parametrize("role", ["where", "attributed_to"])
def test_all_whom_it_speaks_of_count(editor: Client, haftar: Statement, role: str) -> None:
    place = AliasFactory(entity__label="Shiha al-Sharqiya", text="Sheeha").entity
    setattr(haftar, role, place)
    haftar.save()
    for term in ("Sheeha", "Shi'ha", "shiha", "Sharqiya"):
        assert listed(editor, term) == ["lna-commander"]


def test_the_words_of_a_text_count(editor: Client) -> None:
    prop = EntityPropertyFactory(slug="motto", datatype="text", single_subject=False)
    StatementFactory(slug="motto", property=prop, value_date="", value_text="Ever Awake")
    StatementFactory(slug="other")
    assert listed(editor, "awake") == ["motto"]
    Statement.objects.filter(slug="other").update(own_sentence="{subject} opened at last")
    assert listed(editor, "opened") == ["other"]


@pytest.mark.parametrize(
    "term", ["opened on 7", "the port of tal opened", "7 May 2018", "Tal 2018", "open May"]
)
def test_a_published_fact_is_found_by_part_of_its_sentence_and_by_its_date(
    editor: Client, term: str
) -> None:
    opened = DatePropertyFactory(slug="opening", sentence="{subject} opened {value.phrase}")
    port = EntityFactory(label="Port of Tal")
    StatementFactory(slug="opened", property=opened, subject=port, value_date="2018-05-07")
    CommanderFactory(slug="other", subject__label="Night Guard", value_entity__label="Jane Ash")
    assert listed(editor, term) == ["opened"]


@pytest.mark.parametrize(
    "term",
    ["7.5.2018", "7/5/2018", "2018-05-07", "May 7, 2018", "7 May", "Tal 7.5.2018", "2018-05"],
)
@pytest.mark.parametrize("status", ["published", "draft"])
def test_a_date_is_found_however_it_is_written(editor: Client, term: str, status: str) -> None:
    opened = DatePropertyFactory(slug="opening", sentence="{subject} opened {value.phrase}")
    port = EntityFactory(label="Port of Tal")
    day = {"subject": port, "value_date": "2018-05-07", "status": status}
    StatementFactory(slug="opened", property=opened, **day)
    StatementFactory(slug="other", property=opened, value_date="2015-07-05")
    if term != "7 May" or status == "published":  # a draft has no sentence yet
        assert listed(editor, term) == ["opened"]


def test_what_tells_the_date_comes_first(editor: Client) -> None:
    opened = DatePropertyFactory(slug="opening", sentence="{subject} opened {value.phrase}")
    for slug, day, text in (
        *(("a-note", "2015-07", "It was told on 7 May 2018."), ("b-fact", "2018-05-07", "")),
        *(("c-note", "2015-07", "It was told on 7 May 2018."), ("d-fact", "2018-05-07", "")),
    ):
        StatementFactory(slug=slug, property=opened, value_date=day, explanation=text)
    found = editor.get(LIST, {"q": "7 May 2018"}).context["cl"].result_list
    assert len(found) == 4
    assert {row.slug for row in list(found)[:2]} == {"b-fact", "d-fact"}


@pytest.mark.parametrize("term", ["taken-4-june", "4-june", "taken-4"])
def test_a_date_in_a_slug_is_part_of_it(editor: Client, term: str) -> None:
    StatementFactory(slug="taken-4-june", value_date="2015")
    StatementFactory(slug="other", value_date="2014")
    assert listed(editor, term) == ["taken-4-june"]


@pytest.mark.parametrize("term", ["opened 2018", "Tal opened"])
def test_a_draft_is_found_by_the_words_of_its_property_and_its_year(
    editor: Client, term: str
) -> None:
    opened = DatePropertyFactory(slug="opening", sentence="{subject} opened {value.phrase}")
    port = EntityFactory(label="Port of Tal")
    StatementFactory(
        slug="opened", property=opened, subject=port, value_date="2018-05-07", status="draft"
    )
    StatementFactory(
        slug="later", property=opened, subject__label="Gate", value_date="2019", status="draft"
    )
    assert listed(editor, term) == ["opened"]


@pytest.mark.parametrize("term", ["", "   ", "the", "al-", "'", "-", ".", "%", "_", "²", "ʿ"])
def test_odd_terms_do_no_harm(editor: Client, haftar: Statement, term: str) -> None:
    assert editor.get(LIST, {"q": term}).status_code == 200
    for field in ("subject", "property", "topic", "attributed_to"):
        offered(editor, field, term)


def test_a_very_long_term_does_no_harm(editor: Client, haftar: Statement) -> None:
    assert editor.get(LIST, {"q": "x y " * 2000}).status_code == 200
    assert offered(editor, "subject", "x" * 5000) == []


def test_a_search_goes_with_filters(editor: Client, haftar: Statement) -> None:
    haftar.status = "draft"
    haftar.save()
    assert listed(editor, "Hifter", work="drafts") == ["lna-commander"]
    assert listed(editor, "Hifter", status__exact="published") == []


def test_the_best_name_is_offered_first(editor: Client) -> None:
    EntityFactory(label="Battle of Derna", kind="event")
    EntityFactory(label="Derna", kind="place")
    EntityFactory(label="Derna Protection Forces", kind="group")
    AliasFactory(text="Darnah", entity__label="City on the coast")
    assert offered(editor, "attributed_to", "derna")[:2] == ["Derna", "Derna Protection Forces"]
    assert offered(editor, "attributed_to", "darnah")[0] == "City on the coast"


@pytest.mark.parametrize("term", ["Hifter", "khalifa", "حفتر", "Haftar, Khalifa", "haftr"])
def test_an_entity_is_offered_by_any_name(editor: Client, haftar: Statement, term: str) -> None:
    assert "Khalifa Haftar" in offered(editor, "value_entity", term)


def test_only_what_a_property_allows_is_offered(editor: Client, haftar: Statement) -> None:
    prop = haftar.property
    prop.subject_kinds, prop.value_kinds = ["unit"], ["person"]
    prop.save()
    chosen: dict[str, Any] = {"property": prop.pk}
    assert offered(editor, "subject", **chosen) == ["Libyan National Army", "Night Guard"]
    assert offered(editor, "value_entity", **chosen) == ["Jane Ash", "Khalifa Haftar"]
    assert offered(editor, "value_entity", "night", **chosen) == []
    assert len(offered(editor, "attributed_to", **chosen)) == 4
    assert len(offered(editor, "subject")) == 4


def test_only_what_may_be_said_of_a_subject_is_offered(editor: Client, haftar: Statement) -> None:
    DatePropertyFactory(label="happened", subject_kinds=["event"])
    event = EventFactory()
    assert offered(editor, "property", subject=event.pk) == ["commander", "happened"]
    assert offered(editor, "property", subject=haftar.subject.pk) == ["commander"]
    assert offered(editor, "property", "happ", subject=haftar.subject.pk) == []
    assert offered(editor, "property") == ["commander", "happened"]


def test_only_places_are_offered_for_where(editor: Client, haftar: Statement) -> None:
    EntityFactory(kind="place", label="Derna")
    assert offered(editor, "where") == ["Derna"]


@pytest.mark.parametrize("odd", ["x", "0", "-1", "9" * 30, "²", "%00", "1,2", ""])
def test_forged_ids_offer_all_or_nothing(editor: Client, haftar: Statement, odd: str) -> None:
    for field in ("subject", "property", "value_entity"):
        offered(editor, field, subject=odd, property=odd)


@pytest.mark.parametrize("page", ["x", "0", "-1", "9" * 30, "²"])
def test_odd_pages_of_a_list(editor: Client, haftar: Statement, page: str) -> None:
    where = {"app_label": "facts", "model_name": "statement", "field_name": "subject"}
    assert editor.get(AUTOCOMPLETE, where | {"page": page}).status_code in (200, 404)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("app_label", it) for it in ("", "x", "auth", "facts.statement", "\x00")),
        *(("model_name", it) for it in ("", "x", "user", "\x00")),
        *(("field_name", it) for it in ("", "x", "id", "slug", "citations", "pk", "\x00")),
    ],
)
def test_forged_addresses_of_a_list(
    editor: Client, haftar: Statement, name: str, value: str
) -> None:
    where = {"app_label": "facts", "model_name": "statement", "field_name": "subject"}
    assert editor.get(AUTOCOMPLETE, where | {name: value}).status_code in (403, 404)
    del where[name]
    assert editor.get(AUTOCOMPLETE, where).status_code == 403


@pytest.mark.parametrize("term", ["a\x00b", "\x00"])
@pytest.mark.parametrize("field", ["subject", "property", "topic"])
def test_null_characters_find_nothing_and_break_nothing(
    editor: Client, haftar: Statement, field: str, term: str
) -> None:
    offered(editor, field, term)


def test_searching_takes_as_many_queries_for_few_and_many(editor: Client) -> None:
    counts = []
    for number in (2, 12):
        for _ in range(number):
            fact = CommanderFactory(value_entity__label=f"Haftar {_}", property__slug=f"p{_}")
            AliasFactory.create_batch(3, entity=fact.value_entity)
        editor.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            assert listed(editor, "Haftar")
            assert offered(editor, "value_entity", "Haftar")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_topic_that_was_typed_comes_first(editor: Client) -> None:
    for number, title in enumerate(("The siege before the battle", "Battle songs", "The battle")):
        TopicFactory(title=title, position=number)
    where = {"app_label": "facts", "model_name": "statement", "field_name": "topic"}
    found = editor.get(reverse("admin:autocomplete"), where | {"term": "battle"}).json()["results"]
    assert [it["text"] for it in found] == [
        "The battle",
        "Battle songs",
        "The siege before the battle",
    ]
