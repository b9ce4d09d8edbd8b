"""Which question of a fact is asked."""

from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS
from quizzes.bank.models import Question
from quizzes.facts.models import Statement
from quizzes.study.attempts import start_attempt
from quizzes.study.models import Memory, StudySettings
from quizzes.study.selection import choose_question
from tests.factories import (
    BY_FORMAT,
    FlashcardFactory,
    QuestionFactory,
    StatementFactory,
    TypedQuestionFactory,
)

from .steps import memory_values

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def fact(db: None) -> Statement:
    return StatementFactory()


def at_stage(learner: User, fact: Statement, stage: str) -> None:
    values = memory_values(date(2026, 2, 20), date(2026, 3, 1), stage=stage)
    Memory.objects.create(learner=learner, statement=fact, **values)


def was_asked(learner: User, question: Question) -> None:
    start_attempt(learner, [question], "Quiz", NOW).responses.update(shown_at=NOW)


def test_it_works(
    alice: User, fact: Statement, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    question = QuestionFactory(statement=fact)
    QuestionFactory()
    with django_assert_num_queries(2):
        assert choose_question(alice, fact.pk) == question


def test_a_new_fact_is_a_choice(alice: User, fact: Statement) -> None:
    FlashcardFactory(statement=fact)
    TypedQuestionFactory(statement=fact)
    choice = QuestionFactory(statement=fact)
    assert choose_question(alice, fact.pk) == choice


@pytest.mark.parametrize(("stage", "format"), [("recognition", "choice"), ("recall", "typed")])
def test_the_stage_chooses_the_format(
    alice: User, fact: Statement, stage: str, format: str
) -> None:
    for factory in (FlashcardFactory, TypedQuestionFactory, QuestionFactory):
        factory(statement=fact)
    at_stage(alice, fact, stage)
    question = choose_question(alice, fact.pk)
    assert question is not None
    assert question.format == format


def test_a_typed_answer_comes_before_the_flashcard(alice: User, fact: Statement) -> None:
    FlashcardFactory(statement=fact)
    typed = TypedQuestionFactory(statement=fact)
    assert choose_question(alice, fact.pk) == typed


def test_typing_and_flashcard_take_turns_in_recall(alice: User, fact: Statement) -> None:
    card, typed = FlashcardFactory(statement=fact), TypedQuestionFactory(statement=fact)
    QuestionFactory(statement=fact)
    at_stage(alice, fact, "recall")
    for expected in (typed, card, typed):
        assert choose_question(alice, fact.pk) == expected
        was_asked(alice, expected)


def test_a_flashcard_is_better_than_nothing(alice: User, fact: Statement) -> None:
    card = FlashcardFactory(statement=fact)
    at_stage(alice, fact, "recall")
    assert choose_question(alice, fact.pk) == card


@pytest.mark.parametrize("answers", StudySettings.Answers.values)
@pytest.mark.parametrize("stage", ["", "recognition", "recall"])
@pytest.mark.parametrize("format", FORMATS)
def test_the_only_question_is_asked_whatever_the_stage_and_the_wish(
    alice: User, fact: Statement, format: str, stage: str, answers: str
) -> None:
    only = BY_FORMAT[format](statement=fact)
    StudySettings.objects.create(learner=alice, answers=answers)
    if stage:
        at_stage(alice, fact, stage)
    assert choose_question(alice, fact.pk) == only


@pytest.mark.parametrize("stage", ["", "recognition", "recall"])
def test_who_would_rather_write_is_asked_true_or_false_last(
    alice: User, fact: Statement, stage: str
) -> None:
    BY_FORMAT["true-false"](statement=fact)
    typed = TypedQuestionFactory(statement=fact)
    StudySettings.objects.create(learner=alice, answers="written")
    if stage:
        at_stage(alice, fact, stage)
    assert choose_question(alice, fact.pk) == typed


def test_directions_take_turns(alice: User, fact: Statement) -> None:
    by_subject = QuestionFactory(statement=fact, direction="subject")
    by_value = QuestionFactory(statement=fact, direction="value")
    assert choose_question(alice, fact.pk) == by_value
    was_asked(alice, by_value)
    assert choose_question(alice, fact.pk) == by_subject
    was_asked(alice, by_subject)
    assert choose_question(alice, fact.pk) == by_value


def test_what_others_were_asked_does_not_matter(alice: User, bob: User, fact: Statement) -> None:
    QuestionFactory(statement=fact, direction="subject")
    by_value = QuestionFactory(statement=fact, direction="value")
    was_asked(bob, by_value)
    at_stage(bob, fact, "recall")
    assert choose_question(alice, fact.pk) == by_value


@pytest.mark.parametrize("status", ["retired", "refused"])
def test_only_published_questions_are_asked(alice: User, fact: Statement, status: str) -> None:
    QuestionFactory(statement=fact, status=status)
    assert choose_question(alice, fact.pk) is None
