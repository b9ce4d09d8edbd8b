"""Quizzes begun before it was kept that they are a learner's own are theirs after migrating."""

from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.classes.models import Assignment
from quizzes.lib import clock
from quizzes.study.attempts import start_attempt
from quizzes.study.models import Attempt
from tests.classes.work import do
from tests.conftest import MovableClock
from tests.factories import QuestionFactory


@pytest.fixture
def old(alice: User, assignment: Assignment, moving_clock: MovableClock) -> Attempt:
    """An unfinished quiz as it was begun then, beside unfinished class work."""
    do(assignment, alice, ["right"], clock.now())
    return start_attempt(alice, [QuestionFactory() for _ in range(2)], "Of old", clock.now())


def migrate() -> None:
    import_module("quizzes.classes.migrations.0003_own_quizzes").mark_own(apps, None)


def test_it_works(as_alice: Client, alice: User, old: Attempt) -> None:
    quiz = reverse("quiz")
    assert "Of old" not in as_alice.get(quiz).text
    migrate()
    html = as_alice.get(quiz).text
    assert "Of old" in html
    assert "Week one" not in html
    as_alice.post(reverse("quiz_drop", args=[old.pk]))
    assert "Of old" not in as_alice.get(quiz).text


def test_class_work_and_practice_of_one_fact_are_no_quizzes_to_go_on_with(
    as_alice: Client, alice: User, old: Attempt
) -> None:
    as_alice.post(reverse("practise", args=[QuestionFactory().statement.slug]))
    migrate()
    assert list(Attempt.objects.filter(own=True)) == [old]
