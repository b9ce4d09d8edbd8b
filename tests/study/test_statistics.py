"""What the answers say of the questions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.accounts.models import User
from quizzes.bank.models import Question
from quizzes.bank.statistics import Figures, beyond_guessing, figures_of, given_to, guesses_at
from quizzes.study.statistics import band_of, figures, given
from tests.bank.desk.steps import answered
from tests.factories import FlashcardFactory, QuestionFactory, TypedQuestionFactory

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    question, other = QuestionFactory(), QuestionFactory()
    answered(question, right=3, wrong=1)
    answered(other, wrong=1)
    found = figures([question.pk])
    assert found == {question.pk: Figures(answers=4, earned=3.0)}
    assert found[question.pk].percent == 75
    assert given(question.pk) == {"7 May 2018": 3, "1 May 2018": 1}


def test_the_bank_is_told_without_knowing_who_tells() -> None:
    question = QuestionFactory()
    answered(question, right=1)
    assert figures_of([question.pk])[question.pk].answers == 1
    assert given_to(question.pk) == {"7 May 2018": 1}


def test_skipped_and_open_ones_are_no_answers() -> None:
    question = QuestionFactory()
    answered(question, wrong=1, verdict="skipped")
    answered(question, wrong=1, answered_at=None, verdict="", given="")
    assert figures([question.pk]) == {}
    assert given(question.pk) == {}


def test_a_part_of_the_mark_is_a_part_and_a_slip_is_right() -> None:
    question = QuestionFactory()
    answered(question, wrong=1, verdict="partial", score=0.5)
    # Before scores were kept the verdict told.
    answered(question, right=1, score=None)
    answered(question, right=1, verdict="almost", score=None)
    answered(question, wrong=1, score=None)
    assert figures([question.pk])[question.pk] == Figures(answers=4, earned=2.5)


def test_nobody_has_answered() -> None:
    question = QuestionFactory()
    assert figures_of([question.pk]) == {}
    assert (Figures().share, Figures().enough) == (0.0, False)


def test_ten_answers_are_enough_to_tell(alice: User) -> None:
    assert not Figures(answers=9, earned=9).enough
    assert Figures(answers=10, earned=1).enough


@pytest.mark.parametrize(
    ("share", "guesses", "knew"),
    [(1, 3, 1), (2 / 3, 3, 0.5), (1 / 3, 3, 0), (0.1, 3, 0), (0.75, 2, 0.5), (0.4, None, 0.4)],
)
def test_guesses_are_taken_off(share: float, guesses: int | None, knew: float) -> None:
    assert beyond_guessing(share, guesses) == pytest.approx(knew)


def test_only_what_can_be_picked_can_be_guessed() -> None:
    assert guesses_at(QuestionFactory()) == 3
    assert guesses_at(TypedQuestionFactory()) is None
    assert guesses_at(FlashcardFactory()) is None


@pytest.mark.parametrize(
    ("share", "band"), [(1, 1), (0.85, 1), (0.849, 2), (0.6, 2), (0.599, 3), (0, 3)]
)
def test_bands(share: float, band: int) -> None:
    assert band_of(share) == Question.Difficulty(band)


def test_one_query_for_many_questions() -> None:
    questions = [QuestionFactory() for _ in range(5)]
    for question in questions:
        answered(question, right=1)
    with CaptureQueriesContext(connection) as queries:
        assert len(figures([question.pk for question in questions])) == 5
    assert len(queries) == 1
