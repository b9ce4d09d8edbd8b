"""Going through a quiz: questions, answers, and who may."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.models import Question
from quizzes.lib import clock
from quizzes.study.attempts import advance, start_attempt
from quizzes.study.models import Attempt, Memory
from quizzes.study.signals import attempt_finished
from tests.conftest import MovableClock
from tests.factories import FlashcardFactory, QuestionFactory, TypedQuestionFactory

from .steps import HTMX, RIGHT, SKIP, WRONG, make_questions

pytestmark = pytest.mark.usefixtures("moving_clock")


@pytest.fixture
def attempt(alice: User) -> Attempt:
    questions = [QuestionFactory(stem=f"Question number {n}?") for n in (1, 2, 3)]
    return start_attempt(alice, questions, "The first week", clock.now())


@pytest.fixture
def finished() -> Any:
    """What ``attempt_finished`` was sent with."""
    seen: list[Attempt] = []

    def note(sender: type[Attempt], attempt: Attempt, **kwargs: Any) -> None:
        seen.append(attempt)

    attempt_finished.connect(note)
    yield seen
    attempt_finished.disconnect(note)


def page_of(attempt: Attempt) -> str:
    return reverse("quiz_attempt", args=[attempt.pk])


def post(client: Client, attempt: Attempt, position: int, data: Any, **kwargs: Any) -> Any:
    return client.post(reverse("quiz_answer", args=[attempt.pk, position]), data, **kwargs)


def test_it_works(as_alice: Client, attempt: Attempt, moving_clock: MovableClock) -> None:
    page = as_alice.get(page_of(attempt))
    assert page.status_code == 200
    html = page.content.decode()
    assert "Question number 1?" in html
    assert "The first week: 0 of 3 done" in html
    assert "It happened on 7 May 2018." not in html
    assert attempt.responses.get(position=1).shown_at == moving_clock()
    page = post(as_alice, attempt, 1, RIGHT)
    html = page.content.decode()
    assert 'class="verdict is-right"' in html
    assert "The first week: 1 of 3 done" in html
    assert "The Gazette" in html
    assert f'href="{page_of(attempt)}"' in html
    assert "Question number 2?" in as_alice.get(page_of(attempt)).content.decode()


def test_the_end_is_the_result(
    as_alice: Client, attempt: Attempt, finished: list[Attempt], moving_clock: MovableClock
) -> None:
    for position in (1, 2):
        post(as_alice, attempt, position, RIGHT)
    attempt.refresh_from_db()
    assert (attempt.finished_at, finished) == (None, [])
    post(as_alice, attempt, 3, WRONG)
    attempt.refresh_from_db()
    assert attempt.finished_at == moving_clock()
    assert finished == [attempt]
    moving_clock.move(minutes=1)
    post(as_alice, attempt, 3, RIGHT)
    assert as_alice.get(page_of(attempt))["Location"] == reverse("quiz_result", args=[attempt.pk])
    assert finished == [attempt]


def test_two_tabs_finish_a_quiz_once(attempt: Attempt, finished: list[Attempt]) -> None:
    in_the_other_tab = Attempt.objects.get(pk=attempt.pk)
    attempt.responses.update(answered_at=clock.now(), verdict="right")
    advance(attempt, clock.now())
    advance(in_the_other_tab, clock.now())
    assert finished == [attempt]


def test_full_page_and_partial(as_alice: Client, attempt: Attempt) -> None:
    pages = [
        as_alice.get(page_of(attempt)),
        as_alice.get(page_of(attempt), headers=HTMX),
        post(as_alice, attempt, 1, RIGHT),
        post(as_alice, attempt, 2, RIGHT, headers=HTMX),
    ]
    whole = ["<!doctype html>" in page.content.decode() for page in pages]
    assert whole == [True, False, True, False]
    for page in pages:
        assert page.content.decode().count('<div id="card">') == 1
        assert "HX-Request" in page["Vary"]


def test_answers_are_evidence_for_the_learner(
    as_alice: Client, alice: User, attempt: Attempt
) -> None:
    post(as_alice, attempt, 1, RIGHT)
    post(as_alice, attempt, 2, SKIP)
    assert alice.memories.get().statement == attempt.responses.get(position=1).statement


def test_a_second_post_counts_once(as_alice: Client, alice: User, attempt: Attempt) -> None:
    post(as_alice, attempt, 1, WRONG)
    again = post(as_alice, attempt, 1, RIGHT)
    shown = as_alice.get(reverse("quiz_answer", args=[attempt.pk, 1]))
    for page in (again, shown):
        assert 'class="verdict is-wrong"' in page.content.decode()
    assert attempt.responses.get(position=1).verdict == "wrong"
    assert alice.memories.get().reps == 1


def test_no_answer_is_asked_for_again(as_alice: Client, attempt: Attempt) -> None:
    for headers in ({}, HTMX):
        page = post(as_alice, attempt, 1, {}, headers=headers)
        assert page.status_code == 422
        assert "Pick one of the answers first." in page.content.decode()
        assert "Question number 1?" in page.content.decode()


def test_another_learner_gets_404(client: Client, attempt: Attempt, bob: User) -> None:
    client.force_login(bob)
    assert client.get(page_of(attempt)).status_code == 404
    assert client.get(reverse("quiz_result", args=[attempt.pk])).status_code == 404
    assert post(client, attempt, 1, RIGHT).status_code == 404
    assert not attempt.responses.exclude(verdict="").exists()


def test_whose_login_has_expired_goes_on_after_it(client: Client, attempt: Attempt) -> None:
    for page, back in (
        (client.get(page_of(attempt)), page_of(attempt)),
        (client.get(reverse("quiz_result", args=[attempt.pk])), page_of(attempt)),
        (post(client, attempt, 2, RIGHT), reverse("quiz_answer", args=[attempt.pk, 2])),
    ):
        assert page["Location"] == f"{reverse('account_login')}?next={back}"
    assert not attempt.responses.exclude(verdict="").exists()
    page = post(client, attempt, 1, RIGHT, headers=HTMX)
    assert (page.status_code, page["HX-Redirect"].partition("?")[0]) == (204, "/accounts/login/")


def test_the_login_page_does_not_tell_whether_there_is_such_a_quiz(
    client: Client, db: None
) -> None:
    url = reverse("quiz_attempt", args=[uuid.uuid4()])
    assert client.get(url)["Location"] == f"{reverse('account_login')}?next={url}"


def test_a_question_of_a_quiz_that_was_dropped_meanwhile(
    as_alice: Client, attempt: Attempt
) -> None:
    post(as_alice, attempt, 1, RIGHT)
    attempt.responses.filter(answered_at__isnull=True).delete()
    Attempt.objects.update(finished_at=clock.now())
    page = as_alice.post(reverse("quiz_answer", args=[attempt.pk, 2]), RIGHT, follow=True)
    assert "That question is not asked any more." in page.content.decode()
    assert page.redirect_chain[-1][0] == reverse("quiz_result", args=[attempt.pk])


def test_what_does_not_exist_is_404(as_alice: Client, attempt: Attempt) -> None:
    assert as_alice.get(reverse("quiz_attempt", args=[uuid.uuid4()])).status_code == 404
    assert post(as_alice, attempt, 4, RIGHT).status_code == 404


def test_a_visitors_quiz_is_the_visitors_alone(
    client: Client, alice: User, as_alice: Client
) -> None:
    make_questions(2)
    visitor, another = Client(), Client()
    visitor.post(reverse("quiz"), {"length": "5", "fewer": "1"})
    attempt = Attempt.objects.get()
    another.post(reverse("quiz"), {"length": "5", "fewer": "1"})
    for stranger, status in ((another, 302), (as_alice, 404)):
        assert stranger.get(page_of(attempt)).status_code == status
        assert post(stranger, attempt, 1, RIGHT).status_code == status
    assert not attempt.responses.exclude(verdict="").exists()
    assert post(visitor, attempt, 1, RIGHT).status_code == 200
    assert "Asked again" not in post(visitor, attempt, 2, RIGHT).content.decode()
    assert not Memory.objects.exists()
    assert visitor.get(reverse("quiz_result", args=[attempt.pk])).status_code == 200


def test_a_visitor_keeps_several_quizzes(client: Client, db: None) -> None:
    make_questions(2)
    for _ in range(2):
        client.post(reverse("quiz"), {"length": "5", "fewer": "1"})
    for attempt in Attempt.objects.all():
        assert client.get(page_of(attempt)).status_code == 200


def test_a_visitor_who_logs_in_can_finish_the_quiz(client: Client, alice: User) -> None:
    make_questions(1)
    client.post(reverse("quiz"), {"length": "5", "fewer": "1"})
    client.force_login(alice)
    attempt = Attempt.objects.get()
    assert client.get(page_of(attempt)).status_code == 200
    assert post(client, attempt, 1, RIGHT).status_code == 200


def test_a_question_retired_meanwhile_is_passed_over(
    as_alice: Client, attempt: Attempt, finished: list[Attempt]
) -> None:
    gone = attempt.responses.get(position=1)
    Question.objects.filter(pk=gone.question_id).update(status="retired")
    html = as_alice.get(page_of(attempt)).content.decode()
    assert "Question number 2?" in html
    assert "0 of 2 done" in html
    page = post(as_alice, attempt, 1, RIGHT)
    assert (page.status_code, page["Location"]) == (302, page_of(attempt))
    post(as_alice, attempt, 2, RIGHT)
    post(as_alice, attempt, 3, RIGHT)
    assert finished == [attempt]
    assert attempt.responses.count() == 2


def test_a_quiz_whose_last_question_is_retired_is_finished(
    as_alice: Client, attempt: Attempt, finished: list[Attempt]
) -> None:
    Question.objects.update(status="retired")
    page = as_alice.get(page_of(attempt), follow=True)
    assert page.redirect_chain == [(reverse("quiz_result", args=[attempt.pk]), 302)]
    assert "The editors have withdrawn the questions of this quiz." in page.content.decode()
    assert finished == [attempt]


def test_a_question_changed_meanwhile_is_asked_as_it_is_now(
    as_alice: Client, attempt: Attempt
) -> None:
    response = attempt.responses.get(position=1)
    Question.objects.filter(pk=response.question_id).update(stem="On what day?", version=2)
    page = post(as_alice, attempt, 1, RIGHT, headers=HTMX)
    assert (page.status_code, page["HX-Redirect"]) == (204, page_of(attempt))
    html = as_alice.get(page_of(attempt)).content.decode()
    assert "On what day?" in html
    assert "The editors have just changed that question." in html
    assert post(as_alice, attempt, 1, RIGHT).status_code == 200


def test_an_answer_from_a_tab_that_shows_it_as_it_was_is_not_taken(
    as_alice: Client, attempt: Attempt
) -> None:
    html = as_alice.get(page_of(attempt)).content.decode()
    assert '<input type="hidden" name="version" value="1">' in html
    response = attempt.responses.get(position=1)
    Question.objects.filter(pk=response.question_id).update(stem="On what day?", version=2)
    as_alice.get(page_of(attempt))
    # What stands first there may be another answer than what stands first here.
    assert post(as_alice, attempt, 1, RIGHT | {"version": "1"})["Location"] == page_of(attempt)
    assert attempt.responses.get(position=1).answered_at is None
    assert post(as_alice, attempt, 1, RIGHT | {"version": "2"}).status_code == 200
    # Once it is answered, another tab sees the feedback whatever it showed.
    assert post(as_alice, attempt, 1, WRONG | {"version": "1"}).status_code == 200


def test_an_answered_question_keeps_its_feedback_when_it_changes(
    as_alice: Client, attempt: Attempt
) -> None:
    post(as_alice, attempt, 1, RIGHT)
    Question.objects.update(status="retired", version=2)
    assert 'class="verdict is-right"' in post(as_alice, attempt, 1, RIGHT).content.decode()


def test_a_set_may_hold_flashcards(as_alice: Client, alice: User) -> None:
    attempt = start_attempt(alice, [FlashcardFactory()], "Cards", clock.now())
    html = post(as_alice, attempt, 1, {"reveal": "1"}).content.decode()
    assert html.count('name="rating"') == 4
    assert "later in this session" not in html
    assert "Good" in post(as_alice, attempt, 1, {"rating": "3"}).content.decode()


def test_a_partial_answer_is_done_with(as_alice: Client, alice: User) -> None:
    attempt = start_attempt(alice, [TypedQuestionFactory()], "Quiz", clock.now())
    asked = post(as_alice, attempt, 1, {"answer": "May 2018"}).content.decode()
    assert "Once more, please." in asked
    html = post(as_alice, attempt, 1, {"answer": "May 2018", "again": "1"}).content.decode()
    assert 'class="verdict is-partial"' in html
    assert "Asked again" not in html
    assert not alice.memories.exists()
