"""When a learner who is done for today will have something to review again."""

from dataclasses import dataclass
from datetime import date, timedelta

from quizzes.accounts.models import User
from quizzes.progress.figures import forecast
from quizzes.study.sessions import NEW_A_DAY, REVIEWS_A_DAY, new_facts


@dataclass(frozen=True, slots=True)
class NextReview:
    """The next day with something to ask, and about how many facts; ``tomorrow`` if it is that."""

    day: date
    facts: int
    tomorrow: bool


def next_review(learner: User, day: date) -> NextReview | None:
    """Return the first review after ``day``, or None if none is in sight for a month.

    What is left undone on ``day`` counts for the day after, as do the new facts of that day.
    """
    today, tomorrow, *later = forecast(learner, day)
    due = min(today.facts + tomorrow.facts, REVIEWS_A_DAY)
    if facts := due + new_facts(learner)[:NEW_A_DAY].count():
        return NextReview(day + timedelta(days=1), facts, tomorrow=True)
    loads = (NextReview(load.day, load.facts, tomorrow=False) for load in later if load.facts)
    return next(loads, None)
