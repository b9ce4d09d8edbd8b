"""The statements of one property by their value, to find agreeing ones without asking each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.lookups import Exact

from quizzes.facts.models import Statement
from quizzes.facts.models.queries import HEAD, vague
from quizzes.lib.edtf import EdtfDate
from quizzes.lib.prepared import One, Prepared

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


class SameValue:
    """Statements with a property whose value may be that of a statement, found by index.

    For each kind of value it is one query, which is put into words once.
    """

    def __init__(self, among: Callable[[], QuerySet[Statement]], *columns: str) -> None:
        """Look ``among`` some statements for some ``columns`` of them."""
        self._among, self._columns = among, columns
        self._known: dict[Hashable, Prepared] = {}

    def rows(self, row: Statement) -> list[tuple[Any, ...]]:
        """Return of all that may have the value of ``row`` the columns, and maybe of more."""
        columns = columns_of_value(row)
        given = {name: getattr(row, name) for name in ("property_id", *columns)}
        # An open end is no condition, so that it makes another query.
        kind = tuple(name for name, value in given.items() if value is not None)
        if kind not in self._known:
            which = same_value({name: One(name) for name in kind}, columns)
            self._known[kind] = Prepared(
                lambda: self._among().filter(which).order_by().values_list(*self._columns)
            )
        return self._known[kind].rows(**given)


def columns_of_value(row: Statement) -> tuple[str, ...]:
    """The column in which a value is looked for, or both in which its bounds are."""
    if row.value_entity_id:
        return ("value_entity_id",)
    if row.value_date:
        return "value_date_first", "value_date_last"
    return ("value_low", "value_high") if row.value_quantity else ("value_text",)


def same_value(given: Mapping[str, Value], columns: Sequence[str]) -> Q:
    """The condition for statements to have a value that may be the one ``given`` by columns."""
    of = Q(property=given["property_id"])
    if len(columns) > 1:
        low, high = columns
        return _meeting(low, high, given, of)
    (column,) = columns
    # As it is indexed; that upper and lower case are the same is compared afterwards.
    if column == "value_text":
        return of & Q(Exact(_Head(F(column)), _Head(given[column])))
    return of & Q(**{column: given[column]})


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


def _meeting(low: str, high: str, given: Mapping[str, Value], of: Q) -> Q:
    """Statements whose interval between two columns may meet the one given; a null end is open.

    The property ``of`` them stands in both parts, so that each has an index of its own: what is
    exact is found by itself, and what is vague is looked through.
    """
    exact, vaguely = Q(**{high: F(low)}), vague(low, high)
    if low in given:
        exact &= Q(**{f"{low}__gte": given[low]})
        vaguely &= Q(**{f"{high}__isnull": True}) | Q(**{f"{high}__gte": given[low]})
    if high in given:
        exact &= Q(**{f"{low}__lte": given[high]})
        vaguely &= Q(**{f"{low}__isnull": True}) | Q(**{f"{low}__lte": given[high]})
    return (of & exact) | (of & vaguely)


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
