"""The way in to the reading pages: what there is, and who is heard how often."""

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.facts.models import Statement
from tests.factories import CommanderFactory, EntityFactory, SourceFactory, StatementFactory

from .reading import part_of, queries_of, read, text_of

pytestmark = pytest.mark.django_db


def test_it_works(client: Client) -> None:
    phase = EntityFactory(kind="conflict", label="battle of the bay")
    StatementFactory(subject=phase, value_date="2018-05-07/2019-02-12")
    CommanderFactory(value_entity__label="Somebody")
    shown = text_of(read(client, "explore"))
    assert "Battle of the bay 7 May 2018 – 12 February 2019 · 1 fact" in shown
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
    assert "Where sources differ 0 facts" in shown


def test_disputed_facts_are_counted(client: Client) -> None:
    fact = StatementFactory(value_date="2018-05-07")
    StatementFactory(subject=fact.subject, value_date="2018-05-09")
    assert "Where sources differ 2 facts" in text_of(read(client, "explore"))


def test_it_only_reads(client: Client) -> None:
    assert client.post(reverse("explore")).status_code == 405


def test_everybody_finds_it_in_the_navigation(client: Client, as_alice: Client) -> None:
    for reader in (client, as_alice):
        assert f'href="{reverse("explore")}" aria-current="page"' in read(reader, "explore")
        assert f'href="{reverse("explore")}" aria-current="true"' in read(reader, "disagreements")
        assert f'href="{reverse("explore")}">' in read(reader, "help")


def test_as_many_queries_for_few_and_many(client: Client) -> None:
    counts = []
    for number in (1, 10):
        for _ in range(number):
            StatementFactory(subject__kind="conflict", attributed_to=EntityFactory())
            SourceFactory()
        counts.append(queries_of(client, "explore"))
    assert counts[0] == counts[1]
