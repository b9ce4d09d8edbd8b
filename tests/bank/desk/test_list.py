"""The list of questions at the desk: what stands in it, and how it is narrowed."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.bank.models import Question, QuestionReport
from tests.bank.packs import capture, published
from tests.factories import UserFactory

from .steps import LIST, answered, text_of

pytestmark = pytest.mark.django_db


def keys(client: Client, **query: Any) -> set[str]:
    response = client.get(LIST, query)
    assert response.status_code == 200
    return {row.key for row in response.context["cl"].result_list}


def test_it_works(editor: Client, choice: Question) -> None:
    answered(choice, right=7, wrong=3)
    page = editor.get(LIST, {"q": "capture-0:choice"})
    assert choice.stem in text_of(page)
    assert "3 March 2018 published" in text_of(page)
    assert "10 70 %" in text_of(page)


def test_few_answers_are_called_too_few(editor: Client, choice: Question) -> None:
    answered(choice, right=9)
    assert "9 too few" in text_of(editor.get(LIST, {"q": choice.key}))


def test_a_skip_is_no_answer(editor: Client, choice: Question) -> None:
    answered(choice, wrong=1, verdict="skipped", given="", counted=False)
    assert "0 –" in text_of(editor.get(LIST, {"q": choice.key}))


def test_the_difficulty_by_answers_goes_before_the_rule(editor: Client, choice: Question) -> None:
    Question.objects.update(difficulty=1)
    Question.objects.filter(pk=choice.pk).update(measured=3)
    assert "hard, by answers" in text_of(editor.get(LIST, {"q": choice.key}))
    assert keys(editor, band="3") == {choice.key}
    assert choice.key not in keys(editor, band="1")


def test_what_needs_work(editor: Client, bank: dict[str, Question], refused: Question) -> None:
    choice = bank["capture-0:choice:value"]
    typed = bank["command-0:typed:value"]
    other = bank["capture-1:choice:value"]
    card = bank["capture-0:flashcard:value"]
    QuestionReport.objects.create(question=choice, text="It was May.", stem=choice.stem)
    QuestionReport.objects.create(question=other, text="No.", stem="x", status="settled")
    Question.objects.filter(pk=typed.pk).update(own_outdated=True)
    Question.objects.filter(pk=card.pk).update(blocked="Dull")
    assert keys(editor, work="reported") == {choice.key}
    assert keys(editor, work="own-words") == {typed.key}
    assert keys(editor, work="blocked") == {card.key}
    assert refused.key in keys(editor, work="refused")
    assert choice.key not in keys(editor, work="refused")
    assert keys(editor, work="nonsense") == keys(editor)


def test_too_hard_and_too_easy_are_told_from_hard_and_easy(
    editor: Client, bank: dict[str, Question]
) -> None:
    guessed, hard = bank["capture-0:choice:value"], bank["capture-1:choice:value"]
    easy, known = bank["command-0:typed:value"], bank["command-1:typed:value"]
    Question.objects.filter(pk__in=[guessed.pk, hard.pk]).update(measured=3)
    Question.objects.filter(pk__in=[easy.pk, known.pk]).update(measured=1)
    # A third of right answers is what blind guessers reach with three options.
    answered(guessed, right=4, wrong=8)
    answered(hard, right=7, wrong=5)
    answered(easy, right=9, wrong=1)
    answered(known, right=12)
    assert keys(editor, work="too-hard") == {guessed.key}
    assert keys(editor, work="too-easy") == {known.key}


@pytest.mark.parametrize(
    "query",
    [
        {"band": "x"},
        {"band": "9"},
        {"work": "\0"},
        {"q": "\0"},
        {"q": "x" * 3000},
        {"statement__topic__id__exact": "x"},
        {"p": "x"},
    ],
)
def test_odd_addresses_break_nothing(
    editor: Client, choice: Question, query: dict[str, str]
) -> None:
    assert editor.get(LIST, query, follow=True).status_code == 200


def test_queries_do_not_grow_with_the_list(editor: Client, bank: dict[str, Question]) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as spent:
            editor.get(LIST)
        return len(spent)

    Question.objects.exclude(statement__slug="capture-0").delete()
    queries()
    few = queries()
    for n in range(8):
        capture(f"outpost {n}", f"2018-07-{n + 10}")
    for question in published().values():
        answered(question, right=1)
    assert queries() == few


def test_a_learner_and_a_teacher_do_not_see_it(as_alice: Client, choice: Question) -> None:
    assert "login" in as_alice.get(LIST)["Location"]
    teacher = Client()
    teacher.force_login(UserFactory(is_staff=True))
    assert teacher.get(LIST).status_code == 403


def test_nothing_is_deleted(editor: Client, choice: Question) -> None:
    url = reverse("admin:bank_question_delete", args=[choice.pk])
    assert editor.post(url, {"post": "yes"}).status_code == 403
    editor.post(LIST, {"action": "delete_selected", "_selected_action": [choice.pk], "post": "yes"})
    assert Question.objects.filter(pk=choice.pk).exists()
