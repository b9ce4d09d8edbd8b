"""Forged addresses and forms at the desk: answered plainly, and at once."""

from typing import Any

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import storages
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

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


@pytest.mark.parametrize("count", ["151", "9" * 20, "9" * 5000, "+999", " 999", "0999"])
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


HUGE = "9" * 23
LISTS = ["facts_source", "facts_topic", "facts_entity", "facts_property", "facts_statement"]


@pytest.mark.parametrize("query", ["id__in=" + HUGE, "id=" + HUGE, "id__in=1," + HUGE])
@pytest.mark.parametrize("name", [*LISTS, "facts_report", "facts_aliasproposal", "bank_question"])
def test_a_number_that_no_column_holds(admin_client: Client, name: str, query: str) -> None:
    page = reverse(f"admin:{name}_changelist")
    assert admin_client.get(f"{page}?{query}").status_code in (200, 302)
    assert admin_client.get(f"{page}?{query}", follow=True).status_code == 200


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("statement", "subject=" + HUGE),
        ("statement", "property=" + HUGE),
        ("statement", "foo=1"),
        ("source", "citations=" + HUGE),
        ("source", "work=drafts"),
        ("entity", "id__in=" + HUGE),
    ],
)
@pytest.mark.parametrize("below", ["", "export/"])
def test_a_filter_that_means_nothing(editor: Client, name: str, query: str, below: str) -> None:
    listed = reverse(f"admin:facts_{name}_changelist")
    answer = editor.get(f"{listed}{below}?{query}", follow=True)
    assert answer.status_code == 200
    if answer.redirect_chain:
        assert answer.redirect_chain == [(f"{listed}?e=1", 302)]


@pytest.mark.parametrize("count", ["9" * 5000, HUGE, "²", "x", ""])
def test_a_preview_of_any_number_of_parts(editor: Client, count: str) -> None:
    row = CommanderFactory()
    sent = form_of(editor, change_page(row)) | {"citations-TOTAL_FORMS": count}
    url = reverse("admin:facts_statement_sentence", args=[row.pk])
    assert editor.post(url, sent).status_code == 200


@pytest.mark.parametrize("number", ["9" * 5000, HUGE, "²"])
def test_an_old_form_with_a_part_of_any_number(editor: Client, number: str) -> None:
    row = CommanderFactory()
    page = change_page(row)
    sent = form_of(editor, page)
    row.note = "Changed since"
    row.save()
    answer = editor.post(page, sent | {"note": "Seen", "citations-0-id": number})
    assert answer.status_code == 409
    row.refresh_from_db()
    assert row.note == "Changed since"
