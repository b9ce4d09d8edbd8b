"""Choice: one option is picked."""

from collections.abc import Iterable
from random import Random
from typing import Any

import pytest

from quizzes.bank.formats import FORMATS, AnswerMissing, Graded
from quizzes.bank.generation.drafts import Draft
from quizzes.bank.generation.making import flaw_of
from quizzes.bank.grading import Verdict
from quizzes.facts.models import Statement

from .packs import built, captures, published

OPTIONS = [
    {"text": "1 May 2018", "correct": False},
    {"text": "7 May 2018", "correct": True},
    {"text": "9 June 2018", "correct": False},
]
CHOICE = FORMATS["choice"]


def shown(kind: str = "date") -> dict[str, Any]:
    return {"options": OPTIONS, "answers": ["2018-05-07"], "answer_kind": kind}


def orders(kind: str) -> set[tuple[str, ...]]:
    deals = (CHOICE.dealt(shown(kind), Random(seed)) for seed in range(40))
    return {tuple(option["text"] for option in deal["options"]) for deal in deals}


def draft(options: Iterable[str], right: tuple[int, ...] = (0,)) -> Draft:
    shown = [{"text": text, "correct": n in right} for n, text in enumerate(options)]
    return Draft(
        Statement(slug="fact"),
        "choice",
        "value",
        stem="On what date did the army capture the airfield?",
        options=shown,
        answers=["2018-05-07"],
        answer_kind="date",
        right_answer="7 May 2018",
    )


def test_it_works() -> None:
    assert CHOICE.grade(shown(), {"choice": "1"}) == Graded(Verdict.RIGHT, given="7 May 2018")
    assert CHOICE.grade(shown(), {"choice": "0"}) == Graded(Verdict.WRONG, given="1 May 2018")


def test_what_is_missing_is_told() -> None:
    with pytest.raises(AnswerMissing, match="Pick one"):
        CHOICE.grade(shown(), {"choice": "3"})


def test_names_stand_in_a_new_order_each_time_dates_and_numbers_in_their_own() -> None:
    assert len(orders("name")) == 6
    assert orders("date") == orders("number") == {tuple(str(it["text"]) for it in OPTIONS)}


def test_good_options_have_no_flaw() -> None:
    assert flaw_of(draft(["7 May 2018", "9 May 2018", "1 June 2018"])) == ""


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        (draft(["7 May 2018", "9 May 2018"]), "too few wrong options"),
        (draft([]), "too few wrong options"),
        (draft(["7 May 2018", "9 May 2018", "1 June 2018"], right=()), "not exactly one"),
        (draft(["7 May 2018", "9 May 2018", "1 June 2018"], right=(0, 1)), "not exactly one"),
        (draft(["the army", "Navy", "Guard"]), "small letter"),
    ],
)
def test_flaws_of_options(bad: Draft, problem: str) -> None:
    assert problem in flaw_of(bad)


def test_a_choice_shows_the_unit_in_its_options() -> None:
    asked = draft(["21 months", "27 months", "33 months"])
    asked.answer_kind, asked.stem = "number", "How long did it last?"
    asked.statement.unit = "months"
    assert flaw_of(asked) == ""


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
def test_what_came_after_something_named_is_not_asked_among_dates_before_that() -> None:
    gate = captures()[1].subject
    assert "capture-1:choice:value" in published()
    gate.question_clause = "did the army capture the gate after the harbour"
    gate.save()
    row = built()["capture-1:choice:value"]
    assert (row.status, row.problem) == ("refused", "its words tell its place among others")
