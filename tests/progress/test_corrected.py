"""What was corrected: what the learner was told, and that something is still to be told."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.models import Correction, Question
from quizzes.facts.models import Statement
from quizzes.study.corrections import notes, notes_of
from quizzes.study.models import Memory, Response
from tests.factories import QuestionFactory, StatementFactory, TopicFactory

from .makers import TODAY, answer, remember

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def correction(fact: Statement, was: str, now: str, at: datetime = NOON) -> Correction:
    return Correction.objects.create(
        statement=fact,
        stem="When was the harbour opened?",
        was=was,
        now=now,
        at=at,
        reason="A slip.",
    )


def told(learner: User, of: Correction, at: datetime | None = None) -> Response:
    asked = Question.objects.filter(statement=of.statement).first()
    question = asked or QuestionFactory(statement=of.statement)
    at = at or of.at + timedelta(days=1)
    return answer(learner, TODAY, "right", question, told=of, answered_at=at)


def page(client: Client, number: str = "") -> str:
    response = client.get(reverse("progress_corrections"), {"page": number})
    assert response.status_code == 200
    return response.content.decode()


def test_it_works(as_alice: Client, alice: User) -> None:
    told(alice, correction(StatementFactory(), "6 May 2018", "7 May 2018"))
    shown = page(as_alice)
    for words in ("<del>6 May 2018</del>", "<ins>7 May 2018</ins>", "A slip.", "2 March 2026"):
        assert words in shown
    assert "Nothing you have learned waits" in shown


def test_nothing_yet(as_alice: Client) -> None:
    shown = page(as_alice)
    assert "So far nothing you had learned had to be corrected." in shown
    assert '<ul class="corrections"' not in shown


def test_what_is_to_come_does_not_give_the_answer_away(as_alice: Client, alice: User) -> None:
    memory = remember(alice, QuestionFactory(statement__topic=TopicFactory(title="The siege")))
    made = correction(memory.statement, "6 May 2018", "7 May 2018")
    Memory.objects.filter(pk=memory.pk).update(correction=made)
    shown = page(as_alice)
    assert "1 fact you have learned has been corrected since." in shown
    assert "The siege: 1" in shown
    assert "7 May 2018" not in shown
    assert memory.statement.slug not in shown


def test_nobody_elses(as_alice: Client, bob: User) -> None:
    made = correction(StatementFactory(), "6 May 2018", "7 May 2018")
    told(bob, made)
    remember(bob, QuestionFactory(), correction=made)
    shown = page(as_alice)
    assert "7 May 2018" not in shown
    assert "Nothing you have learned waits" in shown


def test_a_question_that_is_open_has_told_nothing(as_alice: Client, alice: User) -> None:
    made = correction(StatementFactory(), "6 May 2018", "7 May 2018")
    Response.objects.filter(pk=told(alice, made).pk).update(answered_at=None)
    assert "7 May 2018" not in page(as_alice)


def test_what_is_painful_stays_behind_its_note(as_alice: Client, alice: User) -> None:
    told(alice, correction(StatementFactory(sensitivity="restricted"), "6 May 2018", "7 May 2018"))
    before, _withheld, after = page(as_alice).partition('<details class="withheld">')
    assert "7 May 2018" not in before
    assert "7 May 2018" in after


def test_a_stranger_is_asked_to_log_in(client: Client, db: None) -> None:
    for name in ("progress_history", "progress_map", "progress_corrections"):
        response = client.get(reverse(name))
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))


def test_twenty_to_a_page(as_alice: Client, alice: User) -> None:
    for number in range(21):
        made = correction(StatementFactory(), f"{number} then", f"{number} now")
        told(alice, made, NOON + timedelta(days=number))
    assert "<ins>20 now</ins>" in page(as_alice)
    assert "<ins>0 now</ins>" not in page(as_alice)
    assert "<ins>0 now</ins>" in page(as_alice, "2")
    assert "<ins>0 now</ins>" in page(as_alice, "99")
    assert "<ins>20 now</ins>" in page(as_alice, "no number")


def test_as_many_queries_for_few_and_many(as_alice: Client, alice: User) -> None:
    counts = []
    for _ in range(2):
        for _ in range(5):
            told(alice, correction(StatementFactory(), "6 May 2018", "7 May 2018"))
        with CaptureQueriesContext(connection) as captured:
            page(as_alice)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_many_answers_are_told_what_each_was_told(alice: User, bob: User) -> None:
    fact, other = StatementFactory(), StatementFactory()
    question = QuestionFactory(statement=fact)
    first = correction(fact, "5 May", "6 May", NOON)
    correction(fact, "6 May", "7 May", NOON + timedelta(days=2))
    own = correction(fact, "Yes", "No", NOON + timedelta(days=3))
    Correction.objects.filter(pk=own.pk).update(question=question)
    correction(other, "1 June", "2 June", NOON)
    last = correction(other, "2 June", "1 June", NOON + timedelta(days=1))
    responses = [
        told(alice, first, NOON + timedelta(days=1)),
        told(alice, first, NOON + timedelta(days=4)),
        answer(alice, TODAY, "right", question, answered_at=NOON, told=first),
        told(alice, last, NOON + timedelta(days=4)),
        told(bob, own, NOON + timedelta(days=4)),
    ]
    found = notes_of(responses[:4], alice.pk)
    for it in responses[:4]:
        assert it.told_id is not None
        assert it.answered_at is not None
        assert found[it.pk] == notes(it.statement_id, it.told_id, it.answered_at, alice.pk)
    assert [(it.was, it.now) for it in found[responses[1].pk]] == [
        ("5 May", "7 May"),
        ("Yes", "No"),
    ]
