"""The statements of one property by their value, to find agreeing ones without asking each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.lookups import Exact

from quizzes.facts.models import Statement
from quizzes.facts.models.queries import HEAD, vague
from quizzes.lib.edtf import EdtfDate

from .agreement import date_of, quantity_of

Number = int | Decimal
# The least and the greatest number that a value can mean; None where nothing bounds it.
Bounds = tuple[Number | None, Number | None]


class Values:
    """Statements of one property, sorted by value."""

    def __init__(self, rows: Sequence[Statement]) -> None:
        self._order = {row.pk: place for place, row in enumerate(rows)}
        self._same: defaultdict[Hashable, list[Statement]] = defaultdict(list)
        self._spans: dict[str, Spans] = {}
        spans: defaultdict[str, list[tuple[Bounds, Statement]]] = defaultdict(list)
        for row in rows:
            if bounds := _bounds(row):
                spans[_column(row)].append((bounds, row))
            else:
                self._same[_alike(row)].append(row)
        self._spans = {column: Spans(found) for column, found in spans.items()}

    def near(self, statement: Statement) -> list[Statement]:
        """Return, in the order they came in, all that may agree with ``statement``, and more."""
        bounds = _bounds(statement)
        if not bounds:
            return self._same.get(_alike(statement), [])
        spans = self._spans.get(_column(statement))
        found = spans.meeting(bounds) if spans else []
        return sorted(found, key=lambda row: self._order[row.pk])


class Spans:
    """Intervals in groups of like length, each in order of its lower end."""

    def __init__(self, found: Sequence[tuple[Bounds, Statement]]) -> None:
        self._open: list[Statement] = []
        groups: defaultdict[Number, list[tuple[Number, int, Statement]]] = defaultdict(list)
        for place, ((low, high), row) in enumerate(found):
            longest = _class(low, high)
            if low is None or longest is None:
                self._open.append(row)
            else:
                groups[longest].append((low, place, row))
        self._groups = {longest: sorted(group) for longest, group in groups.items()}
        self._lows = {
            longest: [low for low, _, _ in group] for longest, group in self._groups.items()
        }

    def meeting(self, bounds: Bounds) -> list[Statement]:
        """Return all whose interval meets one, and more."""
        low, high = bounds
        found = list(self._open)
        for longest, group in self._groups.items():
            lows = self._lows[longest]
            start = 0 if low is None else bisect_left(lows, low - longest)
            end = len(lows) if high is None else bisect_right(lows, high)
            found += [row for _, _, row in group[start:end]]
        return found


def same_value(row: Statement) -> Q:
    """The condition for statements with the row's property to have a value that may be the same."""
    return same_values(row.property_id, [row])


def same_values(prop: int, rows: Sequence[Statement]) -> Q:
    """The condition of ``same_value`` for any of some rows with a property, and maybe for more."""
    of, same = Q(property=prop), Q()
    if entities := [row.value_entity_id for row in rows if row.value_entity_id]:
        same |= of & Q(value_entity__in=entities)
    rows = [row for row in rows if not row.value_entity_id]
    if dated := [row for row in rows if row.value_date]:
        same |= _meeting("value_date_first", "value_date_last", dated, of)
    if counted := [row for row in rows if not row.value_date and row.value_quantity]:
        same |= _meeting("value_low", "value_high", counted, of)
    # As it is indexed; that upper and lower case are the same is compared afterwards.
    for row in rows:
        if not (row.value_date or row.value_quantity):
            same |= of & Q(Exact(_Head(F("value_text")), _Head(Value(row.value_text))))
    return same


class _Head(Func):
    """What ``text_head`` returns, with its numbers in the words of the query.

    Where they are parameters, SQLite does not know its index by them.
    """

    template = f"LEFT(LOWER(%(expressions)s), {HEAD})"
    arity = 1
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Cut as SQLite does it."""
        cut = f"SUBSTR(LOWER(%(expressions)s), 1, {HEAD})"
        return self.as_sql(compiler, connection, template=cut, **context)


def _meeting(low: str, high: str, rows: Sequence[Statement], of: Q) -> Q:
    """Statements whose interval between two columns may meet one of the rows'.

    A null end is open. The property ``of`` them stands in every part, so that each has an index of
    its own: what is exact is found by itself, and what is vague is looked through.
    """
    bounds = [(getattr(row, low), getattr(row, high)) for row in rows]
    exact = Q(**{f"{low}__in": [start for start, end in bounds if start == end]})
    for start, end in bounds:
        if start != end:
            exact |= Q(**{f"{low}__gte": start} if start is not None else {}) & Q(
                **{f"{low}__lte": end} if end is not None else {}
            )
    vaguely = vague(low, high)
    starts, ends = zip(*bounds, strict=True)
    if None not in ends:
        vaguely &= Q(**{f"{low}__isnull": True}) | Q(**{f"{low}__lte": max(ends)})
    if None not in starts:
        vaguely &= Q(**{f"{high}__isnull": True}) | Q(**{f"{high}__gte": min(starts)})
    return (of & exact & Q(**{high: F(low)})) | (of & vaguely)


def _class(low: Number | None, high: Number | None) -> Number | None:
    """A length, one of few, that the interval does not reach; None for one without end."""
    if low is None or high is None:
        return None
    longest = 1
    while longest <= high - low:
        longest *= 4
    return longest


def _column(row: Statement) -> str:
    return "date" if row.value_date else "quantity"


def bounds_of(date: EdtfDate) -> Bounds:
    """The bounds of a date, in days."""
    first, last = date.first, date.last
    return first.toordinal() if first else None, last.toordinal() if last else None


def _alike(row: Statement) -> Hashable:
    return row.value_entity_id or row.value_text.casefold()


def _bounds(row: Statement) -> Bounds | None:
    """The bounds of a date in days or of a quantity; None for other values."""
    if row.value_entity_id:
        return None
    if row.value_date:
        return bounds_of(date_of(row.value_date))
    if row.value_quantity:
        return quantity_of(row.value_quantity).bounds()
    return None
