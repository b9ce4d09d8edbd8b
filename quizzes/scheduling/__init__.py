"""When to ask a fact again: one memory per learner and fact, moved by the FSRS-6 algorithm.

Pure Python, without Django and without a clock: the study day comes in from the caller, the new
state goes out. ``engine`` alone knows the ``fsrs`` package; ``evidence`` says what an answer
proves; ``pace`` how the learner differs from the average one; ``review`` turns state and evidence
into the next state; ``calendar`` picks the day on which the fact comes back; ``queue`` orders a
session; ``cost`` tells what a desired retention takes.
"""

from .calendar import PLAIN, Calendar, Loads, beside, due_date
from .cost import RETENTIONS, expected_minutes
from .days import DAY_STARTS, study_day
from .engine import MAXIMUM_INTERVAL
from .evidence import Evidence, Proof, Rating
from .memory import LEECH_LAPSES, MemoryState, Stage, retrievability
from .pace import AVERAGE, Pace, adapted, taken_back
from .queue import DueFact, NewFact, plan_session, pressing, put_back
from .review import PRIOR_KNOWN, Outcome, review

__all__ = [
    "AVERAGE",
    "DAY_STARTS",
    "LEECH_LAPSES",
    "MAXIMUM_INTERVAL",
    "PLAIN",
    "PRIOR_KNOWN",
    "RETENTIONS",
    "Calendar",
    "DueFact",
    "Evidence",
    "Loads",
    "MemoryState",
    "NewFact",
    "Outcome",
    "Pace",
    "Proof",
    "Rating",
    "Stage",
    "adapted",
    "beside",
    "due_date",
    "expected_minutes",
    "plan_session",
    "pressing",
    "put_back",
    "retrievability",
    "review",
    "study_day",
    "taken_back",
]
