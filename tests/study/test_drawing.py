"""Drawing the questions of a quiz: limits, mixture, and what is asked only once."""

from collections import Counter

import pytest
from pytest_django import DjangoAssertNumQueries

from quizzes.study.drawing import Wanted, draw_questions, how_many
from tests.factories import (
    BY_FORMAT,
    QuestionFactory,
    StatementFactory,
    TopicFactory,
    TypedQuestionFactory,
)

from .steps import make_questions

pytestmark = pytest.mark.django_db


def test_topics_take_turns_while_they_last() -> None:
    for size in (2, 20, 20):
        make_questions(size, statement__topic=TopicFactory())
    drawn = draw_questions(Wanted(), 12, seed=1)
    assert sorted(Counter(it.statement.topic_id for it in drawn).values()) == [2, 5, 5]
    first = [it.statement.topic_id for it in drawn[:3]]
    assert len(set(first)) == 3


def test_several_topics_are_wanted() -> None:
    one, two, other = TopicFactory(), TopicFactory(), TopicFactory()
    for topic in (one, two, other):
        make_questions(4, statement__topic=topic)
    drawn = draw_questions(Wanted(topics=[one.pk, two.pk]), 20, seed=1)
    assert Counter(it.statement.topic_id for it in drawn) == {one.pk: 4, two.pk: 4}


def test_formats_take_turns_where_facts_have_several() -> None:
    for _ in range(12):
        fact = StatementFactory()
        QuestionFactory(statement=fact)
        TypedQuestionFactory(statement=fact)
    drawn = draw_questions(Wanted(), 10, seed=1)
    assert Counter(it.format for it in drawn) == {"choice": 5, "typed": 5}


def test_formats_and_difficulties_are_limits() -> None:
    make_questions(3, difficulty=1)
    make_questions(3, difficulty=3, measured=1)
    make_questions(3, difficulty=1, measured=3)
    TypedQuestionFactory(difficulty=1)
    drawn = draw_questions(Wanted(formats=["choice"], bands=[1]), 20, seed=1)
    assert len(drawn) == 6
    assert {it.format for it in drawn} == {"choice"}
    assert how_many(Wanted(bands=[1]), seed=1) == 7


def test_of_disputed_accounts_one_is_drawn() -> None:
    first = QuestionFactory(statement__dispute="How many boats were there?")
    QuestionFactory(statement__dispute="How many boats were there?")
    QuestionFactory(
        statement__subject=first.statement.subject, statement__property=first.statement.property
    )
    for seed in range(5):
        drawn = draw_questions(Wanted(), 10, seed=seed)
        disputes = [it for it in drawn if it.statement.dispute]
        subjects = {it.statement.subject_id for it in drawn}
        assert len(disputes) <= 1
        assert len(subjects) == len(drawn)


def test_questions_of_which_the_stem_says_little_may_share_it() -> None:
    for _ in range(3):
        BY_FORMAT["ordering"]()
    assert len(draw_questions(Wanted(formats=["ordering"]), 5, seed=1)) == 3


def test_what_is_restricted_is_never_drawn_and_what_bears_a_note_is() -> None:
    QuestionFactory(statement__sensitivity="restricted")
    noted = QuestionFactory(statement__sensitivity="context")
    assert draw_questions(Wanted(), 5, seed=1) == [noted]


def test_counting_takes_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for more in (1, 20):
        make_questions(more)
        with django_assert_num_queries(1):
            how_many(Wanted(), seed=1)


def test_it_says_what_each_limit_takes_away() -> None:
    wanted = Wanted(topics=[1], bands=[2])
    assert wanted.loosened() == {"topics": Wanted(bands=[2]), "bands": Wanted(topics=[1])}
    assert Wanted().loosened() == {}
