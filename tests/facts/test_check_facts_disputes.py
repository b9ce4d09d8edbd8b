"""Whether accounts that differ are marked, and whether somebody says how they differ."""

from typing import Any

import pytest

from quizzes.facts.findings.measures import comparable
from quizzes.facts.models import Entity, Property, Statement
from tests.factories import (
    CommanderFactory,
    EntityFactory,
    EntityPropertyFactory,
    EventFactory,
    SourceFactory,
    StatementFactory,
)

from .second_reading import found, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Entity:
    made: Entity = EventFactory()
    return made


def prop(datatype: str, **fields: Any) -> Property:
    made: Property = EntityPropertyFactory(
        slug=f"p-{datatype}", label="rank", datatype=datatype, **fields
    )
    return made


def text(slug: str, subject: Entity, value: str, **fields: Any) -> Statement:
    made: Statement = StatementFactory(
        slug=slug, subject=subject, property=prop("text"), value_date="", value_text=value, **fields
    )
    return made


def number(slug: str, subject: Entity, value: str, unit: str, **fields: Any) -> None:
    StatementFactory(
        slug=slug,
        subject=subject,
        property=prop("quantity"),
        value_date="",
        value_quantity=value,
        unit=unit,
        **fields,
    )


def test_it_works(event: Entity) -> None:
    StatementFactory(slug="june", subject=event, value_date="2018-06", dispute_note="One says so.")
    StatementFactory(slug="july", subject=event, value_date="2018-07")
    assert found("no-dispute-note") == ["july"]
    assert found("idle-dispute-note") == []
    assert told("no-dispute-note") == [
        "is disputed: say in its dispute note how the sources differ"
    ]


def test_a_mark_needs_a_note() -> None:
    StatementFactory(slug="marked", disputed_mark=True)
    StatementFactory(slug="artefact", disputed_mark=True, rank="deprecated")
    assert found("no-dispute-note") == ["artefact", "marked"]


def test_a_note_needs_a_dispute(event: Entity) -> None:
    StatementFactory(slug="idle", dispute_note="They differ.")
    StatementFactory(disputed_mark=True, dispute_note="They differ.")
    StatementFactory(rank="deprecated", dispute_note="A misprint.")
    assert found("idle-dispute-note") == ["idle"]


def test_two_texts_where_there_can_be_one(event: Entity) -> None:
    one = text("one", event, "a general")
    text("same", event, "A general")
    assert found("two-values") == []
    other = text("other", event, "a colonel")
    assert found("two-values") == ["one", "other", "same"]
    assert told("two-values")[0] == (
        "“rank” has one value, and “other” gives another: correct one, date them, or mark both "
        "as disputed"
    )
    Statement.objects.filter(slug="same").delete()
    for fact in (one, other):
        fact.disputed_mark, fact.dispute_note = True, "They differ."
        fact.save()
    assert found("two-values") == []


@pytest.mark.parametrize(
    "fields",
    [
        {"when": "2019"},
        {"rank": "deprecated"},
        {"status": "draft"},
    ],
)
def test_at_another_time_or_not_standing(event: Entity, fields: dict[str, str]) -> None:
    text("one", event, "a general", when="2018")
    text("other", event, "a colonel", **fields)
    assert found("two-values") == []


def test_many_texts_where_there_can_be_many(event: Entity) -> None:
    prop("text", single_valued=False)
    text("one", event, "a general")
    text("other", event, "a colonel")
    assert found("two-values") == []


def test_what_the_program_sees_is_no_second_finding(event: Entity) -> None:
    for day in ("2018-06", "2018-07"):
        StatementFactory(subject=event, value_date=day)
    assert found("two-values") == []
    assert len(found("no-dispute-note")) == 2


@pytest.mark.parametrize(
    ("unit", "other", "is_found"),
    [
        ("months", "years", True),
        ("fighters", "fighter", True),
        ("Fighters", "fighters", True),
        ("", "fighters", True),
        ("kilometres", "miles", True),
        ("%", "per cent", True),
        ("fighters", "vehicles", False),
        ("months", "kilometres", False),
        ("months", "months", False),
    ],
)
def test_units(event: Entity, unit: str, other: str, is_found: bool) -> None:
    number("one", event, "21", unit)
    number("two", event, "2", other)
    assert found("two-values") == (["one", "two"] if is_found else [])
    assert comparable(unit, other) is comparable(other, unit) is is_found


def test_units_are_told(event: Entity) -> None:
    number("one", event, "21", "months")
    number("two", event, "2", "years")
    assert told("two-values")[0] == (
        "counts in “months” what “two” counts in “years”, so that they are not compared: give "
        "both in one unit"
    )


def test_numbers_in_different_units_are_no_rivals(event: Entity) -> None:
    number("one", event, "21", "fighters")
    number("two", event, "2", "vehicles")
    number("three", event, "40", "fighters")
    rivals = {
        row.slug: set(Statement.objects.rivals(row).values_list("slug", flat=True))
        for row in Statement.objects.all()
    }
    assert rivals == {"one": {"three"}, "two": set(), "three": {"one"}}
    disputed: Any = Statement.objects.with_disputed()
    assert {row.slug for row in disputed if row.is_disputed} == {"one", "three"}


def test_two_subjects_where_there_can_be_one() -> None:
    ash = EntityFactory(label="Ash")
    for slug in ("one", "other"):
        CommanderFactory(slug=slug, value_entity=ash)
    assert found("two-subjects") == ["one", "other"]
    assert "“other” gives another" in told("two-subjects")[0]
    Statement.objects.update(disputed_mark=True, dispute_note="They differ.")
    assert found("two-subjects") == []


def test_one_mark_is_not_enough_for_two_subjects() -> None:
    ash = EntityFactory(label="Ash")
    CommanderFactory(slug="one", value_entity=ash, disputed_mark=True, dispute_note="So.")
    CommanderFactory(slug="other", value_entity=ash, dispute_note="So.")
    assert found("two-subjects") == ["one", "other"]
    assert found("idle-dispute-note") == []


@pytest.mark.parametrize("fields", [{"when": "2019"}, {"rank": "deprecated"}])
def test_a_second_subject_at_another_time(fields: dict[str, str]) -> None:
    ash = EntityFactory(label="Ash")
    CommanderFactory(value_entity=ash, when="2018")
    CommanderFactory(value_entity=ash, **fields)
    assert found("two-subjects") == []


def test_two_statements_on_one_subject_are_not_two_subjects() -> None:
    first = CommanderFactory()
    CommanderFactory(subject=first.subject, value_entity=first.value_entity)
    assert found("two-subjects") == []


def test_many_subjects_where_there_can_be_many() -> None:
    many = EntityPropertyFactory(slug="fought-in", single_subject=False)
    ash = EntityFactory(label="Ash")
    CommanderFactory.create_batch(2, property=many, value_entity=ash)
    assert found("two-subjects") == []


def test_the_same_text_of_two_subjects() -> None:
    for slug in ("one", "other"):
        text(slug, EntityFactory(kind="group"), "the army had left")
    assert found("two-subjects") == ["one", "other"]


@pytest.mark.parametrize(
    "note",
    [
        "The article adds that it rained.",
        "The Gazette says May; this is an earlier one.",
        "The Gazette says May; the same article says June.",
        "The Gazette says May, other articles say June.",
        "Two articles say May.",
        "The infobox says May.",
    ],
)
def test_a_note_names_what_it_speaks_of(event: Entity, note: str) -> None:
    SourceFactory(publisher="The Gazette", cite_as="an article in the Gazette")
    StatementFactory(slug="june", subject=event, dispute_note=note, disputed_mark=True)
    assert found("leaning-note") == ["june"]


@pytest.mark.parametrize(
    "note",
    [
        "",
        "The sources give two days.",
        "The Gazette says May; the article adds that it rained.",
        "The infobox of the Gazette says May.",
        "The headline in an article in the Gazette says May.",
        "Articles in the Gazette say May.",
    ],
)
def test_a_note_may_lean_on_what_it_has_named(event: Entity, note: str) -> None:
    SourceFactory(publisher="The Gazette", cite_as="an article in the Gazette")
    StatementFactory(subject=event, dispute_note=note, disputed_mark=True)
    assert found("leaning-note") == []


def test_a_disagreement_named_by_one_account(event: Entity) -> None:
    for slug, name in (("one", "How it ended"), ("two", "How it ended"), ("slip", "How it endet")):
        StatementFactory(slug=slug, subject=event, dispute=name)
    StatementFactory(slug="lone", dispute="Something else entirely")
    assert found("named-alone") == ["lone", "slip"]
    assert told("named-alone")[1] == (
        "no other account belongs to the disagreement “How it endet”: is it “How it ended”?"
    )
    assert told("named-alone")[0].endswith("give the others the same name, or drop it")


@pytest.mark.parametrize(
    ("fields", "slugs"), [({"rank": "deprecated"}, []), ({"status": "draft"}, ["stands"])]
)
def test_what_readers_see_beside_it_is_an_account_too(
    event: Entity, fields: dict[str, str], slugs: list[str]
) -> None:
    StatementFactory(slug="stands", subject=event, dispute="How it ended")
    StatementFactory(slug="other", subject=event, dispute="How it ended", **fields)
    assert found("named-alone") == slugs
