"""From a day to a day, each of which may be unknown."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class TimeSpan(NamedTuple):
    """The first and the last day for which something holds; None where nothing bounds it."""

    first: date | None
    last: date | None

    def meets(self, other: TimeSpan) -> bool:
        """Whether some day may lie in both."""
        return _reaches(self.first, other.last) and _reaches(other.first, self.last)


def _reaches(first: date | None, last: date | None) -> bool:
    return first is None or last is None or first <= last
