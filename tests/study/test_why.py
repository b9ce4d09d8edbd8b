"""Why a fact is asked now, and what helps with one that will not stay."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.facts.models import Statement
from quizzes.study.models import Memory
from tests.factories import DateQuestionFactory, QuestionFactory, StatementFactory

from .steps import RIGHT, WRONG, answer_next, make_questions, memory_values, post_answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("moving_clock")]

TODAY = date(2026, 3, 1)


def page_of(client: Client) -> str:
    return " ".join(client.get(reverse("review")).content.decode().split())


def remembered(learner: User, fact: Statement, **values: object) -> Memory:
    columns = memory_values(date(2026, 2, 10), date(2026, 2, 19), **values)
    return Memory.objects.create(learner=learner, statement=fact, **columns)


def test_it_works(as_alice: Client, alice: User) -> None:
    remembered(alice, QuestionFactory().statement, stability=9.0, lapses=2)
    page = page_of(as_alice)
    assert "You were last asked this fact on 10 February 2026." in page
    assert "The chance that you still recall it is about 8" in page
    assert "It has been due since 19 February 2026." in page
    assert "You have forgotten it 2 times." in page
    assert "If you get it right, it comes back around" in page


def test_a_new_fact_and_one_asked_again_today(as_alice: Client, alice: User) -> None:
    make_questions(1)
    assert "This fact is new to you." in page_of(as_alice)
    answer_next(as_alice, alice, WRONG)
    assert "It comes again until you get it right once." in page_of(as_alice)


def test_a_quiz_does_not_say_why(as_alice: Client, alice: User) -> None:
    make_questions(5)
    as_alice.post(reverse("quiz"), {"length": "5", "fewer": "1"})
    attempt = alice.attempts.get()
    assert (
        "Why now?" not in as_alice.get(reverse("quiz_attempt", args=[attempt.pk])).content.decode()
    )


def test_a_leech_is_shown_among_others_and_asked_otherwise(as_alice: Client, alice: User) -> None:
    fact = StatementFactory(value_date="2018-05-07")
    choice = QuestionFactory(statement=fact)
    typed = DateQuestionFactory(statement=fact)
    beside = StatementFactory(subject=fact.subject, value_date="2018-05-09")
    hidden = StatementFactory(
        subject=fact.subject, value_date="2018-05-11", sensitivity="restricted"
    )
    Statement.objects.filter(pk__in=[beside.pk, hidden.pk]).update(
        property=StatementFactory(property__slug="another").property
    )
    memory = remembered(alice, fact, lapses=5)
    response = answer_next(as_alice, alice, WRONG)
    assert response.question == choice
    assert response.lapses == 6
    page = as_alice.get(reverse("review_answer", args=[response.token])).content.decode()
    assert "A stubborn one" in page
    assert reverse("fact", args=[beside.slug]) in page
    assert reverse("fact", args=[hidden.slug]) not in page
    memory.refresh_from_db()
    assert memory.stage == "recognition"
    assert answer_next(as_alice, alice, {"answer": "7 May 2018"}).question == typed


def test_others_are_no_leeches(as_alice: Client, alice: User) -> None:
    remembered(alice, QuestionFactory().statement, lapses=4)
    response = answer_next(as_alice, alice, WRONG)
    assert response.lapses == 5
    page = post_answer(as_alice, response, WRONG).content.decode()
    assert "A stubborn one" not in page
    remembered(alice, QuestionFactory().statement, lapses=9)
    response = answer_next(as_alice, alice, RIGHT)
    assert "A stubborn one" not in post_answer(as_alice, response, RIGHT).content.decode()
