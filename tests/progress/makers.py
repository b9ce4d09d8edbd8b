"""Makers of what a learner remembers and has answered."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from quizzes.accounts.models import User
from quizzes.scheduling import Rating, Stage
from quizzes.study.models import Attempt, Memory, Response, ReviewSession
from tests.factories import QuestionFactory

TODAY = date(2026, 3, 1)


def remember(learner: User, question: Any = None, **columns: Any) -> Memory:
    """Give ``learner`` a memory of the question's fact, last asked ten days ago, due today."""
    question = question or QuestionFactory()
    state = {
        "stability": 10.0,
        "difficulty": 5.0,
        "stage": Stage.RECALL.value,
        "last_day": TODAY - timedelta(days=10),
        "due": TODAY,
        "reps": 3,
    }
    return Memory.objects.create(learner=learner, statement=question.statement, **state | columns)


def answer(
    learner: User, day: date, verdict: str, question: Any = None, **columns: Any
) -> Response:
    """Give ``learner`` a counted answer on ``day`` to a fact remembered before, in a review.

    It is one in a quiz if ``columns`` name its attempt.
    """
    question = question or QuestionFactory()
    place: dict[str, Any] = {}
    if "attempt" not in columns:
        place["session"], _ = ReviewSession.objects.get_or_create(learner=learner, day=day)
    rating = Rating.GOOD if verdict in ("right", "almost") else Rating.AGAIN
    given: dict[str, Any] = {"counted": True, "retrievability": 0.9, "rating": rating}
    given |= {"answered_at": timezone.now()}
    return Response.objects.create(
        learner=learner,
        question=question,
        statement=question.statement,
        question_version=1,
        shown=question.snapshot(),
        study_day=day,
        verdict=verdict,
        **place | given | columns,
    )


def quiz(learner: User) -> Attempt:
    """Give ``learner`` a quiz without questions."""
    return Attempt.objects.create(learner=learner, title="The siege")
