"""Standing statements in a fixed order, so that a few near one are found among many."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from quizzes.facts.models import Statement

from .agreement import day_of

# Of more statements than these the nearest in time are looked at, as many before as behind, and
# where there are not so many, those that were entered next.
MOST = 64


class Shelf:
    """Statements in the order of their primary keys; ``by_day``: those nearest in time are near."""

    def __init__(self, rows: Sequence[Statement], *, by_day: bool = True) -> None:
        self.rows = rows
        self._pks = [row.pk for row in rows]
        self._dated: list[tuple[int, int, int]] = []
        if by_day and len(rows) > MOST:
            days = ((day_of(row), n) for n, row in enumerate(rows))
            self._dated = sorted(
                (day.toordinal(), self._pks[n], n) for day, n in days if day is not None
            )

    def near(self, statement: Statement) -> Sequence[Statement]:
        """Return the statements to look at for one, all if there are not more than ``MOST``."""
        if len(self.rows) <= MOST:
            return self.rows
        found: dict[int, None] = {}
        if self._dated and (day := day_of(statement)):
            place = bisect_left(self._dated, (day.toordinal(), statement.pk))
            # As many before as behind, or a wrong date would always be the earlier.
            near = self._dated[max(0, place - MOST // 2) : place + MOST // 2]
            found = dict.fromkeys(n for *_, n in near)
        if len(found) < MOST:
            start = bisect_left(self._pks, statement.pk)
            following = [*range(start, min(start + MOST, len(self.rows))), *range(MOST)]
            # What is found in time may be among those that follow, so they are more than needed.
            for n in following[:MOST]:
                if len(found) < MOST:
                    found.setdefault(n)
        return [self.rows[n] for n in sorted(found)]
