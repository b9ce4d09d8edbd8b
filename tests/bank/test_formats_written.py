"""Typed names, dates and numbers: what is written is graded by the kind of the answer."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.bank.formats import FORMATS, AnswerMissing, Graded
from quizzes.bank.formats.writing import LONGEST_ANSWER
from quizzes.bank.generation.drafts import Draft
from quizzes.bank.generation.making import flaw_of
from quizzes.bank.grading import Verdict
from quizzes.facts.models import Statement
from tests.factories import AliasFactory, EntityFactory

WRITTEN = ["typed", "date", "number", "cloze"]


def shown(kind: str, *answers: str) -> dict[str, Any]:
    return {"answers": list(answers), "answer_kind": kind, "right_answer": ""}


def write(answer: str, kind: str = "date", *answers: str) -> Graded:
    format = {"date": "date", "number": "number"}.get(kind, "typed")
    return FORMATS[format].grade(shown(kind, *answers), {"answer": answer})


def test_it_works() -> None:
    assert write("7 May 2018", "date", "2018-05-07") == Graded(Verdict.RIGHT, given="7 May 2018")


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("answer", ["", "   ", "\n\t", "\0", "\0 \0"])
def test_an_empty_answer_is_missing(name: str, answer: str) -> None:
    with pytest.raises(AnswerMissing, match="Type your answer"):
        FORMATS[name].grade(shown("date", "2018-05-07"), {"answer": answer})


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("7 May 2018", Verdict.RIGHT),
        ("May 7, 2018", Verdict.RIGHT),
        ("17 May 2018", Verdict.RIGHT),  # sourced too
        ("٧ May ٢٠١٨", Verdict.RIGHT),
        ("May 2018", Verdict.PARTIAL),
        ("8 May 2018", Verdict.WRONG),
        ("yesterday", Verdict.WRONG),
    ],
)
def test_a_written_date(answer: str, verdict: Verdict) -> None:
    graded = write(answer, "date", "2018-05-07", "2018-05-17")
    assert graded.verdict is verdict
    assert graded.given == answer


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("46", Verdict.RIGHT),
        ("forty-six", Verdict.RIGHT),
        ("٤٦", Verdict.RIGHT),
        ("46 fighters", Verdict.RIGHT),
        ("47", Verdict.WRONG),
        ("-46", Verdict.WRONG),
        ("46 or 47", Verdict.WRONG),
        ("9" * 199, Verdict.WRONG),
        ("1e999", Verdict.WRONG),
        ("many", Verdict.WRONG),
    ],
)
def test_a_written_number(answer: str, verdict: Verdict) -> None:
    assert write(answer, "number", "46").verdict is verdict


@pytest.mark.django_db
def test_a_typed_name_knows_the_names_of_others() -> None:
    EntityFactory(label="Adnan Al-Shaari")
    ateyah = EntityFactory(label="Ateyah Al-Shaari")
    AliasFactory(entity=ateyah, text="Atiya al-Shairi")
    assert write("ateyah al-shaari", "personal", "Ateyah Al-Shaari").verdict is Verdict.RIGHT
    wrong = write("Adnan Al-Shaari", "personal", "Ateyah Al-Shaari")
    assert wrong.verdict is Verdict.WRONG
    assert wrong.note == "That is another name in these facts: Adnan Al-Shaari."
    assert write("Al-Shaari", "personal", "Ateyah Al-Shaari").verdict is Verdict.PARTIAL


@pytest.mark.django_db
def test_a_typed_slip_is_almost_right() -> None:
    graded = write("Derna Protecton Force", "name", "Derna Protection Force", "DPF")
    assert graded.verdict is Verdict.ALMOST
    assert "Derna Protection Force" in graded.note
    assert write("dpf", "name", "Derna Protection Force", "DPF").verdict is Verdict.RIGHT


@pytest.mark.django_db
def test_vowels_vary_in_personal_names_alone() -> None:
    assert write("Mesmari", "personal", "Ahmed al-Mismari").verdict is Verdict.RIGHT
    assert write("Forin Pulicy", "name", "Foreign Policy").verdict is Verdict.WRONG


@pytest.mark.parametrize("name", WRITTEN)
def test_a_long_answer_is_cut_and_wrong(name: str) -> None:
    long = {"answer": "7 May 2018 " * 1000}
    graded = FORMATS[name].grade(shown("date", "2018-05-07"), long)
    assert len(graded.given) <= LONGEST_ANSWER
    assert graded.verdict is Verdict.WRONG


def test_null_characters_do_not_reach_the_database() -> None:
    assert write("7 May\0 2018", "date", "2018-05-07").given == "7 May 2018"


KEYS = {"date": "2018-05-07/..", "number": "50|60", "name": "Derna", "personal": "Al-Saiqa"}


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(max_size=300), st.sampled_from(sorted(KEYS)))
def test_nothing_written_is_too_odd(text: str, kind: str) -> None:
    for name in WRITTEN:
        try:
            graded = FORMATS[name].grade(shown(kind, KEYS[kind]), {"answer": text})
        except AnswerMissing as missing:
            assert str(missing)
        else:
            assert graded.given


def number(stem: str, unit: str, format: str = "number") -> Draft:
    return Draft(
        Statement(slug="fact", unit=unit),
        format,
        "value",
        stem=stem,
        answers=["46"],
        right_answer=f"46 {unit}",
        answer_kind="number",
    )


def test_a_written_number_is_asked_with_its_unit() -> None:
    problem = "the stem does not say what the number counts"
    assert flaw_of(number("How long did it last?", "months")) == problem
    assert flaw_of(number("How many months did it last?", "months")) == ""
    assert flaw_of(number("After which month did it end?", "months on end")) == ""
    assert flaw_of(number("How much of the town was held?", "%")) == problem
    assert flaw_of(number("What percentage of the town was held?", "%")) == ""
    assert flaw_of(number("How many?", "")) == ""
    assert flaw_of(number("How long did it last?", "months", "flashcard")) == ""
