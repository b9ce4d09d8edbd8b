"""What is due already follows the exam and the days off that a learner sets."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from quizzes.accounts.models import User
from quizzes.lib import clock
from quizzes.study.models import Memory, StudySettings
from quizzes.study.replanning import replan
from tests.factories import StatementFactory

from .steps import memory_values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("moving_clock")]

TODAY = date(2026, 3, 1)  # a Sunday
EXAM = date(2026, 3, 20)


def remember(learner: User, *dues: date) -> None:
    for due in dues:
        values = memory_values(date(2026, 2, 1), due, stability=120.0, stage="recall")
        Memory.objects.create(learner=learner, statement=StatementFactory(), **values)


def dues_of(learner: User) -> list[date]:
    return list(learner.memories.order_by("pk").values_list("due", flat=True))


def test_what_is_due_after_the_exam_comes_in_the_week_before(alice: User) -> None:
    remember(alice, *[date(2026, 6, 1)] * 14, date(2026, 3, 10), TODAY)
    StudySettings.objects.create(learner=alice, exam_day=EXAM)
    assert replan(alice, clock.now()) == 14
    *moved, before, today = dues_of(alice)
    assert all(EXAM - timedelta(days=7) <= due <= EXAM for due in moved)
    assert max(moved.count(due) for due in moved) <= 3, "they are spread"
    assert (before, today) == (date(2026, 3, 10), TODAY)
    assert replan(alice, clock.now()) == 0


def test_what_is_due_on_a_day_off_is_moved_beside_it(alice: User) -> None:
    remember(alice, date(2026, 6, 5), date(2026, 3, 6), date(2026, 6, 4))
    StudySettings.objects.create(learner=alice, days_off=[4])
    assert replan(alice, clock.now()) == 2
    assert dues_of(alice) == [date(2026, 6, 4), date(2026, 3, 5), date(2026, 6, 4)]


def test_what_is_due_tomorrow_does_not_go_far(alice: User) -> None:
    remember(alice, date(2026, 3, 2))
    StudySettings.objects.create(learner=alice, days_off=[0, 1], exam_day=date(2026, 2, 1))
    assert replan(alice, clock.now()) == 1
    assert dues_of(alice) == [date(2026, 3, 4)]


def test_nothing_is_moved_for_an_exam_that_is_over(alice: User) -> None:
    remember(alice, date(2026, 6, 1))
    StudySettings.objects.create(learner=alice, exam_day=TODAY)
    assert replan(alice, clock.now()) == 0


def test_saving_the_settings_does_it(as_alice: Client, alice: User, bob: User) -> None:
    for learner in (alice, bob):
        remember(learner, date(2026, 6, 1))
    form = {"new_a_day": "3", "reviews_a_day": "20", "desired_retention": "0.9"}
    sent = form | {"exam_day": EXAM.isoformat(), "answers": "stage"}
    answers = StudySettings.Answers.values
    page = as_alice.post(reverse("study_settings"), sent | {"answers": answers[0]})
    assert page.status_code == 302
    assert dues_of(alice)[0] <= EXAM
    assert dues_of(bob) == [date(2026, 6, 1)]


def test_it_takes_as_many_queries_for_few_and_many(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    StudySettings.objects.create(learner=alice, exam_day=EXAM)
    for many in (2, 40):
        Memory.objects.all().delete()
        remember(alice, *[date(2026, 6, 1)] * many)
        learner = User.objects.select_related("study_settings").get(pk=alice.pk)
        with django_assert_num_queries(5):
            replan(learner, clock.now())
