"""A pupil practises what an assignment holds, once it is done."""

import uuid
from typing import Any

import pytest
from django.test import Client

from quizzes.accounts.models import User
from quizzes.bank.models import Question
from quizzes.classes.models import Assignment, AssignmentAttempt
from quizzes.study.models import SetAside
from tests.classes.work import do
from tests.conftest import MovableClock

RIGHT = {"choice": "1"}


def url_of(assignment: Assignment) -> str:
    return f"/classes/assignments/{assignment.pk}/"


def practise(client: Client, assignment: Assignment, **kwargs: Any) -> Any:
    return client.post(f"{url_of(assignment)}practise/", **kwargs)


@pytest.fixture
def done(assignment: Assignment, alice: User, moving_clock: MovableClock) -> Assignment:
    do(assignment, alice, ["right", "wrong"], moving_clock())
    return assignment


def test_it_works(as_alice: Client, alice: User, done: Assignment) -> None:
    page = as_alice.get(url_of(done))
    assert "Practice changes neither your mark nor when a fact comes back." in page.text
    page = practise(as_alice, done, follow=True)
    assert "Practice: it does not change when a fact comes back." in page.text
    practice = alice.attempts.get(counts=False)
    assert practice.title == "Practice: Week one"
    asked = practice.responses.order_by("position").values_list("question", flat=True)
    first = alice.attempts.get(counts=True).responses.order_by("position")
    assert list(asked) == list(first.values_list("question", flat=True))
    as_alice.post(f"/quiz/{practice.pk}/1/", RIGHT)
    answered = practice.responses.get(position=1)
    assert (answered.verdict, answered.counted) == ("right", False)
    assert not alice.memories.exists()
    # The work and its mark are what they were.
    assert AssignmentAttempt.objects.get().attempt.pk != practice.pk
    assert "1 of 2 right" in as_alice.get(url_of(done)).text


def test_what_a_teacher_has_chosen_is_asked_though_it_is_set_aside(
    as_alice: Client, alice: User, assignment: Assignment, moving_clock: MovableClock
) -> None:
    facts = [it.statement for it in Question.objects.all()]
    for fact in facts:
        SetAside.objects.create(learner=alice, statement=fact)
    attempt = do(assignment, alice, ["right", "wrong"], moving_clock())
    practise(as_alice, assignment)
    for held in (attempt, alice.attempts.get(counts=False)):
        assert {it.statement for it in held.responses.all()} == set(facts)


@pytest.mark.parametrize("verdicts", [None, ["right"]])
def test_it_is_done_first(
    as_alice: Client,
    alice: User,
    assignment: Assignment,
    moving_clock: MovableClock,
    verdicts: list[str] | None,
) -> None:
    if verdicts:
        do(assignment, alice, verdicts, moving_clock())
    assert "practise/" not in as_alice.get(url_of(assignment)).text
    page = practise(as_alice, assignment, follow=True)
    assert "Do it first; then you can practise it as often as you like." in page.text
    assert not alice.attempts.filter(counts=False).exists()


def test_a_double_click_starts_one(as_alice: Client, alice: User, done: Assignment) -> None:
    data = {"token": str(uuid.uuid4())}
    pages = [practise(as_alice, done, data=data)["Location"] for _ in range(2)]
    assert pages[0] == pages[1]
    assert alice.attempts.filter(counts=False).count() == 1


def test_without_questions_there_is_none(as_alice: Client, alice: User, done: Assignment) -> None:
    Question.objects.update(status="retired")
    assert "practise/" not in as_alice.get(url_of(done)).text
    page = practise(as_alice, done, follow=True)
    assert "Its questions are not asked any more." in page.text


def test_strangers_and_teachers_do_not_practise_it(
    client: Client, as_bob: Client, as_tess: Client, done: Assignment
) -> None:
    assert practise(as_bob, done).status_code == 404
    assert practise(as_tess, done).status_code == 404
    client.logout()
    assert "/accounts/login/" in practise(client, done)["Location"]


def test_it_wants_a_post(as_alice: Client, done: Assignment) -> None:
    assert as_alice.get(f"{url_of(done)}practise/").status_code == 405
