"""On which days something was answered, on which something was due, and the days in a row."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.accounts.models import User
from quizzes.progress.study_days import days_of, streak, study_days
from tests.factories import QuestionFactory

from .makers import TODAY, answer, quiz, remember


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def days(*numbers: int) -> set[date]:
    return {ago(number) for number in numbers}


class TestStreak:
    def length(self, due: set[date], answered: set[date], off: set[date] | None = None) -> int:
        return streak(TODAY, ago(20), due, answered, (off or set()).__contains__)

    def test_days_in_a_row(self) -> None:
        assert self.length(due=days(0, 1, 2, 3), answered=days(0, 1, 2)) == 3

    def test_a_day_with_nothing_due_neither_adds_nor_ends(self) -> None:
        assert self.length(due=days(0, 3, 7), answered=days(0, 3, 7)) == 3
        assert self.length(due=days(0, 3), answered=days(0, 1, 2, 3)) == 2

    def test_a_day_on_which_nothing_was_answered_ends_it(self) -> None:
        assert self.length(due=days(0, 1, 2), answered=days(0, 2)) == 1

    def test_today_is_not_over(self) -> None:
        assert self.length(due=days(0, 1), answered=days(1)) == 1

    def test_a_day_off_does_not_end_it(self) -> None:
        assert self.length(due=days(0, 1, 2), answered=days(0, 2), off=days(1)) == 2

    def test_a_day_off_that_was_used_adds(self) -> None:
        assert self.length(due=days(0, 1, 2), answered=days(0, 1, 2), off=days(1)) == 3

    def test_nothing_at_all(self) -> None:
        assert self.length(due=set(), answered=set()) == 0
        assert self.length(due=days(1, 2), answered=set()) == 0

    def test_it_ends_with_the_first_day(self) -> None:
        assert streak(TODAY, ago(1), days(0, 1, 2, 3), days(0, 1, 2, 3)) == 2


spans = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40)).map(
        lambda pair: (ago(max(pair)), ago(min(pair)))
    ),
    max_size=12,
)


@given(spans)
def test_the_days_of_spans_are_those_that_lie_in_one(found: list[tuple[date, date]]) -> None:
    plain = {
        ago(number)
        for number in range(31)
        if any(start <= ago(number) <= end for start, end in found)
    }
    assert days_of(found, ago(30)) == plain


def test_it_works(alice: User) -> None:
    answer(alice, ago(3), "right")
    answer(alice, TODAY, "wrong")
    answer(alice, TODAY, "right")
    shown = study_days(alice, TODAY)
    assert shown is not None
    assert shown.answers == {ago(3): 1, TODAY: 2}
    assert (shown.first, shown.last, shown.days, shown.in_all) == (ago(3), TODAY, 2, 3)
    assert shown.fullest == (TODAY, 2)
    assert shown.streak == 2


def test_nothing_without_an_answer(alice: User, bob: User) -> None:
    answer(bob, TODAY, "right")
    answer(alice, TODAY, "skipped", counted=False)
    answer(alice, TODAY, "", answered_at=None, counted=False)
    assert study_days(alice, TODAY) is None


def test_practice_and_quizzes_are_days_too(alice: User) -> None:
    answer(alice, TODAY, "right", attempt=quiz(alice))
    answer(alice, TODAY, "right", counted=False)
    shown = study_days(alice, TODAY)
    assert shown is not None
    assert shown.answers == {TODAY: 2}
    assert shown.streak == 0  # nothing was due


def test_a_year_at_most(alice: User) -> None:
    for number in (0, 300, 400):
        answer(alice, ago(number), "right")
    shown = study_days(alice, TODAY)
    assert shown is not None
    assert shown.first == ago(300)


def test_what_waited_ended_the_streak(alice: User) -> None:
    question = QuestionFactory()
    answer(alice, ago(9), "right", question, due=ago(6))
    answer(alice, ago(4), "right", question, due=ago(2))
    answer(alice, ago(2), "right", question, due=TODAY)
    answer(alice, TODAY, "right", question, due=TODAY + timedelta(days=9))
    shown = study_days(alice, TODAY)
    assert shown is not None
    # Due and answered today, two and four days ago; due and not answered five and six days ago.
    assert shown.streak == 3


def test_days_off_may_be_told(alice: User) -> None:
    question = QuestionFactory()
    answer(alice, ago(9), "right", question, due=ago(6))
    answer(alice, ago(4), "right", question)
    shown = study_days(alice, TODAY, is_off=days(5, 6).__contains__)
    assert shown is not None
    assert shown.streak == 2


def test_what_waits_still_ends_it_yesterday(alice: User) -> None:
    answer(alice, ago(3), "right")
    assert study_days(alice, TODAY).streak == 1  # type: ignore[union-attr]
    remember(alice, due=TODAY)
    assert study_days(alice, TODAY).streak == 1  # type: ignore[union-attr]
    remember(alice, due=ago(1))
    assert study_days(alice, TODAY).streak == 0  # type: ignore[union-attr]


def test_what_is_not_asked_any_more_does_not_wait(alice: User) -> None:
    answer(alice, ago(3), "right")
    remember(alice, QuestionFactory(status="retired"), due=ago(1))
    assert study_days(alice, TODAY).streak == 1  # type: ignore[union-attr]


def test_a_quiz_that_was_ahead_of_its_day_made_nothing_due(alice: User) -> None:
    question = QuestionFactory()
    answer(alice, ago(9), "right", question, due=ago(2))
    answer(alice, ago(4), "right", question, due=TODAY, attempt=quiz(alice))
    assert study_days(alice, TODAY).streak == 1  # type: ignore[union-attr]


@pytest.mark.parametrize("number", [1, 15])
def test_as_many_queries_for_few_and_many(
    alice: User, number: int, django_assert_num_queries: object
) -> None:
    for place in range(number):
        answer(alice, ago(place), "right")
    with django_assert_num_queries(4):  # type: ignore[operator]
        study_days(alice, TODAY)
