"""Quizzes to go on with or to drop, on the quiz page and at home."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from quizzes.accounts.models import User
from quizzes.bank.models import Question
from quizzes.lib import clock
from quizzes.study.attempts import start_attempt
from quizzes.study.models import Attempt, Response
from tests.factories import QuestionFactory

from .steps import RIGHT, make_questions

pytestmark = pytest.mark.usefixtures("moving_clock")


def begun(learner: User | None, length: int = 3, title: str = "The week", **more: Any) -> Attempt:
    questions = [QuestionFactory() for _ in range(length)]
    return start_attempt(learner, questions, title, clock.now(), **{"own": True} | more)


def drop(client: Client, attempt: Attempt) -> Any:
    return client.post(reverse("quiz_drop", args=[attempt.pk]))


def post(client: Client, attempt: Attempt, position: int) -> Any:
    return client.post(reverse("quiz_answer", args=[attempt.pk, position]), RIGHT)


@pytest.mark.parametrize("page", ["quiz", "home"])
def test_it_works(as_alice: Client, alice: User, page: str) -> None:
    attempt = begun(alice)
    post(as_alice, attempt, 1)
    html = " ".join(as_alice.get(reverse(page)).content.decode().split())
    assert "Unfinished quiz: <strong>The week</strong>, 1 of 3 answered" in html
    assert reverse("quiz_attempt", args=[attempt.pk]) in html
    assert reverse("quiz_drop", args=[attempt.pk]) in html


@pytest.mark.parametrize(
    "case", ["finished", "class work", "somebody else's", "all of it withdrawn", "a visitor's"]
)
def test_what_is_not_offered(as_alice: Client, alice: User, bob: User, case: str) -> None:
    learner = {"somebody else's": bob, "a visitor's": None}.get(case, alice)
    attempt = begun(learner, own=case != "class work")
    if case == "finished":
        Attempt.objects.update(finished_at=clock.now())
    if case == "all of it withdrawn":
        Question.objects.update(status="retired")
    for page in ("quiz", "home"):
        assert str(attempt.pk) not in as_alice.get(reverse(page)).content.decode()


def test_it_is_offered_on_another_device(alice: User) -> None:
    attempt = begun(alice)
    for _ in range(2):
        device = Client()
        device.force_login(alice)
        assert str(attempt.pk) in device.get(reverse("quiz")).content.decode()


def test_the_last_three_are_offered(as_alice: Client, alice: User, moving_clock: Any) -> None:
    for number in range(5):
        moving_clock.move(minutes=1)
        begun(alice, title=f"Quiz no {number}")
    html = as_alice.get(reverse("quiz")).content.decode()
    assert [f"Quiz no {number}" in html for number in range(5)] == [False, False, True, True, True]


def test_dropping_asks_first_and_keeps_what_was_answered(as_alice: Client, alice: User) -> None:
    attempt = begun(alice)
    post(as_alice, attempt, 1)
    page = as_alice.get(reverse("quiz_drop", args=[attempt.pk]))
    assert "What you have answered is kept." in page.content.decode()
    assert attempt.responses.count() == 3
    page = as_alice.post(reverse("quiz_drop", args=[attempt.pk]), follow=True)
    assert "What you had answered is kept." in page.content.decode()
    assert str(attempt.pk) not in page.content.decode()
    attempt.refresh_from_db()
    assert attempt.finished_at
    assert attempt.responses.get().verdict == "right"
    assert alice.memories.count() == 1


def test_dropping_an_untouched_one_leaves_nothing(as_alice: Client, alice: User) -> None:
    attempt = begun(alice)
    assert drop(as_alice, attempt)["Location"] == reverse("quiz")
    assert not Attempt.objects.exists()
    # The same form sent twice.
    assert drop(as_alice, attempt)["Location"] == reverse("quiz")


def test_a_test_is_dropped_with_its_answers(as_alice: Client, alice: User) -> None:
    attempt = begun(alice, mode="test")
    as_alice.post(reverse("quiz_answer", args=[attempt.pk, 1]), RIGHT | {"version": "1"})
    page = as_alice.get(reverse("quiz_drop", args=[attempt.pk]))
    assert "Your answers in this test are not judged" in page.content.decode()
    drop(as_alice, attempt)
    assert not Response.objects.exists()
    assert not alice.memories.exists()


def test_class_work_cannot_be_dropped(as_alice: Client, alice: User) -> None:
    attempt = begun(alice, own=False)
    assert as_alice.get(reverse("quiz_drop", args=[attempt.pk])).status_code == 404
    assert drop(as_alice, attempt).status_code == 404
    assert attempt.responses.count() == 3


def test_a_finished_one_stays(as_alice: Client, alice: User) -> None:
    attempt = begun(alice, length=1)
    post(as_alice, attempt, 1)
    assert drop(as_alice, attempt)["Location"] == reverse("quiz_result", args=[attempt.pk])
    assert attempt.responses.count() == 1


def test_strangers_drop_nothing(client: Client, alice: User, bob: User) -> None:
    attempt = begun(alice)
    assert drop(client, attempt).status_code == 302
    client.force_login(bob)
    assert client.get(reverse("quiz_drop", args=[attempt.pk])).status_code == 404
    drop(client, attempt)
    attempt.refresh_from_db()
    assert attempt.finished_at is None
    assert attempt.responses.count() == 3


def test_a_visitor_may_drop_their_own(client: Client, db: None) -> None:
    make_questions(5)
    client.post(reverse("quiz"), {"length": "5"})
    attempt = Attempt.objects.get()
    assert str(attempt.pk) in client.get(reverse("quiz")).content.decode()
    drop(client, attempt)
    assert not Attempt.objects.exists()


def test_the_page_costs_the_same_with_many(
    as_alice: Client, alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 10):
        for _ in range(count):
            begun(alice)
        with django_assert_num_queries(6):
            as_alice.get(reverse("quiz"))
