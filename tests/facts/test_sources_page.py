"""The sources page: what there is, what it supports, and who makes the claims."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.facts import provenance
from quizzes.facts.models import Statement
from tests.factories import CitationFactory, EntityFactory, SourceFactory, StatementFactory

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
    assert "Supports 1 published statement." in shown


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


def test_it_only_reads(client: Client) -> None:
    assert client.post(reverse("sources")).status_code == 405


def test_titles_are_escaped(client: Client) -> None:
    SourceFactory(title="<script>alert(1)</script>")
    assert "<script>alert" not in page(client)


def test_as_many_queries_for_few_and_many(client: Client) -> None:
    counts = []
    for number in (1, 10):
        for _ in range(number):
            StatementFactory(attributed_to=EntityFactory())
        with CaptureQueriesContext(connection) as captured:
            page(client)
        counts.append(len(captured))
    assert counts == [4, 4]
