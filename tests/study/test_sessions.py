"""The day's review: what is planned, and what is still to be asked."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from quizzes.accounts.models import User
from quizzes.bank.models import Question
from quizzes.facts.models import Statement
from quizzes.study.models import Memory, Response, ReviewSession, StudySettings
from quizzes.study.sessions import learn_more, still_to_ask, todays_session
from tests.conftest import MovableClock
from tests.factories import QuestionFactory, StatementFactory

from .steps import RIGHT, answer_next, make_questions, memory_values, open_question, remember

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = NOW.date()


def known(learner: User, due: date, **values: object) -> int:
    """Make a fact with a question that the learner has a memory of; return its id."""
    statement = QuestionFactory(**values).statement
    Memory.objects.create(
        learner=learner, statement=statement, **memory_values(date(2026, 2, 20), due)
    )
    pk: int = statement.pk
    return pk


def test_it_works(alice: User) -> None:
    due = known(alice, TODAY)
    overdue = known(alice, TODAY - timedelta(days=9))
    known(alice, TODAY + timedelta(days=1))
    new = QuestionFactory().statement_id
    session = todays_session(alice, NOW)
    assert sorted(session.queue) == sorted([due, overdue, new])
    assert (session.day, session.planned) == (TODAY, 3)
    assert still_to_ask(session) == session.queue


def test_there_is_one_session_a_day(alice: User) -> None:
    make_questions(2)
    first = todays_session(alice, NOW)
    make_questions(2)
    assert todays_session(alice, NOW) == first
    assert todays_session(alice, NOW).queue == first.queue
    assert todays_session(alice, NOW + timedelta(days=1)) != first


def test_two_tabs_that_plan_at_once_get_the_same_session(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_questions(2)
    of_the_quicker_tab = todays_session(alice, NOW)
    get = QuerySet.get

    def miss_it_once(self: QuerySet[Any], *args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(QuerySet, "get", get)
        raise self.model.DoesNotExist

    make_questions(1)
    monkeypatch.setattr(QuerySet, "get", miss_it_once)
    session = todays_session(alice, NOW)
    assert session == of_the_quicker_tab
    assert session.queue == of_the_quicker_tab.queue
    assert alice.review_sessions.count() == 1


def test_a_day_that_brought_nothing_is_planned_anew(alice: User) -> None:
    assert todays_session(alice, NOW).planned == 0
    make_questions(2)
    session = todays_session(alice, NOW)
    assert (session.planned, len(session.queue)) == (2, 2)
    assert alice.review_sessions.count() == 1


def test_the_most_important_new_facts_come_first(alice: User) -> None:
    make_questions(10, statement__importance=2)
    central = QuestionFactory(statement__importance=3).statement_id
    detail = QuestionFactory(statement__importance=1).statement_id
    queue = todays_session(alice, NOW).queue
    assert queue[0] == central
    assert detail not in queue
    assert len(queue) == 10


def test_reviews_are_limited(alice: User) -> None:
    StudySettings.objects.create(learner=alice, reviews_a_day=2)
    for _ in range(4):
        known(alice, TODAY)
    assert len(todays_session(alice, NOW).queue) == 2


@pytest.mark.parametrize(
    "change", [{"status": "retired"}, {"status": "draft"}, {"rank": "deprecated"}]
)
def test_facts_that_do_not_stand_are_not_planned(alice: User, change: dict[str, str]) -> None:
    known(alice, TODAY)
    make_questions(1)
    Statement.objects.update(**change)
    assert todays_session(alice, NOW).queue == []


@pytest.mark.parametrize("status", ["retired", "refused"])
def test_facts_without_a_question_are_not_planned(alice: User, status: str) -> None:
    known(alice, TODAY)
    make_questions(1)
    StatementFactory()
    Question.objects.update(status=status)
    assert todays_session(alice, NOW).queue == []


def test_what_others_know_does_not_matter(alice: User, bob: User) -> None:
    fact = known(bob, TODAY + timedelta(days=30))
    assert todays_session(alice, NOW).queue == [fact]


def test_planning_takes_as_many_queries_for_many_memories_as_for_few(
    alice: User, bob: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    known(alice, TODAY)
    for _ in range(20):
        known(bob, TODAY)
    for learner in (alice, bob):
        with django_assert_num_queries(7):
            todays_session(learner, NOW)


def test_a_fact_retired_meanwhile_no_longer_waits(alice: User) -> None:
    make_questions(2)
    session = todays_session(alice, NOW)
    gone, stays = session.queue
    Statement.objects.filter(pk=gone).update(status="retired")
    assert still_to_ask(session) == [stays]


def test_learn_more_adds_five_when_the_review_is_done(
    as_alice: Client, alice: User, moving_clock: MovableClock
) -> None:
    make_questions(17)
    session = todays_session(alice, moving_clock())
    assert learn_more(alice, moving_clock()) == 0
    session.queue = []
    session.save()
    assert learn_more(alice, moving_clock()) == 5
    session.refresh_from_db()
    assert (len(session.queue), session.planned) == (5, 15)
    assert learn_more(alice, moving_clock()) == 0


def test_after_a_pause_what_is_known_comes_first(alice: User, moving_clock: MovableClock) -> None:
    due = date(2026, 2, 1)
    remember(alice, 63, **memory_values(date(2026, 1, 1), due))
    make_questions(5)
    session = todays_session(alice, moving_clock())
    known = set(alice.memories.values_list("statement", flat=True))
    assert len(session.queue) == 60
    assert set(session.queue) <= known
    ReviewSession.objects.update(queue=[])
    Response.objects.bulk_create(
        Response(
            learner=alice,
            session=session,
            question=question,
            statement_id=question.statement_id,
            question_version=1,
            shown={},
        )
        for question in Question.objects.filter(statement__in=session.queue)
    )
    assert learn_more(alice, moving_clock()) == 5
    added = ReviewSession.objects.get().queue
    assert len(set(added) & known) == 3


def test_learn_more_page(as_alice: Client, alice: User, moving_clock: MovableClock) -> None:
    make_questions(12)
    for _ in range(10):
        answer_next(as_alice, alice, RIGHT)
    url = reverse("review_more")
    assert as_alice.get(url).status_code == 405
    assert as_alice.post(url)["Location"] == reverse("review")
    assert as_alice.post(url)["Location"] == reverse("review")
    assert alice.review_sessions.get().planned == 12
    assert open_question(as_alice, alice).verdict == ""


def test_a_visitor_cannot_learn_more(client: Client, db: None) -> None:
    page = client.post(reverse("review_more"))
    assert page["Location"].startswith(reverse("account_login"))
