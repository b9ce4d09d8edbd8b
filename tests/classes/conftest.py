"""Tess and Theo teach Class 7b, Tom teaches elsewhere; alice is in 7b, bob is not."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quizzes.accounts.models import User
from quizzes.bank.models import QuestionSet
from quizzes.classes.models import Assignment, SchoolClass
from quizzes.classes.teachers import TEACHERS
from tests.conftest import MovableClock
from tests.factories import (
    AssignmentFactory,
    EnrolmentFactory,
    QuestionFactory,
    QuestionSetFactory,
    SchoolClassFactory,
    UserFactory,
)


@pytest.fixture(autouse=True)
def _questions_of_the_tests_own(bank_at_rest: None) -> None:
    """The facts of these tests come with the questions that the tests give them."""


def _teacher(name: str) -> User:
    teacher: User = UserFactory(username=name)
    teacher.groups.add(Group.objects.get(name=TEACHERS))
    return teacher


@pytest.fixture
def tess(db: None) -> User:
    return _teacher("tess")


@pytest.fixture
def theo(db: None) -> User:
    return _teacher("theo")


@pytest.fixture
def tom(db: None) -> User:
    return _teacher("tom")


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def as_tess(tess: User) -> Client:
    return _as(tess)


@pytest.fixture
def as_theo(theo: User) -> Client:
    return _as(theo)


@pytest.fixture
def as_tom(tom: User) -> Client:
    return _as(tom)


@pytest.fixture
def as_bob(bob: User) -> Client:
    return _as(bob)


@pytest.fixture
def school_class(tess: User, theo: User, alice: User) -> SchoolClass:
    school_class: SchoolClass = SchoolClassFactory(name="Class 7b", teachers=[tess, theo])
    EnrolmentFactory(school_class=school_class, learner=alice)
    return school_class


@pytest.fixture
def question_set(tess: User) -> QuestionSet:
    question_set: QuestionSet = QuestionSetFactory(
        owner=tess, title="The siege", questions=QuestionFactory.create_batch(2)
    )
    return question_set


@pytest.fixture
def assignment(
    school_class: SchoolClass, question_set: QuestionSet, moving_clock: MovableClock
) -> Assignment:
    """Due a week after the clock's start, at noon UTC."""
    assignment: Assignment = AssignmentFactory(
        school_class=school_class,
        question_set=question_set,
        title="Week one",
        due_at=datetime(2026, 3, 8, 12, tzinfo=UTC),
    )
    return assignment


@pytest.fixture
def queries() -> Callable[[Client, str], int]:
    """Return how many queries a page takes once the client's session is warm."""

    def count(client: Client, url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    return count
