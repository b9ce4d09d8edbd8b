"""Choosing a property at the desk: by the words of an example, and being told why none fits."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.facts.models import Property
from tests.factories import (
    CommanderFactory,
    DatePropertyFactory,
    EntityFactory,
    EntityPropertyFactory,
    EventFactory,
    StatementFactory,
    UserFactory,
)

from .desk import ADD, new_editor

pytestmark = pytest.mark.django_db

AUTOCOMPLETE = reverse("admin:autocomplete")


@pytest.fixture
def editor() -> Client:
    return new_editor("edda")


@pytest.fixture
def lost() -> Property:
    """A property whose label says little, without a fact."""
    made: Property = EntityPropertyFactory(
        slug="lost",
        label="lost in fighting",
        datatype="quantity",
        subject_kinds=["unit", "group"],
        sentence="{value} of {subject} [was|were] killed",
        ask_value="How many did {subject} lose?",
        ask_subject="",
    )
    return made


def asked(client: Client, term: str = "", **chosen: Any) -> dict[str, Any]:
    where = {"app_label": "facts", "model_name": "statement", "field_name": "property"}
    response = client.get(AUTOCOMPLETE, where | {"term": term} | chosen)
    assert response.status_code == 200
    answer: dict[str, Any] = response.json()
    return answer


def labels(answer: dict[str, Any]) -> list[str]:
    return [row["text"] for row in answer["results"]]


def test_it_works(editor: Client, lost: Property) -> None:
    CommanderFactory(subject__label="Night Guard", value_entity__label="Jane Ash")
    CommanderFactory()
    assert {row["text"]: row["example"] for row in asked(editor)["results"]} == {
        "commander": "The Night Guard was commanded by Jane Ash.",
        "lost in fighting": "… of … was killed",
    }


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": "draft"},
        {"sensitivity": "restricted"},
        {"rank": "deprecated"},
        {"own_sentence": "something else"},
    ],
)
def test_what_is_no_example(editor: Client, hidden: dict[str, str]) -> None:
    CommanderFactory(**hidden)
    assert asked(editor)["results"][0]["example"] == "… was commanded by …"


@pytest.mark.parametrize(
    "term", ["lost", "killed", "fighting", "lose", "how many", "Killed lost", "kiled", "LOST"]
)
def test_a_property_is_found_by_its_wording(editor: Client, lost: Property, term: str) -> None:
    EntityPropertyFactory()
    assert labels(asked(editor, term)) == ["lost in fighting"]


def test_a_property_is_found_by_its_example(editor: Client) -> None:
    prop = EntityPropertyFactory(
        slug="did", label="did", datatype="text", sentence="{subject} {value}"
    )
    StatementFactory(
        subject=EntityFactory(label="Jane Ash"),
        property=prop,
        value_date="",
        value_text="sheltered in the school",
    )
    assert labels(asked(editor, "sheltered")) == ["did"]
    assert labels(asked(editor, "sheltered nobody")) == []


def test_the_label_comes_before_wording_and_example(editor: Client) -> None:
    EntityPropertyFactory(slug="a", label="a", sentence="{subject} led {value}")
    EntityPropertyFactory(slug="z", label="was led by", sentence="{value} headed {subject}")
    assert labels(asked(editor, "led")) == ["was led by", "a"]


def test_the_label_that_was_typed_comes_first(editor: Client) -> None:
    EntityPropertyFactory(slug="a", label="also happened there", sentence="{subject}")
    EntityPropertyFactory(slug="b", label="happened before", sentence="{subject}")
    EntityPropertyFactory(slug="had-happened", label="had come about", sentence="{subject} ended")
    DatePropertyFactory()
    offered = labels(asked(editor, "happened"))
    assert offered == ["happened", "happened before", "also happened there"]
    assert labels(asked(editor, "had-happened")) == ["had come about"]


def test_the_help_names_properties_that_there_are(editor: Client) -> None:
    def helped() -> str:
        return str(editor.get(ADD).context["adminform"].form.fields["property"].help_text)

    assert helped() == "What is said about it."
    CommanderFactory()
    CommanderFactory()
    StatementFactory()
    assert "such as “commander” or “happened”" in helped()


def test_markup_is_no_word(editor: Client) -> None:
    EntityPropertyFactory()
    for term in ("subject", "value"):
        assert labels(asked(editor, term)) == []


def test_why_nothing_fits_a_subject(editor: Client, lost: Property) -> None:
    place = EntityFactory(kind="place")
    answer = asked(editor, "killed", subject=place.pk)
    assert answer["results"] == []
    assert answer["nothing"] == (
        "No property called “killed” fits the kind “place”; “lost in fighting” is for: "
        "military unit, group."
    )
    assert "No property fits the kind “place”" in asked(editor, subject=place.pk)["nothing"]


def test_nothing_is_explained_where_there_is_nothing_to_say(editor: Client, lost: Property) -> None:
    unit, place = EntityFactory(kind="unit"), EntityFactory(kind="place")
    assert "nothing" not in asked(editor, "killed", subject=unit.pk)
    assert "nothing" not in asked(editor, "xyz", subject=place.pk)
    assert "nothing" not in asked(editor, "xyz")
    assert "nothing" not in asked(editor, "killed", subject="x")


def test_other_lists_are_as_they_were(editor: Client) -> None:
    EventFactory(label="capture")
    where = {"app_label": "facts", "model_name": "statement", "field_name": "subject"}
    (row,) = editor.get(AUTOCOMPLETE, where | {"term": "capture"}).json()["results"]
    assert set(row) == {"id", "text"}


def test_strangers_are_offered_nothing(lost: Property) -> None:
    where = {"app_label": "facts", "model_name": "statement", "field_name": "property"}
    assert Client().get(AUTOCOMPLETE, where).status_code == 302
    staff = Client()
    staff.force_login(UserFactory(is_staff=True))
    assert staff.get(AUTOCOMPLETE, where).status_code == 403


def test_it_takes_as_many_queries_for_few_and_many(editor: Client) -> None:
    counts = []
    for number in (2, 14):
        for n in range(number):
            prop = DatePropertyFactory(slug=f"p{n}", label=f"happened {n}")
            StatementFactory(property=prop, where=EntityFactory(), attributed_to=EntityFactory())
        with CaptureQueriesContext(connection) as captured:
            assert asked(editor, "happened")["results"]
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_long_example_is_shortened(editor: Client) -> None:
    prop = EntityPropertyFactory(slug="said", datatype="text", sentence="{subject} said {value}")
    StatementFactory(property=prop, value_date="", value_text="word " * 60)
    example = asked(editor)["results"][0]["example"]
    assert example.endswith(" …")
    assert len(example.split()) <= 19


def test_a_label_in_the_help_text_is_no_markup(editor: Client) -> None:
    StatementFactory(property__label="<form action=/accounts/logout/><button>Out</button>")
    shown = editor.get(ADD).content.decode()
    assert "&lt;form action=/accounts/logout/&gt;" in shown
    assert "<form action=/accounts/logout/>" not in shown
