"""Practising one fact from its page: a short quiz of all the questions about it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.models import Correction, Question
from quizzes.facts.models import Statement
from quizzes.facts.practice import why_not_asked
from quizzes.study.models import Attempt, Memory
from tests.conftest import MovableClock
from tests.factories import (
    FlashcardFactory,
    QuestionFactory,
    StatementFactory,
    TypedQuestionFactory,
)

from .steps import RIGHT, WRONG, answer_next, memory_values

pytestmark = pytest.mark.django_db


def practise(client: Client, fact: Statement, **kwargs: Any) -> Any:
    return client.post(reverse("practise", args=[fact.slug]), **kwargs)


def reading(client: Client, fact: Statement) -> str:
    html: str = client.get(reverse("fact", args=[fact.slug])).content.decode()
    return html


def test_it_works(as_alice: Client, alice: User) -> None:
    question = QuestionFactory()
    fact = question.statement
    assert reverse("practise", args=[fact.slug]) in reading(as_alice, fact)
    response = practise(as_alice, fact)
    attempt = alice.attempts.get()
    assert response["Location"] == reverse("quiz_attempt", args=[attempt.pk])
    assert attempt.responses.get().question == question
    page = as_alice.get(response["Location"])
    assert "Practice: it does not change when a fact comes back." in page.content.decode()
    as_alice.post(reverse("quiz_answer", args=[attempt.pk, 1]), RIGHT)
    # The reader has just seen the answer on the fact's page, so it shows nothing of the memory.
    answered = attempt.responses.get()
    assert (answered.verdict, answered.counted, answered.due) == ("right", False, None)
    assert not alice.memories.exists()


def test_after_practice_a_review_of_the_same_day_does_not_count(
    as_alice: Client, alice: User, moving_clock: MovableClock
) -> None:
    fact = QuestionFactory().statement
    practise(as_alice, fact)
    as_alice.post(reverse("quiz_answer", args=[alice.attempts.get().pk, 1]), WRONG)
    answered = answer_next(as_alice, alice, RIGHT)
    assert (answered.statement, answered.counted) == (fact, False)
    assert not alice.memories.exists()
    moving_clock.move(days=1)
    assert answer_next(as_alice, alice, RIGHT).counted
    assert alice.memories.get().statement == fact


def test_practice_of_what_is_corrected_tells_of_it_and_moves_nothing(
    as_alice: Client, alice: User, moving_clock: MovableClock
) -> None:
    fact = QuestionFactory().statement
    correction = Correction.objects.create(
        statement=fact, stem="When?", was="7 June", now="7 May", at=moving_clock()
    )
    values = memory_values(date(2026, 2, 20), date(2026, 3, 1))
    memory = Memory.objects.create(learner=alice, statement=fact, correction=correction, **values)
    practise(as_alice, fact)
    page = as_alice.post(reverse("quiz_answer", args=[alice.attempts.get().pk, 1]), RIGHT)
    assert "7 June" in page.content.decode()
    known = memory.state
    memory.refresh_from_db()
    assert (memory.correction, memory.state) == (None, known)


def test_a_visitor_may_practise_and_nothing_is_remembered(client: Client) -> None:
    fact = QuestionFactory().statement
    response = practise(client, fact, follow=True)
    assert response.status_code == 200
    attempt = Attempt.objects.get()
    assert attempt.learner is None
    client.post(reverse("quiz_answer", args=[attempt.pk, 1]), RIGHT)
    assert not Memory.objects.exists()
    assert Client().get(reverse("quiz_attempt", args=[attempt.pk])).status_code == 302


def test_choices_come_before_typed_answers_and_cards_are_left_out(as_alice: Client) -> None:
    fact = StatementFactory()
    TypedQuestionFactory(statement=fact)
    FlashcardFactory(statement=fact)
    QuestionFactory(statement=fact, direction=Question.Direction.SUBJECT)
    QuestionFactory(statement=fact)
    practise(as_alice, fact)
    asked = Attempt.objects.get().responses.order_by("position")
    assert [r.question.key.partition(":")[2] for r in asked] == [
        "choice:value",
        "choice:subject",
        "typed:value",
    ]


def test_it_is_short(as_alice: Client) -> None:
    fact = StatementFactory()
    for direction in Question.Direction:
        QuestionFactory(statement=fact, direction=direction)
        TypedQuestionFactory(statement=fact, direction=direction)
    practise(as_alice, fact)
    assert Attempt.objects.get().responses.count() == 4


def test_for_want_of_others_cards_are_turned(as_alice: Client) -> None:
    fact = FlashcardFactory().statement
    response = practise(as_alice, fact, follow=True)
    assert "Turn the card" in response.content.decode()


def test_the_title_tells_no_answer(as_alice: Client) -> None:
    fact = QuestionFactory(statement__subject__label="first storm").statement
    assert "first storm" not in practise(as_alice, fact, follow=True).content.decode()


def test_a_double_click_starts_one(as_alice: Client) -> None:
    fact = QuestionFactory().statement
    first, second = practise(as_alice, fact), practise(as_alice, fact)
    assert first["Location"] == second["Location"]
    assert Attempt.objects.count() == 1


def test_a_visitors_double_click_starts_one(client: Client) -> None:
    fact = QuestionFactory().statement
    assert practise(client, fact)["Location"] == practise(client, fact)["Location"]
    assert len(client.session["attempts"]) == 1


def test_once_answered_it_starts_anew(as_alice: Client) -> None:
    fact = QuestionFactory().statement
    TypedQuestionFactory(statement=fact)
    practise(as_alice, fact)
    as_alice.post(reverse("quiz_answer", args=[Attempt.objects.get().pk, 1]), RIGHT)
    practise(as_alice, fact)
    assert Attempt.objects.count() == 2


def test_another_facts_practice_and_a_quiz_are_left_alone(as_alice: Client) -> None:
    fact, other = QuestionFactory().statement, QuestionFactory().statement
    practise(as_alice, other)
    as_alice.post(reverse("quiz"), {"length": "5", "fewer": "1"})
    practise(as_alice, fact)
    assert Attempt.objects.count() == 3


def test_another_learners_practice_is_left_alone(as_alice: Client, bob: User) -> None:
    fact = QuestionFactory().statement
    practise(as_alice, fact)
    as_bob = Client()
    as_bob.force_login(bob)
    practise(as_bob, fact)
    assert bob.attempts.count() == 1


def test_what_was_begun_before_logging_in_is_no_learners(client: Client, alice: User) -> None:
    fact = QuestionFactory().statement
    practise(client, fact)
    client.force_login(alice)
    practise(client, fact)
    assert alice.attempts.count() == 1


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"sensitivity": "restricted"}, "It is too painful for a quiz and is never asked."),
        ({"rank": "deprecated"}, "This is kept for the record and is never asked."),
        ({"sensitivity": "context"}, "This could only be asked by who says it"),
        ({}, "No good question can be asked about this so far"),
    ],
)
def test_what_is_not_asked_says_why(as_alice: Client, values: dict[str, str], words: str) -> None:
    fact = StatementFactory(**values)
    if values.get("sensitivity") == "restricted" or "rank" in values:
        QuestionFactory(statement=fact)
    html = reading(as_alice, fact)
    assert words in html
    assert reverse("practise", args=[fact.slug]) not in html
    if "rank" in values or not values:
        response = practise(as_alice, fact, follow=True)
        assert response.redirect_chain == [(reverse("fact", args=[fact.slug]), 302)]
        assert "This fact is not asked." in response.content.decode()
        assert not Attempt.objects.exists()


@pytest.mark.parametrize("status", ["refused", "retired"])
def test_questions_that_are_not_published_are_not_asked(as_alice: Client, status: str) -> None:
    fact = QuestionFactory(status=status).statement
    assert why_not_asked(fact)
    practise(as_alice, fact)
    assert not Attempt.objects.exists()


def test_restricted_facts_are_never_asked_whatever_the_bank_holds(as_alice: Client) -> None:
    fact = QuestionFactory(statement__sensitivity="restricted").statement
    practise(as_alice, fact)
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("status", [Statement.Status.DRAFT, Statement.Status.RETIRED])
def test_what_is_not_published_is_not_found(as_alice: Client, status: str) -> None:
    assert (
        practise(as_alice, QuestionFactory(statement__status=status).statement).status_code == 404
    )


def test_an_unknown_fact_is_not_found(as_alice: Client) -> None:
    assert as_alice.post(reverse("practise", args=["no-such-fact"])).status_code == 404


def test_it_wants_a_post(as_alice: Client) -> None:
    fact = QuestionFactory().statement
    assert as_alice.get(reverse("practise", args=[fact.slug])).status_code == 405
