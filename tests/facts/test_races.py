"""Loads, editors and actions that meet: one after the other, and nobody's edit is lost."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from quizzes.facts.models import Entity, Report, Statement
from quizzes.facts.pack import PackError
from quizzes.facts.signals import facts_changed, one_change
from quizzes.lib import clock
from tests.factories import EntityFactory

from .conftest import PackFolder
from .desk import ADD, LIST, change_page, confirmation, form_of, new_editor, new_statement
from .races import Rival, halted, one_after_the_other

pytestmark = pytest.mark.django_db(transaction=True)

HARBOUR = "statements/harbour.yaml"


@pytest.fixture
def fact(pack: PackFolder) -> Statement:
    pack.load()
    return Statement.objects.get(slug="guard-strength")


def noted(client: Client, fact: Statement) -> Any:
    """A note written at the desk, ready to be saved."""
    url = change_page(fact)
    form = form_of(client, url) | {"note": "Counted again", "_save": "publish"}
    return lambda: client.post(url, form)


def test_a_load_sees_the_edit_it_waited_for(pack: PackFolder, fact: Statement) -> None:
    save = noted(new_editor("edda"), fact)
    pack.edit(HARBOUR, "value: ~120", "value: ~130")
    saved, loaded = one_after_the_other(save, pack.load)
    assert saved.status_code == 302
    assert isinstance(loaded, PackError)
    assert "“guard-strength” has been edited here and differs in: value, note" in str(loaded)
    fact.refresh_from_db()
    assert (fact.note, fact.value_quantity) == ("Counted again", "~120")


def test_an_editor_is_told_of_the_load_they_waited_for(pack: PackFolder, fact: Statement) -> None:
    save = noted(new_editor("edda"), fact)
    pack.edit(HARBOUR, "value: ~120", "value: ~130")
    loaded, saved = one_after_the_other(pack.load, save)
    assert loaded.changed["statements"] == 1
    assert saved.status_code == 409
    assert "Counted again" in saved.content.decode()
    fact.refresh_from_db()
    assert (fact.note, fact.value_quantity) == ("", "~130")


def test_two_loads(pack: PackFolder) -> None:
    one, other = one_after_the_other(pack.load, pack.load)
    assert one.created["statements"] == 7
    assert not other.created
    assert other.unchanged["statements"] == 7
    assert Statement.objects.get(slug="guard-strength").history.count() == 1


def test_a_load_and_an_action_on_many(pack: PackFolder, fact: Statement) -> None:
    editor = new_editor("edda")
    pack.edit(HARBOUR, "value: ~120", "value: ~130")
    sure = confirmation(editor, "retire", fact)
    done, loaded = one_after_the_other(lambda: editor.post(LIST, sure), pack.load)
    assert done.status_code == 302
    assert "differs in: value, status" in str(loaded)


def test_an_action_on_many_sees_the_edit_it_waited_for(fact: Statement) -> None:
    editor, other = new_editor("edda"), new_editor("otto")
    sure = confirmation(other, "retire", fact)
    _, done = one_after_the_other(noted(editor, fact), lambda: other.post(LIST, sure))
    assert done.status_code == 409
    fact.refresh_from_db()
    assert (fact.note, fact.status) == ("Counted again", "published")
    assert [state.note for state in fact.history.order_by("pk")] == ["", "Counted again"]


def test_two_facts_that_name_themselves_alike() -> None:
    editor, other = new_editor("edda"), new_editor("otto")
    form = form_of(editor, ADD) | new_statement(slug="")
    forms = [form, form | {"value_entity": EntityFactory().pk}]
    first, second = one_after_the_other(
        lambda: editor.post(ADD, forms[0]), lambda: other.post(ADD, forms[1])
    )
    assert (first.status_code, second.status_code) == (302, 302)
    slugs = sorted(Statement.objects.values_list("slug", flat=True))
    assert slugs[1] == f"{slugs[0]}-2"


def test_the_same_fact_is_added_once() -> None:
    editor, other = new_editor("edda"), new_editor("otto")
    form = form_of(editor, ADD) | new_statement(slug="")
    first, second = one_after_the_other(
        lambda: editor.post(ADD, form), lambda: other.post(ADD, form)
    )
    assert (first.status_code, second.status_code) == (302, 200)
    assert "This very fact is there already" in second.content.decode()
    assert Statement.objects.count() == 1


@pytest.mark.parametrize("slug", ["", "old-pier"])
def test_two_entities_of_one_name(slug: str) -> None:
    editor, other = new_editor("edda"), new_editor("otto")
    url = "/admin/facts/entity/add/"
    form = form_of(editor, url) | {"label": "Old Pier", "kind": "place", "slug": slug}
    first, second = one_after_the_other(
        lambda: editor.post(url, form), lambda: other.post(url, form)
    )
    assert (first.status_code, second.status_code) == (302, 200)
    assert "already" in second.content.decode()
    assert Entity.objects.filter(label="Old Pier").count() == 1


def test_of_two_changes_the_later_has_the_later_moment(fact: Statement) -> None:
    def change(note: str) -> None:
        with one_change():
            row = Statement.objects.get(pk=fact.pk)
            row.note += note
            row.save()

    with halted(lambda: change("One. ")) as (one, let_go):
        other = Rival(lambda: change("Two. "))
        assert other.waits(), other.result
        released = clock.now()
        let_go()
        assert (one.end(), other.end()) == (None, None)
    states = list(fact.history.order_by("pk"))
    assert [state.note for state in states] == ["", "One. ", "One. Two. "]
    assert states[1].history_date < released <= states[2].history_date


def test_a_change_is_kept_entirely_or_not_at_all(fact: Statement) -> None:
    """Also where its caller has begun no transaction."""

    def fail(**kwargs: Any) -> None:
        raise ZeroDivisionError

    def change() -> None:
        with one_change():
            fact.note = "Half"
            fact.save()

    facts_changed.connect(fail)
    try:
        with pytest.raises(ZeroDivisionError):
            change()
    finally:
        facts_changed.disconnect(fail)
    fact.refresh_from_db()
    assert (fact.note, fact.history.count()) == ("", 1)


def test_a_reader_does_not_wait(pack: PackFolder, fact: Statement) -> None:
    pack.edit(HARBOUR, "value: ~120", "value: ~130")
    with halted(pack.load):
        page = Rival(lambda: Client().get("/explore/"))
        assert page.end().status_code == 200


def test_what_readers_send_in_waits_rather_than_fails(pack: PackFolder, fact: Statement) -> None:
    """On PostgreSQL it need not even wait, though it refers to a fact that is being changed."""
    pack.edit(HARBOUR, "value: ~120", "value: ~130")
    with halted(pack.load) as (load, let_go):
        report = Rival(lambda: Report.objects.create(statement=fact, text="A slip"))
        waits = report.waits()
        assert waits == (connection.vendor == "sqlite"), report.result
        let_go()
        load.end()
        assert report.end().pk
