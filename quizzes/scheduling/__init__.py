"""When to ask a fact again: one memory per learner and fact, moved by the FSRS-6 algorithm.

Pure Python, without Django and without a clock: the study day comes in from the caller, the new
state goes out. ``engine`` alone knows the ``fsrs`` package; ``evidence`` says what an answer
proves; ``review`` turns state and evidence into the next state; ``calendar`` picks the day on
which the fact comes back; ``queue`` orders a session.
"""

from .calendar import PLAIN, Calendar, Loads, due_date
from .days import DAY_STARTS, study_day
from .engine import MAXIMUM_INTERVAL
from .evidence import Evidence, Proof, Rating
from .memory import LEECH_LAPSES, MemoryState, Stage, retrievability
from .queue import DueFact, NewFact, plan_session, put_back
from .review import PRIOR_KNOWN, Outcome, review

__all__ = [
    "DAY_STARTS",
    "LEECH_LAPSES",
    "MAXIMUM_INTERVAL",
    "PLAIN",
    "PRIOR_KNOWN",
    "Calendar",
    "DueFact",
    "Evidence",
    "Loads",
    "MemoryState",
    "NewFact",
    "Outcome",
    "Proof",
    "Rating",
    "Stage",
    "due_date",
    "plan_session",
    "put_back",
    "retrievability",
    "review",
    "study_day",
]
