"""Blocking a question: it vanishes at once, survives a build, and comes back when let go."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from quizzes.bank import question_sets
from quizzes.bank.generation.building import build_bank
from quizzes.bank.models import Question
from quizzes.study.sessions import askable
from tests.factories import QuestionSetFactory

from .steps import LIST, answered, fresh, page, text_of

pytestmark = pytest.mark.django_db


def act(client: Client, action: str, *rows: Question, **fields: Any) -> Any:
    """Choose an action for ticked questions, and say yes to what is asked."""
    ids = [row.pk for row in rows]
    asked = client.post(LIST, {"action": action, "_selected_action": ids})
    assert asked.status_code == 200
    sure = {"chosen": asked.context["chosen"], "_selected_action": asked.context["first"]}
    return client.post(LIST, {"action": action} | sure | fields)


def block(client: Client, question: Question, reason: str = "The wording misleads.") -> Any:
    return client.post(page("block", question), {"reason": reason}, follow=True)


def test_it_works(editor: Client, choice: Question) -> None:
    (response,) = answered(choice, right=1)
    question_set = QuestionSetFactory(questions=[choice])
    said = text_of(block(editor, choice))
    assert "The question is blocked." in said
    assert "The wording misleads." in said
    assert fresh(choice).status == "blocked"
    assert not Question.objects.published().filter(pk=choice.pk).exists()
    assert question_sets.asked(question_set) == []
    assert choice not in question_sets.offered()
    response.refresh_from_db()
    assert response.question == choice
    editor.post(page("let_go", choice))
    assert fresh(choice).status == "published"
    assert fresh(choice).blocked == ""
    assert question_sets.asked(question_set) == [choice]


def test_a_fact_is_still_asked_by_its_other_questions(editor: Client, choice: Question) -> None:
    block(editor, choice)
    assert choice.statement in askable()
    for other in choice.statement.questions.published():
        block(editor, other)
    assert choice.statement not in askable()


def test_it_survives_regeneration(editor: Client, choice: Question) -> None:
    block(editor, choice)
    build_bank()
    assert fresh(choice).status == "blocked"
    choice.statement.value_date = "2018-03-05"
    choice.statement.save()
    build_bank()
    assert fresh(choice).status == "blocked"
    assert fresh(choice).right_answer == "5 March 2018"


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_it_takes_a_reason(editor: Client, choice: Question, reason: str) -> None:
    response = block(editor, choice, reason)
    assert response.status_code == 422
    assert response.context["block_form"].errors.keys() == {"reason"}
    assert fresh(choice).status == "published"


def test_a_double_click_is_noted_once(editor: Client, choice: Question) -> None:
    for _ in range(2):
        assert block(editor, choice).status_code == 200
    assert LogEntry.objects.count() == 1
    for _ in range(2):
        editor.post(page("let_go", choice))
    assert LogEntry.objects.count() == 2
    assert fresh(choice).status == "published"


def test_a_refused_question_stays_refused_when_let_go(editor: Client, refused: Question) -> None:
    block(editor, refused)
    assert fresh(refused).status == "refused"
    said = text_of(editor.post(page("let_go", refused), follow=True))
    assert "it is still not asked: refused" in said


def test_many_at_once(editor: Client, bank: dict[str, Question]) -> None:
    rows = [bank["capture-0:choice:value"], bank["command-0:typed:value"]]
    asked = editor.post(LIST, {"action": "block", "_selected_action": [row.pk for row in rows]})
    assert "Block 2 questions?" in text_of(asked)
    assert {fresh(row).status for row in rows} == {"published"}
    act(editor, "block", *rows, reason="Under discussion")
    assert {(fresh(row).status, fresh(row).blocked) for row in rows} == {
        ("blocked", "Under discussion")
    }
    act(editor, "let_go", *rows)
    assert {fresh(row).status for row in rows} == {"published"}


def test_many_take_a_reason_too(editor: Client, choice: Question) -> None:
    response = act(editor, "block", choice, reason=" ")
    assert response.status_code == 422
    assert fresh(choice).status == "published"


def test_forged_ids_do_nothing(editor: Client, choice: Question) -> None:
    sent = {"action": "block", "_selected_action": [choice.pk], "reason": "x"}
    for chosen in ("x", "0", "9" * 30, ""):
        assert editor.post(LIST, sent | {"chosen": chosen}, follow=True).status_code == 200
    assert fresh(choice).status == "published"
