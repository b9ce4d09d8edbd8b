"""The places: the map, the list with what lies in what, and the small map of one place."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from quizzes.accounts.models import User
from quizzes.facts import knowledge
from quizzes.facts.explore import places, portrait
from quizzes.facts.explore.mentions import Mentions, mentions
from quizzes.facts.explore.places import place_map
from quizzes.facts.models import Entity, Statement
from tests.factories import EntityFactory, EntityPropertyFactory, StatementFactory

URL = "/explore/places/"
COAST = {
    "window": {"west": 10, "south": 30, "east": 20, "north": 34},
    "land": [[[9, 32], [21, 32], [21, 29], [9, 29]]],
    "borders": [],
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _coast(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "coast.json").write_text(json.dumps(COAST), encoding="utf-8")
    settings.FACT_PACK = tmp_path


def place(label: str, **kwargs: Any) -> Entity:
    """A place of which one fact speaks."""
    entity = EntityFactory(kind="place", label=label, slug=label.lower(), **kwargs)
    StatementFactory(where=entity)
    return entity


def lies_in(inner: Entity, outer: Entity, **kwargs: Any) -> Statement:
    prop = EntityPropertyFactory(
        slug="located-in",
        label="lies in",
        marks="parent",
        single_valued=False,
        single_subject=False,
        sentence="{subject} lies in {value}",
    )
    return StatementFactory(
        subject=inner, property=prop, value_date="", value_entity=outer, **kwargs
    )


def html(client: Client) -> str:
    response = client.get(URL)
    assert response.status_code == 200
    return response.content.decode()


def svg(page: str) -> str:
    """The map alone."""
    return page.split('<svg class="map"')[1].split("</svg>")[0]


def test_it_works(client: Client) -> None:
    place("Harbour", latitude=32, longitude=12)
    place("Meadow")
    page = html(client)
    assert 'href="/explore/entity/harbour/" aria-label="Harbour: 1 fact"' in svg(page)
    assert "Meadow" not in svg(page)
    listed = page.split("</svg>")[1]
    assert 'href="/explore/entity/harbour/"' in listed
    assert 'href="/explore/entity/meadow/"' in listed
    assert listed.count("· not marked on the map") == 1
    assert "added by the editors" in listed


def test_without_places_it_says_so(client: Client) -> None:
    page = html(client)
    assert "No published fact speaks of a place yet." in page
    assert '<svg class="map"' not in page


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post(URL).status_code == 405


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_a_place_of_unpublished_facts_is_not_shown(client: Client, status: str) -> None:
    secret = EntityFactory(kind="place", label="Secret", latitude=32, longitude=12)
    StatementFactory(where=secret, status=status)
    assert "Secret" not in html(client)


def test_a_place_beyond_the_map_is_listed(client: Client) -> None:
    place("Harbour", latitude=32, longitude=12)
    place("Faraway", latitude=51, longitude=0)
    page = html(client)
    assert "Faraway" not in svg(page)
    assert "lies beyond the map" in page


def test_without_a_coast_there_is_a_list_alone(client: Client, settings: Any) -> None:
    settings.FACT_PACK = settings.FACT_PACK / "elsewhere"
    place("Harbour", latitude=32, longitude=12)
    page = html(client)
    assert '<svg class="map"' not in page
    assert "not marked on the map" not in page
    assert "Harbour" in page


def test_a_place_in_another_stands_below_it(client: Client) -> None:
    quarter, town, land = place("Aquarter"), place("Town"), place("Zland")
    lies_in(town, land)
    lies_in(quarter, town)
    page = html(client)
    places = [page.index(f"/explore/entity/{it.slug}/") for it in (land, town, quarter)]
    assert places == sorted(places)
    assert page.count('<ul class="facts">') == 3


def test_places_in_each_other_are_both_shown(client: Client) -> None:
    one, other, inner = place("One"), place("Other"), place("Inner")
    lies_in(one, other)
    lies_in(other, one)
    lies_in(inner, one)
    page = html(client)
    for entity in (one, other, inner):
        assert page.count(f'href="/explore/entity/{entity.slug}/"') == 1


def test_only_standing_facts_put_a_place_into_another(client: Client) -> None:
    quarter, town = place("Quarter"), place("Town")
    lies_in(quarter, town, status="draft")
    assert html(client).count('<ul class="facts">') == 1


@pytest.mark.parametrize("logged_in", [False, True])
def test_queries_do_not_grow(
    client: Client,
    alice: User,
    logged_in: bool,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    if logged_in:
        client.force_login(alice)
    outer = place("Outer", latitude=32, longitude=12)
    client.get(URL)  # what is kept until the facts change is made here
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    number = len(few)
    for quarter in range(12):
        lies_in(place(f"Quarter{quarter}", latitude=31, longitude=11 + quarter / 2), outer)
    client.get(URL)
    with django_assert_num_queries(number):
        client.get(URL)


class TestKnowledge:
    @pytest.fixture
    def known(self, monkeypatch: pytest.MonkeyPatch) -> dict[int, str]:
        """What the reader knows: levels by statement, to be filled by the test."""
        levels: dict[int, str] = {}

        def provider(user: User, statements: Collection[int]) -> Mapping[int, knowledge.Knowledge]:
            return {
                pk: knowledge.Knowledge(levels[pk], levels[pk], 0.9)
                for pk in statements
                if pk in levels
            }

        monkeypatch.setattr(knowledge, "_providers", [provider])
        return levels

    @pytest.mark.parametrize(
        ("levels", "kind", "words"),
        [
            ([], "new", "you know none of its facts well yet"),
            (["learning", "fading"], "new", "you know none of its facts well yet"),
            (["fair"], "fair", "you know some of its facts well"),
            (["fair", "strong"], "strong", "you know half of its facts well, or more"),
        ],
    )
    def test_marks_show_what_the_reader_knows(
        self, as_alice: Client, known: dict[int, str], levels: list[str], kind: str, words: str
    ) -> None:
        harbour = EntityFactory(kind="place", label="Harbour", latitude=32, longitude=12)
        facts = [StatementFactory(where=harbour) for _ in range(3)]
        known.update({fact.pk: level for fact, level in zip(facts, levels, strict=False)})
        known[StatementFactory().pk] = "strong"
        page = html(as_alice)
        assert f'class="mark is-{kind}"' in svg(page)
        assert f'aria-label="Harbour: 3 facts; {words}"' in svg(page)
        assert "How well you know their facts" in page

    def test_a_visitor_sees_plain_marks(self, client: Client, known: dict[int, str]) -> None:
        harbour = place("Harbour", latitude=32, longitude=12)
        known[harbour.located_statements.get().pk] = "strong"
        page = html(client)
        assert 'class="mark is-plain"' in svg(page)
        assert "you know" not in page


class TestOnePlace:
    def test_it_lies_among_others(self) -> None:
        harbour = place("Harbour", latitude=32, longitude=12)
        place("Meadow", latitude=31, longitude=16)
        drawn = place_map(harbour, mentions())
        assert 'role="img"' in drawn
        assert "Where Harbour lies" in drawn
        assert drawn.count('class="mark is-plain"') == 1
        assert drawn.count('class="mark is-other"') == 1
        assert "<a " not in drawn

    @pytest.mark.parametrize(
        "where", [{}, {"latitude": 51, "longitude": 0}], ids=["nowhere", "beyond the map"]
    )
    def test_off_the_map_there_is_none(self, where: dict[str, int]) -> None:
        assert place_map(place("Harbour", **where), mentions()) == ""

    def test_others_known_from_drafts_alone_are_not_on_it(self) -> None:
        harbour = place("Harbour", latitude=32, longitude=12)
        secret = EntityFactory(kind="place", label="Secret", latitude=31, longitude=15)
        StatementFactory(where=secret, status="draft")
        assert "Secret" not in place_map(harbour, mentions())


def test_whom_facts_speak_of_is_worked_out_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    harbour = place("Harbour", latitude=32, longitude=12)
    asked: list[int] = []

    def counted() -> Mentions:
        asked.append(1)
        return mentions()

    for module in (portrait, places):
        monkeypatch.setattr(module, "mentions", counted)
    assert client.get(f"/explore/entity/{harbour.slug}/").status_code == 200
    assert asked == [1]
