"""The timeline and the map, coloured by what the learner knows."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.progress.ground import LEVELS, ground
from tests.factories import EntityFactory, QuestionFactory, StatementFactory

from .makers import TODAY, remember

pytestmark = pytest.mark.usefixtures("moving_clock")


def page(client: Client) -> str:
    response = client.get(reverse("progress_map"))
    assert response.status_code == 200
    return response.content.decode()


def strong(learner: User, **fact: object) -> None:
    question = QuestionFactory(**{f"statement__{name}": value for name, value in fact.items()})
    remember(learner, question, stability=100.0, last_day=TODAY, due=TODAY + timedelta(days=90))


def test_it_works(as_alice: Client, alice: User) -> None:
    town = EntityFactory(kind="place", label="Derna", latitude="32.76", longitude="22.64")
    strong(alice, value_date="2018-05-07", where=town)
    StatementFactory(value_date="2018-06-09", where=town)
    shown = page(as_alice)
    timeline, found_map = shown.split('id="on-the-map"')
    assert 'class="mark is-strong"' in timeline
    assert 'class="mark is-new"' in timeline
    row = re.search(r"Outside the phases</th>(.*?)</tr>", timeline, re.S)
    assert row
    assert re.findall(r">(\d+)</td>", row[1]) == ["1", "0", "0", "0", "1"]
    assert 'class="mark is-strong"' in found_map
    assert "Derna: 2 facts; you know half of its facts well, or more" in found_map
    cells = re.search(r"Derna</a></th>(.*?)</tr>", found_map, re.S)
    assert cells
    assert re.findall(r">(\d+)</td>", cells[1]) == ["2", "1", "0"]


def test_a_beginner_is_told_what_will_be_here(as_alice: Client) -> None:
    StatementFactory()
    shown = page(as_alice)
    assert "Nothing of this has been asked yet." in shown
    assert "<svg" not in shown.split("<main")[1]


def test_nobody_elses(as_alice: Client, bob: User) -> None:
    strong(bob)
    assert "Nothing of this has been asked yet." in page(as_alice)


def test_every_dated_fact_is_counted_once(alice: User) -> None:
    strong(alice)
    for _ in range(3):
        StatementFactory()
    shown = ground(alice)
    assert sum(row.facts for row in shown.rows) == shown.timeline.facts == 4
    assert len(shown.rows[0].counts) == len(LEVELS)


def test_without_a_place_on_the_map_there_is_no_empty_one(as_alice: Client, alice: User) -> None:
    strong(alice)
    shown = page(as_alice)
    assert "Over time" in shown
    assert "On the map" not in shown


def test_as_many_queries_for_few_and_many(as_alice: Client, alice: User) -> None:
    counts = []
    for _ in range(2):
        for _ in range(6):
            strong(alice)
        page(as_alice)  # what is kept in the process has been read
        with CaptureQueriesContext(connection) as captured:
            page(as_alice)
        counts.append(len(captured))
    assert counts[0] == counts[1]
