"""A new entity or source that is perhaps there already: warned of, never refused."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.facts.admin.twins import much_alike
from quizzes.facts.models import Entity, Source
from tests.factories import AliasFactory, EntityFactory, SourceFactory

from .desk import change_page, errors, form_of, new_editor, save

pytestmark = pytest.mark.django_db

ENTITY = reverse("admin:facts_entity_add")
SOURCE = reverse("admin:facts_source_add")
QUESTION = "Is it one of those that are there already?"


@pytest.fixture
def editor() -> Client:
    return new_editor("edda")


@pytest.fixture
def guard() -> Entity:
    made: Entity = EntityFactory(
        kind="unit", label="Night Guard", slug="night-guard", description="at the harbour"
    )
    AliasFactory(entity=made, text="Harbour Watch")
    return made


def add(client: Client, label: str, **fields: Any) -> Any:
    return save(client, ENTITY, **{"label": label, "kind": "unit"} | fields)


@pytest.mark.parametrize(
    "label", ["night guard", "Night-Guard", "The Night Guard", "Nigth Guard", "Guard Night"]
)
def test_it_works(editor: Client, guard: Entity, label: str) -> None:
    asked = add(editor, label, description="of the town")
    assert errors(asked) == {"another": [QUESTION]}
    page = asked.content.decode()
    assert "Is it one of these?" in page
    assert f'href="{change_page(guard)}"' in page
    assert "(military unit; at the harbour)" in page
    assert 'name="another"' in page
    assert 'value="of the town"' in page
    assert "Please correct the error" not in page
    assert add(editor, label, description="of the town", another="on").status_code == 302
    assert Entity.objects.latest("pk").description == "of the town"


def test_the_preview_tells_of_it_too(editor: Client, guard: Entity) -> None:
    url = reverse("admin:facts_entity_sentence_new")
    form = {"label": guard.label, "kind": guard.kind}
    (said,) = editor.post(url, form).context["preview"].warnings
    assert said.startswith(f"There is “{guard.label}” already")
    assert editor.post(url, form | {"another": "on"}).context["preview"].warnings == []


def test_an_alias_counts(editor: Client, guard: Entity) -> None:
    page = add(editor, "Harbor Watch").content.decode()
    assert "also called “Harbour Watch”" in page


@pytest.mark.parametrize("label", ["Day Guard", "Night Guard of the west", "Night Guard 2", "درنة"])
def test_other_names_are_added_at_once(editor: Client, guard: Entity, label: str) -> None:
    assert add(editor, label).status_code == 302


def test_a_second_click_asks(editor: Client) -> None:
    form = form_of(editor, ENTITY) | {"label": "Night Guard", "kind": "unit"}
    assert editor.post(ENTITY, form).status_code == 302
    assert editor.post(ENTITY, form).status_code == 200
    assert Entity.objects.count() == 1


def test_the_slug_of_another_is_numbered_or_chosen(editor: Client, guard: Entity) -> None:
    assert add(editor, "Night Guard", another="on").status_code == 302
    assert Entity.objects.latest("pk").slug == "night-guard-2"
    refused = errors(add(editor, "Night Guard", another="on", slug="night-guard"))
    assert list(refused) == ["slug"]
    assert errors(add(editor, "Night Guard", slug="third-guard")) == {"another": [QUESTION]}


def test_who_says_that_they_differ_is_not_asked(editor: Client, guard: Entity) -> None:
    assert add(editor, "Night Guards", different_from=[guard.pk]).status_code == 302


def test_the_tick_stays_while_something_else_is_wrong(editor: Client, guard: Entity) -> None:
    refused = add(editor, "Night Guard", another="on", kind="")
    assert list(errors(refused)) == ["kind"]
    page = refused.content.decode()
    assert "checked" in page[page.index('name="another"') :][:60]
    assert "Please correct the error" in page


def test_an_entity_that_is_changed_is_not_asked_about(editor: Client, guard: Entity) -> None:
    other = EntityFactory(label="Night Gard", kind="unit")
    assert save(editor, change_page(other), description="x").status_code == 302
    assert "another" not in form_of(editor, change_page(other))


def test_the_one_that_is_there_can_be_used(editor: Client, guard: Entity) -> None:
    form = form_of(editor, ENTITY) | {"label": "Night Gard", "kind": "unit", "_use": guard.pk}
    assert editor.post(ENTITY, form)["Location"] == change_page(guard)
    asked = editor.post(ENTITY, form | {"_popup": "1", "_use": ""})
    assert f'name="_use" value="{guard.pk}"' in asked.content.decode()
    handed = editor.post(ENTITY, form | {"_popup": "1"})
    assert f"&quot;value&quot;: &quot;{guard.pk}&quot;" in handed.content.decode()
    assert Entity.objects.count() == 1
    for odd in ("x", "0", "9" * 30):
        assert editor.post(ENTITY, form | {"_use": odd}).status_code == 200


def test_a_source_with_the_same_title_and_publisher(editor: Client) -> None:
    SourceFactory(title="Harbour opens", publisher="The Gazette", slug="one")
    form = {"title": "Harbour Opens!", "publisher": "Gazette", "published": "13 June 2018"}
    asked = save(editor, SOURCE, **form)
    assert errors(asked) == {"another": [QUESTION]}
    assert "(The Gazette, 12 June 2018)" in asked.content.decode()
    assert save(editor, SOURCE, **form, another="on").status_code == 302
    assert Source.objects.count() == 2


@pytest.mark.parametrize("other", [{"publisher": "The Herald"}, {"title": "Harbour closes"}])
def test_another_source(editor: Client, other: dict[str, str]) -> None:
    SourceFactory(title="Harbour opens", publisher="The Gazette", slug="one")
    form = {"title": "Harbour opens", "publisher": "The Gazette"} | other
    assert save(editor, SOURCE, **form).status_code == 302


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Ahmed al-Mismari", "Ahmad Mesmary", True),
        ("Abd al-Hamid", "Abdelhamid", True),
        ("Khalifa Haftar", "Haftar, Khalifa", True),
        ("Brigade 206", "Brigade 204", False),
        ("Ateyah Al-Shaari", "Adnan Al-Shaari", False),
        ("", "", False),
        ("?", "!", False),
    ],
)
def test_what_is_much_alike(one: str, other: str, alike: bool) -> None:
    assert much_alike(one, other) is alike
    assert much_alike(other, one) is alike


def test_names_are_escaped(editor: Client) -> None:
    EntityFactory(label="<script>1", description="<b>")
    page = add(editor, "<script>1").content.decode()
    assert "<script>1" not in page
    assert "<b>" not in page


def test_it_takes_as_many_queries_for_few_and_many(editor: Client) -> None:
    counts = []
    for number in (2, 9):
        for n in range(number):
            AliasFactory(entity__label=f"Night Guard {'x' * n}", text="Night Guard")
        with CaptureQueriesContext(connection) as captured:
            assert add(editor, "Night Guard").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_another_of_the_same_name_is_told_apart_from_the_first(
    editor: Client, guard: Entity
) -> None:
    assert add(editor, "The Night-Guard", another="on").status_code == 302
    assert Entity.objects.get(label="The Night-Guard").different_from.get() == guard
