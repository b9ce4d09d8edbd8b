"""What a learner's day holds, for the home page."""

from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from django.db.models import F

from quizzes.accounts.models import User

from .preferences import is_day_off, preferences
from .sessions import (
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
    limits; ``waiting`` ones besides are due and left for the days to come. ``done`` answers were
    given in today's review. ``seconds`` is about how long the rest will take. ``finished`` says
    that there was something to ask today and nothing is left, ``day_off`` that the learner wants
    no review today and has not begun one.
    """

    day: date
    due: int
    new: int
    left: int
    waiting: int
    done: int
    seconds: int
    finished: bool
    day_off: bool


def agenda(learner: User, now: datetime) -> Agenda:
    """Return the learner's study day at ``now``; at most six queries, and nothing is written."""
    day = today(learner, now)
    session = learner.review_sessions.filter(day=day).first()
    done = more = 0
    if session and session.planned:
        asked = still_to_ask(session)
        due = learner.memories.filter(statement__in=asked).count()
        new = len(asked) - due
        done = session.responses.filter(answered_at__isnull=False).count()
    else:
        all_due = due_facts(learner, day).count()
        due = min(all_due, preferences(learner).reviews_a_day)
        more = all_due - due
        new = new_facts(learner)[: new_room(learner, day, all_due)].count()
    left = due + new
    return Agenda(
        day=day,
        due=due,
        new=new,
        left=left,
        waiting=more,
        done=done,
        seconds=round(left * seconds_per_answer(learner)) if left else 0,
        finished=bool(session and session.planned and not left),
        day_off=is_day_off(learner, day) and not done,
    )


def seconds_per_answer(learner: User) -> float:
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
