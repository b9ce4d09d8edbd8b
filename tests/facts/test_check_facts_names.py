"""Whether names that look alike are kept apart."""

import pytest

from quizzes.facts.models import Entity
from tests.factories import AliasFactory, EntityFactory

from .second_reading import found, told

pytestmark = pytest.mark.django_db


def person(slug: str, label: str, *aliases: str, kind: str = "person") -> Entity:
    made: Entity = EntityFactory(slug=slug, label=label, kind=kind)
    for text in aliases:
        AliasFactory(entity=made, text=text)
    return made


def test_it_works() -> None:
    one = person("one", "Ada Moss", "The Fox")
    other = person("other", "Bo Reed", "fox")
    assert found("name-claimed-twice") == ["one"]
    assert told("name-claimed-twice") == [
        "“other” has the name “fox” too: drop it from one of them, or link them as not to be "
        "confused"
    ]
    other.different_from.add(one)
    assert found("name-claimed-twice") == []


def test_a_label_that_is_anothers_alias() -> None:
    person("one", "LNA", kind="body")
    person("other", "Army", "L.N.A.", kind="group")
    assert len(found("name-claimed-twice")) == 1


def test_two_labels() -> None:
    person("one", "Harbour", kind="place")
    person("other", "the harbour", kind="event")
    assert len(found("name-claimed-twice")) == 1


def test_a_name_may_have_many_spellings() -> None:
    person("one", "Ahmed al-Mismari", "Ahmed Al-Mismari", "Ahmed Al Mismari")
    assert found("name-claimed-twice") == []


def test_names_of_nothing_but_signs_are_no_names() -> None:
    person("one", "–")
    person("other", "…")
    assert found("name-claimed-twice") == []
    assert found("alike") == []


@pytest.mark.parametrize(
    ("label", "other", "why"),
    [
        ("Adnan Al-Shaari", "Ateyah al-Shaari", "has the same surname"),
        ("Abdul Hamid Werrfali", "Mahmoud al-Werfalli", "has the same surname"),
        ("Jonas Whitfield", "Jonas Whitfielt", "has a name only a slip away"),
        ("Ada Moss", "Bo Moss", "has the same surname"),
    ],
)
def test_alike(label: str, other: str, why: str) -> None:
    one = person("one", label)
    two = person("two", other)
    [message] = told("alike")
    assert why in message
    assert message.endswith("link them as not to be confused")
    one.different_from.add(two)
    assert found("alike") == []


@pytest.mark.parametrize(
    ("label", "other", "kind"),
    [
        ("Ada Moss", "Bo Reed", "person"),
        ("Ada Moss", "Bo Moss", "place"),
        ("Jonas Whitfield", "Bonas Whitfielt", "person"),
        ("Mansour al-Hasadi", "Khaled Mansour", "person"),
    ],
)
def test_not_alike(label: str, other: str, kind: str) -> None:
    person("one", label)
    person("two", other, kind=kind)
    assert found("alike") == []


def test_the_same_name_is_told_once() -> None:
    person("one", "Ada Moss")
    person("two", "Ada Moss")
    assert len(found("name-claimed-twice")) == 1
    assert found("alike") == []


def test_an_entity_told_apart_from_itself() -> None:
    one = EntityFactory(slug="one")
    one.different_from.add(one, EntityFactory(slug="other"))
    assert found("itself") == ["one"]


@pytest.mark.parametrize("name", ["\u200b", "!!!", "A\u202eB", "A\u200bB"])
def test_a_name_that_nobody_can_read(name: str) -> None:
    EntityFactory(slug="odd", label=name)
    EntityFactory(slug="fine", label="\u062f\u0631\u0646\u0629 A\u200d")
    AliasFactory(entity__slug="called-so", text=name)
    assert found("unreadable-name") == ["called-so", "odd"]
