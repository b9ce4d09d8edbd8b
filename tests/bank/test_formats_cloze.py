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


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
def test_a_question_of_ones_own_needs_a_sentence_of_ones_own_for_a_gap() -> None:
    captures()
    first = commands()[0]
    first.own_stem = "Who commanded the River Column in the first battle?"
    first.save()
    keys = published().keys()
    assert "command-0:cloze:value" not in keys
    assert "command-0:cloze:subject" in keys
    first.own_sentence = "in the first battle, {subject} was commanded by {value}"
    first.save()
    question = published()["command-0:cloze:value"]
    assert question.stem == "In the first battle, the River Column was commanded by ____."


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
def test_a_letter_is_no_substitute_for_what_an_own_question_says() -> None:
    first, second = commands(2)
    second.subject = first.subject
    second.save()
    second.property.single_valued = False
    second.property.save()
    assert published()["command-0:cloze:value"].content["hint"] == "O"
    first.own_stem = "Who commanded the River Column in the first battle?"
    first.own_sentence = "{subject} was commanded by {value}"
    first.save()
    assert "command-0:cloze:value" not in published()


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
@pytest.mark.parametrize("year", ["2018", "the war"])
def test_a_sentence_without_the_figures_of_an_own_question_leaves_too_much_open(year: str) -> None:
    first = commands()[0]
    first.own_stem = f"Who commanded the River Column in {year}?"
    first.own_sentence = "{subject} was commanded by {value}"
    first.save()
    assert ("command-0:cloze:value" in published()) is (year == "the war")
