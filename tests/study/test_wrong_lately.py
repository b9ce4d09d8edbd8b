"""Practising what was wrong lately: the last two weeks, each fact once, the latest first."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from quizzes.accounts.models import User
from quizzes.bank.models import Question
from quizzes.lib import clock
from quizzes.study.answering import answer
from quizzes.study.attempts import start_attempt
from quizzes.study.models import Attempt, Response
from quizzes.study.practice import practise_wrong_lately, wrong_lately
from quizzes.study.preferences import preferences
from tests.conftest import MovableClock
from tests.factories import QuestionFactory, TypedQuestionFactory

from .steps import RIGHT, WRONG

pytestmark = pytest.mark.usefixtures("moving_clock")
URL = reverse("quiz_lately")


def answered(learner: User, question: Any, data: dict[str, str]) -> Response:
    response = start_attempt(learner, [question], "Quiz", clock.now()).responses.get()
    return answer(response, data, clock.now())


def test_it_works(as_alice: Client, alice: User, moving_clock: MovableClock) -> None:
    first, second, right = (QuestionFactory() for _ in range(3))
    for question, data in ((first, WRONG), (second, WRONG), (right, RIGHT)):
        answered(alice, question, data)
        moving_clock.move(hours=1)
    answered(alice, first, RIGHT)
    answered(alice, first, WRONG)
    assert wrong_lately(alice, clock.now()) == [first.statement_id, second.statement_id]
    html = as_alice.get(reverse("quiz")).content.decode()
    assert "2 facts in the last two weeks, the latest first." in html
    before = list(alice.memories.values())
    page = as_alice.post(URL)
    practice = alice.attempts.get(title="What was wrong lately")
    assert page["Location"] == reverse("quiz_attempt", args=[practice.pk])
    asked = practice.responses.order_by("position").values_list("question", flat=True)
    assert list(asked) == [first.pk, second.pk]
    as_alice.post(reverse("quiz_answer", args=[practice.pk, 1]), RIGHT)
    assert list(alice.memories.values()) == before


def test_after_two_weeks_it_is_not_lately(alice: User, moving_clock: MovableClock) -> None:
    answered(alice, QuestionFactory(), WRONG)
    moving_clock.move(days=13)
    assert len(wrong_lately(alice, clock.now())) == 1
    moving_clock.move(days=1)
    assert wrong_lately(alice, clock.now()) == []


def test_it_is_asked_as_it_was_missed_last(alice: User) -> None:
    choice = QuestionFactory()
    typed = TypedQuestionFactory(statement=choice.statement)
    answered(alice, choice, WRONG)
    answered(alice, typed, {"answer": "1 January 1001"})
    practice = practise_wrong_lately(alice, clock.now())
    assert practice
    assert practice.responses.get().question == typed
    Question.objects.filter(pk=typed.pk).update(status="retired")
    practice = practise_wrong_lately(alice, clock.now())
    assert practice
    assert practice.responses.get().question == choice


def test_twenty_at_once(as_alice: Client, alice: User) -> None:
    for _ in range(20):
        answered(alice, QuestionFactory(), WRONG)
    assert "at a time" not in as_alice.get(reverse("quiz")).content.decode()
    for _ in range(2):
        answered(alice, QuestionFactory(), WRONG)
    html = as_alice.get(reverse("quiz")).content.decode()
    assert "22 facts in the last two weeks, the latest first. You are asked 20 at a time." in html
    practice = practise_wrong_lately(alice, clock.now())
    assert practice
    assert practice.responses.count() == 20


def test_what_is_not_asked_any_more_is_left_out(as_alice: Client, alice: User, bob: User) -> None:
    answered(bob, QuestionFactory(), WRONG)
    question = QuestionFactory()
    answered(alice, question, WRONG)
    for status in ("retired", "blocked"):
        Question.objects.filter(pk=question.pk).update(status=status)
        assert wrong_lately(alice, clock.now()) == []
    page = as_alice.post(URL, follow=True)
    assert "Nothing was wrong lately." in page.content.decode()
    assert "What was wrong lately" not in as_alice.get(reverse("quiz")).content.decode()


def test_a_double_click_begins_one(as_alice: Client, alice: User) -> None:
    answered(alice, QuestionFactory(), WRONG)
    data = {"token": str(uuid.uuid4())}
    assert as_alice.post(URL, data)["Location"] == as_alice.post(URL, data)["Location"]
    assert alice.attempts.filter(counts=False).count() == 1


def test_it_wants_a_login_and_a_post(client: Client, alice: User) -> None:
    answered(alice, QuestionFactory(), WRONG)
    assert client.post(URL)["Location"].startswith(reverse("account_login"))
    client.force_login(alice)
    assert client.get(URL).status_code == 405
    assert not Attempt.objects.filter(counts=False).exists()


def test_it_costs_the_same_for_many(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    preferences(alice)  # which are asked for once
    for count in (1, 10):
        for _ in range(count):
            answered(alice, QuestionFactory(), WRONG)
        with django_assert_num_queries(1):
            wrong_lately(alice, clock.now())
        with django_assert_num_queries(10):
            practise_wrong_lately(alice, clock.now())
