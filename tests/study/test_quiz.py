"""Starting a quiz: the page, and the drawing of the questions."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from quizzes.accounts.models import User
from quizzes.bank.models import Question
from quizzes.facts.models import Statement
from quizzes.study.attempts import start_attempt, tally
from quizzes.study.drawing import Wanted, draw_questions
from quizzes.study.models import Attempt, Response
from tests.factories import (
    FlashcardFactory,
    QuestionFactory,
    StatementFactory,
    TopicFactory,
    TypedQuestionFactory,
)

from .steps import make_questions

URL = reverse("quiz")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_it_works(as_alice: Client, alice: User) -> None:
    topic = TopicFactory(title="The siege")
    make_questions(7, statement__topic=topic)
    make_questions(3)
    html = as_alice.get(URL).content.decode()
    assert "The siege" in html
    page = as_alice.post(URL, {"topics": topic.slug, "length": "5"})
    attempt = alice.attempts.get()
    assert page["Location"] == reverse("quiz_attempt", args=[attempt.pk])
    assert attempt.title == "The siege"
    responses = list(attempt.responses.order_by("position"))
    assert [response.position for response in responses] == [1, 2, 3, 4, 5]
    assert {response.statement.topic for response in responses} == {topic}
    assert {response.learner for response in responses} == {alice}
    assert responses[0].shown == responses[0].question.snapshot()


def test_a_visitor_starts_one_from_the_landing_page(client: Client, db: None) -> None:
    make_questions(12)
    page = client.post(URL, {"length": "10"})
    attempt = Attempt.objects.get()
    assert page["Location"] == reverse("quiz_attempt", args=[attempt.pk])
    assert attempt.learner is None
    assert attempt.title == "All topics"
    assert attempt.responses.count() == 10
    assert not attempt.responses.exclude(learner=None).exists()
    assert client.get(page["Location"]).status_code == 200


@pytest.mark.parametrize(
    "data", [{}, {"length": "7"}, {"length": "x"}, {"length": "5", "topics": "no-such"}]
)
def test_bad_input_is_refused(client: Client, db: None, data: dict[str, str]) -> None:
    make_questions(1)
    page = client.post(URL, data)
    assert page.status_code == 422
    assert "errorlist" in page.content.decode()
    assert not Attempt.objects.exists()


def test_without_questions_there_is_no_quiz(client: Client, db: None) -> None:
    FlashcardFactory()
    page = client.post(URL, {"length": "5"})
    assert page.status_code == 422
    assert "There are no questions to ask yet." in page.content.decode()
    assert not Attempt.objects.exists()


def test_topics_without_questions_are_not_offered(client: Client, db: None) -> None:
    make_questions(1, statement__topic__title="Full")
    FlashcardFactory(statement__topic__title="Cards alone")
    make_questions(1, statement__topic__title="Refused", status="refused")
    TopicFactory(title="Empty")
    html = client.get(URL).content.decode()
    assert "Full" in html
    for title in ("Empty", "Cards alone", "Refused"):
        assert title not in html


def test_a_topic_can_be_chosen_by_address(client: Client, db: None) -> None:
    topic = TopicFactory(slug="the-siege")
    make_questions(1, statement__topic=topic)
    html = client.get(URL, {"topic": "the-siege"}).content.decode()
    assert re.search(r'value="the-siege"[^>]* checked', html)


def test_the_page_takes_as_many_queries_for_many_topics_as_for_few(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for more in (1, 20):
        make_questions(more)
        with django_assert_num_queries(1):
            client.get(URL)


def test_the_same_seed_draws_the_same_questions(db: None) -> None:
    make_questions(20)
    first = draw_questions(Wanted(), 10, seed=1)
    assert draw_questions(Wanted(), 10, seed=1) == first
    assert draw_questions(Wanted(), 10, seed=2) != first


def test_one_question_for_each_fact(db: None) -> None:
    for _ in range(4):
        choice = QuestionFactory()
        TypedQuestionFactory(statement=choice.statement)
    questions = draw_questions(Wanted(), 20, seed=1)
    assert len({question.statement_id for question in questions}) == len(questions) == 4


def test_the_formats_are_mixed_and_without_flashcards(db: None) -> None:
    for _ in range(20):
        choice = QuestionFactory()
        TypedQuestionFactory(statement=choice.statement)
        FlashcardFactory(statement=choice.statement)
    formats = [question.format for question in draw_questions(Wanted(), 20, seed=1)]
    assert set(formats) == {"choice", "typed"}


def test_no_two_questions_share_a_stem(db: None) -> None:
    make_questions(4, stem="When did it happen?")
    other = QuestionFactory(stem="Who says so?")
    for seed in range(5):
        questions = draw_questions(Wanted(), 5, seed=seed)
        assert len(questions) == 2
        assert other in questions


def test_only_what_stands_is_drawn(db: None) -> None:
    make_questions(1, status="retired")
    make_questions(1, statement__status=Statement.Status.RETIRED)
    make_questions(1, statement__rank=Statement.Rank.DEPRECATED)
    StatementFactory()
    assert draw_questions(Wanted(), 5, seed=1) == []


def test_drawing_takes_two_queries(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for more in (1, 20):
        make_questions(more)
        with django_assert_num_queries(2):
            draw_questions(Wanted(), 20, seed=1)


def test_an_attempt_keeps_questions_as_they_are(alice: User) -> None:
    question = QuestionFactory(stem="When?")
    attempt = start_attempt(alice, [question], "Quiz", NOW)
    Question.objects.update(stem="On what date?")
    assert attempt.responses.get().shown["stem"] == "When?"
    assert attempt.finished_at is None


def test_the_score_counts_right_and_almost() -> None:
    verdicts = ["right", "almost", "partial", "wrong", "skipped", "skipped", ""]
    result = tally(Response(verdict=verdict) for verdict in verdicts)
    assert (result.right, result.partial, result.skipped, result.total) == (2, 1, 2, 7)
    assert (result.points, result.shared, result.uncounted) == (2, 0, 1)
    assert result.points_in_figures == ""


def test_parts_of_a_mark_are_added_up() -> None:
    scores = [("right", 1), ("partial", 0.75), ("partial", 2 / 3), ("partial", 0), ("wrong", 0)]
    result = tally(Response(verdict=verdict, score=score) for verdict, score in scores)
    assert result.points == pytest.approx(1 + 0.75 + 2 / 3)
    assert (result.right, result.partial, result.shared, result.uncounted) == (1, 3, 2, 1)
    assert result.points_in_figures == "2.42"
