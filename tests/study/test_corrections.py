"""Corrected facts: asked early, told once, the memory kept; withdrawn ones are asked nowhere."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank import question_sets
from quizzes.bank.models import Question
from quizzes.facts.models import Statement
from quizzes.facts.signals import one_change
from quizzes.lib import clock
from quizzes.study.attempts import first_open, start_attempt
from quizzes.study.models import Memory, Response
from quizzes.study.sessions import todays_session
from tests.bank.packs import captures
from tests.conftest import MovableClock
from tests.factories import QuestionSetFactory, UserFactory

from .steps import SKIP, WRONG, memory_values, open_question, post_answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank_follows")]

TODAY = date(2026, 3, 1)
LAST, DUE = date(2026, 2, 20), date(2026, 4, 9)
OLD, NEW, NEWEST = "3 March 2018", "5 March 2018", "6 March 2018"


@pytest.fixture
def fact(moving_clock: MovableClock) -> Statement:
    made = captures()[0]
    moving_clock.move(hours=1)
    return made


def correct(fact: Statement, day: str = "2018-03-05", reason: str = "Misread", **kw: Any) -> None:
    fact.refresh_from_db()
    for name, value in ({"value_date": day} | kw).items():
        setattr(fact, name, value)
    with one_change(reason):
        fact.save()


def learned(learner: User, fact: Statement, **values: Any) -> Memory:
    made: Memory = Memory.objects.create(
        learner=learner, statement=fact, **memory_values(LAST, DUE, stability=40.0, **values)
    )
    return made


def answered(client: Client, learner: User, data: dict[str, str] = WRONG) -> str:
    """Answer the next question; return the page that tells about it."""
    response = open_question(client, learner)
    if response.question.format in ("date", "cloze", "typed"):
        data = data if data is SKIP else {"answer": OLD}
    page = post_answer(client, response, data)
    assert page.status_code == 200
    return str(page.content.decode())


def test_it_works(
    as_alice: Client, alice: User, bob: User, fact: Statement, moving_clock: MovableClock
) -> None:
    memory = learned(alice, fact, stage="recall")
    moving_clock.move(hours=1)
    correct(fact)
    memory.refresh_from_db()
    assert memory.due <= TODAY
    assert (memory.stability, memory.difficulty, memory.reps) == (40.0, 5.0, 1)
    assert (memory.last_day, memory.stage, memory.lapses) == (LAST, "recall", 0)

    moving_clock.move(days=1)
    page = as_alice.get(reverse("review")).content.decode()
    assert "The editors have corrected this fact since you learned it." in page
    assert NEW not in page
    told = answered(as_alice, alice)
    assert "We said" in told
    assert OLD in told
    assert NEW in told
    assert "Misread" in told
    assert fact.citations.get().source.title in told
    memory.refresh_from_db()
    assert memory.correction is None
    assert (memory.last_day, memory.stage, memory.lapses) == (LAST, "recall", 0)
    assert memory.due <= TODAY
    assert "this answer does not count against what you know" in told

    again = alice.responses.get(told__isnull=False)
    assert "We said" in post_answer(as_alice, again, WRONG).content.decode()
    later = answered(as_alice, alice)
    assert "We said" not in later


def test_the_old_answer_is_no_lapse_and_the_next_day_counts(
    as_alice: Client, alice: User, fact: Statement, moving_clock: MovableClock
) -> None:
    def dated(text: str) -> Response:
        """Answer the date question about the fact, in a quiz."""
        question = Question.objects.get(key="capture-0:date:value")
        attempt = start_attempt(alice, [question], "Quiz", clock.now())
        as_alice.post(reverse("quiz_answer", args=[attempt.pk, 1]), {"answer": text})
        return attempt.responses.get()

    memory = learned(alice, fact, stage="recall")
    correct(fact)
    moving_clock.move(days=1)
    for text in (OLD, NEW):  # the second is practice: the answer has been shown
        response = dated(text)
        assert (response.counted, response.rating) == (False, None)
    memory.refresh_from_db()
    assert (memory.reps, memory.lapses, memory.stage, memory.last_day) == (1, 0, "recall", LAST)
    assert memory.due <= TODAY
    moving_clock.move(days=1)
    dated(OLD)
    memory.refresh_from_db()
    assert (memory.lapses, memory.last_day) == (1, date(2026, 3, 3)), "told, it counts as any"


def test_the_new_answer_counts_at_once(
    as_alice: Client, alice: User, fact: Statement, moving_clock: MovableClock
) -> None:
    memory = learned(alice, fact, stage="recall")
    correct(fact)
    moving_clock.move(days=1)
    shown = open_question(as_alice, alice)
    told = post_answer(as_alice, shown, {"answer": NEW}).content.decode()
    assert "We said" in told
    assert "does not count against" not in told
    memory.refresh_from_db()
    assert (memory.reps, memory.last_day) == (2, date(2026, 3, 2))


def test_it_is_asked_first(alice: User, fact: Statement, moving_clock: MovableClock) -> None:
    for other in Statement.objects.exclude(pk=fact.pk):
        values = memory_values(LAST, LAST, stability=0.5)
        Memory.objects.create(learner=alice, statement=other, **values)
    learned(alice, fact)
    correct(fact)
    session = todays_session(alice, clock.now())
    assert session.queue[0] == fact.pk
    assert len(session.queue) == len(set(session.queue)) > 3


def test_who_has_no_memory_is_told_nothing(as_alice: Client, alice: User, fact: Statement) -> None:
    correct(fact)
    assert not Memory.objects.exists()
    for _ in range(3):
        assert "We said" not in answered(as_alice, alice)


def test_a_review_that_has_begun_goes_on_as_it_was(
    as_alice: Client, alice: User, fact: Statement, moving_clock: MovableClock
) -> None:
    learned(alice, fact)
    begun = todays_session(alice, clock.now()).queue
    assert fact.pk not in begun
    correct(fact)
    assert todays_session(alice, clock.now()).queue == begun
    moving_clock.move(days=1)
    assert todays_session(alice, clock.now()).queue[0] == fact.pk


def test_it_is_told_in_a_quiz_too(alice: User, as_alice: Client, fact: Statement) -> None:
    learned(alice, fact)
    correct(fact)
    question = Question.objects.get(key="capture-0:choice:value")
    attempt = start_attempt(alice, [question], "Quiz", clock.now())
    url = reverse("quiz_answer", args=[attempt.pk, 1])
    assert first_open(attempt, clock.now())
    assert "We said" in as_alice.post(url, {"choice": "0"}).content.decode()
    assert Memory.objects.get().correction is None


def test_a_skip_tells_as_well(as_alice: Client, alice: User, fact: Statement) -> None:
    """The right answer and the note have been on the page; nothing else changes."""
    learned(alice, fact)
    correct(fact)
    assert "We said" in answered(as_alice, alice, SKIP)
    memory = Memory.objects.get()
    assert (memory.correction, memory.last_day) == (None, LAST)
    assert memory.due <= TODAY


def test_who_was_right_today_by_the_old_key_is_told_today(
    as_alice: Client, alice: User, fact: Statement, moving_clock: MovableClock
) -> None:
    question = Question.objects.get(key="capture-0:date:value")
    attempt = start_attempt(alice, [question], "Quiz", clock.now())
    as_alice.post(reverse("quiz_answer", args=[attempt.pk, 1]), {"answer": OLD})
    moving_clock.move(hours=1)
    correct(fact)
    assert "We said" in answered(as_alice, alice)
    assert alice.memories.get(statement=fact).due <= TODAY


def test_two_corrections_are_told_as_one(
    as_alice: Client, alice: User, bob: User, fact: Statement, moving_clock: MovableClock
) -> None:
    learned(alice, fact)
    correct(fact)
    learned(bob, fact)  # he has learned what was said in between
    moving_clock.move(hours=1)
    correct(fact, "2018-03-06", reason="Another report")
    told = answered(as_alice, alice)
    assert f"<del>{OLD}</del>" in told
    assert f"<ins>{NEWEST}</ins>" in told
    assert NEW not in told.split("We said")[1].split("</aside>")[0]
    assert "Another report" in told
    his = bob.memories.get().correction
    assert his
    assert (his.was, his.now) == (NEW, NEWEST)


def test_a_correction_taken_back_before_it_was_told(
    as_alice: Client, alice: User, bob: User, fact: Statement, moving_clock: MovableClock
) -> None:
    hers, his = learned(alice, fact), None
    alice.responses.create(
        statement=fact,
        question=fact.questions.earliest("pk"),
        session=todays_session(alice, clock.now()),
        question_version=1,
        shown={},
        answered_at=clock.now(),
        study_day=LAST,
        verdict="right",
        counted=True,
        due=DUE,
    )
    correct(fact)
    his = learned(bob, fact)
    moving_clock.move(hours=1)
    correct(fact, "2018-03-03")
    hers.refresh_from_db()
    assert (hers.correction, hers.due) == (None, DUE)
    his.refresh_from_db()
    assert his.correction
    assert (his.correction.was, his.correction.now) == (NEW, OLD)


def test_once_told_another_correction_is_told_anew(
    as_alice: Client, alice: User, fact: Statement, moving_clock: MovableClock
) -> None:
    learned(alice, fact)
    correct(fact)
    answered(as_alice, alice)
    moving_clock.move(days=2)
    correct(fact, "2018-03-06")
    moving_clock.move(days=1)
    told = answered(as_alice, alice)
    assert f"<del>{NEW}</del>" in told
    assert f"<ins>{NEWEST}</ins>" in told
    first = alice.responses.filter(told__isnull=False).earliest("pk")
    kept = post_answer(as_alice, first, WRONG).content.decode()
    assert f"<ins>{NEW}</ins>" in kept


def test_a_fact_that_was_withdrawn_and_comes_back_otherwise(
    as_alice: Client, alice: User, fact: Statement
) -> None:
    learned(alice, fact)
    correct(fact, "2018-03-03", status="retired")
    assert fact.pk not in todays_session(UserFactory(), clock.now()).queue
    correct(fact, "2018-03-05")
    assert Memory.objects.get().correction is None
    correct(fact, "2018-03-05", status="published")
    told = answered(as_alice, alice)
    assert f"<del>{OLD}</del>" in told
    assert f"<ins>{NEW}</ins>" in told


def test_a_correction_waits_while_the_fact_is_withdrawn(
    as_alice: Client, alice: User, fact: Statement, moving_clock: MovableClock
) -> None:
    learned(alice, fact)
    correct(fact)
    correct(fact, status="retired")
    assert fact.pk not in todays_session(alice, clock.now()).queue
    moving_clock.move(days=1)
    correct(fact, status="published")
    assert "We said" in answered(as_alice, alice)


def test_another_name_is_not_told(alice: User, fact: Statement) -> None:
    memory = learned(alice, fact)
    fact.subject.label = "seizure of the harbour"
    fact.subject.save()
    memory.refresh_from_db()
    assert (memory.correction, memory.due) == (None, DUE)


def test_what_was_typed_into_a_reason_is_escaped(
    as_alice: Client, alice: User, fact: Statement
) -> None:
    learned(alice, fact)
    correct(fact, reason="<b>Misread</b>")
    assert "&lt;b&gt;Misread" in answered(as_alice, alice)


def test_a_fixed_number_of_queries_however_many_learn(
    fact: Statement, moving_clock: MovableClock
) -> None:
    def cost(day: str) -> int:
        moving_clock.move(days=1)  # all that is saved at one moment would be one change
        with CaptureQueriesContext(connection) as queries:
            correct(fact, day)
        return len(queries)

    learned(UserFactory(), fact)
    few = cost("2018-03-05")
    values = memory_values(LAST, DUE)
    Memory.objects.bulk_create(
        Memory(learner=UserFactory(), statement=fact, **values) for _ in range(30)
    )
    assert cost("2018-03-07") == few
    assert Memory.objects.filter(correction__isnull=False).count() == 31


# Withdrawn facts are asked nowhere, and everything done is kept.


def test_an_open_review_passes_over_it(
    as_alice: Client, alice: User, fact: Statement, moving_clock: MovableClock
) -> None:
    learned(alice, fact)
    session = todays_session(alice, clock.now())
    session.queue = [fact.pk, *session.queue]
    session.save()
    shown = open_question(as_alice, alice)
    assert shown.statement == fact
    correct(fact, "2018-03-03", status="retired")
    assert post_answer(as_alice, shown, WRONG).status_code == 302
    assert open_question(as_alice, alice).statement != fact
    correct(fact, "2018-03-03", status="published")
    assert open_question(as_alice, alice).statement == fact
    assert alice.memories.get(statement=fact).stability == 40.0


def test_an_open_quiz_passes_over_it(as_alice: Client, alice: User, fact: Statement) -> None:
    other = Question.objects.get(key="capture-1:choice:value")
    own = Question.objects.get(key="capture-0:choice:value")
    attempt = start_attempt(alice, [own, other], "Quiz", clock.now())
    correct(fact, "2018-03-03", status="retired")
    response = first_open(attempt, clock.now())
    assert response
    assert response.question == other
    correct(fact, "2018-03-03", status="published")
    response = first_open(attempt, clock.now())
    assert response
    assert response.question == own


def test_a_set_keeps_it_and_does_not_ask_it(fact: Statement) -> None:
    own = Question.objects.get(key="capture-0:choice:value")
    held = QuestionSetFactory(questions=[own])
    correct(fact, "2018-03-03", status="retired")
    assert question_sets.asked(held) == []
    assert [it.question for it in question_sets.chosen(held)] == [own]
    assert own not in question_sets.offered()
    correct(fact, "2018-03-03", status="published")
    assert question_sets.asked(held) == [own]


def test_history_is_kept(as_alice: Client, alice: User, fact: Statement) -> None:
    own = Question.objects.get(key="capture-0:choice:value")
    attempt = start_attempt(alice, [own], "Quiz", clock.now())
    as_alice.post(reverse("quiz_answer", args=[attempt.pk, 1]), {"choice": "0"})
    correct(fact, "2018-03-03", status="retired")
    result = as_alice.get(reverse("quiz_result", args=[attempt.pk]))
    assert own.stem in result.content.decode()
    assert alice.memories.filter(statement=fact).exists()
