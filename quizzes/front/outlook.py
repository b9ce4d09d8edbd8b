"""When a learner who is done for today will have something to review again."""

from dataclasses import dataclass
from datetime import date, timedelta

from quizzes.accounts.models import User
from quizzes.progress.figures import forecast
from quizzes.study.preferences import is_day_off, preferences
from quizzes.study.sessions import new_facts, new_room


@dataclass(frozen=True, slots=True)
class NextReview:
    """The next day with something to ask, and about how many facts; ``tomorrow`` if it is that."""

    day: date
    facts: int
    tomorrow: bool


def next_review(learner: User, day: date) -> NextReview | None:
    """Return the first review after ``day``, or None if none is in sight for a month.

    What is left undone on ``day`` or falls due on a day off counts for the next day that is none,
    as do the new facts of that day.
    """
    today, *coming = forecast(learner, day)
    waiting, begun = today.facts, False
    for load in coming:
        waiting += load.facts
        if is_day_off(learner, load.day):
            continue
        facts = min(waiting, preferences(learner).reviews_a_day)
        if not begun:
            facts += new_facts(learner)[: new_room(learner, load.day, waiting)].count()
            begun = True
        if facts:
            return NextReview(load.day, facts, tomorrow=load.day == day + timedelta(days=1))
    return None
