"""An answer sent after the login had expired is in the form again after the next one."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS
from quizzes.bank.models import Question
from quizzes.lib import clock
from quizzes.study.attempts import start_attempt
from quizzes.study.models import Attempt
from tests.factories import BY_FORMAT, PASSWORD

from .steps import HTMX, RIGHT, SKIP, make_questions, open_question, post_answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("moving_clock")]

AGAIN = "What you had answered is here again; send it once more."
CHOSEN = 'value="1" required checked'


def log_in(client: Client, username: str, then: str) -> Any:
    data = {"login": username, "password": PASSWORD, "next": then}
    return client.post(reverse("account_login"), data, follow=True)


def next_of(page: Any) -> str:
    assert page["Location"].startswith(reverse("account_login"))
    back: str = page["Location"].partition("?next=")[2]
    return back


def test_it_works(as_alice: Client, alice: User) -> None:
    make_questions(2)
    response = open_question(as_alice, alice)
    device = Client()
    back = next_of(post_answer(device, response, RIGHT | {"version": "1"}))
    assert back == reverse("review_answer", args=[response.token])
    page = log_in(device, "alice", back)
    assert page.context["response"].pk == response.pk
    html = page.content.decode()
    assert AGAIN in html
    assert html.count(" checked") == 1
    assert CHOSEN in html
    assert not alice.memories.exists()
    again = device.get(reverse("review")).content.decode()
    assert AGAIN not in again
    assert " checked" not in again


@pytest.mark.parametrize("mode", Attempt.Mode.values)
@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"flashcard"}))
def test_every_format_in_quizzes(alice: User, name: str, mode: str) -> None:
    questions = [BY_FORMAT[name](), BY_FORMAT[name]()]
    attempt = start_attempt(alice, questions, "Quiz", clock.now(), mode=mode)
    response = attempt.responses.get(position=1)
    form = FORMATS[name].form(response.shown, right=True)
    device = Client()
    sent = form | {"version": str(response.question_version)}
    back = next_of(device.post(reverse("quiz_answer", args=[attempt.pk, 1]), sent))
    page = log_in(device, "alice", back)
    html = page.content.decode()
    assert AGAIN in html
    filled = html.count(" checked") or html.count(" selected")
    assert filled == len(form) or f'value="{form.get("answer")}"' in html
    assert not attempt.responses.exclude(verdict="").exists()


def test_the_next_pupil_does_not_see_it(as_alice: Client, alice: User, bob: User) -> None:
    make_questions(1)
    device = Client()
    back = next_of(post_answer(device, open_question(as_alice, alice), RIGHT | {"version": "1"}))
    assert log_in(device, "bob", back).status_code == 404
    html = device.get(reverse("review")).content.decode()
    assert AGAIN not in html
    assert " checked" not in html
    assert "unsent" not in device.session


def test_a_question_that_changed_since_is_empty(as_alice: Client, alice: User) -> None:
    make_questions(1)
    response = open_question(as_alice, alice)
    device = Client()
    back = next_of(post_answer(device, response, RIGHT | {"version": "1"}))
    Question.objects.update(version=2, stem="What now?")
    html = log_in(device, "alice", back).content.decode()
    assert "What now?" in html
    assert AGAIN not in html
    assert " checked" not in html


@pytest.mark.parametrize(("data", "headers"), [(SKIP, {}), ({"rating": "3"}, {}), (RIGHT, HTMX)])
def test_a_skip_and_what_the_device_keeps_are_not_kept_here(
    as_alice: Client, alice: User, data: dict[str, str], headers: dict[str, str]
) -> None:
    make_questions(1)
    device = Client()
    post_answer(device, open_question(as_alice, alice), data, headers=headers)
    assert not device.session.keys()
