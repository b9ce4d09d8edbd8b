"""Parts of a mark in the work of a class: as points, on every page that tells the mark."""

import pytest
from django.test import Client

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS
from quizzes.classes.models import Assignment, SchoolClass
from quizzes.classes.work import begin, work_of, work_of_class
from quizzes.study.answering import answer
from quizzes.study.attempts import advance
from tests.classes.work import do
from tests.conftest import MovableClock
from tests.factories import (
    AssignmentFactory,
    EnrolmentFactory,
    MatchingFactory,
    OrderingFactory,
    QuestionFactory,
    QuestionSetFactory,
)


@pytest.fixture
def mixed(tess: User, alice: User, moving_clock: MovableClock) -> Assignment:
    """An assignment of three questions that alice has done: whole, three quarters, nought."""
    group = SchoolClass.objects.create(name="Class of points")
    group.teachers.add(tess)
    EnrolmentFactory(school_class=group, learner=alice)
    questions = [QuestionFactory(), MatchingFactory(), OrderingFactory()]
    made: Assignment = AssignmentFactory(
        school_class=group, question_set=QuestionSetFactory(owner=tess, questions=questions)
    )
    attempt = begin(made, alice, moving_clock())
    for response in attempt.responses.all():
        form = FORMATS[response.question.format].form(response.shown, right=True)
        if response.question.format == "matching":
            form["match-0"] = form["match-1"]
        if response.question.format == "ordering":
            form = FORMATS["ordering"].form(response.shown, right=False)
        answer(response, form, moving_clock())
    advance(attempt, moving_clock())
    return made


def test_it_works(mixed: Assignment, alice: User, moving_clock: MovableClock) -> None:
    work = work_of(mixed, alice, moving_clock())
    assert (work.right, work.asked, work.points) == (1, 3, 1.75)
    assert work.points_in_figures == "1.75"
    assert [one.points for one in work_of_class(mixed, moving_clock())] == [1.75]


def test_whole_marks_are_counted_as_before(
    assignment: Assignment, alice: User, moving_clock: MovableClock
) -> None:
    # Their responses have no score, as those from before there were parts.
    do(assignment, alice, ["almost", "wrong"], moving_clock())
    work = work_of(assignment, alice, moving_clock())
    assert (work.right, work.points, work.points_in_figures) == (1, 1, "")


def test_the_teacher_sees_points_and_parts(mixed: Assignment, as_tess: Client, alice: User) -> None:
    url = f"/classes/assignments/{mixed.pk}/"
    assert "done, 1.75 of 3" in as_tess.get(url).text
    page = as_tess.get(f"{url}pupils/{alice.pk}/").text
    assert "1.75 of 3 points, finished" in page
    assert "Answer given: 3 of 4 pairs; this earns 0.75 of 1 point" in page
    assert "Answer given: 0 of 6 pairs in the right order" in page
    assert page.count('class="part-right"') == 3
    assert page.count('class="part-wrong"') == 5
    assert "<li>1. The harbour was opened (April 2018)</li>" in page


def test_the_pupil_sees_points(mixed: Assignment, as_alice: Client) -> None:
    assert "Done: 1.75 of 3 points." in as_alice.get(f"/classes/assignments/{mixed.pk}/").text
    assert "1.75 of 3" in as_alice.get(f"/classes/{mixed.school_class_id}/").text
