"""The progress page: one's own figures, for whoever is logged in."""

from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.models import Correction
from quizzes.study.models import Memory
from tests.conftest import MovableClock
from tests.factories import QuestionFactory, TopicFactory, TypedQuestionFactory

from .makers import TODAY, answer, remember

pytestmark = pytest.mark.usefixtures("moving_clock")


class Texts(HTMLParser):
    """The texts of the table cells, and of the chart's labels and numbers."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.inside: str | None = None
        self.cells: list[str] = []
        self.drawn: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.inside = tag

    def handle_data(self, data: str) -> None:
        if self.inside in ("th", "td") and data.strip():
            self.cells.append(data.strip())
        elif self.inside == "text":
            self.drawn.append(data.strip())


def page(client: Client) -> str:
    response = client.get(reverse("progress"))
    assert response.status_code == 200
    return response.content.decode()


def test_it_works(as_alice: Client, alice: User) -> None:
    question = QuestionFactory(statement__topic=TopicFactory(title="The siege"))
    remember(alice, question)
    answer(alice, TODAY, "right", question)
    shown = page(as_alice)
    assert "You have learned 1 fact." in shown
    assert "about 90%" in shown
    assert "1 time you still knew one that came back" in shown
    assert "The siege" in shown
    assert "1 of 1 learned" in shown


def test_a_beginner_is_told_what_will_be_here(as_alice: Client) -> None:
    shown = page(as_alice)
    assert "Nothing to show yet" in shown
    assert reverse("review") in shown
    assert "<svg" not in shown
    assert "<table" not in shown


def test_a_stranger_is_asked_to_log_in(client: Client, db: None) -> None:
    response = client.get(reverse("progress"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_nobody_elses_figures(as_alice: Client, bob: User) -> None:
    remember(bob)
    assert "Nothing to show yet" in page(as_alice)


def test_it_only_reads(as_alice: Client) -> None:
    assert as_alice.post(reverse("progress")).status_code == 405


def test_it_is_not_kept_by_shared_computers(as_alice: Client) -> None:
    assert "no-store" in as_alice.get(reverse("progress"))["Cache-Control"]


def test_the_table_says_what_the_chart_shows(as_alice: Client, alice: User) -> None:
    for days in (0, 0, 4):
        remember(alice, due=TODAY.replace(day=1 + days))
    texts = Texts(page(as_alice))
    first = texts.drawn.index("1 Mar")
    assert texts.drawn[first - 1 : first + 4] == ["2", "1 Mar", "1", "8 Mar", "15 Mar"]
    cells = dict(zip(texts.cells, texts.cells[1:], strict=False))
    assert cells["Sunday 1 March"] == "2"
    assert cells["Monday 2 March"] == "0"
    assert cells["Thursday 5 March"] == "1"
    assert cells["Monday 30 March"] == "0"
    assert sum(int(cells[day]) for day in cells if day.endswith("March")) == 3
    assert cells["7–13"] == "3"


def test_what_comes_from_recognition_alone(as_alice: Client, alice: User) -> None:
    picked, given = QuestionFactory(), TypedQuestionFactory()
    remember(alice, picked)
    assert "All of this comes from recognition" in page(as_alice)
    remember(alice, given)
    answer(alice, TODAY, "right", given)
    assert "Of the 2 you would recall today, about 1 come from recognition alone" in page(as_alice)
    Memory.objects.get(statement=picked.statement).delete()
    assert "None of it comes from recognition alone" in page(as_alice)


def test_what_was_corrected_is_told(as_alice: Client, alice: User) -> None:
    memory = remember(alice)
    correction = Correction.objects.create(statement=memory.statement, stem="?", was="a", now="b")
    Memory.objects.filter(pk=memory.pk).update(correction=correction)
    shown = page(as_alice)
    assert "1 fact has been corrected since you learned it" in shown
    assert reverse("progress_corrections") in shown
    assert "about 0%" in shown


def test_today_is_the_learners(as_alice: Client, alice: User, moving_clock: MovableClock) -> None:
    remember(alice)
    moving_clock.move(days=1)
    assert "Sunday 1 March" not in page(as_alice)


def test_nothing_inline(as_alice: Client, alice: User) -> None:
    remember(alice)
    shown = page(as_alice)
    assert "style=" not in shown
    assert "<style" not in shown


def test_the_page_is_light(as_alice: Client, alice: User) -> None:
    for _ in range(10):
        remember(alice)
    assert len(page(as_alice)) < 20_000


def test_as_many_queries_for_few_and_many(as_alice: Client, alice: User) -> None:
    counts = []
    for number in (2, 20):
        for _ in range(number):
            remember(alice)
        with CaptureQueriesContext(connection) as captured:
            page(as_alice)
        counts.append(len(captured))
    assert counts[0] == counts[1] == 8
