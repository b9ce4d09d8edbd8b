"""In a test a question shows the answer given so far in its controls, whatever its format."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS
from quizzes.bank.models import UNFIT
from quizzes.lib import clock
from quizzes.study.attempts import start_attempt
from quizzes.study.models import Attempt
from tests.factories import BY_FORMAT

pytestmark = pytest.mark.usefixtures("moving_clock")

each_format = pytest.mark.parametrize("name", [it for it in FORMATS if it not in UNFIT])


class Chosen(HTMLParser):
    """What a browser would send if the form were sent as it stands."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.data: dict[str, str] = {}
        self._select = ""
        self._option: dict[str, Any] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "radio" and "checked" in given:
            self.data[given["name"]] = given["value"]
        if tag == "input" and given.get("type") == "text" and given.get("name") == "answer":
            self.data["answer"] = given.get("value", "")
        if tag == "select":
            self._select = given["name"]
        if tag == "option" and self._select and "selected" in given:
            self._option = given

    def handle_data(self, data: str) -> None:
        if self._option is not None:
            self.data[self._select] = self._option.get("value", data.strip())
            self._option = None

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""


def begun(learner: User | None, name: str) -> Attempt:
    question = BY_FORMAT[name]()
    mode = Attempt.Mode.TEST
    return start_attempt(learner, [question], "A test", clock.now(), mode=mode, own=True)


@each_format
@pytest.mark.parametrize("right", [True, False])
def test_it_works(as_alice: Client, alice: User, name: str, right: bool) -> None:
    attempt = begun(alice, name)
    response = attempt.responses.get()
    url = reverse("quiz_answer", args=[attempt.pk, 1])
    assert not any(Chosen(as_alice.get(url).content.decode()).data.values())
    form = FORMATS[name].form(response.shown, right=right)
    version = {"version": str(response.question_version)}
    assert as_alice.post(url, form | version).status_code == 302
    html = as_alice.get(url).content.decode()
    assert Chosen(html).data == form
    assert "Change the answer" in html
    assert "Your answer so far" not in html


@each_format
def test_a_skip_is_told_and_chooses_nothing(as_alice: Client, alice: User, name: str) -> None:
    attempt = begun(alice, name)
    url = reverse("quiz_answer", args=[attempt.pk, 1])
    version = str(attempt.responses.get().question_version)
    as_alice.post(url, {"skip": "1", "version": version})
    html = as_alice.get(url).content.decode()
    assert "You have skipped this question." in html
    assert not any(Chosen(html).data.values())


def test_without_a_map_the_list_shows_it(
    as_alice: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quizzes.bank.formats.map.read_region", lambda path: None)
    test_it_works(as_alice, alice, "map", right=True)
