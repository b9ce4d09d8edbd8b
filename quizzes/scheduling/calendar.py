"""On which day a fact comes back: the learner's wishes, and how full the days are already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

from .engine import interval

Loads = Callable[[date, date], Mapping[date, int]]
"""Return how many facts are due on each day from the first to the last; 0 for one left out."""

# Days of an interval from the first to the second number add this part of themselves to the span
# around it within which the fact may come back. These are the ranges of FSRS and of Anki, see
# "fuzz" in https://github.com/open-spaced-repetition/py-fsrs.
SPREAD = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float("inf"), 0.05))

BEFORE_TARGET = 7
"""Days before a target among which the facts that are due by it are spread, at most."""

WEEK = 7


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a learner wants of the days to come.

    ``desired_retention`` lies between 0 and 1: a fact is due when its recall chance has fallen to
    that. No fact is put off past the day ``target``, such as an exam's. On ``days_off``, weekdays
    with Monday as 0, nothing is planned. With ``loads`` facts are spread over lighter days; what
    is left to chance then follows from ``seed``, so that the same history gives the same days.
    """

    desired_retention: float = 0.9
    target: date | None = None
    days_off: frozenset[int] = frozenset()
    loads: Loads | None = None
    seed: str = ""

    def is_off(self, day: date) -> bool:
        """Whether nothing is planned on a day."""
        return day.weekday() in self.days_off


PLAIN = Calendar()
"""Every day alike, and each fact due on the very day on which its recall has fallen to 0.9."""


def due_date(stability: float, day: date, calendar: Calendar = PLAIN) -> date:
    """Return the day, after ``day``, on which a fact reviewed on ``day`` is due.

    ``stability`` is in days and above zero. While ``day`` lies before the calendar's target, the
    due date does not lie after it. A day off gives way to the nearest day within the spread of
    the interval, else to the last working day before it, else to the next one after it. Raises
    ValueError unless the desired retention lies between 0 and 1.
    """
    days = min(interval(stability, calendar.desired_retention), (date.max - day).days)
    last = calendar.target if calendar.target and day < calendar.target else date.max
    free = day + timedelta(days=days)
    ideal = min(free, last)
    if calendar.loads is None and not calendar.is_off(ideal):
        return ideal
    span = _span((ideal - day).days)
    earlier = min(max(span, BEFORE_TARGET), (ideal - day).days // 3) if free > last else span
    first = max(day + timedelta(days=1), ideal - timedelta(days=earlier))
    final = min(last, ideal + timedelta(days=min(span, (date.max - ideal).days)))
    fit = [it for it in _days(first, final) if not calendar.is_off(it)]
    if not fit:
        return beside(ideal, day, calendar, last)
    if len(fit) == 1:
        return fit[0]
    if calendar.loads is None:
        return min(fit, key=lambda it: (abs(it - ideal), it))
    loads = calendar.loads(first, final)
    return min(fit, key=lambda it: (loads.get(it, 0), _chance(calendar.seed, it)))


def _span(days: int) -> int:
    """Return by how many days an interval may be shorter or longer than it should be."""
    if days < SPREAD[0][0]:
        return 0
    return int(1 + sum(part * max(min(days, end) - start, 0) for start, end, part in SPREAD))


def beside(ideal: date, day: date, calendar: Calendar, last: date = date.max) -> date:
    """Return a day near ``ideal`` that is not off: sooner if it can be, for recall falls.

    It lies after ``day`` and not after ``last``, which is ``ideal`` itself at the earliest. Where
    every day within a week is off, it is ``ideal``.
    """
    sooner = (ideal - timedelta(days=n) for n in range(1, min(WEEK, (ideal - day).days)))
    later = (ideal + timedelta(days=n) for n in range(1, min(WEEK, (last - ideal).days + 1)))
    return next((it for it in (*sooner, *later) if not calendar.is_off(it)), ideal)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _chance(seed: str, day: date) -> int:
    # Of its own and not the global one, so that a test or a second look gives the same day.
    return crc32(f"{seed} {day}".encode())
