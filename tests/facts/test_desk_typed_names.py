"""Records named by typing, for editors whose browser runs no scripts."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.facts.models import Entity, Statement
from tests.factories import (
    AliasFactory,
    EntityFactory,
    EntityPropertyFactory,
    SourceFactory,
    TopicFactory,
)

from .desk import ADD, change_page, errors, form_of, new_editor, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return new_editor("edda")


@pytest.fixture
def typed() -> dict[str, Any]:
    """A form for a new fact in which all is typed, as when no list opens."""
    guard = EntityFactory(kind="unit", label="Night Guard", slug="night-guard")
    AliasFactory(entity=guard, text="Nachtwache")
    EntityFactory(label="Jane Ash", slug="jane-ash")
    EntityFactory(kind="place", label="Port", slug="port")
    EntityPropertyFactory()
    TopicFactory(title="The harbour", slug="harbour")
    SourceFactory(title="Harbour opens", slug="harbour-opens")
    return {
        "subject-typed": "nachtwache",
        "property-typed": "Commander",
        "value_entity-typed": "jane-ash",
        "where-typed": "port",
        "topic-typed": "the harbour",
        "citations-0-source-typed": "Harbour opens",
        "citations-0-locator": "para. 3",
        "_save": "publish",
    }


def test_it_works(editor: Client, typed: dict[str, Any]) -> None:
    assert save(editor, ADD, **typed).status_code == 302
    fact = Statement.objects.get()
    assert (fact.subject.slug, fact.property.slug) == ("night-guard", "commander")
    assert fact.value_entity
    assert fact.where
    assert (fact.value_entity.slug, fact.where.slug, fact.topic.slug) == (
        "jane-ash",
        "port",
        "harbour",
    )
    assert fact.citations.get().source.slug == "harbour-opens"
    assert (fact.slug, fact.status) == ("night-guard-commander", "published")


def test_the_fields_are_there_only_without_scripts(editor: Client, typed: dict[str, Any]) -> None:
    page = editor.get(ADD).content.decode()
    without = re.sub(r"<noscript>.*?</noscript>", "", page, flags=re.DOTALL)
    names = ["subject", "property", "value_entity", "where", "attributed_to", "topic"]
    for name in [*names, "citations-0-source"]:
        assert f'name="{name}-typed"' in page
        assert f'for="id_{name}-typed"' in page
        assert f'name="{name}-typed"' not in without


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Night Gard", "There is no entity called “Night Gard”. Near it: Night Guard"),
        ("xyz", "There is no entity called “xyz”, and none with a name near it."),
        ("'", "There is no entity called “&#x27;”, and none with a name near it."),
        ("\x00", "and none with a name near it."),
        ("<b>", "There is no entity called “&lt;b&gt;”"),
    ],
)
def test_a_name_of_nobody_is_refused_and_kept(
    editor: Client, typed: dict[str, Any], text: str, message: str
) -> None:
    refused = save(editor, ADD, **(typed | {"subject-typed": text}))
    assert list(errors(refused)) == ["subject"]
    page = refused.content.decode()
    assert message in page
    if text == "Night Gard":
        assert "(night-guard)" in page
        assert 'value="Night Gard"' in page
    assert not Statement.objects.exists()


def test_a_name_of_two_asks_for_the_slug(editor: Client, typed: dict[str, Any]) -> None:
    EntityFactory(label="Night-Guard", slug="other-guard", kind="unit")
    refused = errors(save(editor, ADD, **(typed | {"subject-typed": "Night Guard"})))
    assert "“Night Guard” is the name of several. Write the slug of one:" in refused["subject"][0]
    assert "other-guard" in refused["subject"][0]
    assert save(editor, ADD, **(typed | {"subject-typed": "other-guard"})).status_code == 302


def test_a_property_is_proposed_by_its_wording(editor: Client, typed: dict[str, Any]) -> None:
    refused = errors(save(editor, ADD, **(typed | {"property-typed": "commanded by"})))
    assert "Near it: commander (commander)." in refused["property"][0]


def test_a_source_that_is_none(editor: Client, typed: dict[str, Any]) -> None:
    refused = errors(save(editor, ADD, **(typed | {"citations-0-source-typed": "Herald"})))
    assert "There is no source called “Herald”" in refused["citation 0 source"][0]


def test_what_is_typed_goes_before_what_was_chosen(editor: Client, typed: dict[str, Any]) -> None:
    save(editor, ADD, **typed)
    fact = Statement.objects.get()
    other = EntityFactory(label="Omar Reed")
    assert save(editor, change_page(fact), **{"value_entity-typed": "Omar Reed"}).status_code == 302
    fact.refresh_from_db()
    assert fact.value_entity == other
    before = fact.history.count()
    assert save(editor, change_page(fact), **{"value_entity-typed": "omar reed"}).status_code == 302
    assert fact.history.count() == before


def test_the_preview_reads_names_too(editor: Client, typed: dict[str, Any]) -> None:
    url = reverse("admin:facts_statement_sentence_new")
    page = editor.post(url, form_of(editor, ADD) | typed).content.decode()
    assert "Night Guard was commanded by Jane Ash in Port." in page
    assert "No source yet" not in page


def test_names_that_are_not_to_be_confused(editor: Client) -> None:
    one, other = EntityFactory(label="Ali"), EntityFactory(label="Omar")
    url = reverse("admin:facts_entity_add")
    form = {"label": "Somebody", "kind": "person", "different_from-typed": "Ali; omar"}
    assert save(editor, url, **form).status_code == 302
    assert {*Entity.objects.get(label="Somebody").different_from.all()} == {one, other}
    refused = errors(save(editor, url, **(form | {"different_from-typed": "Ali; Nobody; Else"})))
    assert [text.partition(",")[0] for text in refused["different_from"]] == [
        "There is no entity called “Nobody”",
        "There is no entity called “Else”",
    ]
