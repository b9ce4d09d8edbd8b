"""FSRS-6 by the ``fsrs`` package; nothing else in the project imports it.

The package measures 24-hour gaps between UTC instants and keeps state in cards. Here days go in
and numbers come out: each call makes a card that was last reviewed at noon of a fixed day and
reviews it a whole number of days later. Steps and fuzz are off; the parameters are the package's
defaults. The formulas are those of FSRS-6, "The Algorithm" in
https://github.com/open-spaced-repetition/fsrs4anki/wiki.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import fsrs

from .evidence import Rating

MAXIMUM_INTERVAL = 36500
"""Days; the longest interval ever given, a hundred years."""

LEAST_STABILITY = 0.001
"""Days; the package keeps every stability at least at this."""

LONGEST_GAP = 1_000_000
"""Days; a longer gap is a mistake of the caller's, and would leave the calendar."""

# fsrs refuses every UTC but datetime's own.
_NOON = datetime(2000, 1, 1, 12, tzinfo=UTC)
_SCHEDULER = fsrs.Scheduler(
    learning_steps=(),
    relearning_steps=(),
    enable_fuzzing=False,
)
_DECAY = -_SCHEDULER.parameters[20]
_FACTOR = 0.9 ** (1 / _DECAY) - 1


@dataclass(frozen=True, slots=True)
class Strength:
    """What FSRS remembers of a memory.

    ``stability`` is the number of days, above zero, in which retrievability falls from 1 to 0.9;
    ``difficulty`` lies in 1–10.
    """

    stability: float
    difficulty: float


def step(strength: Strength | None, rating: Rating, days: int = 0) -> Strength:
    """Return the strength after an answer ``days`` after the one before; ``None`` is a new fact.

    Zero days is a review on the same day. Raises ValueError unless ``days`` lies in
    0–``LONGEST_GAP``.
    """
    card, _log = _SCHEDULER.review_card(_card(strength), fsrs.Rating(rating), _after(days))
    assert card.stability is not None
    assert card.difficulty is not None
    return Strength(card.stability, card.difficulty)


def recall_chance(strength: Strength, days: int) -> float:
    """Return the retrievability, above 0 and up to 1, ``days`` after the last review.

    R(t) = (1 + F·t/S)^d with d = −w20 and F = 0.9^(1/d) − 1.
    Raises ValueError unless ``days`` lies in 0–``LONGEST_GAP``.
    """
    return _SCHEDULER.get_card_retrievability(_card(strength), _after(days))


def interval(stability: float, desired_retention: float) -> int:
    """Return the days, 1–``MAXIMUM_INTERVAL``, until recall has fallen to the desired retention.

    I = S/F · (r^(1/d) − 1), the forgetting curve solved for t, rounded to whole days. Stated here
    because a blended stability is no card's. Raises ValueError unless 0 < r < 1.
    """
    if not 0 < desired_retention < 1:
        raise ValueError(f"Desired retention lies between 0 and 1, not {desired_retention}.")
    days: float = stability / _FACTOR * (desired_retention ** (1 / _DECAY) - 1)
    return round(min(max(days, 1), MAXIMUM_INTERVAL))


def loss_by_tomorrow(retrievability: float, stability: float) -> float:
    """Return how much retrievability (0–1) one more day takes away.

    R − (R^(1/d) + F/S)^d: R^(1/d) is 1 + F·t/S of the forgetting curve, and a day adds F/S to it.
    """
    tomorrow: float = (retrievability ** (1 / _DECAY) + _FACTOR / stability) ** _DECAY
    return retrievability - tomorrow


def _card(strength: Strength | None) -> fsrs.Card:
    # Without an id each card would sleep a millisecond to find one.
    if strength is None:
        return fsrs.Card(card_id=0, due=_NOON)
    return fsrs.Card(
        card_id=0,
        state=fsrs.State.Review,
        stability=strength.stability,
        difficulty=strength.difficulty,
        due=_NOON,
        last_review=_NOON,
    )


def _after(days: int) -> datetime:
    if not 0 <= days <= LONGEST_GAP:
        raise ValueError(f"The days since the last review lie in 0–{LONGEST_GAP}, not {days}.")
    return _NOON + timedelta(days=days)
