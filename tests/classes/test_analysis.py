"""The page that tells a teacher how the questions of an assignment did."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from quizzes.accounts.models import User
from quizzes.classes.analysis import items_of
from quizzes.classes.models import Assignment
from tests.factories import EnrolmentFactory, UserFactory

from .work import do

pytestmark = pytest.mark.django_db

WHEN = datetime(2026, 3, 2, 9, tzinfo=UTC)
Queries = Callable[[Client, str], int]


def pupils(assignment: Assignment, verdicts: list[list[str]]) -> None:
    for given in verdicts:
        pupil = UserFactory()
        EnrolmentFactory(school_class=assignment.school_class, learner=pupil)
        do(assignment, pupil, given, WHEN)


FIVE = [["right", "right"], ["right", "right"], ["right", "wrong"], ["wrong", "wrong"]]
FIVE += [["skipped", "wrong"]]


def url(assignment: Assignment) -> str:
    return f"/classes/assignments/{assignment.pk}/analysis/"


def test_it_works(as_tess: Client, assignment: Assignment) -> None:
    pupils(assignment, FIVE)
    page = as_tess.get(url(assignment)).text
    assert "5 pupils have finished." in page
    whole, (first, second) = items_of(assignment)
    assert whole is not None
    assert whole.mean == pytest.approx(50)
    assert first.figures is not None
    assert second.figures is not None
    assert (first.figures.facility, second.figures.facility) == (60, 40)
    assert "60%" in page
    assert f"{url(assignment)}" in as_tess.get(f"/classes/assignments/{assignment.pk}/").text


def test_options_are_told_taken_or_not(assignment: Assignment) -> None:
    pupils(assignment, FIVE[:1])
    _whole, (first, _second) = items_of(assignment)
    options = [option["text"] for option in first.question.options]
    assert [answer.text for answer in first.answers][: len(options)] == options
    assert first.untaken == len(options) - 1
    given = first.answers[-1]
    assert (given.text, given.times, given.right) == ("given for right", 1, True)
    assert first.guess == pytest.approx(100 / len(options))


def test_a_skip_is_no_answer(as_tess: Client, assignment: Assignment) -> None:
    pupils(assignment, FIVE)
    _whole, (first, _second) = items_of(assignment)
    assert {answer.text: answer.times for answer in first.answers}[""] == 1
    assert "no answer" in as_tess.get(url(assignment)).text


def test_too_few_and_unfinished_ones(as_tess: Client, assignment: Assignment) -> None:
    assert "Nobody has finished yet." in as_tess.get(url(assignment)).text
    pupils(assignment, [*FIVE[:4], ["right"]])
    page = as_tess.get(url(assignment)).text
    assert "it takes 5" in page
    assert items_of(assignment)[0] is None


def test_a_question_that_not_all_were_asked_is_left_out(assignment: Assignment) -> None:
    pupils(assignment, FIVE)
    attempt = assignment.attempts.order_by("pk")[0].attempt
    attempt.responses.order_by("position")[0].delete()
    whole, items = items_of(assignment)
    assert whole is not None
    assert len(items) == len(whole.items) == 1


def test_it_takes_as_many_queries_for_few_and_many(
    as_tess: Client, assignment: Assignment, queries: Queries
) -> None:
    pupils(assignment, FIVE)
    few = queries(as_tess, url(assignment))
    pupils(assignment, FIVE * 3)
    assert queries(as_tess, url(assignment)) == few <= 10


def test_nobody_else_sees_it(
    as_tom: Client, as_alice: Client, alice: User, client: Client, assignment: Assignment
) -> None:
    assert as_tom.get(url(assignment)).status_code == 404
    assert as_alice.get(url(assignment)).status_code == 404
    assert Client().get(url(assignment)).status_code == 302
    assert as_tom.post(url(assignment)).status_code == 405
