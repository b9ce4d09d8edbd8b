"""``manage.py measure_difficulty``: how hard questions are by what learners answered."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.accounts.models import User
from quizzes.bank.models import Question
from tests.bank.desk.steps import answered
from tests.factories import QuestionFactory, TypedQuestionFactory

pytestmark = pytest.mark.django_db


def measure() -> str:
    out = StringIO()
    call_command("measure_difficulty", stdout=out)
    return out.getvalue()


def measured(question: Question) -> int | None:
    return Question.objects.get(pk=question.pk).measured


def test_it_works() -> None:
    easy, hard, fresh = (TypedQuestionFactory() for _ in range(3))
    answered(easy, right=27, wrong=3)
    answered(hard, right=15, wrong=15)
    assert measure() == "2 questions measured: 1 easy, 0 medium, 1 hard\n"
    assert [measured(it) for it in (easy, hard, fresh)] == [1, 3, None]


@pytest.mark.parametrize(("right", "band"), [(27, 1), (26, 2), (22, 2), (21, 3)])
def test_a_choice_is_corrected_for_guessing(right: int, band: int) -> None:
    """Of three options 27 right of 30 are 0.85 who knew it, 22 are 0.6."""
    question = QuestionFactory()
    answered(question, right=right, wrong=30 - right)
    measure()
    assert measured(question) == band


def test_twenty_nine_answers_are_too_few() -> None:
    question = TypedQuestionFactory()
    answered(question, right=29)
    measure()
    assert measured(question) is None
    answered(question, right=1)
    measure()
    assert measured(question) == 1


def test_only_the_first_counted_answer_of_each_learner_tells(alice: User) -> None:
    question = TypedQuestionFactory()
    answered(question, wrong=29)
    answered(question, wrong=1, by=alice)
    answered(question, right=70, by=alice)
    answered(question, right=70, counted=False)
    measure()
    assert measured(question) == 3


def test_what_is_no_longer_known_is_taken_back() -> None:
    question = QuestionFactory(measured=2)
    measure()
    assert measured(question) is None


def test_running_it_again_writes_nothing() -> None:
    answered(TypedQuestionFactory(), right=30)
    measure()
    with CaptureQueriesContext(connection) as queries:
        measure()
    assert not [it for it in queries if it["sql"].startswith("UPDATE")]


def test_it_costs_the_same_for_few_and_many() -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as spent:
            measure()
        return len(spent)

    QuestionFactory()
    few = queries()
    for _ in range(20):
        QuestionFactory()
    assert queries() == few


def test_lists_take_it_before_the_rule() -> None:
    by_rule = QuestionFactory(difficulty=1)
    by_answers = QuestionFactory(difficulty=1, measured=3)
    assert {it.pk: it.band for it in Question.objects.with_band()} == {  # type: ignore[attr-defined]
        by_rule.pk: 1,
        by_answers.pk: 3,
    }
    assert list(Question.objects.of_band(3)) == [by_answers]
    assert (by_rule.how_hard, by_answers.how_hard) == ("easy", "hard")
