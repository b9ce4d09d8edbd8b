"""The page of days and recall."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.accounts.models import User
from tests.factories import TypedQuestionFactory

from .makers import TODAY, answer, remember

pytestmark = pytest.mark.usefixtures("moving_clock")


def page(client: Client) -> str:
    response = client.get(reverse("progress_history"))
    assert response.status_code == 200
    return response.content.decode()


def cells(shown: str, row: str) -> list[str]:
    """The cells of the row that begins with ``row``."""
    found = re.search(rf'<th scope="row">{row}</th>(.*?)</tr>', shown, re.S)
    assert found
    return re.findall(r"<td[^>]*>(.*?)</td>", found[1])


def test_it_works(as_alice: Client, alice: User) -> None:
    for verdict in ("right", "right", "wrong"):
        answer(alice, TODAY, verdict, TypedQuestionFactory())
    answer(alice, TODAY - timedelta(days=5), "right", TypedQuestionFactory())
    shown = page(as_alice)
    assert "Since 24 February 2026 you have studied on 2 days," in shown
    assert "with 4 answers." in shown
    assert "The last 2 days on which something was due, you answered it." in shown
    # Monday the 23rd was before the first day; 1 March is a Sunday.
    assert cells(shown, "23 Feb 2026") == ["", "1", "0", "0", "0", "0", "3"]
    assert cells(shown, "1 Mar") == ["4", "3", "75%", "90%"]
    assert "These are too few answers" in shown


def test_a_beginner_is_told_what_will_be_here(as_alice: Client) -> None:
    shown = page(as_alice)
    assert "You have not answered anything in the last year." in shown
    assert "<svg" not in shown
    assert "<table" not in shown
    assert reverse("progress_answers") not in shown


def test_what_is_long_ago_can_still_be_taken_away(as_alice: Client, alice: User) -> None:
    answer(alice, TODAY - timedelta(days=500), "right")
    shown = page(as_alice)
    assert "You have not answered anything in the last year." in shown
    assert reverse("progress_answers") in shown


def test_before_any_fact_came_back_recall_is_not_made_up(as_alice: Client, alice: User) -> None:
    answer(alice, TODAY, "right", retrievability=None)
    shown = page(as_alice)
    assert "No fact has come back yet" in shown
    assert "calendar-title" in shown
    assert "recall-picture" not in shown


def test_no_streak_is_lost_in_words(as_alice: Client, alice: User) -> None:
    answer(alice, TODAY - timedelta(days=9), "right")
    remember(alice, due=TODAY - timedelta(days=8))
    shown = page(as_alice)
    assert "on which something was due" not in shown


def test_weeks_without_an_answer_are_told_but_not_made_up(as_alice: Client, alice: User) -> None:
    for days in (0, 14):
        answer(alice, TODAY - timedelta(days=days), "right")
    assert cells(page(as_alice), "22 Feb") == ["0", "0", "–", "–"]


def test_nothing_inline(as_alice: Client, alice: User) -> None:
    answer(alice, TODAY, "right")
    assert "style=" not in page(as_alice)


def test_it_is_not_kept_by_shared_computers(as_alice: Client) -> None:
    assert "no-store" in as_alice.get(reverse("progress_history"))["Cache-Control"]


def test_as_many_queries_for_few_and_many(as_alice: Client, alice: User) -> None:
    counts = []
    for number in (1, 15):
        for days in range(number):
            answer(alice, TODAY - timedelta(days=days), "right")
        with CaptureQueriesContext(connection) as captured:
            page(as_alice)
        counts.append(len(captured))
    assert counts[0] == counts[1] == 7


def test_a_full_year_is_light(as_alice: Client, alice: User) -> None:
    question = TypedQuestionFactory()
    for days in range(0, 364, 3):
        answer(alice, TODAY - timedelta(days=days), "right", question)
    assert len(page(as_alice)) < 48_000
