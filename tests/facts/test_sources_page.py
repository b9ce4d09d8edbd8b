"""The sources page: what there is, what it supports, and who makes the claims."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.facts import provenance
from quizzes.facts.models import Entity, Source, Statement
from tests.factories import (
    CitationFactory,
    CommanderFactory,
    EntityFactory,
    EntityPropertyFactory,
    SourceFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db


def page(client: Client) -> str:
    response = client.get(reverse("sources"))
    assert response.status_code == 200
    return response.content.decode()


def test_it_works(client: Client) -> None:
    source = SourceFactory(title="LNA enters Derna", publisher="The Gazette")
    CitationFactory(source=source)
    shown = page(client)
    assert "LNA enters Derna" in shown
    assert "The Gazette" in shown
    assert "12 June 2018" in shown
    assert "news report" in shown
    assert "Supports 1 fact." in shown


def test_without_any_source_it_says_so(client: Client) -> None:
    shown = page(client)
    assert "No sources have been entered yet." in shown
    assert "Who the claims come from" not in shown


def test_an_inferred_or_missing_date_is_marked(client: Client) -> None:
    SourceFactory(published="2018", published_inferred=True)
    assert "2018 (inferred" in page(client)
    SourceFactory(published="", publisher="")
    shown = page(client)
    assert "no date" in shown
    assert "Publisher not named" in shown


def test_a_certain_date_is_not_marked(client: Client) -> None:
    SourceFactory(published="2018")
    assert "inferred:" not in page(client)


def test_only_published_statements_count_and_each_once() -> None:
    source = SourceFactory()
    fact = CitationFactory(source=source).statement
    CitationFactory(source=source, statement=fact, locator="paragraph 2")
    for status in (Statement.Status.DRAFT, Statement.Status.RETIRED):
        CitationFactory(source=source, statement__status=status)
    [witness] = provenance.witnesses()
    assert [line.statements for line in witness.sources] == [1]


def test_sources_of_one_origin_are_one_witness(client: Client) -> None:
    for document in ("000", "002"):
        SourceFactory(document=document, origin="wiki", title=f"Article {document}")
    SourceFactory(document="001")
    first, second = provenance.witnesses()
    assert [line.title for line in first.sources] == ["Article 000", "Article 002"]
    assert first.is_shared
    assert not second.is_shared
    assert page(client).count("one witness, 2 documents") == 1


def test_sources_come_in_the_order_of_their_documents() -> None:
    for document in ("004", "000", "003"):
        SourceFactory(document=document, title=document)
    titles = [line.title for witness in provenance.witnesses() for line in witness.sources]
    assert titles == ["000", "003", "004"]


def test_who_the_claims_come_from(client: Client) -> None:
    army = EntityFactory(label="Libyan National Army")
    council = EntityFactory(label="Mujahideen Council")
    StatementFactory(attributed_to=council)
    StatementFactory.create_batch(2, attributed_to=army)
    StatementFactory(attributed_to=army, status=Statement.Status.DRAFT)
    StatementFactory(unattributed=True)
    StatementFactory()
    claims = provenance.claims()
    assert [(c.name, c.claims) for c in claims.claimants] == [
        ("Libyan National Army", 2),
        ("Mujahideen Council", 1),
    ]
    assert (claims.statements, claims.total, claims.unattributed) == (5, 4, 1)
    shown = page(client)
    assert "Of 5 published statements, 4 are somebody’s claim" in shown
    assert "made by one claimant: Libyan National Army." in shown
    assert "People the source does not name" in shown


def test_two_claimants_of_one_name_stay_two() -> None:
    for _ in range(2):
        StatementFactory(attributed_to=EntityFactory(label="Ali"))
    assert [c.claims for c in provenance.claims().claimants] == [1, 1]


def test_nobody_is_called_loudest_in_a_draw(client: Client) -> None:
    for _ in range(2):
        StatementFactory(attributed_to=EntityFactory())
    assert provenance.claims().loudest is None
    assert "made by one claimant" not in page(client)


def on_side(somebody: Entity, side: Entity, **fields: Any) -> None:
    """State that somebody stands on a side."""
    prop = EntityPropertyFactory(slug="side", marks="side", single_subject=False)
    CommanderFactory(subject=somebody, property=prop, value_entity=side, **fields)


def test_which_side_the_claims_come_from(client: Client) -> None:
    army = EntityFactory(label="Libyan National Army", kind="group", takes_the=True)
    council = EntityFactory(label="Council", kind="group")
    general, brigade, other = EntityFactory(), EntityFactory(kind="unit"), EntityFactory()
    on_side(general, brigade)
    on_side(brigade, army)
    on_side(other, council)
    for claimant in (army, general, general, other, EntityFactory(label="Agency")):
        StatementFactory(attributed_to=claimant)
    StatementFactory(unattributed=True)
    claims = provenance.claims()
    assert [(s.name, s.own, s.others, s.claims) for s in claims.sides] == [
        ("Libyan National Army", 1, 2, 3),
        ("Council", 0, 1, 1),
    ]
    assert [(c.name, c.claims) for c in claims.sideless] == [("Agency", 1)]
    assert (claims.no_side, claims.several_sides, claims.unattributed) == (1, 0, 1)
    shown = page(client)
    assert (
        "3 of 6 claims come from the Libyan National Army or people on its side, more than from "
        "any other side." in shown
    )
    assert "the better known one, not the truer one." in shown
    assert "No side, as far as the sources say" in shown
    assert "More than one side" not in shown


def test_every_claim_is_counted_once_by_side(client: Client) -> None:
    army, council = EntityFactory(kind="group"), EntityFactory(kind="group")
    turncoat = EntityFactory()
    on_side(turncoat, army, when="../2016")
    on_side(turncoat, council, when="2017/..")
    StatementFactory(attributed_to=turncoat, value_date="2016-05")
    StatementFactory(attributed_to=turncoat, value_date="2016-05", when="2018")
    undated = {"value_date": "", "value_text": "they had left"}
    said = EntityPropertyFactory(slug="said", datatype="text", is_claim=True)
    StatementFactory(subject=turncoat, property=said, **undated)
    StatementFactory(subject=turncoat, property=said, unattributed=True, **undated)
    claims = provenance.claims()
    assert {side.name: side.claims for side in claims.sides} == {army.label: 1, council.label: 1}
    assert (claims.several_sides, claims.no_side, claims.unattributed, claims.total) == (2, 0, 0, 4)
    assert "More than one side" in page(client)


def test_no_side_is_called_loudest_in_a_draw(client: Client) -> None:
    for _ in range(2):
        side = EntityFactory(kind="group")
        on_side(EntityFactory(), side)
        StatementFactory(attributed_to=side)
    assert provenance.claims().loudest_side is None
    shown = page(client)
    assert "on its side" not in shown
    assert "By side" in shown


def test_without_sides_only_names_are_listed(client: Client) -> None:
    StatementFactory(attributed_to=EntityFactory())
    shown = page(client)
    assert "By side" not in shown
    assert "Claimed by" in shown


def test_it_only_reads(client: Client) -> None:
    assert client.post(reverse("sources")).status_code == 405


def test_titles_are_escaped(client: Client) -> None:
    SourceFactory(title="<script>alert(1)</script>")
    assert "<script>alert" not in page(client)


def test_as_many_queries_for_few_and_many(client: Client) -> None:
    counts = []
    for number in (1, 10):
        for _ in range(number):
            claimant = EntityFactory()
            StatementFactory(attributed_to=claimant)
            on_side(claimant, EntityFactory(kind="group"))
        with CaptureQueriesContext(connection) as captured:
            page(client)
        counts.append(len(captured))
    assert counts == [4, 4]


def test_a_source_of_drafts_alone_is_not_known_to_readers(client: Client) -> None:
    kept = CitationFactory(statement__status="draft", source__title="A paper not read yet").source
    CitationFactory(source__origin=kept.origin, source__title="Its public twin")
    assert "A paper not read yet" not in client.get("/sources/").text
    assert client.get(f"/sources/{kept.slug}/").status_code == 404
    twin = Source.objects.get(title="Its public twin")
    assert "A paper not read yet" not in client.get(f"/sources/{twin.slug}/").text
