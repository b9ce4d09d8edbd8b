"""What editors may do at the desk, and that they may do nothing else: every page is walked."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db import models
from django.test import Client
from django.urls import URLPattern, reverse

from quizzes.accounts.models import User
from quizzes.bank.apps import PERMISSIONS as BANKS
from quizzes.bank.models import Question
from quizzes.facts.admin.guards import is_id
from quizzes.facts.apps import PERMISSIONS
from quizzes.facts.models import AliasProposal, Report, Statement
from tests.factories import (
    AssignmentFactory,
    CommanderFactory,
    QuestionFactory,
    UserFactory,
)

from .desk import ADD, LIST, RECORDS, change_page, new_editor, new_statement

pytestmark = pytest.mark.django_db

QUEUES = ["report", "aliasproposal"]


@pytest.fixture
def editor() -> Client:
    return new_editor("edda")


@pytest.fixture
def fact() -> Statement:
    """A fact with a question, a report, a proposed name and a class that is given questions."""
    made: Statement = CommanderFactory()
    QuestionFactory(statement=made)
    Report.objects.create(statement=made, text="No.", reporter=UserFactory())
    AliasProposal.objects.create(entity=made.subject, text="NG")
    AssignmentFactory()
    return made


def pages(model: type[models.Model]) -> Iterator[tuple[str, str]]:
    """Yield the name and an address of every page that the admin has of a model."""
    row = model._default_manager.first()
    for pattern in admin.site.get_model_admin(model).get_urls():
        if not isinstance(pattern, URLPattern) or not pattern.name:
            continue  # the redirect of an old address
        converters = pattern.pattern.converters
        given: dict[str, Any] = {"object_id": row and row.pk, "moment": 1}
        args = {name: given[name] for name in converters if name in given}
        there = row is not None or "object_id" not in args
        if there and set(args) == set(converters):
            yield pattern.name, reverse(f"admin:{pattern.name}", kwargs=args)


def test_it_works(editor: Client, fact: Statement) -> None:
    for record in RECORDS:
        model = admin.site.get_model_admin(_model(record)).model
        status = {name.rsplit("_", 1)[1]: editor.get(url).status_code for name, url in pages(model)}
        own = {name: status[name] for name in ("changelist", "add", "change", "history", "delete")}
        assert own == {"changelist": 200, "add": 200, "change": 200, "history": 200, "delete": 403}
    for record in QUEUES:
        model = admin.site.get_model_admin(_model(record)).model
        status = {name.rsplit("_", 1)[1]: editor.get(url).status_code for name, url in pages(model)}
        assert (status["changelist"], status["change"]) == (200, 200)
        assert (status["add"], status["delete"]) == (403, 403)


def _model(name: str) -> type[models.Model]:
    from django.apps import apps

    return apps.get_model("facts", name)


def test_no_page_fails_and_none_of_other_rooms_opens(editor: Client, fact: Statement) -> None:
    open_to_them = {"facts", "bank"}
    walked = 0
    for model in admin.site._registry:
        app = model._meta.app_label
        for name, url in pages(model):
            for response in (editor.get(url), editor.post(url)):
                walked += 1
                assert response.status_code < 500, name
                if app not in open_to_them:
                    assert response.status_code in (403, 404), name
        if app not in open_to_them:
            assert editor.get(f"/admin/{app}/").status_code == 404
    assert walked > 100
    # What the program asks is not overwritten: an editor's own words have a page of their own.
    assert editor.post(reverse("admin:bank_question_add")).status_code == 422
    question = Question.objects.get()
    assert editor.post(change_page_of(question), {"stem": "x"}).status_code == 405


def change_page_of(row: models.Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def test_the_group_holds_what_it_needs_and_no_more() -> None:
    held = Group.objects.get(name="Editors").permissions.select_related("content_type")
    found = {(it.content_type.app_label, it.codename) for it in held}
    expected = {(app, name) for app, names in PERMISSIONS.items() for name in names}
    assert found == expected | {("bank", name) for name in BANKS}
    assert not {name for _app, name in found if name.startswith("delete")} - {
        "delete_alias",
        "delete_citation",
    }


def test_nobody_finds_people_through_a_list(editor: Client, fact: Statement) -> None:
    """The lists of choices tell nothing of who learns here."""
    for model, field in (("report", "reporter"), ("statement", "subject")):
        where = {"app_label": "facts", "model_name": model, "field_name": field, "term": "u"}
        response = editor.get(reverse("admin:autocomplete"), where)
        assert response.status_code == (403 if field == "reporter" else 200)


def test_an_editor_who_is_no_longer_one(editor: Client, fact: Statement) -> None:
    User.objects.get(username="edda").groups.clear()
    for url in (LIST, ADD, change_page(fact)):
        assert editor.get(url).status_code == 403
    assert editor.post(ADD, new_statement()).status_code == 403


FORGED = ["x", "0", "-1", "9" * 30, "999999", "²", "%00", "1.5", "None", "1;--", "\x00", "٣"]


@pytest.mark.parametrize("odd", FORGED)
@pytest.mark.parametrize("field", ["subject", "property", "value_entity", "where", "topic"])
def test_a_forged_choice_is_refused_with_a_message(editor: Client, field: str, odd: str) -> None:
    response = editor.post(ADD, new_statement(**{field: odd}))
    assert response.status_code == 200
    assert field in response.context["adminform"].form.errors
    assert not Statement.objects.exists()
    assert editor.get(ADD, {field: odd}).status_code == 200


@pytest.mark.parametrize("odd", FORGED)
def test_a_forged_source_is_refused_with_a_message(
    editor: Client, fact: Statement, odd: str
) -> None:
    response = editor.post(ADD, new_statement(**{"citations-0-source": odd}))
    assert response.status_code == 200
    formset = response.context["inline_admin_formsets"][0].formset
    assert "source" in formset.errors[0]


@pytest.mark.parametrize("odd", FORGED)
def test_forged_mix_ups_are_refused_with_a_message(
    editor: Client, fact: Statement, odd: str
) -> None:
    url = reverse("admin:facts_entity_add")
    form: dict[str, Any] = {"label": "One", "kind": "person", "preposition": "in"}
    form |= {"different_from": [odd], "aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}
    response = editor.post(url, form)
    assert response.status_code == 200
    assert "different_from" in response.context["adminform"].form.errors
    assert editor.get(url, {"different_from": odd}).status_code == 200


@pytest.mark.parametrize("odd", FORGED)
def test_a_forged_address_is_no_failure(editor: Client, fact: Statement, odd: str) -> None:
    from urllib.parse import quote

    for record in [*RECORDS, *QUEUES]:
        base = reverse(f"admin:facts_{record}_changelist")
        for page in ("change/", "history/", "delete/", ""):
            url = f"{base}{quote(odd)}/{page}"
            assert editor.get(url).status_code in (301, 302, 403, 404)
            assert editor.post(url).status_code in (301, 302, 403, 404)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        *(("1", True), ("9223372036854775807", True), ("9223372036854775808", False)),
        *(("", False), ("-1", False), ("1.0", False), ("²", False), ("٣", False), (" 1", False)),
    ],
)
def test_what_can_be_an_id(text: str, known: bool) -> None:
    assert is_id(text) is known


def test_a_forged_popup_is_no_failure(editor: Client, fact: Statement) -> None:
    for query in ({"_popup": "1"}, {"_to_field": "id"}, {"_to_field": "password"}):
        for url in (ADD, change_page(fact)):
            assert editor.get(url, query).status_code in (200, 400)


def test_permissions_are_there_for_every_page() -> None:
    names = [name for names in PERMISSIONS.values() for name in names]
    assert Permission.objects.filter(codename__in=names).count() == len(names)
