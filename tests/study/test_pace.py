"""The learner's pace: taught by reviews, handed on from day to day, and used in quizzes."""

from typing import Any

from django.test import Client

from quizzes.accounts.models import User
from quizzes.scheduling import AVERAGE, Pace
from quizzes.study.answering import locked_memory
from quizzes.study.pace import last_pace, pace_for
from tests.conftest import MovableClock

from .steps import RIGHT, WRONG, answer_next, make_questions


def test_an_answer_moves_the_pace_and_the_next_day_begins_with_it(
    as_alice: Client, alice: User, moving_clock: MovableClock
) -> None:
    make_questions(1)
    assert last_pace(alice) == AVERAGE
    answer_next(as_alice, alice, RIGHT)
    learned = last_pace(alice)
    assert learned.known > AVERAGE.known
    assert learned.growth == 0  # of a new fact nothing had been foretold
    moving_clock.move(days=3)
    answer_next(as_alice, alice, WRONG)
    assert alice.review_sessions.count() == 2
    assert last_pace(alice).known == learned.known
    assert last_pace(alice).growth < 0


def test_practice_does_not_move_the_pace(
    as_alice: Client, alice: User, moving_clock: MovableClock
) -> None:
    make_questions(1)
    answer_next(as_alice, alice, WRONG)
    learned = last_pace(alice)
    answer_next(as_alice, alice, RIGHT)
    assert last_pace(alice) == learned


def test_outside_of_a_review_the_pace_stands_beside_the_memory(
    as_alice: Client, alice: User, django_assert_num_queries: Any
) -> None:
    make_questions(1)
    response = answer_next(as_alice, alice, RIGHT)
    kept = {"growth": -0.5, "known": 1.0, "unknown": 3.0}
    alice.review_sessions.update(pace=kept)
    memory = locked_memory(alice, response.statement)
    response.session = None
    with django_assert_num_queries(0):
        assert pace_for(response, memory) == Pace(**kept)
        assert pace_for(response, None) == AVERAGE
