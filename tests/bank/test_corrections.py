"""A key that changes is a correction; names that are respelt and facts that are new are none."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from quizzes.bank.generation.building import build_bank
from quizzes.bank.models import Correction, Question
from quizzes.bank.signals import keys_corrected
from quizzes.facts.models import Source, Statement
from quizzes.facts.reasons import LOADED
from quizzes.facts.signals import one_change
from tests.factories import AliasFactory, EntityFactory

from .packs import captures, commands, disputed_capture, losses_property, newspaper, quantity

pytestmark = pytest.mark.django_db


@pytest.fixture
def announced() -> Iterator[list[Sequence[Correction]]]:
    """What was announced while the test runs."""
    heard: list[Sequence[Correction]] = []

    def hear(corrections: Sequence[Correction], **kwargs: Any) -> None:
        heard.append(corrections)

    keys_corrected.connect(hear)
    yield heard
    keys_corrected.disconnect(hear)


def change(row: Statement, reason: str = "", **fields: Any) -> None:
    row.refresh_from_db()
    for name, value in fields.items():
        setattr(row, name, value)
    with one_change(reason):
        row.save()


def said() -> list[tuple[str, str]]:
    return [(it.was, it.now) for it in Correction.objects.order_by("pk")]


def test_it_works(announced: list[Sequence[Correction]]) -> None:
    row = captures()[0]
    assert announced == []
    change(row, "Misread", value_date="2018-03-05")
    (correction,) = Correction.objects.all()
    assert correction.statement == row
    assert (correction.was, correction.now) == ("3 March 2018", "5 March 2018")
    assert correction.stem == "On what date did the army capture the harbour?"
    assert correction.reason == "Misread"
    assert correction.at == row.history.latest().history_date
    assert announced == [[correction]]


def test_a_fact_saved_by_itself_is_corrected_too() -> None:
    row = captures()[0]
    row.refresh_from_db()
    row.value_date = "2018-03-05"
    row.save()
    assert said() == [("3 March 2018", "5 March 2018")]
    assert Correction.objects.get().at == row.history.latest().history_date


@pytest.mark.parametrize("aside", [{"rank": "deprecated"}, {"sensitivity": "restricted"}])
def test_what_was_corrected_while_nobody_was_asked_it_is_told(aside: dict[str, str]) -> None:
    row = captures()[0]
    before = {name: getattr(row, name) for name in aside}
    change(row, value_date="2018-03-05", **aside)
    assert said() == []
    change(row, **before)
    assert said() == [("3 March 2018", "5 March 2018")]


def test_a_reason_of_the_program_is_none(announced: list[Sequence[Correction]]) -> None:
    row = captures()[0]
    change(row, str(LOADED), value_date="2018-03-05")
    assert Correction.objects.get().reason == ""


@pytest.mark.parametrize("fields", [{"explanation": "It took a night."}, {"importance": 3}])
def test_what_leaves_the_key_alone_is_none(fields: dict[str, Any]) -> None:
    row = captures()[0]
    change(row, **fields)
    build_bank()
    assert said() == []


def test_a_new_fact_is_none() -> None:
    captures(), commands()
    assert said() == []


def test_another_person() -> None:
    row = commands()[0]
    change(row, value_entity=EntityFactory(label="Kamal Zaki"))
    assert ("Omar Salem", "Kamal Zaki") in said()


def test_another_unit_of_the_same_number() -> None:
    losses = losses_property()
    rows = [
        quantity(value, losses, "vehicles", subject=EntityFactory(kind="place", label=f"Port {n}"))
        for n, value in enumerate(["10", "500", "12", "900"])
    ]
    change(rows[0], unit="boats")
    assert said() == [("10 vehicles", "10 boats")]


def test_a_new_name_for_somebody_is_none() -> None:
    person = commands()[0].value_entity
    assert person
    person.label = "Umar Salim"
    person.save()
    assert Question.objects.published().filter(right_answer="Umar Salim").exists()
    assert said() == []


def test_nor_is_it_where_the_fact_was_touched_in_the_same_change() -> None:
    row = commands()[0]
    person = row.value_entity
    assert person
    row.refresh_from_db()
    with one_change():
        person.label = "Umar Salim"
        person.save()
        row.explanation = "He led it for a year."
        row.save()
    assert said() == []


def reworded(row: Statement, clause: str) -> None:
    event = row.subject
    event.clause = clause
    event.save()


def test_another_thing_happened_than_was_said() -> None:
    """An event is told by its clause, which is no name: other words are another answer."""
    row = captures()[0]
    reworded(row, "the navy shelled the harbour")
    assert said() == [("The army captured the harbour", "The navy shelled the harbour")]
    (correction,) = Correction.objects.all()
    assert correction.statement == row
    assert correction.stem == "What happened on 3 March 2018?"


def test_the_number_in_what_happened_counts() -> None:
    row = captures()[0]
    reworded(row, "the army captured 2 gates")
    reworded(row, "the army captured 3 gates")
    assert said()[-1] == ("The army captured 2 gates", "The army captured 3 gates")


def test_what_happened_is_merely_respelt() -> None:
    reworded(captures()[0], "the Army captured the harbor")
    assert said() == []


def test_another_name_of_the_same_becomes_the_first() -> None:
    row = commands()[0]
    AliasFactory(entity=row.value_entity, text="Abu Khalid")
    person = row.value_entity
    assert person
    person.label = "Abu Khalid"
    person.save()
    assert said() == []


def test_a_fact_that_was_withdrawn_and_comes_back_otherwise() -> None:
    """Whoever learned it before it was withdrawn learned what is wrong now."""
    row = captures()[0]
    change(row, status="retired")
    change(row, value_date="2018-03-05")
    assert said() == []
    change(row, status="published")
    assert said() == [("3 March 2018", "5 March 2018")]


def test_a_fact_that_comes_back_as_it_was() -> None:
    row = captures()[0]
    asked = Question.objects.published().filter(statement=row).order_by("key")
    before = list(asked)
    assert before
    change(row, status="retired")
    assert not asked.all().exists()
    change(row, status="published")
    assert list(asked.all()) == before
    assert said() == []


def test_blocked_questions_count_too() -> None:
    """What is right of a fact does not hang on which questions are asked at the moment."""
    row = captures()[0]
    Question.objects.filter(statement=row).update(blocked="Read again", status="blocked")
    change(row, value_date="2018-03-05")
    assert said() == [("3 March 2018", "5 March 2018")]


def test_a_correction_taken_back_is_another_one() -> None:
    row = captures()[0]
    change(row, value_date="2018-03-05")
    change(row, value_date="2018-03-03")
    assert said() == [("3 March 2018", "5 March 2018"), ("5 March 2018", "3 March 2018")]


def test_another_source() -> None:
    row, _other = disputed_capture()
    for name in ("the Post", "the Star"):
        newspaper(name)
    build_bank()
    assert row.questions.get(key="tower-herald:choice:source").status == "published"
    citation = row.citations.get()
    citation.source = Source.objects.get(title="the Post")
    with one_change():
        citation.save()
    assert said() == [("The Herald", "The Post")]


def test_a_source_by_another_name_is_none() -> None:
    disputed_capture()
    for name in ("the Post", "the Star"):
        newspaper(name)
    build_bank()
    herald = Source.objects.get(title="the Herald")
    herald.cite_as = "the Morning Herald"
    with one_change():
        herald.save()
    assert said() == []


def test_an_edit_that_fails_announces_nothing(announced: list[Sequence[Correction]]) -> None:
    row = captures()[0]

    def fail() -> None:
        with one_change():
            row.value_date = "2018-03-05"
            row.save()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (announced, said()) == ([], [])
