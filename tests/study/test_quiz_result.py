"""The result of a quiz."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS
from quizzes.lib import clock
from quizzes.study.answering import answer
from quizzes.study.attempts import advance, start_attempt
from quizzes.study.models import Attempt
from tests.factories import (
    EntityFactory,
    MatchingFactory,
    OrderingFactory,
    QuestionFactory,
    TypedQuestionFactory,
)

from .steps import RIGHT, SKIP, WRONG, make_questions

pytestmark = pytest.mark.usefixtures("moving_clock")


def taken(learner: User | None, *answers: dict[str, str]) -> Attempt:
    """Return a finished attempt with these answers."""
    questions = [
        TypedQuestionFactory() if "answer" in data else QuestionFactory() for data in answers
    ]
    attempt = start_attempt(learner, questions, "The first week", clock.now())
    for response, data in zip(attempt.responses.order_by("position"), answers, strict=True):
        while answer(response, data, clock.now()).answered_at is None:
            data = data | {"again": "1"}
    advance(attempt, clock.now())
    return attempt


def url_of(attempt: Attempt) -> str:
    return reverse("quiz_result", args=[attempt.pk])


def test_it_works(as_alice: Client, alice: User) -> None:
    attempt = taken(alice, RIGHT, WRONG, {"answer": "2018"}, SKIP)
    page = as_alice.get(url_of(attempt))
    assert page.status_code == 200
    html = page.content.decode()
    assert "<strong>1 of 4</strong> right" in html
    assert "1 answer was partly right; it is shown as such and not counted." in html
    assert "1 question was skipped." in html
    for response in attempt.responses.all():
        assert response.shown["stem"] in html
    for verdict in ("right", "wrong", "partial", "skipped"):
        assert html.count(f"verdict is-{verdict}") == 1
    assert "Your answer: 1 May 2018" in html
    assert html.count("Right answer: <strong>7 May 2018</strong>") == 4
    assert html.count("It happened on 7 May 2018.") == 4
    assert html.count("The Gazette, 12 June 2018") == 4
    assert reverse("account_signup") not in html


def test_parts_of_a_mark_are_counted_as_points(as_alice: Client, alice: User) -> None:
    questions = [MatchingFactory(), OrderingFactory(), QuestionFactory(), QuestionFactory()]
    attempt = start_attempt(alice, questions, "Quiz", clock.now())
    by_format = {it.question.format: it for it in attempt.responses.all()}
    matching, ordering = by_format["matching"], by_format["ordering"]
    pairs = FORMATS["matching"].form(matching.shown, right=True)
    answer(matching, pairs | {"match-0": pairs["match-1"]}, clock.now())
    answer(ordering, FORMATS["ordering"].form(ordering.shown, right=True), clock.now())
    for response in attempt.responses.filter(question__format="choice"):
        answer(response, RIGHT, clock.now())
    advance(attempt, clock.now())
    html = as_alice.get(url_of(attempt)).content.decode()
    assert "<strong>3.75 of 4</strong> points" in html
    assert "1 answer was right in part and earns a part of its point." in html
    assert "not counted" not in html
    assert "Your answer: 3 of 4 pairs; this earns 0.75 of 1 point" in html
    assert html.count('class="part-right"') == 3
    assert html.count('class="part-wrong"') == 1
    for line in ordering.shown["right_answer"].split("\n"):
        assert f"<li>{line}</li>" in html


def test_a_question_on_hardship_keeps_its_note(as_alice: Client, alice: User) -> None:
    question = QuestionFactory(statement__sensitivity="context")
    attempt = start_attempt(alice, [question, QuestionFactory()], "Quiz", clock.now())
    for response in attempt.responses.all():
        answer(response, RIGHT, clock.now())
    advance(attempt, clock.now())
    html = as_alice.get(url_of(attempt)).content.decode()
    assert html.count("This question touches on violence or hardship.") == 1


def test_a_slip_counts_as_right(as_alice: Client, alice: User) -> None:
    person = EntityFactory(label="Ateyah Al-Shaari")
    question = TypedQuestionFactory(
        answer_kind="personal", answers=[person.label], right_answer=person.label
    )
    attempt = start_attempt(alice, [question], "Quiz", clock.now())
    answer(attempt.responses.get(), {"answer": "Ateyah Al-Shaarri"}, clock.now())
    assert attempt.responses.get().verdict in ("almost", "right")
    advance(attempt, clock.now())
    assert "<strong>1 of 1</strong> right" in as_alice.get(url_of(attempt)).content.decode()


def test_an_unfinished_quiz_goes_on(as_alice: Client, alice: User) -> None:
    attempt = start_attempt(alice, [QuestionFactory()], "Quiz", clock.now())
    page = as_alice.get(url_of(attempt))
    assert page["Location"] == reverse("quiz_attempt", args=[attempt.pk])


def test_a_visitor_is_invited_to_sign_up(client: Client, db: None) -> None:
    make_questions(1)
    client.post(reverse("quiz"), {"length": "5", "fewer": "1"})
    attempt = Attempt.objects.get()
    client.post(reverse("quiz_answer", args=[attempt.pk, 1]), RIGHT)
    html = client.get(url_of(attempt)).content.decode()
    assert "Sign up, and the program remembers what you know" in html


def test_strangers_get_404(client: Client, alice: User, bob: User) -> None:
    attempt = taken(alice, RIGHT)
    bobs_client = Client()
    bobs_client.force_login(bob)
    assert client.get(url_of(attempt)).status_code == 302
    assert bobs_client.get(url_of(attempt)).status_code == 404
    assert bobs_client.get(reverse("quiz_result", args=[uuid.uuid4()])).status_code == 404


def test_it_takes_as_many_queries_for_many_questions_as_for_few(
    as_alice: Client, alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for length in (1, 20):
        attempt = taken(alice, *([WRONG] * length))
        with django_assert_num_queries(8):
            as_alice.get(url_of(attempt))
