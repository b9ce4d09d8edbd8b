"""A question and its answer cost the same with 10 memories and with 10,000: 12 queries at most."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.models import Correction
from quizzes.facts.models import Statement
from quizzes.lib import clock
from quizzes.study.attempts import start_attempt
from quizzes.study.models import Memory
from tests.factories import EntityFactory, StatementFactory, TypedQuestionFactory

from .steps import WRONG, make_questions, memory_values, open_question, remember

TODAY = date(2026, 3, 1)
DUE = memory_values(date(2026, 2, 20), TODAY)
DUE_LATER = memory_values(date(2026, 2, 20), date(2026, 3, 9))

pytestmark = [
    pytest.mark.usefixtures("moving_clock"),
    pytest.mark.parametrize("memories", [10, 10_000]),
]


def queries_of(action: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as queries:
        action()
    return len(queries)


def disputed_fact() -> Statement:
    fact: Statement = StatementFactory(
        value_date="2018-05-07", attributed_to=EntityFactory(label="Claimant")
    )
    for day in ("2018-05-09", "2018-05-11"):
        StatementFactory(subject=fact.subject, property=fact.property, value_date=day)
    # Grading a name reads the names of all others; that is the dearest answer.
    for day in ("2018-04-30", "2018-06-01"):
        StatementFactory(topic=fact.topic, value_date=day)
    TypedQuestionFactory(statement=fact, answer_kind="personal", answers=["Ateyah Al-Shaari"])
    return fact


def corrected(memory: Memory) -> None:
    """Let the learner be told of a correction with the next answer."""
    memory.correction = Correction.objects.create(
        statement=memory.statement, stem="When?", was="7 June", now="7 May", at=clock.now()
    )
    memory.save()


def test_questions_and_answers_by_choice(as_alice: Client, alice: User, memories: int) -> None:
    remember(alice, memories, **DUE)
    make_questions(2)
    page = reverse("review")
    first, again = (queries_of(lambda: as_alice.get(page)) for _ in range(2))
    answer = reverse("review_answer", args=[alice.responses.get().token])
    choice, spent = (queries_of(lambda: as_alice.post(answer, WRONG)) for _ in range(2))
    following = queries_of(lambda: as_alice.get(page))
    # With a backlog that fades nothing new is asked.
    planned = 12 if memories <= 60 else 60
    assert (first, again, choice, spent, following) == (13, 6, 10, 6, 7)
    assert alice.review_sessions.get().planned == planned


def test_the_dearest_answers(as_alice: Client, alice: User, memories: int) -> None:
    remember(alice, memories, **DUE_LATER)
    known, new = disputed_fact(), disputed_fact()
    Memory.objects.create(learner=alice, statement=known, **DUE)
    for _ in (known, new):
        url = reverse("review_answer", args=[open_question(as_alice, alice).token])
        assert queries_of(partial(as_alice.post, url, {"answer": "Somebody"})) == 11
        text = as_alice.get(url).content.decode()
        assert "The sources differ" in text
        assert "Before and after" in text
    assert alice.memories.filter(last_day=TODAY).count() == 2


def test_the_dearest_answers_to_corrected_facts(
    as_alice: Client, alice: User, memories: int
) -> None:
    remember(alice, memories, **DUE_LATER)
    fact = disputed_fact()
    corrected(Memory.objects.create(learner=alice, statement=fact, **DUE))
    url = reverse("review_answer", args=[open_question(as_alice, alice).token])
    assert queries_of(partial(as_alice.post, url, {"answer": "Somebody"})) == 12
    assert "We said" in as_alice.get(url).content.decode()

    corrected(alice.memories.get(statement=fact))
    attempt = start_attempt(alice, [fact.questions.get()], "Quiz", clock.now())
    url = reverse("quiz_answer", args=[attempt.pk, 1])
    as_alice.get(reverse("quiz_attempt", args=[attempt.pk]))
    assert queries_of(partial(as_alice.post, url, {"answer": "Somebody"})) == 12
    assert "We said" in as_alice.get(url).content.decode()


def test_the_dearest_answer_in_a_quiz(as_alice: Client, alice: User, memories: int) -> None:
    fact = disputed_fact()
    as_alice.post(reverse("quiz"), {"length": "5", "fewer": "1"})
    remember(alice, memories, **DUE_LATER)
    url = reverse("quiz_answer", args=[alice.attempts.get().pk, 1])
    # It ends the quiz as well.
    assert queries_of(lambda: as_alice.post(url, {"answer": "Somebody"})) == 11
    assert alice.memories.filter(statement=fact, last_day=TODAY).exists()
