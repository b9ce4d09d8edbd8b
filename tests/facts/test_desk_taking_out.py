"""Deleting what was added by mistake at the desk, while nothing leans on it."""

from typing import Any

import pytest
from django.contrib.admin.models import DELETION, LogEntry
from django.test import Client
from django.urls import reverse

from quizzes.facts.models import Alias, AliasProposal, Entity, Property, Source, Statement, Topic
from tests.factories import (
    AliasFactory,
    CommanderFactory,
    EntityFactory,
    EntityPropertyFactory,
    SourceFactory,
    TopicFactory,
    UserFactory,
)

from .desk import change_page, new_editor, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return new_editor("edda")


def delete_page(row: Any) -> str:
    return reverse(f"admin:facts_{row._meta.model_name}_delete", args=[row.pk])


def asked(editor: Client, row: Any) -> dict[str, str]:
    """What the page sends that asks whether to delete a record."""
    return {"post": "yes", "state": editor.get(delete_page(row)).context["state"]}


@pytest.mark.parametrize("make", [EntityFactory, SourceFactory, TopicFactory])
def test_it_works(editor: Client, make: Any) -> None:
    row = make()
    model: type[Entity | Source | Topic] = type(row)
    assert delete_page(row) in editor.get(change_page(row)).content.decode()
    assert editor.get(delete_page(row)).status_code == 200
    assert editor.post(delete_page(row), asked(editor, row)).status_code == 302
    assert not model.objects.filter(pk=row.pk).exists()
    last = model.history.filter(id=row.pk).latest()
    assert (last.history_type, last.history_user.username) == ("-", "edda")


def test_its_parts_go_with_it(editor: Client) -> None:
    alias = AliasFactory()
    assert editor.post(delete_page(alias.entity), asked(editor, alias.entity)).status_code == 302
    assert not Alias.objects.exists()


@pytest.mark.parametrize("make", [EntityFactory, SourceFactory, TopicFactory])
def test_what_another_editor_changed_meanwhile_stays(editor: Client, make: Any) -> None:
    row = make()
    form = asked(editor, row)
    other, name = new_editor("omar"), "label" if isinstance(row, Entity) else "title"
    assert save(other, change_page(row), **{name: "Another name"}).status_code == 302
    answer = editor.post(delete_page(row), form)
    assert answer.status_code == 409
    assert "Nothing was deleted. Since you opened this page, omar, " in answer.content.decode()
    assert type(row).objects.filter(pk=row.pk).exists()
    assert not LogEntry.objects.filter(action_flag=DELETION).exists()
    again = {"post": "yes", "state": answer.context["state"]}
    assert editor.post(delete_page(row), again).status_code == 302


def test_a_name_added_meanwhile_keeps_an_entity(editor: Client) -> None:
    row = EntityFactory()
    form = asked(editor, row)
    AliasFactory(entity=row)
    assert editor.post(delete_page(row), form).status_code == 409
    assert Alias.objects.exists()


def kept(editor: Client, row: Any) -> None:
    """Hold that a record cannot be deleted."""
    assert delete_page(row) not in editor.get(change_page(row)).content.decode()
    assert editor.post(delete_page(row), {"post": "yes"}).status_code == 403
    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("status", ["draft", "published", "retired"])
def test_what_a_fact_speaks_of_stays(editor: Client, status: str) -> None:
    fact: Statement = CommanderFactory(status=status)
    assert fact.value_entity
    for row in (fact.subject, fact.value_entity, fact.topic, fact.citations.get().source, fact):
        kept(editor, row)


def test_what_a_fact_once_spoke_of_stays(editor: Client) -> None:
    fact: Statement = CommanderFactory()
    was, fact.subject = fact.subject, EntityFactory(kind="unit")
    fact.save()
    kept(editor, was)


def test_what_others_lean_on_stays(editor: Client) -> None:
    proposed, apart, packed = EntityFactory(), EntityFactory(), EntityFactory(pack_digest="x")
    AliasProposal.objects.create(entity=proposed, text="Another")
    apart.different_from.add(proposed)
    prop: Property = EntityPropertyFactory()
    for row in (proposed, apart, packed, prop):
        kept(editor, row)


def test_who_may_only_look_deletes_nothing() -> None:
    client = Client()
    client.force_login(UserFactory(is_staff=True))
    row = EntityFactory()
    assert client.post(delete_page(row), {"post": "yes"}).status_code == 403
