"""The names of everybody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.bank.lexicon import names_of_others
from tests.factories import AliasFactory, EntityFactory, EntityPropertyFactory, StatementFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank_at_rest")]


def others(*accepted: str) -> set[str]:
    return {name.text for name in names_of_others(list(accepted))}


def test_it_works() -> None:
    salem = EntityFactory(label="Omar Salem")
    AliasFactory(entity=salem, text="Umar Salim")
    faraj = EntityFactory(label="Huda Faraj")
    AliasFactory(entity=faraj, text="Hooda")
    assert others("Omar Salem", "Umar Salim") == {"Huda Faraj", "Hooda"}
    assert others("omar SALEM") == {"Huda Faraj", "Hooda"}
    assert others("Nobody") == {"Omar Salem", "Umar Salim", "Huda Faraj", "Hooda"}


def test_an_alias_goes_by_the_name_of_its_entity() -> None:
    faraj = EntityFactory(label="Huda Faraj")
    AliasFactory(entity=faraj, text="Hooda")
    (alias,) = [name for name in names_of_others([]) if name.text == "Hooda"]
    assert alias.label == "Huda Faraj"


@pytest.mark.parametrize(("kind", "personal"), [("person", True), ("place", True), ("unit", False)])
def test_people_and_places_have_personal_names(kind: str, personal: bool) -> None:
    EntityFactory(label="Hooda", kind=kind)
    assert [name.personal for name in names_of_others([])] == [personal]


def test_one_who_merely_shares_an_alias_is_still_another() -> None:
    council = EntityFactory(label="Council of the Harbour", kind="body")
    AliasFactory(entity=council, text="Council")
    youth = EntityFactory(label="Council of Youth", kind="body")
    AliasFactory(entity=youth, text="Council")
    assert others("Council of the Harbour", "Council") == {"Council of Youth", "Council"}


def test_a_name_that_has_become_an_alias_is_still_ones_own() -> None:
    salem = EntityFactory(label="Omar bin Salem")
    AliasFactory(entity=salem, text="Omar Salem")
    assert others("Omar Salem") == set()


def test_what_lies_around_a_place() -> None:
    part = EntityPropertyFactory(slug="located-in", marks="parent")
    country, town, district, port = (
        EntityFactory(kind="place", label=label) for label in ("Land", "Town", "Quarter", "Port")
    )
    for place, whole in ((district, town), (town, country)):
        StatementFactory(subject=place, property=part, value_entity=whole, value_date="")

    def around(label: str) -> set[str]:
        return {name.text for name in names_of_others([label]) if name.around}

    assert around("Quarter") == {"Town", "Land"}
    assert around("Town") == {"Land"}
    # Of the port no fact says it, but the land lies in nothing else.
    assert around("Port") == {"Land"}
    assert around("Land") == set()
    assert around(EntityFactory(kind="unit", label="Guard").label) == set()


def test_queries_do_not_grow_with_the_names() -> None:
    AliasFactory(entity=EntityFactory())
    with CaptureQueriesContext(connection) as few:
        names_of_others(["Person 1"])
    for n in range(12):
        AliasFactory(entity=EntityFactory(label=f"Person {n}"), text=f"Alias {n}")
    with CaptureQueriesContext(connection) as many:
        names_of_others(["Person 1"])
    assert len(many) == len(few)
