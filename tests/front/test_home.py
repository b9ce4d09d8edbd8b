"""The front door: a landing page for visitors, the day for learners, classes for teachers."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.classes.models import Assignment, AssignmentAttempt, SchoolClass
from quizzes.classes.teachers import TEACHERS
from quizzes.lib import clock
from quizzes.study.models import Attempt, ReviewSession, StudySettings
from tests.conftest import MovableClock
from tests.factories import (
    AssignmentFactory,
    EnrolmentFactory,
    QuestionFactory,
    SchoolClassFactory,
    UserFactory,
)
from tests.progress.makers import TODAY, answer, remember

pytestmark = pytest.mark.usefixtures("moving_clock", "db")


@pytest.fixture
def tess(db: None) -> User:
    tess = UserFactory(username="tess")
    tess.groups.add(Group.objects.get(name=TEACHERS))
    return tess


@pytest.fixture
def as_tess(client: Client, tess: User) -> Client:
    client.force_login(tess)
    return client


def home(client: Client) -> str:
    response = client.get(reverse("home"))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def given(school_class: SchoolClass, days: float = 7, **columns: object) -> Assignment:
    """An assignment due ``days`` from now."""
    due_at = clock.now() + timedelta(days=days)
    return AssignmentFactory(school_class=school_class, due_at=due_at, **columns)


def begin(assignment: Assignment, learner: User, *, finish: bool = True) -> None:
    """Let ``learner`` begin the assignment and, unless told otherwise, finish it."""
    attempt = Attempt.objects.create(
        learner=learner, title=assignment.title, finished_at=clock.now() if finish else None
    )
    AssignmentAttempt.objects.create(assignment=assignment, learner=learner, attempt=attempt)


def done_for_today(learner: User) -> None:
    """Give ``learner`` a review of today with nothing left in it."""
    ReviewSession.objects.create(learner=learner, day=TODAY, queue=[], planned=1)


# The visitor


def test_it_works(client: Client) -> None:
    shown = home(client)
    assert "Try ten questions" in shown
    assert f'method="post" action="{reverse("quiz")}"' in shown
    assert 'name="length" value="10"' in shown
    for name in ("account_signup", "account_login", "sources"):
        assert f'href="{reverse(name)}"' in shown
    assert "both accounts" in shown


def test_the_button_starts_a_quiz(client: Client) -> None:
    QuestionFactory.create_batch(12)
    response = client.post(reverse("quiz"), {"length": "10", "fewer": "1"})
    assert response.status_code == 302
    assert Attempt.objects.count() == 1


def test_the_landing_page_asks_the_database_nothing(client: Client) -> None:
    with CaptureQueriesContext(connection) as captured:
        home(client)
    assert len(captured) == 0


def test_it_only_reads(client: Client) -> None:
    assert client.post(reverse("home")).status_code == 405


# The learner's day


def test_a_learner_sees_what_is_due_and_new(as_alice: Client, alice: User) -> None:
    remember(alice)
    remember(alice)
    QuestionFactory()
    shown = home(as_alice)
    assert "2 facts to review, 1 new, about 1 minute." in shown
    assert "Start today’s review" in shown
    assert f'href="{reverse("review")}"' in shown


def test_on_a_day_off_nothing_is_urged(as_alice: Client, alice: User) -> None:
    StudySettings.objects.create(learner=alice, days_off=[TODAY.weekday()])
    QuestionFactory()
    assert "Today is one of your days off. Nothing is due." in home(as_alice)
    remember(alice)
    shown = home(as_alice)
    assert "Today is one of your days off. What is due can wait." in shown
    assert "Review all the same" in shown
    assert "Start today’s review" not in shown


def test_what_does_not_fit_is_told_without_blame(as_alice: Client, alice: User) -> None:
    StudySettings.objects.create(learner=alice, reviews_a_day=1)
    for _ in range(3):
        remember(alice)
    assert "2 more facts are due and can wait" in home(as_alice)


def test_a_beginner_sees_only_new_facts(as_alice: Client) -> None:
    QuestionFactory.create_batch(8)
    shown = home(as_alice)
    assert "8 new facts, about 2 minutes." in shown
    assert "to review" not in shown
    assert "learned so far" not in shown


def test_a_review_under_way_is_continued(as_alice: Client, alice: User) -> None:
    done, waiting = QuestionFactory.create_batch(2)
    remember(alice, done, due=TODAY + timedelta(days=3))
    answer(alice, TODAY, "right", done)
    ReviewSession.objects.update(queue=[waiting.statement.pk], planned=2)
    shown = home(as_alice)
    assert "Continue" in shown
    assert "Start today’s review" not in shown


def test_done_for_today(as_alice: Client, alice: User) -> None:
    remember(alice, due=TODAY + timedelta(days=1))
    remember(alice, due=TODAY + timedelta(days=2))
    done_for_today(alice)
    shown = home(as_alice)
    assert "Done for today. The next review is tomorrow, with about 1 fact." in shown
    assert "Start today’s review" not in shown
    assert "Take a quiz of ten questions" in shown


def test_what_was_left_and_what_is_new_comes_tomorrow(as_alice: Client, alice: User) -> None:
    remember(alice)
    QuestionFactory.create_batch(11)
    done_for_today(alice)
    assert "tomorrow, with about 11 facts." in home(as_alice)  # ten new ones a day


def test_tomorrow_has_a_limit_too(as_alice: Client, alice: User) -> None:
    for _ in range(61):
        remember(alice, due=TODAY + timedelta(days=1))
    done_for_today(alice)
    assert "tomorrow, with about 60 facts." in home(as_alice)


def test_the_next_review_may_be_days_away(as_alice: Client, alice: User) -> None:
    remember(alice, due=TODAY + timedelta(days=3))
    shown = home(as_alice)
    assert "Nothing to review today. The next review is on Wednesday 4 March" in shown


def test_nothing_in_sight(as_alice: Client, alice: User) -> None:
    remember(alice, due=TODAY + timedelta(days=90))
    shown = home(as_alice)
    assert "Nothing to review today." in shown
    assert "next review" not in shown


def test_a_line_on_progress(as_alice: Client, alice: User) -> None:
    remember(alice, stability=90)
    remember(alice)
    shown = home(as_alice)
    assert "2 facts learned so far, 1 of them lasting." in shown
    assert f'href="{reverse("progress")}"' in shown


def test_nothing_of_anybody_else(as_alice: Client, bob: User) -> None:
    question = QuestionFactory()
    remember(bob, question)
    given(EnrolmentFactory(learner=bob).school_class, title="Bob’s work")
    given(SchoolClassFactory(teachers=[bob]), title="Bob’s class work")
    shown = home(as_alice)
    assert "Bob’s" not in shown
    assert "1 new fact," in shown


# The learner's classes


def test_open_assignments_not_done_first(as_alice: Client, alice: User) -> None:
    school_class = EnrolmentFactory(learner=alice, school_class__name="Class 7b").school_class
    begin(given(school_class, days=1, title="Finished one"), alice)
    given(school_class, days=3, title="Later one")
    begin(given(school_class, days=2, title="Sooner one"), alice, finish=False)
    shown = home(as_alice)
    places = [shown.index(title) for title in ("Sooner one", "Later one", "Finished one")]
    assert places == sorted(places)
    assert "Class 7b" in shown
    assert "due Tuesday 3 March, 12:00" in shown
    assert shown.index("at work") < shown.index("not begun") < shown.index(">done<")


def test_what_is_done_and_past_due_is_gone(as_alice: Client, alice: User) -> None:
    school_class = EnrolmentFactory(learner=alice).school_class
    begin(given(school_class, days=-1, title="Finished one"), alice)
    given(school_class, days=-1, title="Missed one")
    shown = home(as_alice)
    assert "Finished one" not in shown
    assert "Missed one" in shown
    assert "was due" in shown


def test_due_dates_are_in_the_learners_time(as_alice: Client, alice: User) -> None:
    alice.time_zone = "Africa/Tripoli"
    alice.save()
    given(EnrolmentFactory(learner=alice).school_class, days=2)
    assert "due Tuesday 3 March, 14:00" in home(as_alice)


# The teacher


def test_a_teacher_sees_classes_first(as_tess: Client, tess: User) -> None:
    QuestionFactory()
    school_class = SchoolClassFactory(name="Class 7b", teachers=[tess])
    learners = [EnrolmentFactory(school_class=school_class).learner for _ in range(3)]
    assignment = given(school_class, title="The first week")
    begin(assignment, learners[0])
    begin(assignment, learners[1], finish=False)
    shown = home(as_tess)
    assert "1 of 3 done" in shown
    assert reverse("class", args=[school_class.pk]) in shown
    assert reverse("assignment", args=[assignment.pk]) in shown
    assert shown.index("Your classes") < shown.index("Today’s review")


def test_only_those_still_in_the_class_are_counted(as_tess: Client, tess: User) -> None:
    school_class = SchoolClassFactory(teachers=[tess])
    gone = EnrolmentFactory(school_class=school_class)
    begin(given(school_class), gone.learner)
    gone.delete()
    assert "0 of 0 done" in home(as_tess)


def test_past_assignments_are_left_to_the_class_page(as_tess: Client, tess: User) -> None:
    given(SchoolClassFactory(teachers=[tess]), days=-1, title="Last week")
    shown = home(as_tess)
    assert "Last week" not in shown
    assert "Nothing given at the moment." in shown


def test_a_teacher_without_a_class_is_shown_how(as_tess: Client) -> None:
    assert "You have no class yet." in home(as_tess)


def test_a_learner_sees_nothing_of_teaching(as_alice: Client, alice: User) -> None:
    # A teacher once, but no more: the classes stay, the right is gone.
    SchoolClassFactory(name="Class 7b", teachers=[alice])
    shown = home(as_alice)
    assert "Your classes" not in shown
    assert "Class 7b" not in shown


def test_a_teacher_sees_no_class_of_a_colleague(as_tess: Client, bob: User) -> None:
    given(SchoolClassFactory(name="Zoology colleague", teachers=[bob]))
    assert "Zoology colleague" not in home(as_tess)


# The cost


def queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        home(client)
    return len(captured)


def test_as_many_queries_for_few_and_many(as_tess: Client, tess: User) -> None:
    counts = []
    for number in (1, 8):
        for _ in range(number):
            remember(tess)
            QuestionFactory()
            taught = given(SchoolClassFactory(teachers=[tess]))
            begin(taught, EnrolmentFactory(school_class=taught.school_class).learner)
            begin(given(EnrolmentFactory(learner=tess).school_class), tess)
        counts.append(queries(as_tess))
    assert counts[0] == counts[1]
    assert counts[0] <= 16


def test_as_many_queries_when_done_for_few_and_many(
    as_alice: Client, alice: User, moving_clock: MovableClock
) -> None:
    done_for_today(alice)
    counts = []
    for number in (1, 20):
        for _ in range(number):
            remember(alice, due=TODAY + timedelta(days=1))
        counts.append(queries(as_alice))
    assert counts[0] == counts[1]
