"""The page of one's classes, and making a class."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.models import QuestionSet
from quizzes.classes.models import Assignment, SchoolClass
from tests.classes.work import do
from tests.conftest import MovableClock
from tests.factories import (
    AssignmentFactory,
    EnrolmentFactory,
    SchoolClassFactory,
    UserFactory,
)


def test_it_works(as_alice: Client, assignment: Assignment) -> None:
    page = as_alice.get("/classes/")
    assert page.status_code == 200
    for text in (
        "Class 7b",
        "Week one",
        "not begun",
        "due Sunday 8 March 2026, 12:00",
        "Join a class",
    ):
        assert text in page.text
    assert "New class" not in page.text


def test_teacher_sees_classes_with_numbers_of_pupils(
    as_tess: Client, school_class: SchoolClass
) -> None:
    EnrolmentFactory(school_class=school_class)
    page = as_tess.get("/classes/")
    assert "Class 7b" in page.text
    assert "2 pupils" in page.text
    assert "New class" in page.text


def test_other_teacher_does_not_see_them(as_tom: Client, school_class: SchoolClass) -> None:
    assert "Class 7b" not in as_tom.get("/classes/").text


def test_stranger_logs_in_first(client: Client) -> None:
    page = client.get("/classes/")
    assert page.status_code == 302
    assert page["Location"] == f"{reverse('account_login')}?next=/classes/"


def test_done_work_shows_its_score_until_it_is_due(
    as_alice: Client, alice: User, assignment: Assignment, moving_clock: MovableClock
) -> None:
    do(assignment, alice, ["right", "wrong"], moving_clock())
    page = as_alice.get("/classes/")
    assert "1 of 2" in page.text
    moving_clock.move(days=8)
    assert "Week one" not in as_alice.get("/classes/").text


def test_work_not_done_stays_after_it_was_due(
    as_alice: Client, assignment: Assignment, moving_clock: MovableClock
) -> None:
    moving_clock.move(days=8)
    page = as_alice.get("/classes/")
    assert "Week one" in page.text
    assert "was due Sunday 8 March 2026" in page.text


def test_work_of_other_classes_is_not_shown(as_alice: Client, school_class: SchoolClass) -> None:
    AssignmentFactory(title="Not for her")
    assert "Not for her" not in as_alice.get("/classes/").text


def test_once_no_teacher_any_more_their_classes_are_gone(
    as_tess: Client, tess: User, school_class: SchoolClass
) -> None:
    tess.groups.clear()
    assert "Class 7b" not in as_tess.get("/classes/").text
    assert as_tess.get(f"/classes/{school_class.pk}/").status_code == 404


@pytest.mark.parametrize("who", ["teacher", "learner"])
def test_queries_do_not_grow(
    who: str,
    queries: Callable[[Client, str], int],
    as_tess: Client,
    tess: User,
    as_alice: Client,
    alice: User,
    question_set: QuestionSet,
    moving_clock: MovableClock,
) -> None:
    client = as_tess if who == "teacher" else as_alice

    def grow(number: int) -> int:
        for _ in range(number):
            school_class = SchoolClassFactory(teachers=[tess])
            EnrolmentFactory(school_class=school_class, learner=alice)
            given = AssignmentFactory(
                school_class=school_class,
                question_set=question_set,
                due_at=moving_clock() + timedelta(days=3),
            )
            do(given, alice, ["right"], moving_clock())
        return queries(client, "/classes/")

    assert grow(3) == grow(27)


class TestNewClass:
    def test_it_works(self, as_tess: Client, tess: User) -> None:
        page = as_tess.post("/classes/new/", {"name": "9a"})
        school_class = tess.taught_classes.get()
        assert school_class.name == "9a"
        assert page["Location"] == f"/classes/{school_class.pk}/"

    def test_double_submit_makes_one(self, as_tess: Client, tess: User) -> None:
        for _ in range(2):
            page = as_tess.post("/classes/new/", {"name": "9a"})
        assert page["Location"] == f"/classes/{tess.taught_classes.get().pk}/"

    def test_two_teachers_may_use_one_name(
        self, as_tess: Client, as_tom: Client, tess: User, tom: User
    ) -> None:
        as_tess.post("/classes/new/", {"name": "9a"})
        as_tom.post("/classes/new/", {"name": "9a"})
        assert tess.taught_classes.get() != tom.taught_classes.get()

    def test_needs_a_name(self, as_tess: Client) -> None:
        page = as_tess.post("/classes/new/", {"name": "  "})
        assert page.status_code == 422
        assert "This field is required" in page.text
        assert not SchoolClass.objects.exists()

    def test_learner_may_not(self, as_alice: Client) -> None:
        page = as_alice.post("/classes/new/", {"name": "9a"})
        assert page.status_code == 403
        assert "Your account may not open this page" in page.text
        assert not SchoolClass.objects.exists()

    def test_superuser_may(self, client: Client, db: None) -> None:
        client.force_login(UserFactory(is_superuser=True))
        assert client.post("/classes/new/", {"name": "9a"}).status_code == 302

    def test_it_is_no_page(self, as_tess: Client) -> None:
        assert as_tess.get("/classes/new/").status_code == 405
