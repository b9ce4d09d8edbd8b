"""Whether dates lie within their events, over the whole base."""

from typing import Any

import pytest

from quizzes.facts.models import Entity, Statement
from tests.factories import (
    CommanderFactory,
    DatePropertyFactory,
    EntityFactory,
    EntityPropertyFactory,
    EventFactory,
    StatementFactory,
)

from .second_reading import found, told

pytestmark = pytest.mark.django_db


def dated(slug: str, subject: Entity, marks: str, day: str, **fields: Any) -> Statement:
    prop = DatePropertyFactory(slug=f"p-{marks}", marks=marks)
    made: Statement = StatementFactory(
        slug=slug, subject=subject, property=prop, value_date=day, **fields
    )
    return made


def linked(part: Entity, whole: Entity, marks: str = "parent", **fields: Any) -> None:
    prop = EntityPropertyFactory(slug=f"l-{marks}", marks=marks, single_valued=False)
    CommanderFactory(subject=part, property=prop, value_entity=whole, **fields)


@pytest.fixture
def battle() -> Entity:
    """An event of 7 May to 1 June 2018 that is a part of a war of 2018."""
    battle: Entity = EventFactory(label="battle")
    dated("start", battle, "start", "2018-05-07")
    dated("end", battle, "end", "2018-06-01")
    war = EventFactory(label="war", kind="conflict")
    dated("war", war, "span", "2018")
    linked(battle, war)
    return battle


def test_it_works(battle: Entity) -> None:
    dated("inside", battle, "", "2018-05-20")
    dated("about", battle, "", "2018-06")
    assert found("outside-event") == []
    dated("late", battle, "", "2018-06-07")
    assert told("outside-event") == [
        "7 June 2018 lies after the end of the event “battle” (1 June 2018). "
        "Correct one of the dates."
    ]


def test_when_counts_too(battle: Entity) -> None:
    dated("early", battle, "", "2018-05-20", when="2018-04")
    assert found("outside-event") == ["early"]


def test_parts_lie_inside_their_wholes_near_and_far(battle: Entity) -> None:
    part, far = EventFactory(), EventFactory()
    linked(part, battle)
    linked(far, part)
    dated("near", part, "", "2018-05-30")
    dated("far", far, "span", "2018-07-01")
    assert found("outside-event") == ["far"]
    assert "“battle”" in told("outside-event")[0]


def test_an_event_does_not_end_before_it_begins(battle: Entity) -> None:
    Statement.objects.filter(slug="end").update(
        value_date="2018-05-01", value_date_first="2018-05-01", value_date_last="2018-05-01"
    )
    assert found("outside-event") == ["end", "start"]


def test_two_dates_of_one_event_are_a_dispute_and_no_more() -> None:
    event = EventFactory()
    dated("one", event, "span", "2018-06-04")
    dated("other", event, "span", "2018-06-09")
    assert found("outside-event") == []


@pytest.mark.parametrize("fields", [{"rank": "deprecated"}, {"status": "draft"}])
def test_what_does_not_stand_is_not_held_to_it(battle: Entity, fields: dict[str, str]) -> None:
    dated("late", battle, "", "2019", **fields)
    assert found("outside-event") == []


def test_a_link_that_does_not_stand_holds_nothing(battle: Entity) -> None:
    part = EventFactory()
    linked(part, battle, rank="deprecated")
    dated("part", part, "span", "2019")
    assert found("outside-event") == []


def test_people_are_not_events(battle: Entity) -> None:
    person = EntityFactory()
    linked(person, battle)
    dated("born", person, "", "1966")
    assert found("outside-event") == []


def test_circles() -> None:
    one, two, three = EventFactory.create_batch(3)
    linked(one, two)
    linked(two, three)
    assert found("circle") == []
    linked(three, one)
    assert found("circle") == sorted(event.slug for event in (one, two, three))
    dated("day", one, "span", "2018")
    assert found("outside-event") == []


def test_sides_in_a_circle() -> None:
    one, two = EntityFactory.create_batch(2, kind="group")
    linked(one, two, "side")
    linked(two, one, "side")
    assert found("circle") == sorted([one.slug, two.slug])


@pytest.mark.parametrize("role", ["value_entity", "where"])
@pytest.mark.parametrize(
    ("when", "slugs"),
    [("2018-05-20", []), ("2018-06", []), ("2018-07", ["fact"]), ("2017", ["fact"])],
)
def test_of_an_event_that_is_value_or_place(
    battle: Entity, role: str, when: str, slugs: list[str]
) -> None:
    CommanderFactory(slug="fact", when=when, **{role: battle})
    assert found("outside-event") == slugs


def test_a_second_date_in_a_sentence() -> None:
    StatementFactory(slug="twice", value_date="2018-05-07", when="2018-05-09")
    own = {"own_sentence": "{subject} is told of", "when": "2018"}
    StatementFactory(slug="worded", value_date="2018-05-07", **own)
    CommanderFactory(slug="no-date", when="2018")
    assert found("two-dates") == ["twice"]
    assert told("two-dates") == [
        "tells “7 May 2018” as its value and “2018-05-09” as its “when”: leave one of the two "
        "dates out"
    ]
