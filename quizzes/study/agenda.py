"""What a learner's day holds, for the home page."""

from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from django.db.models import F

from quizzes.accounts.models import User

from .sessions import (
    REVIEWS_A_DAY,
    due_facts,
    new_facts,
    new_room,
    still_to_ask,
    today,
    todays_session,
)

__all__ = ["Agenda", "agenda", "todays_session"]

USUAL_SECONDS = 15
FEWEST_SECONDS, MOST_SECONDS = 5, 60
ENOUGH_ANSWERS, ANSWERS_LOOKED_AT = 10, 50


@dataclass(frozen=True)
class Agenda:
    """A learner's study day.

    ``left`` facts are still to be asked: ``due`` ones and ``new`` ones, never more than a day's
    limits. ``done`` answers were given in today's review. ``seconds`` is about how long the rest
    will take. ``finished`` says that there was something to ask today and nothing is left.
    """

    day: date
    due: int
    new: int
    left: int
    done: int
    seconds: int
    finished: bool


def agenda(learner: User, now: datetime) -> Agenda:
    """Return the learner's study day at ``now``; at most five queries, and nothing is written."""
    day = today(learner, now)
    session = learner.review_sessions.filter(day=day).first()
    done = 0
    if session and session.planned:
        waiting = still_to_ask(session)
        due = learner.memories.filter(statement__in=waiting).count()
        new = len(waiting) - due
        done = session.responses.filter(answered_at__isnull=False).count()
    else:
        waiting_long = due_facts(learner, day).count()
        due = min(waiting_long, REVIEWS_A_DAY)
        new = new_facts(learner)[: new_room(learner, day, waiting_long)].count()
    left = due + new
    return Agenda(
        day=day,
        due=due,
        new=new,
        left=left,
        done=done,
        seconds=round(left * _seconds_per_answer(learner)) if left else 0,
        finished=bool(session and session.planned and not left),
    )


def _seconds_per_answer(learner: User) -> float:
    """Return the learner's median time for an answer, or a usual one while answers are few."""
    answers = (
        learner.responses.filter(answered_at__isnull=False, shown_at__isnull=False)
        .annotate(took=F("answered_at") - F("shown_at"))
        .order_by("-pk")
        .values_list("took", flat=True)[:ANSWERS_LOOKED_AT]
    )
    times = [took.total_seconds() for took in answers]
    if len(times) < ENOUGH_ANSWERS:
        return USUAL_SECONDS
    usual: float = median(times)
    return min(max(usual, FEWEST_SECONDS), MOST_SECONDS)
