"""The lists of people, groups, bodies, events, documents and conflicts."""

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.facts.explore.catalogue import CATALOGUES
from quizzes.facts.models import Statement
from tests.factories import (
    CommanderFactory,
    EntityFactory,
    EntityPropertyFactory,
    EventFactory,
    StatementFactory,
)

from .reading import labelled, queries_of, read, stated, text_of

pytestmark = pytest.mark.django_db


def test_it_works(client: Client) -> None:
    person = labelled("Khalifa Haftar", description="A field marshal.")
    shown = read(client, "entities", "people")
    assert reverse("entity", args=[person.slug]) in shown
    assert "Khalifa Haftar 1 fact A field marshal." in text_of(shown)


@pytest.mark.parametrize("slug", CATALOGUES)
def test_every_list_opens_empty_and_full(client: Client, slug: str) -> None:
    assert "No published fact speaks of any yet." in text_of(read(client, "entities", slug))
    for kind in CATALOGUES[slug].kinds:
        labelled(f"Some {kind}", kind=kind)
    shown = text_of(read(client, "entities", slug))
    assert all(f"Some {kind}" in shown for kind in CATALOGUES[slug].kinds)


def test_names_stand_as_in_an_index(client: Client) -> None:
    for label in ("Zelin", "al-Naji Idris", "“Morning” Post", "Amal"):
        labelled(label)
    shown = text_of(read(client, "entities", "people"))
    places = [shown.index(words) for words in ("Amal", "“Morning”", "Al-Naji", "Zelin")]
    assert places == sorted(places)


@pytest.mark.parametrize("kind", ["persons", "units", "entity", "x" * 50])
def test_an_unknown_kind_is_not_found(client: Client, kind: str) -> None:
    assert client.get(reverse("entities", args=[kind])).status_code == 404


def test_every_role_counts_and_each_fact_once(client: Client) -> None:
    person = EntityFactory(label="Busy Person")
    StatementFactory(subject=person, attributed_to=person)
    CommanderFactory(value_entity=person)
    StatementFactory(where=EntityFactory(kind="place"), attributed_to=person)
    assert "Busy Person 3 facts" in text_of(read(client, "entities", "people"))


@pytest.mark.parametrize("status", [Statement.Status.DRAFT, Statement.Status.RETIRED])
def test_whom_only_unpublished_facts_name_is_not_listed(client: Client, status: str) -> None:
    StatementFactory(subject=EntityFactory(label="Hidden"), status=status)
    known = EntityFactory(label="Known")
    StatementFactory(subject=known)
    StatementFactory(subject=known, status=status)
    shown = text_of(read(client, "entities", "people"))
    assert "Hidden" not in shown
    assert "Known 1 fact" in shown


def test_groups_and_units_stand_on_their_sides(client: Client) -> None:
    prop = EntityPropertyFactory(slug="on-side", marks="side", sentence="{subject} for {value}")
    army = EntityFactory(label="army", kind="group", takes_the=True)
    force = EntityFactory(label="force", kind="group")
    for label, kind, side in (
        ("First Brigade", "unit", army),
        ("Second Brigade", "unit", army),
        ("A Person", "person", force),
    ):
        stated(EntityFactory(label=label, kind=kind), prop, value_entity=side)
    labelled("Third Brigade", kind="unit")
    shown = text_of(read(client, "entities", "groups"))
    order = ["On the side of the army Army 2 facts", "First Brigade", "Second Brigade"]
    order += ["On their own, or on no side that the sources name Force", "Third Brigade"]
    places = [shown.index(words) for words in order]
    assert places == sorted(places)
    assert "On the side of force" not in shown


def test_events_stand_under_their_years_with_all_their_dates(client: Client) -> None:
    raid, storm = EventFactory(label="raid"), EventFactory(label="storm")
    for date in ("2018-06-04", "2018-06-09"):
        StatementFactory(subject=raid, value_date=date)
    StatementFactory(subject=storm, value_date="2014")
    CommanderFactory(subject=EventFactory(label="feast"))
    shown = text_of(read(client, "entities", "events"))
    order = ["2014 Storm", "2018 Raid 4 June 2018 or 9 June 2018", "Without a date Feast"]
    places = [shown.index(words) for words in order]
    assert places == sorted(places)


def test_a_date_that_is_kept_for_the_record_dates_nothing(client: Client) -> None:
    raid = EventFactory(label="raid")
    StatementFactory(subject=raid, value_date="2018-06-04")
    StatementFactory(subject=raid, value_date="1918-06-04", rank=Statement.Rank.DEPRECATED)
    assert "1918" not in text_of(read(client, "entities", "events"))


def test_an_event_known_from_restricted_facts_alone_is_closed(client: Client) -> None:
    event = EventFactory(label="killing at the pier")
    StatementFactory(subject=event, sensitivity=Statement.Sensitivity.RESTRICTED)
    html = read(client, "entities", "events")
    before = html[: html.index("Killing at the pier")]
    assert before.count("<details") == before.count("</details>") + 1
    assert "<details open" not in html
    StatementFactory(subject=event)
    html = read(client, "entities", "events")
    before = html[: html.index("Killing at the pier")]
    assert before.count("<details") == before.count("</details>")


def test_people_are_never_closed(client: Client) -> None:
    StatementFactory(
        subject=EntityFactory(label="A Victim"), sensitivity=Statement.Sensitivity.RESTRICTED
    )
    assert "<details" not in read(client, "entities", "people")


def test_it_only_reads(client: Client) -> None:
    assert client.post(reverse("entities", args=["people"])).status_code == 405


@pytest.mark.parametrize("slug", CATALOGUES)
def test_as_many_queries_for_few_and_many(client: Client, slug: str) -> None:
    side = EntityPropertyFactory(slug="on-side", marks="side", sentence="{subject} for {value}")
    counts = []
    for number in (1, 10):
        for _ in range(number):
            for kind in CATALOGUES[slug].kinds:
                entity = labelled("Some", kind=kind)
                stated(entity, side, value_entity=labelled("Side", kind="group"))
        counts.append(queries_of(client, "entities", slug))
    assert counts[0] == counts[1]


def test_many_groups_have_an_index(client: Client) -> None:
    for year in (2014, 2016):
        StatementFactory(value_date=f"{year}-05-07")
    assert "contents" not in read(client, "entities", "events")
    StatementFactory(value_date="2018-05-07")
    html = read(client, "entities", "events")
    assert '<a href="#group-3">2018</a>' in html
    assert '<h2 id="group-3">2018</h2>' in html


def test_what_nobody_dates_takes_the_time_of_its_facts(client: Client) -> None:
    detail = EntityPropertyFactory(slug="detail", datatype="text", sentence="{subject} {value}")
    feast = EventFactory(label="feast")
    stated(feast, detail, value_text="was long", when="2018-05")
    stated(feast, detail, value_text="had been planned", when="2018-04-14/..")
    shown = text_of(read(client, "entities", "events"))
    assert "2018 Feast May 2018" in shown
    assert "Without a date" not in shown
