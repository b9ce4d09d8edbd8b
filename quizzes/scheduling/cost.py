"""What a desired retention costs: the minutes a day to expect, before the learner chooses it.

The days to come are lived through once for each desired retention, with chances instead of dice:
of a hundred like facts that are due when nine in ten are recalled, ninety go on as right and ten as
wrong. This is how https://github.com/open-spaced-repetition/expected-workload reckons; facts that
are alike are taken together, so that a thousand cost little more than a hundred.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from math import floor, log
from typing import NamedTuple

from .engine import LEAST_STABILITY, Strength, interval, recall_chance, step
from .evidence import Rating
from .memory import MemoryState
from .pace import AVERAGE, Pace
from .review import paced

RETENTIONS = (0.80, 0.85, 0.90, 0.95)
HORIZONS = (30, 90)

ASKED_AGAIN = 1.1
"""More answers in the same session to a fact just got wrong: one, and of ten once another."""

COARSENESS = 1.5
"""Facts are alike if they round to the same powers of this."""

NEGLIGIBLE = 0.001
"""Part of a fact that is not followed any further."""


class _Alike(NamedTuple):
    """Facts alike: stability as a power of ``COARSENESS``, what is left to the highest difficulty,
    and the days from the answer until they are due.

    Memory grows by 11 less the difficulty, so that is what is kept, as half a power of
    ``COARSENESS``.
    """

    size: int
    ease: int
    gap: int


class _Way(NamedTuple):
    """What becomes of facts alike when they are due: the chance to recall, and how they go on.

    Of the right ones and of the wrong ones each part comes back as those named, after their gap.
    """

    chance: float
    right: list[tuple[_Alike, float]]
    wrong: list[tuple[_Alike, float]]


def expected_minutes(
    memories: Iterable[MemoryState],
    today: date,
    *,
    seconds: float,
    new_a_day: int = 0,
    facts_left: int = 0,
    first_right: float = 0.5,
    pace: Pace = AVERAGE,
    retentions: Sequence[float] = RETENTIONS,
    horizons: Sequence[int] = HORIZONS,
) -> dict[float, dict[int, float]]:
    """Return the minutes a day to expect, by desired retention and by the number of days to come.

    ``seconds`` is what an answer usually takes, ``new_a_day`` how many of the ``facts_left`` that
    were never asked come on each day, ``first_right`` (0–1) the part of first answers that are
    right, and ``pace`` how fast the learner forgets. What is due is taken to be done every day. Of
    n facts due on a day, each recalled with chance R, that day takes Σ n·(1 + 1.1·(1 − R))·seconds;
    the minutes are the mean over the days.

    Raises ValueError for a desired retention outside 0–1 and for a horizon below one day.
    """
    if min(horizons) < 1:
        raise ValueError(f"Days to come are at least one, not {min(horizons)}.")
    longest = max(horizons)
    new = [float(min(new_a_day, max(0, facts_left - day * new_a_day))) for day in range(longest)]
    known = [
        (_size(it.strength), it.stability, _ease(it.strength), (today - it.last_day).days)
        for it in memories
    ]
    growth = round(pace.growth, 1)  # so that learners alike share what has been worked out
    found = {}
    for wanted in retentions:
        agenda: list[dict[_Alike, float]] = [{} for _ in range(longest)]
        for size, stability, ease, gone in known:
            gap = interval(stability, wanted)
            alike = _Alike(round(size), ease, gap if gap > gone else _about(gone))
            _put(agenda, max(0, gap - gone), alike, 1.0)
        answers = _lived(agenda, wanted, growth, new, first_right)
        minutes = seconds / 60
        found[wanted] = {days: sum(answers[:days]) * minutes / days for days in sorted(horizons)}
    return found


def forget() -> None:
    """Forget what has been worked out of facts alike, as in a process just begun; for measuring."""
    _way.cache_clear()


def _lived(
    agenda: list[dict[_Alike, float]],
    wanted: float,
    growth: float,
    new: list[float],
    first_right: float,
) -> list[float]:
    """Return the answers of each day; what is answered is put on the day when it is due again."""
    pace = Pace(growth=growth)
    first = _Way(
        first_right,
        _shares(paced(step(None, Rating.GOOD), pace), wanted),
        _shares(paced(step(None, Rating.AGAIN), pace), wanted),
    )
    answers = []
    for day, due in enumerate(agenda):
        given = 0.0
        met = [(_way(alike, wanted, growth), facts) for alike, facts in due.items()]
        for way, facts in [*met, (first, new[day])]:
            right = facts * way.chance
            wrong = facts - right
            given += facts + wrong * ASKED_AGAIN
            for alike, share in way.right:
                _put(agenda, day + alike.gap, alike, right * share)
            for alike, share in way.wrong:
                _put(agenda, day + alike.gap, alike, wrong * share)
        answers.append(given)
    return answers


def _put(agenda: list[dict[_Alike, float]], day: int, alike: _Alike, facts: float) -> None:
    if facts > NEGLIGIBLE and day < len(agenda):
        due = agenda[day]
        due[alike] = due.get(alike, 0.0) + facts


@lru_cache(maxsize=20_000)
def _way(alike: _Alike, wanted: float, growth: float) -> _Way:
    strength = Strength(COARSENESS**alike.size, max(1.0, 11 - COARSENESS ** (alike.ease / 2)))
    pace = Pace(growth=growth)
    return _Way(
        recall_chance(strength, alike.gap),
        _shares(paced(step(strength, Rating.GOOD, alike.gap), pace), wanted),
        _shares(paced(step(strength, Rating.AGAIN, alike.gap), pace), wanted),
    )


def _shares(strength: Strength, wanted: float) -> list[tuple[_Alike, float]]:
    """Return the facts alike on either side of a strength, with the part that counts as each.

    To round instead would swallow the small steps by which hard facts grow.
    """
    size, ease = _size(strength), _ease(strength)
    lower = floor(size)
    return [
        (_Alike(one, ease, interval(COARSENESS**one, wanted)), share)
        for one, share in ((lower, lower + 1 - size), (lower + 1, size - lower))
    ]


def _size(strength: Strength) -> float:
    return log(max(strength.stability, LEAST_STABILITY)) / log(COARSENESS)


def _ease(strength: Strength) -> int:
    return round(2 * log(11 - strength.difficulty) / log(COARSENESS))


def _about(days: int) -> int:
    """Return a number of days rounded to one of few, so that facts which wait are alike, too."""
    if days < 1:
        return max(days, 0)
    return round(COARSENESS ** round(log(days) / log(COARSENESS)))
