"""Words that take a side are found in every text a reader sees, and told where to mend them."""

from typing import Any

import pytest

from quizzes.facts.models import Entity, Property, Topic
from tests.factories import (
    AliasFactory,
    CitationFactory,
    CommanderFactory,
    EntityFactory,
    EntityPropertyFactory,
    EventFactory,
    StatementFactory,
)

from .second_reading import found, told

pytestmark = pytest.mark.django_db


def text(slug: str, value: str, datatype: str = "text", **fields: Any) -> None:
    prop = EntityPropertyFactory(
        slug=f"p-{datatype}",
        datatype=datatype,
        sentence="{subject} said {value}",
        ask_subject="Who said {value}?",
        is_claim=True,
    )
    StatementFactory(
        slug=slug,
        subject=EntityFactory(),
        property=prop,
        value_date="",
        value_text=value,
        **fields,
    )


def test_it_works() -> None:
    StatementFactory(slug="fact", explanation="The terrorists had left.")
    assert found("loaded-word") == ["fact"]
    assert told("loaded-word") == [
        "“terrorists” in its explanation: write the group’s name, “armed group”, “fighters”, or "
        "quote it with its speaker"
    ]


def test_the_value_is_read_in_sentence_and_question() -> None:
    text("fact", "militants had left")
    assert [message.partition(":")[0] for message in told("loaded-word")] == [
        "“militants” in its question for the subject",
        "“militants” in its sentence",
    ]


@pytest.mark.parametrize(
    "field", ["own_sentence", "own_stem", "own_subject_stem", "explanation", "dispute_note"]
)
def test_texts_of_a_statement(field: str) -> None:
    StatementFactory(slug="fact", **{field: "the militants came"})
    assert found("loaded-word") == ["fact"]


@pytest.mark.parametrize("field", ["label", "clause", "question_clause", "description"])
def test_texts_of_an_event(field: str) -> None:
    StatementFactory(subject=EventFactory(slug="event", **{field: "the militants came"}))
    assert found("loaded-word") == ["event"]


def test_a_name_is_left_alone_and_its_description_is_not() -> None:
    brigade = EntityFactory(slug="brigade", kind="group", label="Regime Brigade")
    CommanderFactory(subject=brigade, explanation="The Regime Brigade had left.")
    assert found("loaded-word") == []
    Entity.objects.update(description="Loyal to the regime.")
    assert set(found("loaded-word")) >= {"brigade"}


@pytest.mark.parametrize("field", ["label", "sentence", "ask_value", "ask_subject"])
def test_texts_of_a_property(field: str) -> None:
    StatementFactory()
    Property.objects.update(**{field: "{subject} met militants"})
    assert found("loaded-word") == ["happened"]


@pytest.mark.parametrize("field", ["title", "description"])
def test_texts_of_a_topic(field: str) -> None:
    StatementFactory(topic__slug="topic")
    Topic.objects.update(**{field: "The militants"})
    assert found("loaded-word") == ["topic"]


def test_how_a_source_is_cited() -> None:
    CitationFactory(source__slug="source", source__cite_as="a report on militants")
    assert found("loaded-word") == ["source"]


def test_a_quotation_is_its_speakers() -> None:
    text("quoted", "the terrorists", datatype="quotation")
    text("within", "that “terrorists” had left")
    assert found("loaded-word") == []


def test_stems_that_are_never_asked_are_not_read() -> None:
    StatementFactory(sensitivity="restricted", own_stem="When did militants come?")
    StatementFactory(rank="deprecated", own_stem="When did militants come?")
    assert found("loaded-word") == []


def test_the_sources_own_verb_for_a_killing() -> None:
    killing = EventFactory(slug="killing", clause="the army executed two men")
    fact = StatementFactory(slug="fact", subject=killing, sensitivity="restricted", cited=False)
    citation = CitationFactory(statement=fact)
    assert found("loaded-word") == ["killing"]
    citation.quote = "Executed by the army"
    citation.save()
    assert found("loaded-word") == []
    killing.clause = "the militants executed two men"
    killing.save()
    assert found("loaded-word") == ["killing"]


def test_an_alias_excuses_nothing_and_is_found() -> None:
    group = EntityFactory(slug="group", kind="group", label="Harbour Guard")
    AliasFactory(entity=group, text="terrorists")
    StatementFactory(slug="fact", explanation="The terrorists had left.")
    assert found("loaded-word") == ["fact"]
    assert found("loaded-name") == ["group"]
    assert told("loaded-name")[0].startswith("“terrorists” in its name “terrorists”: write the")


def test_names_that_are_no_finding() -> None:
    EntityFactory(kind="group", label="Army of Liberation")
    EntityFactory(kind="document", label="“Army attacks militants”")
    assert found("loaded-name") == []


QUOTED = "He met “terrorists” there."


def test_a_quotation_needs_a_speaker() -> None:
    fact = StatementFactory(slug="fact", explanation=QUOTED)
    assert found("loaded-word") == ["fact"]
    fact.attributed_to = EntityFactory()
    fact.save()
    assert found("loaded-word") == []


@pytest.mark.parametrize(
    ("fields", "slugs"),
    [
        ({"property__is_claim": True}, []),
        ({"subject__kind": "document"}, []),
        ({"unattributed": True}, ["fact"]),
    ],
)
def test_who_speaks(fields: dict[str, Any], slugs: list[str]) -> None:
    StatementFactory(slug="fact", explanation=QUOTED, **fields)
    assert found("loaded-word") == slugs


def test_a_description_in_quotation_marks() -> None:
    EntityFactory(slug="group", description="Guards of the “regime”.")
    assert found("loaded-word") == ["group"]
    Entity.objects.update(description="Guards; called “the regime” by the army.")
    assert found("loaded-word") == []


def test_the_name_of_a_disagreement_is_read_too() -> None:
    StatementFactory(slug="headed", dispute="When the terrorists were beaten  for good")
    assert found("loaded-word") == ["headed"]
    assert "in its disagreement" in told("loaded-word")[0]
    assert "headed" in found("misprint")
