"""From a memory and an answer to the next memory."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from math import exp, log

from .calendar import PLAIN, Calendar, due_date
from .engine import LEAST_STABILITY, MAXIMUM_INTERVAL, Strength, step
from .evidence import Evidence, Proof, Rating
from .memory import MemoryState, Stage, retrievability
from .pace import AVERAGE, Pace

PRIOR_KNOWN = AVERAGE.prior
"""Chance that a learner of whom nothing is known knows a fact before the first question about it.

The odds are even then. A right first choice among three thus counts as three parts Good and one
part Again: a stability of 1.3 days where Good alone would give 2.3. At the usual desired retention
of 0.9 the fact is back on the next day, which shows whether it was luck. The learner's pace then
tells how often it is.
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an answer did.

    ``counted`` is False for practice, which leaves the state as it was. ``rating`` is what the
    answer was worth, ``retrievability`` the chance of recall (above 0, up to 1) just before it,
    ``None`` for a new fact.
    """

    state: MemoryState
    rating: Rating
    counted: bool
    retrievability: float | None


def review(
    state: MemoryState | None,
    evidence: Evidence,
    day: date,
    calendar: Calendar = PLAIN,
    *,
    pace: Pace = AVERAGE,
) -> Outcome:
    """Return what an answer on a study day makes of a memory; ``None`` is a new fact.

    Only the first answer of a study day counts; one on the day of the last review, or dated
    before it, is practice. The ``calendar`` says on which day the fact is due then; ``pace`` is
    what is known of the learner, and ``adapted`` moves it by the same answer. Raises ValueError
    for a desired retention outside its range.
    """
    chance = None if state is None else retrievability(state, day)
    if state is not None and day <= state.last_day:
        return Outcome(state, evidence.rating, counted=False, retrievability=chance)
    known = pace.prior if chance is None else chance
    strength = paced(_strength(state, evidence, day, known), pace)
    after = MemoryState(
        stability=strength.stability,
        difficulty=strength.difficulty,
        last_day=day,
        due=due_date(strength.stability, day, calendar),
        stage=_stage(state, evidence),
        reps=state.reps + 1 if state else 1,
        lapses=state.lapses + (not evidence.right) if state else 0,
    )
    return Outcome(after, evidence.rating, counted=True, retrievability=chance)


def _strength(state: MemoryState | None, evidence: Evidence, day: date, known: float) -> Strength:
    """Return the strength after the answer, where a right one may have been a guess.

    With the chance R that the learner knew it and g that a guess hits, p = R / (R + (1 − R)·g) is
    the chance that a right answer came from knowledge (Bayes). The result lies p of the way from
    the outcome for Again to the one for the rating given: stability on a log scale, as it grows
    by factors, and difficulty on a linear one.
    """
    before = state.strength if state else None
    days = (day - state.last_day).days if state else 0
    given = step(before, evidence.rating, days)
    if not evidence.right or not evidence.guess:
        return given
    forgotten = step(before, Rating.AGAIN, days)
    p = known / (known + (1 - known) * evidence.guess)
    return Strength(
        stability=exp(p * log(given.stability) + (1 - p) * log(forgotten.stability)),
        difficulty=p * given.difficulty + (1 - p) * forgotten.difficulty,
    )


def paced(strength: Strength, pace: Pace) -> Strength:
    """Return the strength after an answer as the learner's pace makes it."""
    stability = min(max(strength.stability * pace.factor, LEAST_STABILITY), MAXIMUM_INTERVAL)
    return replace(strength, stability=stability) if pace.growth else strength


def _stage(state: MemoryState | None, evidence: Evidence) -> Stage:
    """Return how to ask next: a wrong answer steps back, a right one that proves enough on."""
    if not evidence.right:
        return Stage.RECOGNITION
    if evidence.proof is Proof.RECALL or (state and evidence.proof is Proof.RECOGNITION):
        return Stage.RECALL
    return state.stage if state else Stage.RECOGNITION
