"""What the reading pages are told of a learner's memory."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.facts.knowledge import known_by
from quizzes.progress.knowledge import knowledge
from tests.factories import EntityFactory, StatementFactory

from .makers import TODAY, remember

pytestmark = pytest.mark.usefixtures("moving_clock")


def level(learner: User, **columns: object) -> str:
    memory = remember(learner, **columns)
    return knowledge(learner, [memory.statement_id])[memory.statement_id].level


def test_it_works(alice: User) -> None:
    memory = remember(alice, stability=20.0, last_day=TODAY, due=TODAY + timedelta(days=20))
    known = known_by(alice, [memory.statement_id])[memory.statement_id]
    assert (known.level, known.words, known.recall) == ("fair", "fair", 1.0)
    assert known.percent == 100
    assert known.due == TODAY + timedelta(days=20)


@pytest.mark.parametrize(
    ("stability", "days_ago", "expected"),
    [
        (2.0, 0, "learning"),
        (2.0, 60, "learning"),
        (6.9, 1, "learning"),
        (7.0, 1, "fair"),
        (10.0, 60, "fading"),
        (30.0, 5, "fair"),
        (31.0, 5, "strong"),
        (31.0, 300, "fading"),
    ],
)
def test_levels(alice: User, stability: float, days_ago: int, expected: str) -> None:
    last_day = TODAY - timedelta(days=days_ago)
    assert level(alice, stability=stability, last_day=last_day) == expected


def test_what_is_overdue_comes_today(alice: User) -> None:
    memory = remember(alice, due=TODAY - timedelta(days=9))
    assert knowledge(alice, [memory.statement_id])[memory.statement_id].due == TODAY


def test_nobody_sees_what_another_knows(alice: User, bob: User) -> None:
    memory = remember(alice)
    assert known_by(bob, [memory.statement_id]) == {}
    assert known_by(AnonymousUser(), [memory.statement_id]) == {}


def test_only_what_is_asked_for_is_told(alice: User) -> None:
    memory, _other = remember(alice), remember(alice)
    assert list(knowledge(alice, [memory.statement_id, 987654])) == [memory.statement_id]
    assert known_by(alice, []) == {}


def test_one_query_for_few_and_many(alice: User) -> None:
    for number in (1, 10):
        facts = [remember(alice).statement_id for _ in range(number)]
        with CaptureQueriesContext(connection) as captured:
            assert len(known_by(alice, facts)) == number
        assert len(captured) == 1


def test_a_learner_sees_it_on_the_reading_pages(as_alice: Client, alice: User) -> None:
    person = EntityFactory()
    memory = remember(alice, stability=20.0)
    memory.statement.subject = person
    memory.statement.save()
    StatementFactory(subject=person)
    for url in (
        reverse("entity", args=[person.slug]),
        reverse("search") + f"?q={person.label}",
        reverse("fact", args=[memory.statement.slug]),
        reverse("source", args=[memory.statement.citations.get().source.slug]),
    ):
        html = as_alice.get(url).content.decode()
        assert html.count('class="badge known is-fair"') == 1, url
        assert "is-fair" not in Client().get(url).content.decode()
