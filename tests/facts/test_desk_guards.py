"""Forged addresses and forms at the desk: answered plainly, and at once."""

from typing import Any

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import storages
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from quizzes.facts.models import Statement
from tests.factories import CommanderFactory, EntityFactory

from .desk import LIST, change_page, errors, form_of, new_editor, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return new_editor("edda")


@pytest.mark.parametrize(
    "query",
    ["status__exact=%00", "status__exact=a%00b", "rank__exact=%00", "topic__id__exact=%00", "q=%00"]
    + ["work=%00", "source=%00", "o=%00", "p=%00"],
)
def test_a_sign_that_is_no_text(
    editor: Client, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only PostgreSQL fails on it, so that what is asked for is looked at."""
    asked: list[Any] = []
    filtered = QuerySet.filter

    def listening(rows: Any, *args: Any, **kwargs: Any) -> Any:
        asked.extend([*args, *kwargs.items()])
        return filtered(rows, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "filter", listening)
    CommanderFactory()
    assert editor.get(f"{LIST}?{query}").status_code in (200, 302)
    assert asked
    assert "\\x00" not in repr(asked)
    assert editor.get(f"{LIST}export/?{query}").status_code in (200, 302)
    assert "\\x00" not in repr(asked)


@pytest.mark.parametrize("count", ["201", "9" * 20, "9" * 5000, "+999", " 999", "0999"])
@pytest.mark.parametrize("name", ["citations-TOTAL_FORMS", "citations-INITIAL_FORMS"])
def test_more_parts_than_anybody_typed(editor: Client, name: str, count: str) -> None:
    row = CommanderFactory()
    page = change_page(row)
    sent = form_of(editor, page) | {"note": "Seen"}
    assert editor.post(page, sent | {name: count}).status_code == 400
    assert Statement.objects.get().note == ""
    assert editor.post(page, sent).status_code == 302
    assert Statement.objects.get().note == "Seen"


@pytest.mark.parametrize("count", ["", "x", "-1", "²"])
def test_a_number_of_parts_that_is_none(editor: Client, count: str) -> None:
    page = change_page(CommanderFactory())
    sent = form_of(editor, page) | {"note": "Seen"}
    assert editor.post(page, sent | {"citations-TOTAL_FORMS": count}).status_code == 200
    assert Statement.objects.get().note == ""


def test_the_page_of_an_error_needs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> str:
        raise ValueError("Missing staticfiles manifest entry")

    monkeypatch.setattr(ManifestStaticFilesStorage, "url", broken)
    monkeypatch.setattr(type(storages["staticfiles"]), "url", broken, raising=False)
    from django.views.defaults import server_error

    answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert b"Something went wrong" in answer.content
    page = render_to_string("500.html")
    assert page.lstrip().startswith("<!doctype html>")
    assert not [it for it in ("<style", "style=", "<script", "onclick") if it in page]


def test_nobody_is_confused_with_themselves(editor: Client) -> None:
    one, other = EntityFactory(), EntityFactory()
    page = change_page(one)
    assert "different_from" in errors(save(editor, page, different_from=[one.pk, other.pk]))
    assert save(editor, page, different_from=[other.pk]).status_code == 302
