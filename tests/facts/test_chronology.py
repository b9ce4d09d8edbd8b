"""What is known of the days of events, asked one by one or read at once: it must be the same."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.facts.checks import check_dates
from quizzes.facts.chronology import Chronology, ChronologyAtHand
from quizzes.facts.models import Entity, Property, Statement
from tests.factories import (
    CommanderFactory,
    DatePropertyFactory,
    EventFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db

DAYS = ["2018-03", "2018-03-05", "2018-04-01/2018-05-01", "2018-06-30", "2017", "../2018-04"]


def dated(slug: str, marks: str) -> Property:
    made: Property = DatePropertyFactory(slug=slug, marks=marks)
    return made


def part_of() -> Property:
    return Property.objects.get_or_create(
        slug="part",
        defaults={"label": "part", "datatype": "entity", "marks": "parent", "sentence": "x"},
    )[0]


def world(seed: int) -> list[Statement]:
    """Events that are parts of one another, dated in every way, by standing facts and others."""
    rng = random.Random(seed)
    events: list[Entity] = [EventFactory(label=f"event {n}") for n in range(6)]
    props = [dated(marks or "seen", marks) for marks in ("start", "end", "span", "")]
    rows: list[Statement] = [
        CommanderFactory(when=rng.choice(DAYS), where=rng.choice(events)) for _ in range(3)
    ]
    for _ in range(18):
        one, other = rng.sample(events, 2)
        fields = {
            "status": rng.choice(["published", "published", "draft", "retired"]),
            "rank": rng.choice(["normal", "normal", "deprecated"]),
            "when": rng.choice(["", "", *DAYS]),
        }
        if rng.random() < 0.4:
            made = StatementFactory(
                subject=one, property=part_of(), value_date="", value_entity=other, **fields
            )
        else:
            made = StatementFactory(
                subject=one, property=rng.choice(props), value_date=rng.choice(DAYS), **fields
            )
        rows.append(made)
    return rows


@pytest.mark.parametrize("seed", range(8))
def test_it_works(seed: int) -> None:
    rows = world(seed)
    at_hand = ChronologyAtHand()
    found = {row.slug: check_dates(row, at_hand) for row in rows}
    assert set(found) == {row.slug for row in rows}
    for row in rows:
        one_by_one = check_dates(row)
        # Of several facts that would be left outside either may be named.
        assert found[row.slug].keys() == one_by_one.keys(), row.slug
        if "This would leave" not in str(one_by_one):
            assert found[row.slug] == one_by_one


def test_the_worlds_have_something_to_find() -> None:
    assert any(check_dates(row) for row in world(0))
    assert any(not check_dates(row) for row in Statement.objects.all())


@pytest.mark.parametrize("seed", range(3))
def test_each_answer_is_the_same(seed: int) -> None:
    world(seed)
    anew, at_hand = Chronology(), ChronologyAtHand()
    for event in Entity.objects.filter(kind="event"):
        assert {row.pk for row in anew.dating(event)} == {row.pk for row in at_hand.dating(event)}
        assert list(anew.wholes(event)) == list(at_hand.wholes(event))
        assert {row.pk for row in anew.held_by(event)} == {r.pk for r in at_hand.held_by(event)}
        assert set(anew.all_wholes(event)) == set(at_hand.all_wholes(event))
        assert list(anew.told_with(event)) == list(at_hand.told_with(event))


def test_it_is_read_at_once_however_much_there_is() -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            told = ChronologyAtHand()
            for row in Statement.objects.worded():
                check_dates(row, told)
        return len(queries)

    world(1)
    few = cost()
    world(2)
    assert cost() == few
