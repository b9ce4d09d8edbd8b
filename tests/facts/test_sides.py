"""On whose side somebody stands, and when."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.facts.models import Entity
from quizzes.facts.sides import Sides
from quizzes.facts.timespans import TimeSpan
from tests.factories import CommanderFactory, EntityFactory, EntityPropertyFactory

pytestmark = pytest.mark.django_db

EVER = TimeSpan(None, None)


def year(number: int) -> TimeSpan:
    return TimeSpan(date(number, 1, 1), date(number, 12, 31))


def on_side(somebody: Entity, side: Entity, **fields: Any) -> None:
    prop = EntityPropertyFactory(slug="side", marks="side", single_subject=False)
    CommanderFactory(subject=somebody, property=prop, value_entity=side, **fields)


def sides(entity: Entity, when: TimeSpan = EVER) -> set[str]:
    return {side.name for side in Sides().of(entity.pk, when)}


@pytest.fixture
def army() -> Entity:
    made: Entity = EntityFactory(label="Army", kind="group", takes_the=True)
    return made


@pytest.fixture
def council() -> Entity:
    made: Entity = EntityFactory(label="Council", kind="group")
    return made


def test_it_works(army: Entity) -> None:
    ada = EntityFactory()
    on_side(ada, army)
    assert sides(ada) == {"Army"}
    assert sides(army) == {"Army"}
    assert sides(EntityFactory()) == set()
    [side] = Sides().of(ada.pk, EVER)
    assert side.named == "the Army"


def test_sides_are_followed_to_their_end(army: Entity) -> None:
    ada, brigade = EntityFactory(), EntityFactory(kind="unit")
    on_side(ada, brigade)
    on_side(brigade, army)
    assert sides(ada) == sides(brigade) == {"Army"}


def test_a_circle_has_no_end(army: Entity, council: Entity) -> None:
    ada = EntityFactory()
    on_side(ada, army)
    on_side(army, council)
    on_side(council, army)
    assert sides(ada) == sides(army) == set()


def test_two_ways_to_one_side(army: Entity) -> None:
    ada, one, other = EntityFactory(), EntityFactory(), EntityFactory()
    for brigade in (one, other):
        on_side(ada, brigade)
        on_side(brigade, army)
    assert sides(ada) == {"Army"}


def test_at_different_times_on_different_sides(army: Entity, council: Entity) -> None:
    ada = EntityFactory()
    on_side(ada, army, when="../2016")
    on_side(ada, council, when="2017/..")
    assert sides(ada, year(2016)) == {"Army"}
    assert sides(ada, year(2018)) == {"Council"}
    assert sides(ada) == {"Army", "Council"}


def test_one_known_side_counts_at_all_times(army: Entity) -> None:
    ada = EntityFactory()
    on_side(ada, army, when="2018-05-07")
    assert sides(ada, year(2016)) == {"Army"}


@pytest.mark.parametrize("fields", [{"rank": "deprecated"}, {"status": "draft"}])
def test_what_does_not_stand_is_no_side(army: Entity, fields: dict[str, str]) -> None:
    ada = EntityFactory()
    on_side(ada, army, **fields)
    assert sides(ada) == set()


def test_other_statements_tell_no_side(army: Entity) -> None:
    ada = EntityFactory()
    CommanderFactory(subject=ada, value_entity=army)
    assert sides(ada) == set()


def test_one_query_for_few_and_many(army: Entity) -> None:
    counts = []
    for number in (1, 10):
        for _ in range(number):
            on_side(EntityFactory(), army)
        with CaptureQueriesContext(connection) as captured:
            known = Sides()
            for entity in range(30):
                known.of(entity, EVER)
        counts.append(len(captured))
    assert counts == [1, 1]


DAYS = [date(2018, 5, day) for day in (1, 10, 20)]


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ((0, 1), (1, 2), True),
        ((0, 0), (1, 2), False),
        ((0, None), (2, 2), True),
        ((1, None), (0, 0), False),
        ((None, 0), (1, None), False),
        ((None, None), (0, 0), True),
        ((0, 2), (1, 1), True),
    ],
)
def test_time_spans(one: Any, other: Any, meet: bool) -> None:
    a, b = (TimeSpan(*(None if i is None else DAYS[i] for i in ends)) for ends in (one, other))
    assert a.meets(b) is b.meets(a) is meet
