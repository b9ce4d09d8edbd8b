"""True or false: whether it is so."""

import re

import pytest

from quizzes.bank.formats import FORMATS, AnswerMissing, Graded
from quizzes.bank.grading import Verdict
from quizzes.bank.models import Question
from tests.factories import TrueFalseFactory

from .packs import captures, commands, published

SO, NOT_SO = {"content": {"so": True}}, {"content": {"so": False}}
FORMAT = FORMATS["true-false"]


def test_it_works() -> None:
    assert FORMAT.grade(SO, {"so": "yes"}) == Graded(Verdict.RIGHT, given="Yes")
    assert FORMAT.grade(SO, {"so": "no"}) == Graded(Verdict.WRONG, given="No")
    assert FORMAT.grade(NOT_SO, {"so": "no"}) == Graded(Verdict.RIGHT, given="No")
    assert FORMAT.grade(NOT_SO, {"so": "yes"}) == Graded(Verdict.WRONG, given="Yes")


@pytest.mark.parametrize("said", ["", "Yes", "true", "1", "maybe"])
def test_what_is_neither_is_missing(said: str) -> None:
    with pytest.raises(AnswerMissing, match="whether it is so"):
        FORMAT.grade(SO, {"so": said})


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
def test_it_is_no_question_for_a_quiz() -> None:
    TrueFalseFactory()
    assert not Question.objects.for_quizzes().exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
def test_what_is_said_is_so_or_is_certainly_not() -> None:
    captures()
    commands()
    questions = [q for q in published().values() if q.format == "true-false"]
    # Of the units and who commanded them it is not asked: nobody is put beside the wrong side.
    assert len(questions) == 5
    assert {q.content["so"] for q in questions} == {True, False}
    for question in questions:
        value = question.statement.value_text_for_people
        assert question.stem.startswith("According to The Gazette, 12 June 2018, is it true that ")
        assert (value in question.stem) == question.content["so"]
        assert question.right_answer == ("Yes" if question.content["so"] else f"No: {value}")
        for option in question.options:
            assert option["text"] in question.stem


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
def test_no_pause_after_the_date_with_which_it_opens() -> None:
    rows = captures()
    prop = rows[0].property
    prop.sentence = "On {value}, {subject.clause}"
    prop.save()
    stems = [q.stem for q in published().values() if q.format == "true-false"]
    assert stems
    for stem in stems:
        assert re.search(r"is it true that on \d+ \w+ 2018 the army captured", stem)
