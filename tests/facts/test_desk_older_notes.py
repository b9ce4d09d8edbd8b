"""A note on how sources differ that was written before one of the values."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.facts.dispute_notes import older_notes
from quizzes.facts.findings import read_facts
from quizzes.facts.models import Entity, Statement
from quizzes.facts.signals import one_change
from quizzes.lib import clock
from tests.conftest import MovableClock
from tests.factories import (
    CommanderFactory,
    DatePropertyFactory,
    EventFactory,
    SourceFactory,
    StatementFactory,
)

from .desk import LIST, change_page, form_of, new_editor, new_statement, save

pytestmark = pytest.mark.django_db

NOTE = "The Gazette has May, the Herald June."
SAID = "written before this value was given"


@pytest.fixture
def editor(moving_clock: MovableClock) -> Client:
    return new_editor("edda")


@pytest.fixture
def noted(moving_clock: MovableClock) -> Statement:
    """The first of two accounts of one event, with a note on how they differ."""
    event: Entity = EventFactory()
    with one_change():  # at the moment of the clock
        fact: Statement = StatementFactory(subject=event, value_date="2018-05", dispute_note=NOTE)
        StatementFactory(subject=event, value_date="2018-06", dispute_note=NOTE)
    moving_clock.move(days=1)
    return fact


def account(noted: Statement, **fields: Any) -> dict[str, Any]:
    """A form for another account of the same event."""
    return new_statement(
        subject=noted.subject_id,
        property=noted.property_id,
        value_entity="",
        value_date="July 2018",
        **fields,
    )


def listed(client: Client) -> list[str]:
    rows = client.get(LIST, {"work": "older-note"}).context["cl"].result_list
    return sorted(row.value_date for row in rows)


def remarks() -> list[str]:
    return [it.message for it in read_facts().remarks if it.rule == "older-note"]


def test_it_works(editor: Client, noted: Statement) -> None:
    assert listed(editor) == []
    done = editor.post(reverse("admin:facts_statement_add"), account(noted), follow=True)
    page = done.content.decode()
    assert SAID in page
    assert NOTE in page
    assert f"{change_page(noted)}#id_dispute_note" in page
    assert listed(editor) == ["2018-05", "2018-06"]
    assert "older than the value of “new-fact”" in remarks()[0]
    assert not [it for it in read_facts().findings if it.rule == "older-note"]
    work = {str(it.what): it.count for it in editor.get(reverse("admin:index")).context["work"]}
    assert work["note on how sources differ older than the values"] == 2


def test_the_preview_says_so_beforehand(editor: Client, noted: Statement) -> None:
    url = reverse("admin:facts_statement_sentence_new")
    assert SAID in editor.post(url, account(noted)).content.decode()
    assert SAID not in editor.post(url, account(noted, dispute_note=NOTE)).content.decode()
    same = account(noted) | {"value_date": "May or so"}
    assert SAID not in editor.post(url, same).content.decode()


def test_a_changed_value_counts(editor: Client, noted: Statement) -> None:
    other = Statement.objects.get(value_date="2018-06")
    Statement.objects.filter(pk=other.pk).update(dispute_note="")
    page = editor.get(change_page(other)).content.decode()
    assert SAID not in page
    save(editor, change_page(other), value_date="August 2018")
    assert listed(editor) == ["2018-05"]
    assert SAID in editor.get(change_page(other)).content.decode()


def test_a_change_beside_the_value_does_not_count(editor: Client, noted: Statement) -> None:
    other = Statement.objects.get(value_date="2018-06")
    Statement.objects.filter(pk=other.pk).update(dispute_note="")
    done = editor.post(
        change_page(other), form_of(editor, change_page(other)) | {"note": "x"}, follow=True
    )
    assert SAID not in done.content.decode()
    assert listed(editor) == []


@pytest.mark.parametrize("how", ["again", "same", "retired", "deprecated"])
def test_a_note_is_read_again(
    editor: Client, noted: Statement, moving_clock: MovableClock, how: str
) -> None:
    editor.post(reverse("admin:facts_statement_add"), account(noted))
    new = Statement.objects.get(slug="new-fact")
    moving_clock.move(days=1)
    if how == "again":
        for fact in Statement.objects.exclude(pk=new.pk):
            save(editor, change_page(fact), dispute_note="They have three months.")
    elif how == "same":
        save(editor, change_page(new), dispute_note=NOTE)
    elif how == "retired":
        save(editor, change_page(new), _save="retire")
    else:
        save(editor, change_page(new), rank="deprecated")
    assert listed(editor) == []
    assert remarks() == []


def test_drafts_do_not_count_until_they_are_published(
    editor: Client, noted: Statement, moving_clock: MovableClock
) -> None:
    editor.post(reverse("admin:facts_statement_add"), account(noted, _save="draft"))
    assert listed(editor) == []
    moving_clock.move(days=1)
    new = Statement.objects.get(slug="new-fact")
    save(editor, change_page(new), _save="publish")
    assert listed(editor) == ["2018-05", "2018-06"]


def test_what_does_not_exclude_it_is_no_rival(editor: Client, noted: Statement) -> None:
    editor.post(reverse("admin:facts_statement_add"), account(noted) | {"value_date": "2018"})
    assert listed(editor) == []


@pytest.mark.parametrize(
    ("one", "other", "rival"),
    [
        ({"value_quantity": "100", "unit": "men"}, {"value_quantity": "300", "unit": "men"}, True),
        ({"value_quantity": "100", "unit": "men"}, {"value_quantity": "300", "unit": "km"}, False),
        ({"value_quantity": "90..200"}, {"value_quantity": "100"}, False),
        ({"value_quantity": "1", "when": "2016"}, {"value_quantity": "2", "when": "2017"}, False),
    ],
)
def test_numbers(one: dict[str, str], other: dict[str, str], rival: bool) -> None:
    prop = DatePropertyFactory(slug="number", datatype="quantity", marks="")
    first = StatementFactory(property=prop, value_date="", dispute_note=NOTE, **one)
    StatementFactory(
        property=prop, subject=first.subject, value_date="", disputed_mark=True, **other
    )
    Statement.objects.filter(pk=first.pk).update(disputed_mark=True)
    newest = Statement.objects.latest("pk")
    newest.history.update(history_date=clock.now() + timedelta(days=3))
    assert bool(older_notes()) is rival


def test_names_and_what_has_no_history(moving_clock: MovableClock) -> None:
    first = CommanderFactory(dispute_note=NOTE)
    moving_clock.move(days=1)
    second = CommanderFactory(subject=first.subject)
    assert {pk: [it.pk for it in rows] for pk, rows in older_notes().items()} == {
        first.pk: [second.pk]
    }
    Statement.history.all().delete()
    assert older_notes() == {}


def test_strangers_see_none(noted: Statement) -> None:
    assert Client().get(LIST, {"work": "older-note"}).status_code == 302


def test_it_takes_as_many_queries_for_few_and_many(
    editor: Client, moving_clock: MovableClock
) -> None:
    SourceFactory()
    counts = []
    for number in (2, 9):
        for _ in range(number):
            first = CommanderFactory(dispute_note=f"{NOTE} {_} {number}")
            moving_clock.move(days=1)
            CommanderFactory(subject=first.subject)
        with CaptureQueriesContext(connection) as captured:
            assert older_notes()
        counts.append(len(captured))
    assert counts == [3, 3]
