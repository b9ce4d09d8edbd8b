"""What each desired retention would take of a learner's days."""

from __future__ import annotations

from datetime import datetime

from quizzes.accounts.models import User
from quizzes.scheduling import expected_minutes

from .agenda import seconds_per_answer
from .pace import last_pace
from .preferences import preferences
from .sessions import asked_of, new_facts, today

DAYS = 30


def minutes_a_day(learner: User, now: datetime) -> dict[float, int]:
    """Return the minutes a day to expect over the next ``DAYS`` days, by desired retention.

    From what the learner remembers, how fast they forget and answer and how many new facts a day
    they want; at least one minute where there is anything to ask. Four queries.
    """
    memories = learner.memories.filter(statement__in=asked_of(learner))
    expected = expected_minutes(
        [memory.state for memory in memories],
        today(learner, now),
        seconds=seconds_per_answer(learner),
        new_a_day=preferences(learner).new_a_day,
        facts_left=new_facts(learner).count(),
        pace=last_pace(learner),
        horizons=(DAYS,),
    )
    return {wanted: max(1, round(minutes[DAYS])) for wanted, minutes in expected.items()}
