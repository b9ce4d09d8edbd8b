"""The learner's day in figures."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from quizzes.accounts.models import User
from quizzes.study.agenda import agenda
from quizzes.study.models import Memory, Response, StudySettings
from quizzes.study.sessions import todays_session
from tests.conftest import MovableClock
from tests.factories import QuestionFactory

from .steps import RIGHT, SKIP, WRONG, answer_next, make_questions, memory_values, remember

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = NOW.date()
VALUES = memory_values(date(2026, 2, 20), TODAY)


def make_due(learner: User, count: int) -> None:
    for _ in range(count):
        statement = QuestionFactory().statement
        Memory.objects.create(learner=learner, statement=statement, **VALUES)


def test_it_works(alice: User) -> None:
    make_due(alice, 3)
    make_questions(2)
    today = agenda(alice, NOW)
    assert (today.day, today.due, today.new, today.left, today.done) == (TODAY, 3, 2, 5, 0)
    assert today.seconds == 5 * 15
    assert not today.finished
    assert not alice.review_sessions.exists()


def test_it_foretells_what_the_review_brings(alice: User) -> None:
    make_due(alice, 3)
    make_questions(12)
    before = agenda(alice, NOW)
    session = todays_session(alice, NOW)
    after = agenda(alice, NOW)
    assert before == after
    assert before.left == len(session.queue) == 13


def test_nothing_to_do(alice: User) -> None:
    today = agenda(alice, NOW)
    assert (today.due, today.new, today.left, today.seconds) == (0, 0, 0, 0)
    assert not today.finished
    todays_session(alice, NOW)
    assert not agenda(alice, NOW).finished


def test_it_follows_the_review(as_alice: Client, alice: User, moving_clock: MovableClock) -> None:
    make_due(alice, 1)
    make_questions(2)
    answer_next(as_alice, alice, WRONG)
    today = agenda(alice, moving_clock())
    assert (today.left, today.done) == (3, 1)
    answer_next(as_alice, alice, SKIP)
    answer_next(as_alice, alice, RIGHT)
    answer_next(as_alice, alice, RIGHT)
    today = agenda(alice, moving_clock())
    assert (today.left, today.done, today.finished) == (0, 4, True)
    moving_clock.move(days=1)
    assert not agenda(alice, moving_clock()).finished


def test_a_backlog_is_not_held_against_anybody(alice: User) -> None:
    StudySettings.objects.create(learner=alice, reviews_a_day=2)
    make_due(alice, 5)
    make_questions(1)
    today = agenda(alice, NOW)
    assert (today.due, today.new, today.left, today.waiting) == (2, 0, 2, 3)


def test_a_day_off_asks_nothing_unless_the_learner_begins(
    as_alice: Client, alice: User, moving_clock: MovableClock
) -> None:
    assert TODAY.weekday() == 6
    StudySettings.objects.create(learner=alice, days_off=[6])
    make_due(alice, 2)
    assert agenda(alice, NOW).day_off
    answer_next(as_alice, alice, RIGHT)
    assert not agenda(alice, NOW).day_off


def test_the_learners_own_pace_counts_once_it_is_known(
    as_alice: Client, alice: User, moving_clock: MovableClock
) -> None:
    make_questions(9)
    for seconds in [30] * 5 + [40] * 4:
        response = answer_next(as_alice, alice, RIGHT)
        shown = moving_clock() - timedelta(seconds=seconds)
        Response.objects.filter(pk=response.pk).update(shown_at=shown)
    make_due(alice, 2)
    tomorrow = moving_clock() + timedelta(days=1)
    assert agenda(alice, tomorrow).left == 11
    assert agenda(alice, tomorrow).seconds == 11 * 15
    make_questions(1)
    moving_clock.move(days=1)
    response = answer_next(as_alice, alice, RIGHT)
    shown = moving_clock() - timedelta(seconds=30)
    Response.objects.filter(pk=response.pk).update(shown_at=shown)
    today = agenda(alice, moving_clock())
    assert today.seconds == today.left * 30


@pytest.mark.parametrize(("took", "counted"), [(1, 5), (3600, 60)])
def test_an_odd_pace_is_bounded(
    as_alice: Client, alice: User, moving_clock: MovableClock, took: int, counted: int
) -> None:
    make_questions(10)
    for _ in range(10):
        answer_next(as_alice, alice, RIGHT)
    Response.objects.update(shown_at=moving_clock() - timedelta(seconds=took))
    make_due(alice, 1)
    today = agenda(alice, moving_clock() + timedelta(days=1))
    assert today.seconds == today.left * counted


def test_what_others_do_does_not_matter(alice: User, bob: User) -> None:
    make_due(bob, 3)
    todays_session(bob, NOW)
    assert agenda(alice, NOW).due == 0


def test_it_takes_as_many_queries_for_10_000_memories_as_for_10(
    alice: User, bob: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    remember(alice, 10, **VALUES)
    remember(bob, 10_000, **VALUES)
    # Of a backlog it is looked how much of it fades.
    for learner, due, queries in ((alice, 10, 5), (bob, 60, 5)):
        with django_assert_num_queries(queries):
            assert agenda(learner, NOW).due == due
        todays_session(learner, NOW)
        with django_assert_num_queries(5):
            assert agenda(learner, NOW).due == due
