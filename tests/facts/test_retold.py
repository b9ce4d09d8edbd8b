"""An event is told once on the page of whom it names, where other facts say nothing more of it."""

from typing import Any

import pytest
from django.test import Client

from quizzes.facts.models import Entity, Property, Statement
from tests.factories import (
    DatePropertyFactory,
    EntityFactory,
    EntityPropertyFactory,
    EventFactory,
    StatementFactory,
)

from .reading import queries_of, read, stated, text_of

pytestmark = pytest.mark.django_db

DATED = "In Benghazi, General Haftar announced a new hour on 7 May 2018."
TOLD = "A new hour was announced in Benghazi by General Haftar."


@pytest.fixture
def general() -> Entity:
    made: Entity = EntityFactory(slug="general", label="General Haftar", kind="person")
    return made


@pytest.fixture
def event(general: Entity) -> Entity:
    """An event with its date, and its doer's name in the sentence that dates it."""
    EntityFactory(slug="benghazi", label="Benghazi", kind="place")
    made: Entity = EventFactory(
        slug="hour", label="new hour", clause="in Benghazi, General Haftar announced a new hour"
    )
    happened = DatePropertyFactory(
        slug="happened", marks="span", sentence="{subject.clause} {value.phrase}"
    )
    StatementFactory(slug="when", subject=made, property=happened, value_date="2018-05-07")
    return made


def done_by() -> Property:
    made: Property = EntityPropertyFactory(slug="by", sentence="{subject} was the work of {value}")
    return made


def told(event: Entity, general: Entity, **fields: Any) -> Statement:
    values = {"slug": "who", "own_sentence": TOLD} | fields
    return stated(event, done_by(), value_entity=general, **values)


def lines(client: Client, slug: str) -> str:
    return text_of(read(client, "entity", slug))


def test_it_works(client: Client, event: Entity, general: Entity) -> None:
    fact = told(event, general)
    for slug in ("general", "benghazi"):
        shown = lines(client, slug)
        assert DATED in shown
        assert TOLD not in shown
    assert TOLD in lines(client, "hour")
    assert TOLD in read(client, "fact", fact.slug)
    source = fact.citations.get().source
    assert TOLD in text_of(read(client, "source", source.slug))


@pytest.mark.parametrize(
    "fields",
    [
        {"own_sentence": "A new hour was announced by General Haftar in front of soldiers."},
        {"own_sentence": "A new hour was announced by General Haftar on 8 May 2018."},
        {"dispute": "who announced it"},
        {"disputed_mark": True, "dispute_note": "It may mean either."},
        {"unattributed": True},
        {"sensitivity": "context"},
    ],
)
def test_what_says_more_stays(
    client: Client, event: Entity, general: Entity, fields: dict[str, Any]
) -> None:
    told(event, general, **fields)
    shown = lines(client, "general")
    assert DATED in shown
    assert shown.count("new hour") >= 2


def test_another_verb_says_no_more(client: Client, event: Entity, general: Entity) -> None:
    other = "A new hour was proclaimed in Benghazi by General Haftar."
    told(event, general, own_sentence=other)
    assert other not in lines(client, "general")


def test_whom_the_dated_sentence_does_not_name_stays(client: Client, event: Entity) -> None:
    speaker = EntityFactory(slug="speaker", label="Mismari", kind="person")
    told(event, speaker, own_sentence="A new hour was announced by Mismari.")
    assert "by Mismari" in lines(client, "speaker")
    assert "by Mismari" in lines(client, "hour")


def test_what_is_unclear_in_the_same_way_is_told_once(
    client: Client, event: Entity, general: Entity
) -> None:
    unclear = {"disputed_mark": True, "dispute_note": "It may mean either."}
    told(event, general, **unclear)
    Statement.objects.filter(slug="when").update(**unclear)
    shown = lines(client, "general")
    assert DATED in shown
    assert TOLD not in shown


def test_without_a_date_it_is_the_only_fact(client: Client, event: Entity, general: Entity) -> None:
    told(event, general)
    Statement.objects.filter(slug="when").update(status="retired")
    assert TOLD in lines(client, "general")


def test_a_date_that_is_kept_for_the_record_does_not_stand_for_it(
    client: Client, event: Entity, general: Entity
) -> None:
    told(event, general)
    Statement.objects.filter(slug="when").update(rank="deprecated")
    assert TOLD in lines(client, "general")


def test_as_many_queries_for_few_and_many(client: Client, event: Entity, general: Entity) -> None:
    counts = []
    for number in (1, 5):
        for at in range(number):
            told(event, general, slug=f"who-{number}-{at}")
        read(client, "entity", "general")
        counts.append(queries_of(client, "entity", "general"))
    assert counts[0] == counts[1]
