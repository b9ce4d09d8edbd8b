"""“I was right”: a learner overrules a typed verdict in their own review, once."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.models import Correction, Question, QuestionReport
from quizzes.facts.models import AliasProposal
from quizzes.lib import clock
from quizzes.scheduling import AVERAGE
from quizzes.study.attempts import start_attempt
from quizzes.study.models import Memory, Response
from quizzes.study.pace import last_pace
from tests.conftest import MovableClock
from tests.factories import (
    CommanderFactory,
    DateQuestionFactory,
    EntityFactory,
    QuestionFactory,
    TypedQuestionFactory,
)

from .steps import SKIP, WRONG, answer_next, answer_twice, memory_values, open_question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("moving_clock")]

OFFER = "I was right"
TODAY = date(2026, 3, 1)
TYPED = {"answer": "The Old Man of Rajma"}
# On which of the days around it a fact is due, is not the same for everybody.
STATE = ("stability", "difficulty", "stage", "last_day", "reps", "lapses")


@pytest.fixture
def question(db: None) -> Question:
    """Asks for Haftar by name."""
    fact = CommanderFactory(value_entity=EntityFactory(label="Khalifa Haftar"))
    asked: Question = TypedQuestionFactory(
        statement=fact,
        answers=["Khalifa Haftar"],
        answer_kind=Question.AnswerKind.PERSONAL,
        right_answer="Khalifa Haftar",
    )
    return asked


def overrule(client: Client, response: Response, **kwargs: Any) -> Any:
    return client.post(reverse("review_overrule", args=[response.token]), **kwargs)


def page_of(client: Client, response: Response) -> str:
    page = client.get(reverse("review_answer", args=[response.token]))
    return str(page.content.decode())


def state_of(learner: User) -> dict[str, Any]:
    return dict(learner.memories.values(*STATE).get())


def test_it_works(as_alice: Client, alice: User, bob: User, question: Question) -> None:
    values = memory_values(date(2026, 2, 20), TODAY, stability=9.0, stage="recall")
    for learner in (alice, bob):
        Memory.objects.create(learner=learner, statement=question.statement, **values)
    as_bob = Client()
    as_bob.force_login(bob)
    right = answer_next(as_bob, bob, {"answer": "Khalifa Haftar"})

    response = answer_next(as_alice, alice, TYPED)
    assert (response.verdict, alice.memories.get().lapses) == ("wrong", 1)
    assert OFFER in page_of(as_alice, response)
    done = overrule(as_alice, response, follow=True)
    assert done.redirect_chain == [(reverse("review_answer", args=[response.token]), 302)]
    html = done.content.decode()
    assert 'class="verdict is-right"' in html
    assert "You said that your answer was right." in html
    assert OFFER not in html
    assert "Asked again in" in html

    assert state_of(alice) == state_of(bob)
    response.refresh_from_db()
    assert response.due
    assert right.due
    assert abs((response.due - right.due).days) <= 3
    for column in ("rating", "counted", "retrievability", "stability", "difficulty", "lapses"):
        assert getattr(response, column) == getattr(right, column)
    assert (response.verdict, response.score, response.note) == ("right", 1.0, "")
    assert (response.old_verdict, response.old_score) == ("wrong", 0.0)
    assert response.overruled_at is not None
    assert alice.review_sessions.get().queue == []
    assert last_pace(alice) == last_pace(bob) != AVERAGE
    proposal = AliasProposal.objects.get()
    assert (proposal.entity, proposal.text) == (question.statement.value_entity, TYPED["answer"])
    assert not QuestionReport.objects.exists()


def test_a_new_fact_is_as_if_known_at_once(
    as_alice: Client, alice: User, bob: User, question: Question
) -> None:
    as_bob = Client()
    as_bob.force_login(bob)
    answer_next(as_bob, bob, {"answer": "Khalifa Haftar"})
    overrule(as_alice, answer_next(as_alice, alice, TYPED))
    assert state_of(alice) == state_of(bob)
    assert alice.memories.get().stage == "recall"


def test_once(as_alice: Client, alice: User, question: Question) -> None:
    response = answer_next(as_alice, alice, TYPED)
    overrule(as_alice, response)
    before = state_of(alice)
    response.refresh_from_db()
    first = response.overruled_at
    assert overrule(as_alice, response).status_code == 302
    response.refresh_from_db()
    assert (response.overruled_at, response.old_verdict) == (first, "wrong")
    assert state_of(alice) == before
    assert AliasProposal.objects.get().times == 1


def test_answering_again_does_not_undo_it(
    as_alice: Client, alice: User, question: Question
) -> None:
    response = answer_next(as_alice, alice, TYPED)
    overrule(as_alice, response)
    as_alice.post(reverse("review_answer", args=[response.token]), TYPED)
    response.refresh_from_db()
    assert response.verdict == "right"
    assert as_alice.get(reverse("review")).status_code == 302, "nothing is left to ask"


def test_a_partial_answer_too(as_alice: Client, alice: User, question: Question) -> None:
    response = answer_twice(as_alice, alice, {"answer": "Khalifa"})
    assert (response.verdict, response.counted) == ("partial", False)
    overrule(as_alice, response)
    response.refresh_from_db()
    assert (response.verdict, response.counted, response.rating) == ("right", True, 3)
    assert alice.memories.get().reps == 1


def test_what_was_practice_stays_practice(
    as_alice: Client, alice: User, question: Question
) -> None:
    answer_next(as_alice, alice, TYPED)
    before = state_of(alice)
    again = answer_next(as_alice, alice, TYPED)
    assert not again.counted
    overrule(as_alice, again)
    again.refresh_from_db()
    assert (again.verdict, again.counted) == ("right", False)
    assert state_of(alice) == before


def test_a_date_goes_to_the_editors_as_a_report(as_alice: Client, alice: User) -> None:
    question = DateQuestionFactory()
    response = answer_next(as_alice, alice, {"answer": "8 May 2018"})
    overrule(as_alice, response)
    report = QuestionReport.objects.get()
    assert (report.question, report.reporter, report.stem) == (question, alice, question.stem)
    assert report.text == "A learner holds this answer to be right: 8 May 2018"
    assert not AliasProposal.objects.exists()


def test_the_name_of_another_is_no_alias(as_alice: Client, alice: User, question: Question) -> None:
    EntityFactory(label="Ateyah Al-Shaari")
    overrule(as_alice, answer_next(as_alice, alice, {"answer": "Ateyah Al-Shaari"}))
    assert not AliasProposal.objects.exists()
    assert "Ateyah Al-Shaari" in QuestionReport.objects.get().text


def test_once_the_fact_was_asked_on_another_day_it_is_too_late(
    as_alice: Client, alice: User, question: Question, moving_clock: MovableClock
) -> None:
    response = answer_next(as_alice, alice, TYPED)
    moving_clock.move(days=2)
    answer_next(as_alice, alice, {"answer": "Khalifa Haftar"})
    before = state_of(alice)
    page = overrule(as_alice, response, follow=True).content.decode()
    assert "The verdict on that answer cannot be changed any more." in page
    response.refresh_from_db()
    assert (response.verdict, response.overruled_at) == ("wrong", None)
    assert state_of(alice) == before
    assert not AliasProposal.objects.exists()


def test_a_fact_corrected_since_is_to_be_asked(
    as_alice: Client, alice: User, question: Question
) -> None:
    response = answer_next(as_alice, alice, TYPED)
    corrected = Correction.objects.create(
        statement=question.statement, stem="Who?", was="Khalifa Haftar", now="Somebody"
    )
    alice.memories.update(correction=corrected)
    overrule(as_alice, response)
    response.refresh_from_db()
    assert response.verdict == "wrong"


@pytest.mark.parametrize("data", [{"answer": "Khalifa Haftar"}, SKIP])
def test_not_for_what_is_right_or_skipped(
    as_alice: Client, alice: User, question: Question, data: dict[str, str]
) -> None:
    response = answer_next(as_alice, alice, data)
    assert OFFER not in page_of(as_alice, response)
    overrule(as_alice, response)
    response.refresh_from_db()
    assert response.overruled_at is None


def test_not_for_a_choice(as_alice: Client, alice: User) -> None:
    QuestionFactory()
    response = answer_next(as_alice, alice, WRONG)
    assert OFFER not in page_of(as_alice, response)
    overrule(as_alice, response)
    response.refresh_from_db()
    assert response.verdict == "wrong"


def test_never_in_a_quiz_or_an_assignment(
    as_alice: Client, alice: User, question: Question
) -> None:
    attempt = start_attempt(alice, [question], "Quiz", clock.now())
    as_alice.get(reverse("quiz_attempt", args=[attempt.pk]))
    url = reverse("quiz_answer", args=[attempt.pk, 1])
    assert OFFER not in as_alice.post(url, TYPED).content.decode()
    assert overrule(as_alice, attempt.responses.get()).status_code == 404
    assert attempt.responses.get().verdict == "wrong"


def test_an_open_question_and_a_strangers(
    as_alice: Client, alice: User, bob: User, question: Question
) -> None:
    response = open_question(as_alice, alice)
    overrule(as_alice, response)
    response.refresh_from_db()
    assert (response.answered_at, response.overruled_at) == (None, None)
    as_bob = Client()
    as_bob.force_login(bob)
    assert overrule(as_bob, response).status_code == 404


def test_it_wants_a_post_and_a_login(
    as_alice: Client, alice: User, client: Client, question: Question
) -> None:
    response = answer_next(as_alice, alice, TYPED)
    url = reverse("review_overrule", args=[response.token])
    assert as_alice.get(url).status_code == 405
    response.refresh_from_db()
    assert response.overruled_at is None
    assert reverse("account_login") in Client().post(url)["Location"]
