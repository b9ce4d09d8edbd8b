"""The last answer of a review, taken back."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.models import Correction
from quizzes.lib import clock
from quizzes.study.attempts import start_attempt
from quizzes.study.models import Memory, Response
from tests.conftest import MovableClock
from tests.factories import QuestionFactory

from .steps import (
    HTMX,
    RIGHT,
    SKIP,
    WRONG,
    answer_next,
    make_questions,
    memory_values,
    open_question,
    post_answer,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("moving_clock")]

TODAY = date(2026, 3, 1)
OFFER = "Take this answer back"
KNOWN = memory_values(date(2026, 2, 20), TODAY, stability=9.0, stage="recall", reps=4, lapses=1)


def undo(client: Client, response: Response, **kwargs: Any) -> Any:
    return client.post(reverse("review_undo", args=[response.token]), **kwargs)


def everything(learner: User) -> list[Any]:
    """All that an answer may move, but for the question shown."""
    memories = list(learner.memories.order_by("pk").values())
    return [memories, list(learner.review_sessions.values("queue", "planned", "pace"))]


@pytest.mark.parametrize("data", [RIGHT, WRONG, SKIP])
def test_it_works(as_alice: Client, alice: User, data: dict[str, str]) -> None:
    for _ in range(3):
        Memory.objects.create(learner=alice, statement=QuestionFactory().statement, **KNOWN)
    first = open_question(as_alice, alice)
    before = everything(alice)
    page = post_answer(as_alice, first, data).content.decode()
    assert OFFER in page
    done = undo(as_alice, first, follow=True)
    assert done.redirect_chain == [(reverse("review"), 302)]
    assert "Your answer is taken back." in done.content.decode()
    # Of the pace the last digits may differ.
    memories, sessions = everything(alice)
    assert memories == before[0]
    assert sessions[0]["queue"] == before[1][0]["queue"]
    for number, value in before[1][0]["pace"].items():
        assert sessions[0]["pace"][number] == pytest.approx(value)
    again = open_question(as_alice, alice)
    assert again.pk == first.pk
    assert (again.verdict, again.given, again.counted, again.due) == ("", "", False, None)
    assert again.undone == 1
    assert again.token != first.token


def test_a_new_fact_is_new_again_and_the_next_answer_counts(as_alice: Client, alice: User) -> None:
    make_questions(1)
    response = answer_next(as_alice, alice, WRONG)
    undo(as_alice, response)
    assert not alice.memories.exists()
    again = answer_next(as_alice, alice, RIGHT)
    assert (again.counted, again.verdict) == (True, "right")
    assert alice.memories.get().lapses == 0


def test_what_was_told_meanwhile_proves_nothing(as_alice: Client, alice: User, bob: User) -> None:
    as_bob = Client()
    as_bob.force_login(bob)
    question = QuestionFactory()
    for learner in (alice, bob):
        Memory.objects.create(learner=learner, statement=question.statement, **KNOWN)
    undo(as_alice, answer_next(as_alice, alice, WRONG))
    told = answer_next(as_alice, alice, RIGHT)
    knew = answer_next(as_bob, bob, RIGHT)
    assert told.due
    assert knew.due
    assert TODAY < told.due < knew.due
    assert alice.memories.get().lapses == KNOWN["lapses"]


def test_twice_in_a_row_takes_two_answers_back(as_alice: Client, alice: User) -> None:
    make_questions(3)
    first, second = (answer_next(as_alice, alice, RIGHT) for _ in range(2))
    undo(as_alice, second)
    undo(as_alice, first)
    assert not alice.memories.exists()
    assert alice.review_sessions.get().queue[:2] == [first.statement_id, second.statement_id]


def test_practice_leaves_the_memory_alone(as_alice: Client, alice: User) -> None:
    make_questions(1)
    answer_next(as_alice, alice, WRONG)
    before = everything(alice)[0]
    again = answer_next(as_alice, alice, RIGHT)
    assert not again.counted
    undo(as_alice, again)
    assert everything(alice)[0] == before
    assert open_question(as_alice, alice).statement_id == again.statement_id


def test_an_answer_on_its_way_does_not_answer_anew(as_alice: Client, alice: User) -> None:
    make_questions(1)
    response = answer_next(as_alice, alice, WRONG)
    undo(as_alice, response)
    page = post_answer(as_alice, response, WRONG, follow=True)
    assert page.redirect_chain == [(reverse("review"), 302)]
    assert "You have taken that answer back." in page.content.decode()
    assert alice.responses.get().answered_at is None


def test_its_old_address_leads_to_the_review_however_often(as_alice: Client, alice: User) -> None:
    make_questions(1)
    tokens = []
    for _ in range(3):
        response = answer_next(as_alice, alice, WRONG)
        tokens.append(response.token)
        undo(as_alice, response)
    for token in tokens:
        answered = as_alice.get(reverse("review_answer", args=[token]), follow=True)
        assert answered.redirect_chain[-1][0] == reverse("review")
        for name in ("review_answer", "review_undo", "review_overrule"):
            page = as_alice.post(reverse(name, args=[token]), WRONG, follow=True)
            assert page.status_code == 200
        part = as_alice.post(reverse("review_answer", args=[token]), WRONG, headers=HTMX)
        assert (part.status_code, part["HX-Redirect"]) == (204, reverse("review"))
    assert alice.responses.get().answered_at is None


def test_the_old_address_is_nobody_elses(as_alice: Client, alice: User, bob: User) -> None:
    make_questions(1)
    response = answer_next(as_alice, alice, WRONG)
    undo(as_alice, response)
    as_bob = Client()
    as_bob.force_login(bob)
    assert post_answer(as_bob, response, WRONG).status_code == 404


def test_a_double_click_takes_one_answer_back(as_alice: Client, alice: User) -> None:
    make_questions(2)
    first, second = (answer_next(as_alice, alice, RIGHT) for _ in range(2))
    undo(as_alice, second)
    assert undo(as_alice, second)["Location"] == reverse("review")
    first.refresh_from_db()
    assert first.verdict == "right"


def test_only_the_last_answer(as_alice: Client, alice: User) -> None:
    make_questions(3)
    first = answer_next(as_alice, alice, RIGHT)
    answer_next(as_alice, alice, RIGHT)
    before = everything(alice)
    page = undo(as_alice, first, follow=True).content.decode()
    assert "Only the last answer of today’s review can be taken back." in page
    assert everything(alice) == before


def test_not_on_the_day_after(as_alice: Client, alice: User, moving_clock: MovableClock) -> None:
    make_questions(1)
    response = answer_next(as_alice, alice, RIGHT)
    moving_clock.move(days=1)
    undo(as_alice, response)
    response.refresh_from_db()
    assert response.verdict == "right"
    assert alice.memories.exists()


def test_what_was_told_of_a_correction_is_told_again(as_alice: Client, alice: User) -> None:
    fact = QuestionFactory().statement
    corrected = Correction.objects.create(
        statement=fact, stem="When?", was="7 June", now="7 May", at=clock.now()
    )
    Memory.objects.create(learner=alice, statement=fact, correction=corrected, **KNOWN)
    response = answer_next(as_alice, alice, RIGHT)
    assert alice.memories.get().correction is None
    undo(as_alice, response)
    assert alice.memories.get().correction == corrected
    assert answer_next(as_alice, alice, RIGHT).told == corrected


def test_an_open_question_a_quiz_and_a_stranger(as_alice: Client, alice: User, bob: User) -> None:
    make_questions(1)
    response = open_question(as_alice, alice)
    assert undo(as_alice, response).status_code == 302
    response.refresh_from_db()
    assert response.undone == 0
    attempt = start_attempt(alice, [response.question], "Quiz", clock.now())
    as_alice.get(reverse("quiz_attempt", args=[attempt.pk]))
    url = reverse("quiz_answer", args=[attempt.pk, 1])
    assert OFFER not in as_alice.post(url, RIGHT).content.decode()
    assert undo(as_alice, attempt.responses.get()).status_code == 404
    as_bob = Client()
    as_bob.force_login(bob)
    assert undo(as_bob, response).status_code == 404


def test_it_wants_a_post_and_a_login(as_alice: Client, alice: User) -> None:
    make_questions(1)
    response = answer_next(as_alice, alice, RIGHT)
    url = reverse("review_undo", args=[response.token])
    assert as_alice.get(url).status_code == 405
    assert reverse("account_login") in Client().post(url)["Location"]
