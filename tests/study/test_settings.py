"""How learners say how they want to review, and what follows from it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.lib import clock
from quizzes.study.costs import minutes_a_day
from quizzes.study.models import Memory, StudySettings
from quizzes.study.preferences import preferences
from tests.factories import DateQuestionFactory, QuestionFactory, StatementFactory

from .steps import (
    RIGHT,
    answer_next,
    make_questions,
    memory_values,
    open_question,
    remember,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("moving_clock")]

URL = reverse("study_settings")
TODAY = date(2026, 3, 1)  # a Sunday
DATA = {
    "new_a_day": "3",
    "reviews_a_day": "20",
    "desired_retention": "0.85",
    "days_off": ["4", "5"],
    "exam_day": "2026-06-01",
    "answers": "written",
    "asks_context": "on",
}


def test_it_works(as_alice: Client, alice: User) -> None:
    page = as_alice.get(URL).content.decode()
    assert 'value="10"' in page
    for _ in range(2):
        assert as_alice.post(URL, DATA)["Location"] == URL
    kept = StudySettings.objects.get(learner=alice)
    assert (kept.new_a_day, kept.reviews_a_day, kept.desired_retention) == (3, 20, 0.85)
    assert (kept.days_off, kept.exam_day) == ([4, 5], date(2026, 6, 1))
    assert (kept.answers, kept.asks_context) == ("written", True)
    assert 'value="2026-06-01"' in as_alice.get(URL).content.decode()


def test_it_tells_what_each_retention_takes(as_alice: Client, alice: User) -> None:
    values = memory_values(date(2026, 2, 20), TODAY, stability=4.0)
    remember(alice, 300, **values)
    minutes = minutes_a_day(alice, clock.now())
    told = [minutes[wanted] for wanted in (0.8, 0.85, 0.9, 0.95)]
    assert told == sorted(told)
    assert told[-1] > told[0]
    page = as_alice.get(URL).content.decode()
    assert f"95%: about {told[-1]} minutes a day" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("new_a_day", "51"),
        ("new_a_day", "-1"),
        ("new_a_day", "many"),
        ("reviews_a_day", "0"),
        ("reviews_a_day", "401"),
        ("desired_retention", "0.5"),
        ("desired_retention", "nan"),
        ("days_off", ["7"]),
        ("days_off", [str(day) for day in range(7)]),
        ("exam_day", "soon"),
        ("answers", "sung"),
    ],
)
def test_what_makes_no_sense_is_refused(
    as_alice: Client, alice: User, field: str, value: Any
) -> None:
    page = as_alice.post(URL, DATA | {field: value})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert not StudySettings.objects.exists()


def test_who_has_set_nothing_has_the_usual(alice: User) -> None:
    wishes = preferences(alice)
    assert (wishes.new_a_day, wishes.reviews_a_day, wishes.desired_retention) == (10, 60, 0.9)
    assert not StudySettings.objects.exists()


def test_as_many_new_facts_as_were_wished(as_alice: Client, alice: User) -> None:
    make_questions(6)
    StudySettings.objects.create(learner=alice, new_a_day=2)
    as_alice.get(reverse("review"))
    assert alice.review_sessions.get().planned == 2


def test_a_lower_retention_asks_later(as_alice: Client, alice: User, bob: User) -> None:
    fact = QuestionFactory().statement
    values = memory_values(date(2026, 1, 1), TODAY, stability=60.0, stage="recall")
    dues = []
    for learner, wanted in ((alice, 0.8), (bob, 0.95)):
        StudySettings.objects.create(learner=learner, desired_retention=wanted)
        Memory.objects.create(learner=learner, statement=fact, **values)
        client = Client()
        client.force_login(learner)
        answer_next(client, learner, RIGHT)
        dues.append(learner.memories.get().due)
    assert dues[0] > dues[1]


def test_nothing_falls_due_on_a_day_off_or_after_an_exam(as_alice: Client, alice: User) -> None:
    exam = date(2026, 3, 20)
    StudySettings.objects.create(learner=alice, days_off=[0, 2, 4], exam_day=exam)
    values = memory_values(date(2026, 1, 1), TODAY, stability=200.0, stage="recall")
    for question in QuestionFactory.create_batch(12):
        Memory.objects.create(learner=alice, statement=question.statement, **values)
    for _ in range(12):
        answer_next(as_alice, alice, RIGHT)
    dues = set(alice.memories.values_list("due", flat=True))
    assert all(TODAY < due <= exam for due in dues)
    assert not {due.weekday() for due in dues} & {0, 2, 4}
    assert len(dues) > 1, "they are spread"


def test_what_bears_a_note_is_left_out_on_request(as_alice: Client, alice: User) -> None:
    noted = QuestionFactory(statement__sensitivity="context")
    plain = QuestionFactory()
    StudySettings.objects.create(learner=alice, asks_context=False)
    assert open_question(as_alice, alice).question == plain
    assert alice.review_sessions.get().queue == [plain.statement_id]
    assert noted.statement_id not in alice.review_sessions.get().queue


@pytest.mark.parametrize(("answers", "format"), [("written", "date"), ("chosen", "choice")])
def test_who_would_rather_write_or_choose_does(
    as_alice: Client, alice: User, answers: str, format: str
) -> None:
    fact = StatementFactory(value_date="2018-05-07")
    QuestionFactory(statement=fact)
    DateQuestionFactory(statement=fact)
    stage = "recognition" if answers == "written" else "recall"
    values = memory_values(date(2026, 2, 1), TODAY, stage=stage)
    Memory.objects.create(learner=alice, statement=fact, **values)
    StudySettings.objects.create(learner=alice, answers=answers)
    assert open_question(as_alice, alice).question.format == format


def test_nobody_sees_anothers(as_alice: Client, alice: User, bob: User) -> None:
    StudySettings.objects.create(learner=bob, new_a_day=7)
    as_alice.post(URL, DATA)
    assert StudySettings.objects.get(learner=bob).new_a_day == 7
    assert reverse("account_login") in Client().get(URL)["Location"]
