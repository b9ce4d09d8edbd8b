"""Which kinds of entities statements speak of, and what a change of a kind leaves wrong."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.facts.admin.going_back import go_back
from quizzes.facts.admin.states import changes_of
from quizzes.facts.models import Entity, Property, Statement
from tests.factories import CommanderFactory, EntityFactory, EntityPropertyFactory, EventFactory

from .conftest import PackFolder
from .second_reading import found

pytestmark = pytest.mark.django_db


def messages(row: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        row.clean()
    told: dict[str, list[str]] = refused.value.message_dict
    return told


def commander(**kinds: list[str]) -> Property:
    made: Property = EntityPropertyFactory(label="commander", **kinds)
    return made


@pytest.fixture
def fact() -> Statement:
    """A person's command of a unit."""
    made: Statement = CommanderFactory(
        slug="led",
        property=commander(subject_kinds=["unit"], value_kinds=["person"]),
        subject=EntityFactory(kind="unit", label="Guard"),
        value_entity=EntityFactory(label="Ash"),
    )
    return made


@pytest.mark.parametrize("status", ["published", "draft", "retired"])
@pytest.mark.parametrize(
    ("role", "name", "right"),
    [("subject", "Guard", "military unit"), ("value_entity", "Ash", "person")],
)
def test_an_entity_keeps_the_kind_that_its_facts_need(
    fact: Statement, role: str, name: str, right: str, status: str
) -> None:
    Statement.objects.update(status=status)
    entity = getattr(fact, role)
    entity.clean()
    entity.kind = Entity.Kind.PLACE
    assert messages(entity) == {
        "kind": [
            f"This would leave a fact, “led”, wrong: “{name}” is of the kind place; “commander” "
            f"takes: {right}."
        ]
    }


def test_a_place_and_a_claimant_keep_their_kinds_too(fact: Statement) -> None:
    fact.where, fact.attributed_to = EntityFactory(kind="place"), EntityFactory()
    fact.save()
    fact.where.kind = Entity.Kind.PERSON
    assert "“where” takes: place, event, conflict." in messages(fact.where)["kind"][0]
    fact.attributed_to.kind = Entity.Kind.PLACE
    assert "“claimed by” takes: person, group" in messages(fact.attributed_to)["kind"][0]


def test_a_property_keeps_the_kinds_that_its_facts_need(fact: Statement) -> None:
    fact.property.clean()
    fact.property.subject_kinds, fact.property.value_kinds = ["unit", "event"], []
    fact.property.clean()
    fact.property.subject_kinds, fact.property.value_kinds = ["event"], ["body"]
    told = messages(fact.property)
    assert told["subject_kinds"] == [
        "This would leave a fact, “led”, wrong: “Guard” is of the kind military unit; "
        "“commander” takes: event."
    ]
    assert "“Ash” is of the kind person; “commander” takes: body" in told["value_kinds"][0]


def test_a_new_entity_and_a_new_property_are_held_against_nothing() -> None:
    Entity(kind="place", label="Port").clean()
    Property(label="led", datatype="entity", subject_kinds=["unit"], sentence="x").clean()


def test_where_is_a_place_or_what_took_place(fact: Statement) -> None:
    for kind in ("place", "event", "conflict"):
        fact.where = EntityFactory(kind=kind)
        fact.clean()
    fact.where = EntityFactory(label="Ash")
    assert messages(fact) == {
        "where": ["“Ash” is of the kind person; “where” takes: place, event, conflict."]
    }


def test_a_claim_is_somebodys(fact: Statement) -> None:
    for kind in ("person", "group", "unit", "body", "document"):
        fact.attributed_to = EntityFactory(kind=kind)
        fact.clean()
    fact.attributed_to = EventFactory(label="battle")
    assert messages(fact) == {
        "attributed_to": [
            "“battle” is of the kind event; “claimed by” takes: person, group, military unit, "
            "body or institution, document."
        ]
    }


def test_what_has_a_wrong_kind_is_found(fact: Statement) -> None:
    assert found("wrong-kind") == []
    Entity.objects.filter(label="Ash").update(kind="place")
    assert found("wrong-kind") == ["led"]


def test_going_back_to_another_kind(fact: Statement) -> None:
    entity = EntityFactory(kind="event")
    before = changes_of(entity)[0].after
    entity.kind = Entity.Kind.UNIT
    entity.save()
    Statement.objects.filter(pk=fact.pk).update(subject=entity)
    with pytest.raises(ValidationError, match="This would leave a fact, “led”, wrong"):
        go_back(entity, before)


# The pack.


def outsider(**fields: Any) -> Statement:
    """A fact that is not in the pack, about somebody and something that are."""
    made: Statement = CommanderFactory(
        slug="outside",
        property=Property.objects.get(slug="commanded-by"),
        subject=Entity.objects.get(slug="guard"),
        value_entity=Entity.objects.get(slug="jane-ash"),
        **fields,
    )
    return made


def test_a_pack_that_changes_a_kind(pack: PackFolder) -> None:
    pack.load()
    outsider()
    Statement.objects.exclude(slug="outside").delete()
    for path in ("statements/harbour.yaml", "statements/feast.yaml"):
        (pack.path / path).unlink()
    pack.edit("entities.yaml", "kind: person", "kind: group")
    told = [str(it) for it in pack.problems()]
    assert len(told) == 1
    assert "entities.yaml, line " in told[0]
    assert "kind: This would leave a fact, “outside”, wrong: “Jane Ash” is of the" in told[0]


def test_a_pack_that_narrows_a_property(pack: PackFolder) -> None:
    pack.load()
    outsider()
    pack.edit("properties.yaml", "value_kinds:\n    - person", "value_kinds:\n    - body")
    told = [str(it) for it in pack.problems()]
    assert any("value_kinds: This would leave a fact, “" in it for it in told)


def test_a_pack_that_changes_a_kind_and_its_facts(pack: PackFolder) -> None:
    pack.load()
    fact = outsider()
    text = pack.read("properties.yaml")
    pack.write("properties.yaml", text.replace("    - person\n", "    - group\n"))
    pack.edit("entities.yaml", "kind: person", "kind: group")
    pack.load()
    fact.refresh_from_db()
    assert fact.value_entity
    assert fact.value_entity.kind == "group"


def test_a_load_asks_as_often_for_many_entities(pack: PackFolder) -> None:
    def cost(more: int) -> int:
        for number in range(more):
            new = f"- slug: e{more}-{number}\n  kind: person\n  label: Lamp {more} {number}\n\n"
            pack.edit("entities.yaml", "- slug: feast\n", f"{new}- slug: feast\n")
        with CaptureQueriesContext(connection) as queries:
            pack.load()
        return len(queries)

    pack.load()
    assert cost(20) == cost(2)
