"""What is said of one subject with one property, so that much of it costs no more than little.

Each question on a subject asks the others of it: who agrees, who holds at the same time, who cites
whom. Asked row by row, ten times as many would cost a hundred times as much.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from quizzes.facts.models import Statement

from .agreement import may_agree, same_time, stands
from .values import Spans, Values, bounds_of

# So few are looked through, which is quicker than to sort them.
FEW = 16


class Sayings:
    """The statements with one property on one subject, which stay as they are."""

    def __init__(self, rows: Sequence[Statement]) -> None:
        self.rows = rows

    def agreeing(self, statement: Statement) -> Iterator[Statement]:
        """Those whose value may be that of a statement, on whatever subject; it may be one."""
        near = self.rows if len(self.rows) <= FEW else self._values.near(statement)
        return (row for row in near if may_agree(row, statement))

    def say(self, statement: Statement) -> bool:
        """Whether any of them gives the value of a statement."""
        return any(True for _row in self.agreeing(statement))

    @cached_property
    def standing(self) -> list[Statement]:
        """Those that readers see and that are held to be worth asking."""
        return [row for row in self.rows if stands(row)]

    def rivals_now(self, statement: Statement) -> Iterator[Statement]:
        """The standing ones that do not agree with one of them and may hold at its time."""
        for row in self._meeting(statement):
            if same_time(row, statement) and _are_rivals(row, statement):
                yield row

    def rivals_then(self, statement: Statement) -> Iterator[Statement]:
        """The standing ones that do not agree with one of them and hold at another time."""
        for rows in self._by_time.values():
            if not same_time(rows[0], statement):
                yield from (row for row in rows if _are_rivals(row, statement))

    def rivals_of_other_origin(self, statement: Statement, origin: str) -> Iterator[Statement]:
        """The standing ones that do not agree with one of them and cite what has another origin."""
        for origins, rows in self._by_origins.items():
            if origins - {origin}:
                yield from (row for row in rows if not may_agree(row, statement))

    @cached_property
    def sources(self) -> set[int]:
        """The sources that are cited, as primary keys."""
        return {citation.source_id for row in self.rows for citation in row.citations.all()}

    @cached_property
    def origins(self) -> set[str]:
        """The origins of the sources that are cited."""
        return origins_of(self.rows)

    @cached_property
    def origins_of_fallen(self) -> set[str]:
        """The origins of the sources of those that do not stand."""
        return origins_of(row for row in self.rows if not stands(row))

    @cached_property
    def disputed(self) -> bool:
        """Whether any of them is disputed."""
        return any(row.is_disputed for row in self.rows)  # type: ignore[attr-defined]

    def _meeting(self, statement: Statement) -> Sequence[Statement]:
        """The standing ones that may hold at a statement's time, and maybe more."""
        if len(self.standing) <= FEW or not statement.when_date:
            return self.standing
        timeless, spans = self._times
        return [*timeless, *spans.meeting(bounds_of(statement.when_date))]

    @cached_property
    def _values(self) -> Values:
        return Values(self.rows)

    @cached_property
    def _times(self) -> tuple[list[Statement], Spans]:
        dated = [(when, row) for row in self.standing if (when := row.when_date)]
        timeless = [row for row in self.standing if not row.when_date]
        return timeless, Spans([(bounds_of(when), row) for when, row in dated])

    @cached_property
    def _by_time(self) -> dict[str, list[Statement]]:
        found: defaultdict[str, list[Statement]] = defaultdict(list)
        for row in self.standing:
            found[row.when].append(row)
        return dict(found)

    @cached_property
    def _by_origins(self) -> dict[frozenset[str], list[Statement]]:
        found: defaultdict[frozenset[str], list[Statement]] = defaultdict(list)
        for row in self.standing:
            found[frozenset(origins_of([row]))].append(row)
        return dict(found)


def origins_of(rows: Iterable[Statement]) -> set[str]:
    """The origins of the sources that some statements cite."""
    return {citation.source.origin for row in rows for citation in row.citations.all()}


def _are_rivals(row: Statement, statement: Statement) -> bool:
    return row.unit == statement.unit and not may_agree(row, statement)
