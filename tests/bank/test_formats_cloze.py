"""Cloze: a sentence with one gap."""

import pytest

from quizzes.bank.formats import FORMATS
from quizzes.bank.grading import Verdict
from quizzes.bank.templatetags.questions import with_gap
from tests.factories import ClozeFactory

from .packs import captures, commands, published

FORMAT = FORMATS["cloze"]


@pytest.mark.django_db
def test_it_works() -> None:
    shown = ClozeFactory.build().snapshot()
    assert FORMAT.grade(shown, {"answer": "derna"}).verdict is Verdict.RIGHT
    assert FORMAT.grade(shown, {"answer": "Darnah"}).verdict is Verdict.RIGHT
    assert FORMAT.grade(shown, {"answer": "Tobruk"}).verdict is Verdict.WRONG


def test_a_gap_is_read_out_as_one() -> None:
    html = with_gap("The army captured ____ on 7 May.")
    assert '<span class="visually-hidden">(blank)</span>' in html
    assert "____" not in html
    assert html.startswith("The army captured <span")


def test_a_hint_is_read_out_with_its_gap() -> None:
    assert "(blank, begins with D)" in with_gap("It was based in D____ then.")


def test_a_stem_without_a_gap_stays_as_it_is_and_is_escaped() -> None:
    assert with_gap("Who said “<b>”?") == "Who said “&lt;b&gt;”?"
    assert "<script" not in with_gap("<script>____")


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
def test_the_gap_stands_where_the_answer_stood() -> None:
    captures()
    commands()
    questions = {key: q for key, q in published().items() if q.format == "cloze"}
    assert questions["capture-0:cloze:value"].stem == "The army captured the harbour on ____."
    assert questions["command-0:cloze:value"].stem == "The River Column was commanded by ____."
    assert questions["command-0:cloze:subject"].stem == "The ____ was commanded by Omar Salem."
    for question in questions.values():
        assert question.right_answer not in question.stem
        filled = question.stem.replace("____", question.right_answer)
        assert filled.casefold() == question.explanation.casefold()
