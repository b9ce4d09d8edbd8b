"""Whom a sentence names, and where readers find what merely names somebody."""

import pytest
from django.test import Client

from quizzes.facts.explore.mentions import mentions
from quizzes.facts.explore.naming import Names
from quizzes.facts.models import Alias, Statement
from tests.factories import AliasFactory, EntityFactory, EventFactory, StatementFactory

from .reading import queries_of, read, text_of

LIBYA, OBSERVER, ARMY, DAWN, ONE, OTHER = range(1, 7)
LABELS = {
    **{LIBYA: "Libya", OBSERVER: "The Libya Observer", ARMY: "Libyan National Army"},
    **{DAWN: "Dawn", ONE: "Ali Hassan", OTHER: "Ali Hasan"},
}
ALIASES = [
    (ARMY, "LNA", Alias.Kind.ACRONYM),
    (ARMY, "Army", Alias.Kind.SHORT),
    (ARMY, "CAMPUS", Alias.Kind.ADDED),
    (ONE, "Aly Hassen", Alias.Kind.ADDED),
    (ONE, "Abu Salim", Alias.Kind.NAME),
    (OTHER, "Abu Salim", Alias.Kind.NAME),
]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("the LNA captured the Shiha district", {ARMY}),
        ("the Libyan National Army’s advance", {ARMY}),
        ("The Libya Observer released a video", {OBSERVER}),
        ("it said so to The Libya Observer in Libya", {OBSERVER, LIBYA}),
        ("an army came at dawn", set()),
        ("the Army came with Dawn", {ARMY, DAWN}),
        ("the lna", set()),
        ("CAMPUS captured the Campus", {ARMY}),
        ("the campus", set()),
        ("the campus of Aly Hassen", {ONE}),
        ("Libyans came", set()),
        ("Abu Salim came", set()),
        ("Ali Hassan came, not Ali Hasan", {ONE, OTHER}),
        ("", set()),
    ],
)
def test_names(text: str, named: set[int]) -> None:
    assert Names(LABELS, [(pk, name, kind) for pk, name, kind in ALIASES]).named_in(text) == named


@pytest.fixture
def shiha() -> Statement:
    """The date of an event that names a place and an army in its clause alone."""
    EntityFactory(slug="shiha", kind="place", label="Shiha")
    army = EntityFactory(slug="army", kind="group", label="Libyan National Army", takes_the=True)
    AliasFactory(entity=army, text="LNA", kind="acronym")
    event = EventFactory(label="capture", clause="the LNA captured the Shiha district")
    fact: Statement = StatementFactory(subject=event, value_date="2018-06-04")
    return fact


@pytest.mark.django_db
class TestPages:
    def test_it_works(self, client: Client, shiha: Statement) -> None:
        place, army = (text_of(read(client, "entity", slug)) for slug in ("shiha", "army"))
        assert "What happened here The LNA captured the Shiha district on 4 June 2018." in place
        assert "Also named in The LNA captured the Shiha district on 4 June 2018." in army
        assert "Libyan National Army 1 fact" in text_of(read(client, "entities", "groups"))

    def test_the_index_follows_every_change(self, client: Client, shiha: Statement) -> None:
        assert mentions().facts.total() == 3
        Alias.objects.get(text="LNA").delete()
        assert mentions().facts.total() == 2
        shiha.status = "draft"
        shiha.save()
        assert mentions().facts.total() == 0

    def test_what_is_restricted_stays_behind_its_note(
        self, client: Client, shiha: Statement
    ) -> None:
        shiha.sensitivity = "restricted"
        shiha.save()
        page = read(client, "entity", "army")
        withheld = page.split('<details class="withheld">')[1].split("</details>")[0]
        assert "captured the Shiha district" in withheld
        assert page.count("captured the Shiha district") == 1
        assert "grave accusations · 4 June 2018" in withheld

    def test_as_many_queries_for_few_and_many(self, client: Client, shiha: Statement) -> None:
        read(client, "entity", "army")
        few = queries_of(client, "entity", "army")
        for number in range(12):
            clause = f"the LNA captured gate {number}"
            StatementFactory(subject=EventFactory(clause=clause), value_date="2018-06-05")
        assert "12 facts" not in read(client, "entity", "army")
        assert queries_of(client, "entity", "army") == few
