"""A written answer that says too little is asked for once more, and only once."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.models import Question
from quizzes.lib import clock
from quizzes.study.attempts import start_attempt
from quizzes.study.models import Attempt, Response
from tests.factories import (
    DateQuestionFactory,
    EntityFactory,
    NumberQuestionFactory,
    QuestionFactory,
    TypedQuestionFactory,
)

from .steps import HTMX, SKIP, WRONG, answer_next, open_question, post_answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("moving_clock")]

ONCE_MORE = "Once more, please."
VAGUE = {"answer": "May 2018"}
KEY = "7 May 2018"


def again(text: str) -> dict[str, str]:
    return {"answer": text, "again": "1"}


@pytest.fixture
def response(as_alice: Client, alice: User) -> Response:
    """The date question of alice's review, with its first answer given."""
    DateQuestionFactory()
    return answer_next(as_alice, alice, VAGUE)


def html_of(client: Client, response: Response, data: dict[str, str], **kwargs: Any) -> str:
    return str(post_answer(client, response, data, **kwargs).content.decode())


def test_it_works(as_alice: Client, alice: User) -> None:
    DateQuestionFactory()
    response = open_question(as_alice, alice)
    html = html_of(as_alice, response, VAGUE)
    assert ONCE_MORE in html
    assert "You wrote “May 2018”. Give the day as well." in " ".join(html.split())
    assert KEY not in html
    assert 'value="May 2018"' in html
    assert html.count("data-focus") == 1
    response.refresh_from_db()
    assert (response.answered_at, response.verdict, response.given) == (None, "", "")
    assert not alice.memories.exists()

    html = html_of(as_alice, response, again(KEY))
    assert 'class="verdict is-right"' in html
    response.refresh_from_db()
    assert (response.verdict, response.given, response.note) == ("right", KEY, "")
    assert (response.first_given, response.counted, response.rating) == ("May 2018", True, 3)
    assert alice.memories.get().reps == 1


def test_htmx_gets_the_card(as_alice: Client, alice: User) -> None:
    DateQuestionFactory()
    page = post_answer(as_alice, open_question(as_alice, alice), VAGUE, headers=HTMX)
    assert page.status_code == 200
    assert "<!doctype html>" not in page.content.decode()
    assert ONCE_MORE in page.content.decode()


def test_the_second_answer_is_the_last(as_alice: Client, response: Response) -> None:
    html = html_of(as_alice, response, again("2018"))
    assert 'class="verdict is-partial"' in html
    assert KEY in html
    assert "your first answer counts" in html_of(as_alice, response, again(KEY))
    response.refresh_from_db()
    assert (response.verdict, response.given) == ("partial", "2018")


@pytest.mark.parametrize("second", [VAGUE, {"answer": KEY}, {"answer": "9 May 2018"}])
def test_the_first_form_sent_again_answers_nothing(
    as_alice: Client, response: Response, second: dict[str, str]
) -> None:
    """A double click, a reload, or another try from the page before."""
    html = html_of(as_alice, response, second)
    assert "You wrote “May 2018”." in html
    assert "is-wrong" not in html
    response.refresh_from_db()
    assert (response.answered_at, response.first_given) == (None, "May 2018")


def test_the_page_remembers_that_it_is_the_second_time(
    as_alice: Client, alice: User, response: Response
) -> None:
    html = as_alice.get(reverse("review")).content.decode()
    assert "You wrote “May 2018”." in html
    assert open_question(as_alice, alice) == response


def test_an_empty_second_answer_is_asked_for(as_alice: Client, response: Response) -> None:
    page = post_answer(as_alice, response, again(" "))
    assert page.status_code == 422
    assert ONCE_MORE in page.content.decode()
    assert 'name="again"' in page.content.decode()


def test_it_may_be_skipped(as_alice: Client, response: Response) -> None:
    html_of(as_alice, response, SKIP)
    response.refresh_from_db()
    assert response.verdict == "skipped"


def test_a_wrong_second_answer_is_a_lapse_as_any(
    as_alice: Client, alice: User, response: Response
) -> None:
    html_of(as_alice, response, again("9 May 2018"))
    response.refresh_from_db()
    assert (response.verdict, response.rating, response.counted) == ("wrong", 1, True)


@pytest.mark.parametrize("text", ["long ago", "early May 2018", "by July 2015", "31/31/31"])
def test_what_is_no_date_is_asked_for_once_more(as_alice: Client, alice: User, text: str) -> None:
    DateQuestionFactory()
    response = answer_next(as_alice, alice, {"answer": text})
    assert (response.answered_at, response.first_given) == (None, text)
    response = answer_next(as_alice, alice, again("no idea"))
    assert response.verdict == "wrong"


def test_what_is_no_number_too(as_alice: Client, alice: User) -> None:
    NumberQuestionFactory()
    assert answer_next(as_alice, alice, {"answer": "many"}).answered_at is None
    assert answer_next(as_alice, alice, again("46,127")).verdict == "right"


def test_a_wrong_answer_has_no_second_chance(as_alice: Client, alice: User) -> None:
    DateQuestionFactory()
    assert answer_next(as_alice, alice, {"answer": "9 May 2018"}).verdict == "wrong"


def test_other_formats_have_no_second_chance(as_alice: Client, alice: User) -> None:
    QuestionFactory()
    assert answer_next(as_alice, alice, WRONG).verdict == "wrong"


def test_a_changed_question_begins_anew(as_alice: Client, alice: User, response: Response) -> None:
    Question.objects.update(version=2, answers=["2018-06-07"], right_answer="7 June 2018")
    assert post_answer(as_alice, response, again(KEY)).status_code == 302
    shown = open_question(as_alice, alice)
    assert (shown.pk, shown.first_given, shown.note) == (response.pk, "", "")


class TestInAQuiz:
    @pytest.fixture
    def attempt(self, alice: User) -> Attempt:
        name = TypedQuestionFactory(
            answers=["Ateyah Al-Shaari"], answer_kind="personal", right_answer="Ateyah Al-Shaari"
        )
        EntityFactory(label="Adnan Al-Shaari")
        return start_attempt(alice, [name], "Quiz", clock.now())

    def post(self, client: Client, attempt: Attempt, data: dict[str, str]) -> str:
        url = reverse("quiz_answer", args=[attempt.pk, 1])
        return str(client.post(url, data).content.decode())

    def test_a_shared_surname_is_asked_again_before_the_answer_is_shown(
        self, as_alice: Client, attempt: Attempt
    ) -> None:
        html = self.post(as_alice, attempt, {"answer": "Shaari"})
        assert "More than one bears that name: give the full name." in html
        assert "Ateyah" not in html
        assert 'name="answer"' in html
        assert "0 of 1 done" in html
        attempt.refresh_from_db()
        assert attempt.finished_at is None
        html = self.post(as_alice, attempt, again("Ateyah Al-Shaari"))
        assert 'class="verdict is-right"' in html
        attempt.refresh_from_db()
        assert attempt.finished_at is not None
        assert attempt.responses.get().score == 1.0

    def test_a_visitor_has_it_too(self, client: Client) -> None:
        question = DateQuestionFactory()
        client.post(reverse("practise", args=[question.statement.slug]))
        attempt = Attempt.objects.get()
        client.get(reverse("quiz_attempt", args=[attempt.pk]))
        assert ONCE_MORE in self.post(client, attempt, VAGUE)
        assert 'class="verdict is-right"' in self.post(client, attempt, again(KEY))
