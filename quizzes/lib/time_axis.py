"""Where days lie on a line of time: positions, ticks, and marks stacked above it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

# The steps between two ticks, in months.
STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000)


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """A line ``width`` long, from the beginning of the day ``first`` to the end of ``last``.

    It begins at ``start``, so that room can be left before it.
    """

    first: date
    last: date
    width: float
    start: float = 0

    def at(self, day: date, part: float = 0) -> float:
        """Return where ``day`` begins, or the given ``part`` of it is over, within the line."""
        whole = (self.last - self.first).days + 1
        share = ((day - self.first).days + part) / whole
        return self.start + self.width * min(1.0, max(0.0, share))

    def middle(self, first: date, last: date) -> float:
        """Return the middle of some days."""
        return (self.at(first) + self.at(last, 1)) / 2

    def span(self, first: date | None, last: date | None) -> tuple[float, float]:
        """Return where some days begin and end; what has no end reaches to the end of the line."""
        return (
            self.at(first) if first else self.start,
            self.at(last, 1) if last else self.start + self.width,
        )

    def ticks(self, most: int) -> list[date]:
        """Return the first days of months or years to be marked: as many as fit into ``most``."""
        for step in STEPS:
            days = _firsts(self.first, self.last, step)
            if len(days) <= most:
                return days
        return []


def _firsts(first: date, last: date, step: int) -> list[date]:
    """Every ``step``-th first of a month between two days, counted from year 0."""
    month = first.year * 12 + first.month - 1 + (first.day > 1)
    month += -month % step
    end = last.year * 12 + last.month - 1
    count = max(0, (end - month) // step + 1)
    return [
        date(number // 12, number % 12 + 1, 1)
        for number in (month + step * place for place in range(min(count, 10_000)))
    ]


def whole_months(first: date, last: date) -> tuple[date, date]:
    """Widen a span to the first day of its first month and the last day of its last."""
    if (last.year, last.month) == (date.max.year, 12):
        return first.replace(day=1), date.max
    following = (last.replace(day=1) + timedelta(days=31)).replace(day=1)
    return first.replace(day=1), following - timedelta(days=1)


def stacked(
    places: Sequence[float], size: float, height: float
) -> tuple[list[tuple[float, float]], float]:
    """Stack marks of ``size`` in columns above a line, each near its own place.

    Return for each, in order, the middle of its column and how high its own middle lies, and the
    height of the highest column. A column that would grow beyond ``height`` is pressed together.
    """
    columns = [int(place // size) for place in places]
    counts = Counter(columns)
    filled: Counter[int] = Counter()
    found = []
    for column in columns:
        step = min(size, (height - size) / max(1, counts[column] - 1))
        found.append(((column + 0.5) * size, size / 2 + filled[column] * step))
        filled[column] += 1
    return found, max((high for _, high in found), default=0) + size / 2
