"""The question that names a disagreement: in the pack, in tables, at the desk, in the history."""

import html
from typing import Any

import pytest
from django.urls import reverse

from quizzes.facts.models import Statement
from quizzes.facts.pack import dump_pack
from quizzes.facts.tables.columns import columns
from tests.factories import CommanderFactory, StatementFactory

from .conftest import PackFolder
from .desk import change_page, errors, form_of, new_editor, save

pytestmark = pytest.mark.django_db

HARBOUR = "statements/harbour.yaml"
QUESTION = "How strong was the Harbour Guard?"


def name_it(pack: PackFolder, question: str) -> None:
    pack.edit(HARBOUR, "\n  value: ~120\n", f"\n  value: ~120\n  dispute: {question}\n")


def test_it_works(pack: PackFolder, empty_pack: PackFolder) -> None:
    pack.load()
    name_it(pack, QUESTION)
    pack.load()
    dump_pack(empty_pack.path)
    written = empty_pack.files()
    assert f"  dispute: {QUESTION}\n" in written[HARBOUR]
    assert "".join(written.values()).count("dispute:") == 1
    states = Statement.history.filter(slug="guard-strength").order_by("history_id")
    assert [it.dispute for it in states] == ["", QUESTION]
    pack.load()
    dump_pack(empty_pack.path)
    assert empty_pack.files() == written


def test_it_is_short(pack: PackFolder) -> None:
    name_it(pack, "x" * 151)
    [problem] = pack.problems()
    assert "at most 150" in str(problem)


def test_who_has_one_counts_as_disputed() -> None:
    fact, other = StatementFactory(dispute=QUESTION), StatementFactory()
    counted: dict[int, Any] = Statement.objects.all().with_disputed().in_bulk()
    assert [counted[it.pk].is_disputed for it in (fact, other)] == [True, False]


def test_it_is_a_column_of_the_table() -> None:
    names = columns("statements")
    assert names.index("dispute") + 1 == names.index("dispute_note")


def test_it_is_asked_for_beside_the_note() -> None:
    fact, editor = StatementFactory(), new_editor("ed")
    url = change_page(fact)
    page = editor.get(url).content.decode()
    assert page.index('name="dispute"') < page.index('name="dispute_note"')
    assert "those with the same one stand side by side." in page
    assert save(editor, url, dispute=QUESTION).status_code == 302
    fact.refresh_from_db()
    assert [fact.dispute, fact.history.first().dispute] == [QUESTION, QUESTION]
    assert "dispute" in errors(save(editor, url, dispute="x" * 151))


def test_a_name_that_no_other_has_is_warned_of() -> None:
    editor, fact = new_editor("ed"), CommanderFactory()
    other = CommanderFactory(subject=fact.subject, dispute=QUESTION)
    url = change_page(fact)
    assert f'<option value="{html.escape(QUESTION)}">' in editor.get(url).content.decode()
    told = "No other published fact has the disagreement “When?”"
    preview = reverse("admin:facts_statement_sentence", args=[fact.pk])

    def warned(name: str) -> str:
        shown = editor.post(preview, form_of(editor, url) | {"dispute": name}).context["preview"]
        return " ".join(it.text for it in shown.warnings)

    assert told in warned("When?")
    assert f"Perhaps it is: “{QUESTION}”" in warned("When?")
    assert "No other published fact" not in warned(QUESTION)
    saved = editor.post(url, form_of(editor, url) | {"dispute": "When?"}, follow=True)
    assert told in saved.content.decode()
    assert Statement.objects.get(pk=fact.pk).dispute == "When?"
    assert other.dispute == QUESTION
