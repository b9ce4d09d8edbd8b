"""The review page: which question it shows, and what of it."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.models import Question
from quizzes.facts.models import Statement
from quizzes.study.models import Memory
from tests.conftest import MovableClock
from tests.factories import FlashcardFactory, QuestionFactory, TypedQuestionFactory

from .steps import HTMX, RIGHT, SKIP, WRONG, answer_next, make_questions, open_question, post_answer

URL = reverse("review")
CARD = '<div id="card">'

pytestmark = pytest.mark.usefixtures("moving_clock")


def test_it_works(as_alice: Client, alice: User) -> None:
    question = QuestionFactory(stem="When did the event happen?")
    page = as_alice.get(URL)
    assert page.status_code == 200
    assert "study/asking.html" in [template.name for template in page.templates]
    response = alice.responses.get()
    assert response.question == question
    assert response.session is not None
    assert response.shown == question.snapshot()
    html = page.content.decode()
    assert "When did the event happen?" in html
    assert reverse("review_answer", args=[response.token]) in html
    assert "0 of 1 done" in html


def test_a_visitor_is_sent_to_the_login(client: Client, db: None) -> None:
    page = client.get(URL)
    assert page.status_code == 302
    assert page["Location"] == f"{reverse('account_login')}?next={URL}"


def test_a_visitor_with_htmx_is_sent_to_the_login_as_a_whole(client: Client, db: None) -> None:
    page = client.get(URL, headers=HTMX)
    assert page.status_code == 204
    assert page["HX-Redirect"].startswith(reverse("account_login"))


def test_full_page_and_partial(as_alice: Client, alice: User) -> None:
    make_questions(1)
    full = as_alice.get(URL)
    part = as_alice.get(URL, headers=HTMX)
    assert "<!doctype html>" in full.content.decode()
    assert "<!doctype html>" not in part.content.decode()
    assert "<title>Review – Derna Edu</title>" in part.content.decode()
    for page in (full, part):
        assert page.content.decode().count(CARD) == 1
        assert page.content.decode().count("<title>") == 1
        assert "HX-Request" in page["Vary"]
        assert "no-store" in page["Cache-Control"]


def test_the_page_does_not_tell_the_key_of_a_choice(as_alice: Client, alice: User) -> None:
    QuestionFactory(explanation="The secret is out.")
    html = as_alice.get(URL).content.decode()
    assert html.count('type="radio"') == 3
    assert "checked" not in html
    assert "correct" not in html.lower()
    assert "The secret is out." not in html
    rows = [line.strip() for line in html.splitlines() if 'type="radio"' in line]
    assert len({row.split("value=")[0] for row in rows}) == 1


def test_the_page_does_not_tell_the_answer_of_a_typed_question(
    as_alice: Client, alice: User
) -> None:
    TypedQuestionFactory(explanation="The secret is out.")
    html = as_alice.get(URL).content.decode()
    assert 'name="answer"' in html
    for secret in ("7 May 2018", "2018-05-07", "The secret is out."):
        assert secret not in html


def test_a_reload_shows_the_same_question(as_alice: Client, alice: User) -> None:
    make_questions(3)
    first = open_question(as_alice, alice)
    assert open_question(as_alice, alice) == first
    assert alice.responses.count() == 1


def test_a_question_retired_meanwhile_gives_way_to_another(as_alice: Client, alice: User) -> None:
    make_questions(2)
    first = open_question(as_alice, alice)
    Question.objects.filter(pk=first.question_id).update(status="retired")
    second = open_question(as_alice, alice)
    assert second.statement_id != first.statement_id
    page = post_answer(as_alice, first, RIGHT)
    assert (page.status_code, page["Location"]) == (302, URL)
    assert not alice.memories.exists()


def test_another_question_of_the_fact_stands_in_for_a_retired_one(
    as_alice: Client, alice: User
) -> None:
    choice = QuestionFactory()
    typed = TypedQuestionFactory(statement=choice.statement)
    assert open_question(as_alice, alice).question == choice
    Question.objects.filter(pk=choice.pk).update(status="retired")
    assert open_question(as_alice, alice).question == typed


def test_a_fact_retired_meanwhile_is_not_asked(as_alice: Client, alice: User) -> None:
    make_questions(1)
    first = open_question(as_alice, alice)
    Statement.objects.filter(pk=first.statement_id).update(status="retired")
    assert as_alice.get(URL).status_code == 302


def test_a_question_changed_meanwhile_is_shown_as_it_is_now(as_alice: Client, alice: User) -> None:
    make_questions(1)
    first = open_question(as_alice, alice)
    Question.objects.update(stem="On what date did it happen?", version=2)
    again = open_question(as_alice, alice)
    assert again == first
    assert again.shown["stem"] == "On what date did it happen?"
    assert again.question_version == 2


def test_an_answer_to_a_question_changed_meanwhile_is_not_graded(
    as_alice: Client, alice: User
) -> None:
    make_questions(1)
    first = open_question(as_alice, alice)
    Question.objects.update(version=2)
    page = post_answer(as_alice, first, RIGHT, follow=True)
    assert page.redirect_chain == [(URL, 302)]
    assert "The editors have just changed that question." in page.content.decode()
    first.refresh_from_db()
    assert first.answered_at is None
    assert not alice.memories.exists()


def test_a_card_swapped_in_takes_away_what_was_said_before(as_alice: Client, alice: User) -> None:
    make_questions(2)
    response = answer_next(as_alice, alice, RIGHT)
    as_alice.post(reverse("review_undo", args=[response.token]))
    region = '<div id="messages" role="status" hx-swap-oob="innerHTML">'

    def said(page: Any) -> str:
        html: str = page.content.decode()
        return html.split(region)[1].split("</div>")[0]

    assert "Your answer is taken back." in said(as_alice.get(URL, headers=HTMX))
    answered = post_answer(as_alice, open_question(as_alice, alice), RIGHT, headers=HTMX)
    assert said(answered).strip() == ""
    assert "hx-swap-oob" not in as_alice.get(URL).content.decode()


def test_a_fact_got_right_in_a_quiz_today_is_not_asked_again(as_alice: Client, alice: User) -> None:
    make_questions(2)
    first = open_question(as_alice, alice)
    as_alice.post(reverse("quiz"), {"length": "5", "fewer": "1"})
    in_quiz = alice.responses.get(statement=first.statement_id, attempt__isnull=False)
    as_alice.post(reverse("quiz_answer", args=[in_quiz.attempt_id, in_quiz.position]), RIGHT)
    assert open_question(as_alice, alice).statement_id != first.statement_id


def test_due_facts_and_no_others_are_asked_the_day_after(
    as_alice: Client, alice: User, moving_clock: MovableClock
) -> None:
    make_questions(3)
    first = answer_next(as_alice, alice, RIGHT)
    second = answer_next(as_alice, alice, RIGHT)
    third = answer_next(as_alice, alice, SKIP)
    Memory.objects.filter(statement=second.statement_id).update(due=date(2026, 3, 9))
    Question.objects.filter(pk=third.question_id).update(status="retired")
    moving_clock.move(days=1)
    assert answer_next(as_alice, alice, RIGHT).statement_id == first.statement_id
    assert as_alice.get(URL)["Location"] == reverse("review_done")


def test_a_wrong_fact_comes_back_until_it_is_right_once(as_alice: Client, alice: User) -> None:
    make_questions(6)
    wrong = answer_next(as_alice, alice, WRONG)
    others = [answer_next(as_alice, alice, RIGHT).statement_id for _ in range(4)]
    assert wrong.statement_id not in others
    assert answer_next(as_alice, alice, WRONG).statement_id == wrong.statement_id
    assert answer_next(as_alice, alice, RIGHT).statement_id != wrong.statement_id
    assert answer_next(as_alice, alice, RIGHT).statement_id == wrong.statement_id
    assert as_alice.get(URL)["Location"] == reverse("review_done")


def test_a_second_question_opened_in_a_race_does_not_bring_the_fact_forward(
    as_alice: Client, alice: User
) -> None:
    make_questions(3)
    first = open_question(as_alice, alice)
    first.pk, first.token = None, uuid.uuid4()
    first.save()
    wrong = answer_next(as_alice, alice, WRONG)
    assert answer_next(as_alice, alice, RIGHT).statement_id != wrong.statement_id


def test_the_progress_counts_what_is_done_with(as_alice: Client, alice: User) -> None:
    make_questions(3)
    assert (
        "1 of 3 done"
        in post_answer(as_alice, open_question(as_alice, alice), RIGHT).content.decode()
    )
    assert (
        "1 of 3 done"
        in post_answer(as_alice, open_question(as_alice, alice), WRONG).content.decode()
    )
    assert "1 of 3 done" in as_alice.get(URL).content.decode()


def test_a_content_note_stands_above_what_needs_one(as_alice: Client, alice: User) -> None:
    question = QuestionFactory(statement__sensitivity="context")
    note = "This question touches on violence or hardship."
    assert note in as_alice.get(URL).content.decode()
    Statement.objects.filter(pk=question.statement_id).update(sensitivity="ordinary")
    assert note not in as_alice.get(URL).content.decode()


def test_the_end_is_the_summary(as_alice: Client, alice: User) -> None:
    make_questions(1)
    answer_next(as_alice, alice, RIGHT)
    assert as_alice.get(URL)["Location"] == reverse("review_done")
    part = as_alice.get(URL, headers=HTMX)
    assert (part.status_code, part["HX-Redirect"]) == (204, reverse("review_done"))


def test_it_is_for_reading_only(as_alice: Client) -> None:
    assert as_alice.post(URL).status_code == 405


def test_a_flashcard_hides_its_answer_until_it_is_turned(as_alice: Client, alice: User) -> None:
    FlashcardFactory()
    html = as_alice.get(URL).content.decode()
    assert 'name="reveal"' in html
    assert 'name="rating"' not in html
    for secret in ("7 May 2018", "2018-05-07"):
        assert secret not in html


def test_a_stranger_to_the_token_gets_404(as_alice: Client, alice: User) -> None:
    url = reverse("review_answer", args=[uuid.uuid4()])
    assert as_alice.post(url, RIGHT).status_code == 404
    assert as_alice.get(url).status_code == 404
