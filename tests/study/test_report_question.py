"""“Report a problem with this question”, below the answer."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.models import Question, QuestionReport
from quizzes.bank.reporting import MOST_A_DAY
from quizzes.study.models import Attempt, Response
from tests.conftest import MovableClock
from tests.factories import QuestionFactory

from .steps import HTMX, RIGHT, answer_next, open_question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("moving_clock")]

OFFER = "Report a problem with this question"
TEXT = "It was in June."


@pytest.fixture
def question(db: None) -> Question:
    made: Question = QuestionFactory()
    return made


@pytest.fixture
def response(as_alice: Client, alice: User, question: Question) -> Response:
    """An answer of alice's in her review."""
    return answer_next(as_alice, alice, RIGHT)


def feedback(client: Client, response: Response) -> str:
    page = client.get(reverse("review_answer", args=[response.token]))
    return str(page.content.decode())


def send(client: Client, response: Response, text: str = TEXT, **kwargs: Any) -> Any:
    return client.post(reverse("report_question", args=[response.token]), {"text": text}, **kwargs)


def test_it_works(as_alice: Client, alice: User, question: Question, response: Response) -> None:
    assert OFFER in feedback(as_alice, response)
    Question.objects.update(stem="Another wording?")
    sent = send(as_alice, response, follow=True)
    assert sent.redirect_chain == [(reverse("review_answer", args=[response.token]), 302)]
    assert "Thank you. The editors will look at it." in sent.content.decode()
    report = QuestionReport.objects.get()
    assert (report.question, report.reporter, report.text) == (question, alice, TEXT)
    assert report.stem == question.stem
    assert report.shown == response.shown
    assert (report.version, report.given, report.verdict) == (1, "7 May 2018", "right")
    assert report.status == "open"


def test_htmx_gets_the_thanks_alone(as_alice: Client, response: Response) -> None:
    html = send(as_alice, response, headers=HTMX).content.decode().strip()
    assert html.startswith('<p id="report-question"')
    assert "<html" not in html
    assert "Thank you." in html


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 501, "null\0character"])
def test_a_bad_text_comes_back_with_the_form_open(
    as_alice: Client, response: Response, text: str
) -> None:
    page = send(as_alice, response, text)
    assert page.status_code == 422
    html = page.content.decode()
    assert '<details id="report-question" class="report" open>' in html
    assert "errorlist" in html
    fragment = send(as_alice, response, text, headers=HTMX)
    assert fragment.status_code == 422
    assert "<html" not in fragment.content.decode()
    assert not QuestionReport.objects.exists()


def test_a_double_click_counts_once(as_alice: Client, response: Response) -> None:
    for _ in range(2):
        assert send(as_alice, response).status_code == 302
    assert QuestionReport.objects.count() == 1


def test_another_problem_and_a_settled_one_count_anew(as_alice: Client, response: Response) -> None:
    send(as_alice, response)
    send(as_alice, response, "The place is wrong.")
    QuestionReport.objects.update(status="settled")
    send(as_alice, response)
    assert QuestionReport.objects.count() == 3


def test_twenty_a_day_are_enough(
    as_alice: Client, response: Response, moving_clock: MovableClock
) -> None:
    for number in range(MOST_A_DAY):
        assert send(as_alice, response, f"Problem {number}").status_code == 302
    refused = send(as_alice, response, "One more")
    assert refused.status_code == 422
    assert "You have sent many reports today." in refused.content.decode()
    assert "One more" in refused.content.decode()
    moving_clock.move(hours=25)
    assert send(as_alice, response, "One more").status_code == 302


def test_before_the_answer_there_is_nothing_to_report(
    as_alice: Client, alice: User, question: Question
) -> None:
    response = open_question(as_alice, alice)
    assert OFFER not in as_alice.get(reverse("review")).content.decode()
    assert send(as_alice, response).status_code == 404
    assert not QuestionReport.objects.exists()


def test_a_strangers_answer_is_not_found(bob: User, response: Response) -> None:
    as_bob = Client()
    as_bob.force_login(bob)
    assert send(as_bob, response).status_code == 404
    assert not QuestionReport.objects.exists()


def test_a_visitor_is_asked_to_log_in(client: Client, alice: User, question: Question) -> None:
    client.post(reverse("practise", args=[question.statement.slug]))
    attempt = Attempt.objects.get()
    client.get(reverse("quiz_attempt", args=[attempt.pk]))
    address = reverse("quiz_answer", args=[attempt.pk, 1])
    html = client.post(address, RIGHT).content.decode()
    assert "Log in to report a problem with this question" in html
    assert f"{reverse('account_login')}?next={address}" in html
    assert reverse("account_login") in send(client, attempt.responses.get())["Location"]
    assert not QuestionReport.objects.exists()


def test_what_was_answered_as_a_visitor_can_be_reported_after_logging_in(
    client: Client, alice: User, question: Question
) -> None:
    client.post(reverse("practise", args=[question.statement.slug]))
    attempt = Attempt.objects.get()
    client.get(reverse("quiz_attempt", args=[attempt.pk]))
    client.post(reverse("quiz_answer", args=[attempt.pk, 1]), RIGHT)
    client.force_login(alice)
    sent = send(client, attempt.responses.get(), follow=True)
    assert sent.redirect_chain == [(reverse("quiz_answer", args=[attempt.pk, 1]), 302)]
    assert QuestionReport.objects.get().reporter == alice


def test_it_wants_a_post(as_alice: Client, response: Response) -> None:
    assert as_alice.get(reverse("report_question", args=[response.token])).status_code == 405
