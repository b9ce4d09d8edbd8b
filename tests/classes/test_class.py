"""The page of one class, its roll and its code."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from quizzes.accounts.models import User
from quizzes.bank.models import QuestionSet
from quizzes.classes.models import Assignment, SchoolClass
from tests.classes.work import do
from tests.conftest import MovableClock
from tests.factories import AssignmentFactory, EnrolmentFactory, UserFactory


def _url(school_class: SchoolClass) -> str:
    return f"/classes/{school_class.pk}/"


def test_it_works(as_tess: Client, assignment: Assignment) -> None:
    school_class = assignment.school_class
    EnrolmentFactory(school_class=school_class, learner__first_name="Zora Amin")
    page = as_tess.get(_url(school_class))
    code = school_class.join_code
    for text in (f"{code[:4]} {code[4:]}", "testserver/classes/", "Zora Amin", "alice"):
        assert text in page.text
    assert "Week one" in page.text
    assert "0 of 2" in page.text


def test_counts_who_is_done(
    as_tess: Client, alice: User, assignment: Assignment, moving_clock: MovableClock
) -> None:
    EnrolmentFactory(school_class=assignment.school_class)
    at_work = EnrolmentFactory(school_class=assignment.school_class).learner
    do(assignment, alice, ["right", "right"], moving_clock())
    do(assignment, at_work, ["right"], moving_clock())
    assert "1 of 3" in as_tess.get(_url(assignment.school_class)).text


def test_counts_nobody_who_left_or_is_in_two_classes_twice(
    as_tess: Client, alice: User, assignment: Assignment, moving_clock: MovableClock
) -> None:
    EnrolmentFactory(learner=alice)
    left = EnrolmentFactory(school_class=assignment.school_class)
    do(assignment, alice, ["right", "right"], moving_clock())
    do(assignment, left.learner, ["right", "right"], moving_clock())
    left.delete()
    assert "1 of 1" in as_tess.get(_url(assignment.school_class)).text


def test_pupil_sees_only_their_own_work(
    as_alice: Client, alice: User, assignment: Assignment, moving_clock: MovableClock
) -> None:
    other = EnrolmentFactory(
        school_class=assignment.school_class, learner__first_name="Zora Amin"
    ).learner
    do(assignment, other, ["right", "right"], moving_clock())
    page = as_alice.get(_url(assignment.school_class))
    assert page.status_code == 200
    assert "Week one" in page.text
    assert "not begun" in page.text
    for secret in ("Zora Amin", other.username, "2 of 2", assignment.school_class.join_code[:4]):
        assert secret not in page.text


@pytest.mark.parametrize("who", ["as_bob", "as_tom"])
def test_others_find_nothing(
    who: str, school_class: SchoolClass, request: pytest.FixtureRequest
) -> None:
    client: Client = request.getfixturevalue(who)
    assert client.get(_url(school_class)).status_code == 404


def test_co_teacher_sees_it(as_theo: Client, assignment: Assignment) -> None:
    assert "Week one" in as_theo.get(_url(assignment.school_class)).text


@pytest.mark.parametrize("who", ["as_tess", "as_alice"])
def test_queries_do_not_grow(
    who: str,
    request: pytest.FixtureRequest,
    queries: Callable[[Client, str], int],
    school_class: SchoolClass,
    question_set: QuestionSet,
    alice: User,
    moving_clock: MovableClock,
) -> None:
    client: Client = request.getfixturevalue(who)

    def grow(number: int) -> int:
        for _ in range(number):
            pupil = EnrolmentFactory(school_class=school_class).learner
            given = AssignmentFactory(
                school_class=school_class,
                question_set=question_set,
                due_at=moving_clock() + timedelta(days=1),
            )
            for learner in (pupil, alice):
                do(given, learner, ["right", "wrong"], moving_clock())
        return queries(client, _url(school_class))

    assert grow(3) == grow(27)


class TestCode:
    def test_it_works(self, as_tess: Client, as_bob: Client, school_class: SchoolClass) -> None:
        old = school_class.join_code
        assert as_tess.post(f"{_url(school_class)}code/").status_code == 302
        school_class.refresh_from_db()
        assert school_class.join_code != old
        assert as_bob.post("/classes/join/", {"code": old}).status_code == 422
        assert school_class.enrolments.count() == 1

    @pytest.mark.parametrize("who", ["as_alice", "as_tom"])
    def test_only_its_teachers(
        self, who: str, school_class: SchoolClass, request: pytest.FixtureRequest
    ) -> None:
        old = school_class.join_code
        assert request.getfixturevalue(who).post(f"{_url(school_class)}code/").status_code == 404
        school_class.refresh_from_db()
        assert school_class.join_code == old

    def test_needs_a_post(self, as_tess: Client, school_class: SchoolClass) -> None:
        assert as_tess.get(f"{_url(school_class)}code/").status_code == 405


class TestRemovingAPupil:
    def test_it_works(
        self, as_tess: Client, alice: User, assignment: Assignment, moving_clock: MovableClock
    ) -> None:
        attempt = do(assignment, alice, ["right", "right"], moving_clock())
        url = f"{_url(assignment.school_class)}pupils/{alice.pk}/remove/"
        page = as_tess.post(url, follow=True)
        assert "alice is no longer in the class." in page.text
        assert not alice.joined_classes.exists()
        attempt.refresh_from_db()
        assert attempt.learner == alice
        assert attempt.responses.count() == 2

    def test_twice_is_once(self, as_tess: Client, alice: User, school_class: SchoolClass) -> None:
        url = f"{_url(school_class)}pupils/{alice.pk}/remove/"
        as_tess.post(url)
        assert as_tess.post(url).status_code == 302

    @pytest.mark.parametrize("who", ["as_alice", "as_bob", "as_tom"])
    def test_only_its_teachers(
        self, who: str, alice: User, school_class: SchoolClass, request: pytest.FixtureRequest
    ) -> None:
        url = f"{_url(school_class)}pupils/{alice.pk}/remove/"
        assert request.getfixturevalue(who).post(url).status_code == 404
        assert alice.joined_classes.exists()

    def test_nobody_in_another_class(self, as_tess: Client, school_class: SchoolClass) -> None:
        elsewhere = EnrolmentFactory(learner=UserFactory(username="zed"))
        as_tess.post(f"{_url(school_class)}pupils/{elsewhere.learner.pk}/remove/")
        assert elsewhere.learner.joined_classes.exists()
