"""What a learner does not want to be asked is left out wherever the program chooses."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.models import Question
from quizzes.lib import clock
from quizzes.study.answering import answer
from quizzes.study.attempts import advance, start_attempt
from quizzes.study.drawing import Wanted, draw_questions, how_many
from quizzes.study.models import SetAside, StudySettings
from quizzes.study.practice import wrong_lately
from tests.factories import QuestionFactory

from .steps import WRONG

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("moving_clock")]

QUIZ = reverse("quiz")


def aside(learner: User) -> Question:
    """A question about a fact that the learner has set aside."""
    question: Question = QuestionFactory()
    SetAside.objects.create(learner=learner, statement=question.statement)
    return question


def noted(learner: User) -> Question:
    """A question with a content note, of which the learner wants none."""
    StudySettings.objects.create(learner=learner, asks_context=False)
    question: Question = QuestionFactory(statement__sensitivity="context")
    return question


UNWISHED = pytest.mark.parametrize("make", [aside, noted])


@UNWISHED
def test_no_quiz_draws_it(as_alice: Client, alice: User, bob: User, make: Any) -> None:
    unwished, wanted = make(alice), QuestionFactory()
    alice.refresh_from_db()
    assert draw_questions(Wanted(), 5, seed=1, learner=alice) == [wanted]
    assert how_many(Wanted(), seed=1, learner=alice) == 1
    for other in (bob, None):
        assert set(draw_questions(Wanted(), 5, seed=1, learner=other)) == {unwished, wanted}
    as_alice.post(QUIZ, {"length": "5", "fewer": "1"})
    assert alice.attempts.get().responses.get().question == wanted


@UNWISHED
def test_too_few_are_refused_with_what_was_left_out(
    as_alice: Client, alice: User, make: Any
) -> None:
    make(alice)
    page = as_alice.post(QUIZ, {"length": "5"})
    html = page.content.decode()
    assert page.status_code == 422
    assert "No question matches." in html
    assert "Left out by your settings, or set aside by you: 1 more." in html
    QuestionFactory()
    html = as_alice.post(QUIZ, {"length": "5"}).content.decode()
    assert "Only 1 question matches." in html
    assert "set aside by you: 1 more." in html
    assert "set aside by you" not in Client().post(QUIZ, {"length": "5"}).content.decode()


@UNWISHED
def test_what_was_wrong_lately_is_practised_without_it(
    as_alice: Client, alice: User, make: Any
) -> None:
    unwished, wanted = make(alice), QuestionFactory()
    alice.refresh_from_db()
    _answer_wrongly(alice, [unwished, wanted])
    assert wrong_lately(alice, clock.now()) == [wanted.statement_id]
    as_alice.post(reverse("quiz_lately"))
    assert alice.attempts.get(counts=False).responses.get().question == wanted


@UNWISHED
def test_a_quiz_is_gone_through_again_without_it(as_alice: Client, alice: User, make: Any) -> None:
    unwished, wanted = make(alice), QuestionFactory()
    attempt = _answer_wrongly(alice, [unwished, wanted])
    again = reverse("quiz_again", args=[attempt.pk])
    as_alice.post(again)
    assert alice.attempts.get(counts=False).responses.get().question == wanted
    Question.objects.filter(pk=wanted.pk).update(status="retired")
    page = as_alice.post(again, follow=True).content.decode()
    assert "None of these questions is asked any more, or you have set them aside." in page


@UNWISHED
def test_one_fact_may_be_practised_if_the_learner_chooses(
    as_alice: Client, alice: User, make: Any
) -> None:
    unwished = make(alice)
    page = as_alice.post(reverse("practise", args=[unwished.statement.slug]), follow=True)
    assert alice.attempts.get().responses.get().question == unwished
    said = "You have set this fact aside. You are asked it now because you chose to."
    assert (said in page.content.decode()) == (make is aside)


def test_it_says_nothing_of_that_where_nothing_is_set_aside(client: Client, db: None) -> None:
    fact = QuestionFactory().statement
    page = client.post(reverse("practise", args=[fact.slug]), follow=True)
    assert "set this fact aside" not in page.content.decode()


def _answer_wrongly(learner: User, questions: list[Question]) -> Any:
    attempt = start_attempt(learner, questions, "The week", clock.now(), own=True)
    for response in attempt.responses.all():
        answer(response, WRONG, clock.now())
    advance(attempt, clock.now())
    return attempt
