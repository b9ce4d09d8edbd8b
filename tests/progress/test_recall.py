"""What was known when it came back, beside what had been expected, guesses included."""

from datetime import timedelta

import pytest

from quizzes.accounts.models import User
from quizzes.progress import recall
from quizzes.progress.recall import Recall, lately, together, weeks
from tests.factories import (
    BY_FORMAT,
    FlashcardFactory,
    MatchingFactory,
    QuestionFactory,
    TypedQuestionFactory,
)

from .makers import TODAY, answer


def test_it_works(alice: User) -> None:
    for verdict in ("right", "wrong"):
        answer(alice, TODAY, verdict, TypedQuestionFactory(), retrievability=0.8)
    [week] = weeks(alice, TODAY)
    assert (week.asked, week.right, week.percent) == (2, 1, 50)
    assert week.expected == pytest.approx(1.6)
    assert week.expected_percent == 80
    assert (week.first, week.last) == (TODAY - timedelta(days=6), TODAY)


def test_a_choice_is_expected_to_be_guessed_at_times(alice: User) -> None:
    answer(alice, TODAY, "right", QuestionFactory(), retrievability=0.7)  # of three options
    assert weeks(alice, TODAY)[0].expected == pytest.approx(0.7 + 0.3 / 3)


@pytest.mark.parametrize(
    ("format", "chance"),
    [
        *[("choice", 1 / 3), ("placing", 1 / 4), ("matching", 1 / 4), ("map", 1 / 4)],
        *[("true-false", 1 / 2), ("typed", 0), ("date", 0), ("number", 0), ("cloze", 0)],
        *[("ordering", 0), ("flashcard", 0)],
    ],
)
def test_the_chance_of_a_guess_by_format(db: None, format: str, chance: float) -> None:
    assert recall.guess(format, BY_FORMAT[format]().snapshot()) == pytest.approx(chance)


def test_what_is_right_is_what_counted_for_the_memory(alice: User) -> None:
    # The pair of the fact itself was right, another was not.
    answer(alice, TODAY, "partial", MatchingFactory(), rating=3)
    answer(alice, TODAY, "right", FlashcardFactory(), rating=2)
    assert weeks(alice, TODAY)[0].right == 2


def test_neither_practice_nor_first_meetings(alice: User) -> None:
    answer(alice, TODAY, "wrong", counted=False)
    answer(alice, TODAY, "wrong", retrievability=None)
    assert weeks(alice, TODAY) == []
    assert together([]) is None
    shown = lately(alice, TODAY)
    assert (shown.asked, shown.percent, shown.met_this_week) == (0, None, 1)


def test_by_week_from_the_first_with_an_answer(alice: User) -> None:
    for days in (0, 6, 7, 27):
        answer(alice, TODAY - timedelta(days=days), "right")
    found = weeks(alice, TODAY)
    assert [week.asked for week in found] == [1, 0, 1, 2]
    assert found[1].percent is None
    assert found[1].expected_percent is None
    assert found[-1].last == TODAY
    in_all = together(found)
    assert in_all is not None
    assert (in_all.asked, in_all.first, in_all.last) == (4, found[0].first, TODAY)


def test_twelve_weeks_at_most(alice: User) -> None:
    for days in (7 * 12 - 1, 7 * 12):
        answer(alice, TODAY - timedelta(days=days), "right")
    found = weeks(alice, TODAY)
    assert len(found) == 12
    assert sum(week.asked for week in found) == 1


def test_nobody_elses(alice: User, bob: User) -> None:
    answer(bob, TODAY, "right")
    assert weeks(alice, TODAY) == []
    assert lately(alice, TODAY).asked == 0


def test_lately(alice: User) -> None:
    for days in (0, 6, 7):
        answer(alice, TODAY - timedelta(days=days), "right")
        answer(alice, TODAY - timedelta(days=days), "right", retrievability=None)
    answer(alice, TODAY, "wrong")
    shown = lately(alice, TODAY)
    assert (shown.asked, shown.right, shown.percent) == (4, 3, 75)
    assert (shown.met_this_week, shown.kept_this_week) == (2, 2)


@pytest.mark.parametrize(
    ("asked", "right", "verdict"),
    [(19, 0, ""), (100, 90, "fits"), (100, 85, "fits"), (100, 84, "high"), (100, 96, "low")],
)
def test_what_chance_may_do_is_no_verdict(asked: int, right: int, verdict: str) -> None:
    span = Recall(TODAY, TODAY, asked, right, expected=0.9 * asked, spread=0.09 * asked)
    assert span.verdict == verdict
