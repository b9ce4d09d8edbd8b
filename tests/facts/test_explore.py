"""The way in to the reading pages: what there is, and who is heard how often."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.facts.explore.catalogue import CATALOGUES
from quizzes.facts.models import Statement
from tests.factories import CommanderFactory, EntityFactory, SourceFactory, StatementFactory

from .reading import part_of, queries_of, read, text_of

pytestmark = pytest.mark.django_db


def test_it_works(client: Client) -> None:
    phase = EntityFactory(kind="conflict", label="battle of the bay")
    StatementFactory(subject=phase, value_date="2018-05-07/2019-02-12")
    CommanderFactory(value_entity__label="Somebody")
    shown = text_of(read(client, "explore"))
    assert "Battle of the bay 7 May 2018 – 12 February 2019 · 1 dated fact" in shown
    assert "People 1" in shown
    assert "Groups and units 1" in shown
    assert "Sources 2" in shown


def test_without_facts_it_says_nothing_of_claims_or_phases(client: Client) -> None:
    shown = text_of(read(client, "explore"))
    assert "The phases" not in shown
    assert "Who is heard" not in shown
    assert "People" not in shown


def test_phases_come_in_time_and_those_without_a_date_are_no_phases(client: Client) -> None:
    later, earlier, undated = (
        EntityFactory(kind="conflict", label=label) for label in ("later", "earlier", "undated")
    )
    StatementFactory(subject=later, value_date="2018")
    StatementFactory(subject=earlier, value_date="2016")
    part_of(undated, later)
    shown = text_of(read(client, "explore"))
    assert shown.index("Earlier") < shown.index("Later")
    assert "Undated" not in shown
    assert "Phases and conflicts 3" in shown


def test_a_phase_with_two_dates_shows_both(client: Client) -> None:
    phase = EntityFactory(kind="conflict", label="siege")
    for date in ("2018-06-28", "2019-02-12"):
        StatementFactory(subject=phase, value_date=date)
    assert "28 June 2018 or 12 February 2019" in text_of(read(client, "explore"))


def test_it_says_who_is_heard(client: Client) -> None:
    StatementFactory.create_batch(2, attributed_to=EntityFactory(label="Harbour Master"))
    StatementFactory(unattributed=True)
    shown = text_of(read(client, "explore"))
    assert "Of 3 published statements, 3 are somebody’s claim" in shown
    assert "Harbour Master" in shown


@pytest.mark.parametrize("status", [Statement.Status.DRAFT, Statement.Status.RETIRED])
def test_what_is_not_published_counts_nowhere(client: Client, status: str) -> None:
    phase = EntityFactory(kind="conflict", label="secret war")
    StatementFactory(subject=phase, status=status, value_date="2018", disputed_mark=True)
    CommanderFactory(status=status)
    shown = text_of(read(client, "explore"))
    assert "secret war" not in shown.lower()
    assert "People" not in shown
    assert "Where sources differ 0 disagreements, 0 facts" in shown


def test_disputed_facts_are_counted(client: Client) -> None:
    fact = StatementFactory(value_date="2018-05-07")
    StatementFactory(subject=fact.subject, value_date="2018-05-09")
    assert "Where sources differ 1 disagreement, 2 facts" in text_of(read(client, "explore"))


def test_it_counts_as_the_timeline_and_the_disagreements_do(client: Client) -> None:
    war, battle = (EntityFactory(kind="conflict", label=label) for label in ("war", "battle"))
    StatementFactory(subject=war, value_date="2016/2019")
    StatementFactory(subject=battle, value_date="2018-05-07/2018-06-30")
    part_of(battle, war)
    for day in ("2018-05-08", "2018-05-09", "2017-01-01", "2030-01-01"):
        StatementFactory(value_date=day)
    StatementFactory(value_date="2018-05-10", rank="deprecated")
    CommanderFactory(subject=battle)
    disputed = StatementFactory(value_date="2018-05-20")
    StatementFactory(subject=disputed.subject, value_date="2018-05-21")
    shown, told = (text_of(read(client, name)) for name in ("explore", "timeline"))
    assert "War 2016–2019 · 2 dated facts" in shown
    assert "Battle 7 May – 30 June 2018 · 5 dated facts" in shown
    assert "War 2 Battle 5 Outside the phases 1" in told
    assert "Timeline 8 dated facts" in shown
    assert "8 dated facts" in told
    assert "Where sources differ 1 disagreement, 2 facts" in shown
    assert "1 disagreement, 2 facts" in text_of(read(client, "disagreements"))


def test_it_only_reads(client: Client) -> None:
    assert client.post(reverse("explore")).status_code == 405


def test_everybody_finds_it_in_the_navigation(client: Client, as_alice: Client) -> None:
    for reader in (client, as_alice):
        assert f'href="{reverse("explore")}" aria-current="page"' in read(reader, "explore")
        assert f'href="{reverse("explore")}">' in read(reader, "help")


def test_every_page_of_it_is_marked_in_the_navigation(client: Client) -> None:
    fact, gone = StatementFactory(), StatementFactory(status=Statement.Status.RETIRED)
    gone.history.all().delete()
    source = fact.citations.get().source
    pages: list[tuple[str, ...]] = [
        (name,) for name in ("search", "timeline", "places", "disagreements", "sources")
    ]
    pages += [("entities", kind) for kind in CATALOGUES]
    pages += [("entity", fact.subject.slug), ("fact", fact.slug), ("fact", gone.slug)]
    for name, *args in [*pages, ("source", source.slug)]:
        html = read(client, name, *args)
        assert re.search(rf'href="{reverse("explore")}" aria-current="(page|true)"', html), name
        assert html.count("aria-current") == 1


def test_as_many_queries_for_few_and_many(client: Client) -> None:
    counts = []
    for number in (1, 10):
        for _ in range(number):
            StatementFactory(subject__kind="conflict", attributed_to=EntityFactory())
            SourceFactory()
        counts.append(queries_of(client, "explore"))
    assert counts[0] == counts[1]


def test_a_source_that_only_drafts_cite_is_not_counted(client: Client) -> None:
    StatementFactory()
    StatementFactory(status="draft")
    assert "Sources 1" in text_of(read(client, "explore"))
