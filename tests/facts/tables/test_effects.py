"""The preview of a table tells what it does to questions, learners and assignments."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quizzes.accounts.models import User
from quizzes.bank.models import Correction, Question
from quizzes.facts import effects
from quizzes.facts.models import Statement
from quizzes.facts.tables import importing
from quizzes.facts.tables import preview as tables_preview
from quizzes.facts.tables.preview import as_json, from_json
from quizzes.study.models import Memory
from tests.bank.packs import captures
from tests.factories import AssignmentFactory, QuestionSetFactory, SchoolClassFactory
from tests.facts.desk import change_page, new_editor, save
from tests.study.steps import memory_values

from .steps import confirm, csv_of, everything, preview, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank_follows")]

HEADING = ["slug", "value"]


@pytest.fixture
def editor() -> Client:
    return new_editor("editor")


@pytest.fixture
def facts() -> list[Statement]:
    return captures()


def remembered(learner: User, fact: Statement) -> None:
    values: Any = memory_values(date(2026, 2, 20), date(2026, 4, 9))
    Memory.objects.create(learner=learner, statement=fact, **values)


def test_it_works(editor: Client, facts: list[Statement], alice: User) -> None:
    remembered(alice, facts[0])
    question = Question.objects.get(key="capture-0:choice:value")
    AssignmentFactory(
        title="Week one",
        school_class=SchoolClassFactory(name="7b"),
        question_set=QuestionSetFactory(questions=[question]),
    )
    before = everything(), list(Question.objects.order_by("pk").values())
    page = preview(editor, csv_of([HEADING, ["capture-0", "2018-03-05"]]))
    text = text_of(page)
    assert "published questions change." in text
    assert "1 learner has a memory of it, which is kept." in text
    assert "1 open assignment contains it: “Week one” (7b)." in text
    assert "This is a correction" in text
    assert "did the army capture the harbour? 3 March 2018 5 March 2018" in text
    assert "Choice, asks for the value" in text
    assert (everything(), list(Question.objects.order_by("pk").values())) == before
    assert not Correction.objects.exists()

    confirm(editor, page, change_reason="The Herald says so")
    made = Correction.objects.get(now="5 March 2018")
    assert (made.was, made.now, made.reason) == (
        "3 March 2018",
        "5 March 2018",
        "The Herald says so",
    )


def test_it_says_what_the_desk_says_of_the_same_change(
    editor: Client, facts: list[Statement]
) -> None:
    page = preview(editor, csv_of([HEADING, ["capture-0", "2018-03-05"]]))
    between = save(editor, change_page(facts[0]), value_date="5 March 2018", _save="")
    ours, theirs = page.context["effects"], between.context["effects"].shortened(20)
    assert ours == theirs
    assert [it.title for it in page.context["questions"]] == [
        it.title for it in between.context["shown"]
    ]


def test_where_no_reason_is_given_the_correction_has_none(
    editor: Client, facts: list[Statement]
) -> None:
    confirm(editor, preview(editor, csv_of([HEADING, ["capture-0", "2018-03-05"]])))
    assert {it.reason for it in Correction.objects.all()} == {""}


def test_nothing_that_is_asked(editor: Client, facts: list[Statement]) -> None:
    page = preview(editor, csv_of([["slug", "note"], ["capture-0", "See the Herald."]]))
    assert "No published question changes." in text_of(page)
    assert page.context["preview"].effects is None


def test_with_mistakes_nothing_is_told_of_questions(editor: Client, facts: list[Statement]) -> None:
    rows = [HEADING, ["capture-0", "2018-03-05"], ["nowhere", "2018-03-05"]]
    text = text_of(preview(editor, csv_of(rows)))
    assert "question" not in text.split("What is wrong")[1].split("Upload")[0]


def test_the_first_few_are_told_in_full_and_all_are_counted(
    editor: Client, facts: list[Statement], monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [f"2018-0{n + 3}-25" for n in range(len(facts))]
    rows = [HEADING, *([it.slug, day] for it, day in zip(facts, days, strict=True))]
    whole = preview(editor, csv_of(rows)).context["preview"].effects
    monkeypatch.setattr(tables_preview, "MOST_SHOWN", 2)
    page = preview(editor, csv_of(rows))
    found = page.context["preview"].effects
    assert (found.changing, found.total) == (whole.changing, whole.total)
    assert (len(found.ordered), len(found.corrected)) == (2, 2)
    assert found.more_corrected == len(whole.corrected) - 2
    text = text_of(page)
    assert f"and {found.total - 2} more questions." in text
    assert f"and {found.more_corrected} more corrections." in text


def test_it_comes_back_from_where_it_is_kept(editor: Client, facts: list[Statement]) -> None:
    page = preview(editor, csv_of([HEADING, ["capture-0", "2018-03-05"]]))
    kept = page.context["preview"]
    assert from_json(as_json(kept)) == kept
    with CaptureQueriesContext(connection) as captured:
        editor.get(page.request["PATH_INFO"])
    assert not [it for it in captured if "bank_question" in it["sql"]]
    assert effects.at_work() is None


def test_of_a_very_large_change_the_people_are_told_and_no_question_is_tried(
    editor: Client, facts: list[Statement], alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered(alice, facts[0])
    monkeypatch.setattr(importing, "FEW", 1)
    monkeypatch.setattr(importing, "LARGEST_BASE", 3)
    few = preview(editor, csv_of([HEADING, ["capture-0", "2018-03-05"]]))
    assert not few.context["effects"].untried
    rows = [HEADING, ["capture-0", "2018-03-05"], ["capture-1", "2018-03-14"]]
    page = preview(editor, csv_of(rows))
    text = text_of(page)
    count = Question.objects.published().filter(statement__in=facts[:2]).count()
    assert f"{count} published questions are made of these facts and may change." in text
    assert "1 learner has a memory of one or more of them, which is kept." in text
    assert "is found out only when it is imported" in text
    assert "Reason for the change" in text
    assert page.context["questions"] == []
    confirm(editor, page)
    assert Correction.objects.count() > 1


def test_of_several_facts_it_speaks_in_the_plural(
    editor: Client, facts: list[Statement], alice: User
) -> None:
    rows = [HEADING, ["capture-0", "2018-03-05"], ["capture-1", "2018-03-14"]]
    text = text_of(preview(editor, csv_of(rows)))
    assert "No learner has a memory of them yet. No open assignment contains them." in text
    remembered(alice, facts[0])
    page = preview(editor, csv_of(rows))
    assert "1 learner has a memory of one or more of them, which is kept." in text_of(page)


def test_a_table_with_new_records_alone_asks_for_no_reason(
    editor: Client, facts: list[Statement], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody has learned what nobody could read."""
    monkeypatch.setattr(importing, "FEW", 1)
    monkeypatch.setattr(importing, "LARGEST_BASE", 3)
    heading = ["slug", "subject", "property", "value", "topic", "citations", "status"]
    old = facts[0]
    told = [old.subject.slug, old.property.slug, "2018-03-05", old.topic.slug]
    source = f"{old.citations.get().source.slug}: page 3"
    rows = [[f"new-{number}", *told, source, "published"] for number in range(3)]
    page = preview(editor, csv_of([heading, *rows]))
    assert page.context["preview"].counts["new"] == 3
    assert page.context["effects"].untried
    assert "Reason for the change" not in text_of(page)
