"""One learner's memory of one fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .engine import Strength, recall_chance

LEECH_LAPSES = 6
"""Lapses that make a fact a leech: asking it as before has not helped and will not."""


class Stage(StrEnum):
    """How a fact is asked: picked out among options, or produced unaided."""

    RECOGNITION = "recognition"
    RECALL = "recall"


@dataclass(frozen=True, slots=True)
class MemoryState:
    """The state after the last answer that counted.

    ``stability`` is in days and above zero, ``difficulty`` lies in 1–10. ``last_day`` is the study
    day of that answer, ``due`` the later day on which to ask again. ``reps`` counts the answers
    that counted, ``lapses`` the wrong ones among them after the first.
    """

    stability: float
    difficulty: float
    last_day: date
    due: date
    stage: Stage
    reps: int
    lapses: int

    @property
    def strength(self) -> Strength:
        """Stability and difficulty, the part that FSRS moves."""
        return Strength(self.stability, self.difficulty)


def retrievability(state: MemoryState, day: date) -> float:
    """Return the chance (above 0, up to 1) that the learner recalls the fact on a study day.

    On the day of the last review, and before it, the chance is 1.
    """
    return recall_chance(state.strength, max(0, (day - state.last_day).days))
