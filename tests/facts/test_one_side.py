"""Pages on which one side is heard far more often than any other say so."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quizzes.facts import provenance
from quizzes.facts.models import Entity, Statement
from tests.factories import (
    CitationFactory,
    CommanderFactory,
    EntityFactory,
    EntityPropertyFactory,
    EventFactory,
    SourceFactory,
    StatementFactory,
)

from .reading import queries_of, read, text_of

pytestmark = pytest.mark.django_db

SAID = (
    "Of 6 claims among these facts, 5 come from the Army or people on its side, "
    "more than twice as many as from any other side."
)


@pytest.fixture
def army() -> Entity:
    made: Entity = EntityFactory(label="Army", kind="group", takes_the=True)
    on_side(EntityFactory(label="General"), made)
    return made


@pytest.fixture
def council() -> Entity:
    made: Entity = EntityFactory(label="Council", kind="group")
    on_side(EntityFactory(label="Mayor"), made)
    return made


def on_side(somebody: Entity, side: Entity) -> None:
    prop = EntityPropertyFactory(slug="side", marks="side", single_subject=False)
    CommanderFactory(subject=somebody, property=prop, value_entity=side)


def said(by: Entity, number: int, **fields: Any) -> list[Statement]:
    return [StatementFactory(attributed_to=by, **fields) for _ in range(number)]


@pytest.mark.parametrize(
    ("one", "other", "dominates"),
    [(4, 0, False), (5, 0, True), (5, 2, True), (5, 3, False), (6, 3, False), (7, 3, True)],
)
def test_when_a_side_dominates(
    army: Entity, council: Entity, one: int, other: int, dominates: bool
) -> None:
    said(army, one)
    said(council, other)
    side = provenance.claims().dominant_side
    assert (side.name if side else None) == ("Army" if dominates else None)


def test_nobody_dominates_where_nobody_claims() -> None:
    assert provenance.claims().dominant_side is None
    assert provenance.claims(set()).dominant_side is None


def test_only_the_facts_at_hand_count(army: Entity, council: Entity) -> None:
    here = said(army, 5) + said(council, 1)
    said(council, 9)
    claims = provenance.claims({fact.pk for fact in here})
    assert (claims.statements, claims.total) == (6, 6)
    assert claims.dominant_side
    assert provenance.claims().dominant_side is None


def test_the_page_of_an_entity_says_so(client: Client, army: Entity, council: Entity) -> None:
    town, village = (EntityFactory(label=it, kind="place") for it in ("Town", "Village"))
    said(army, 5, where=town)
    said(EntityFactory(label="Agency"), 1, where=town)
    said(army, 5, where=village)
    said(council, 3, where=village)
    assert SAID in text_of(read(client, "entity", town.slug))
    assert "among these facts" not in read(client, "entity", village.slug)


def test_the_page_of_a_source_says_so(client: Client, army: Entity) -> None:
    one, other = SourceFactory(), SourceFactory()
    for fact in said(army, 5) + said(EntityFactory(), 1):
        CitationFactory(source=one, statement=fact)
    CitationFactory(source=other)
    assert SAID in text_of(read(client, "source", one.slug))
    assert "among these facts" not in read(client, "source", other.slug)


def test_the_timeline_says_so_of_what_is_chosen(client: Client, army: Entity) -> None:
    source = SourceFactory()
    for fact in said(army, 5, subject=EventFactory()) + said(EntityFactory(), 1):
        CitationFactory(source=source, statement=fact)
    topic = said(EntityFactory(), 1)[0].topic
    assert SAID in text_of(read(client, "timeline", source=source.slug))
    assert "among these facts" not in read(client, "timeline", topic=topic.slug)


def test_the_disagreements_say_so(client: Client, army: Entity) -> None:
    for fact in said(army, 5) + said(EntityFactory(), 1):
        StatementFactory(subject=fact.subject, property=fact.property, value_date="1999-01-01")
    assert SAID in text_of(read(client, "disagreements"))


def test_as_many_queries_for_few_and_many_claims(client: Client, army: Entity) -> None:
    town, counts = EntityFactory(label="Town", kind="place"), []
    for number in (5, 25):
        for claimant in EntityFactory.create_batch(number):
            on_side(claimant, army)
            said(claimant, 1, where=town)
        read(client, "entity", town.slug)
        counts.append(queries_of(client, "entity", town.slug))
    assert counts[0] == counts[1]
    with CaptureQueriesContext(connection) as captured:
        provenance.claims({1, 2})
    assert len(captured) == 2


def test_what_is_counted_is_said_beside_the_figure(client: Client, army: Entity) -> None:
    said(army, 1)
    for name in ("explore", "sources"):
        shown = text_of(read(client, name))
        assert "announcements that are told as events" in shown
