"""Queries that are put into words once and then asked again with other values.

Django takes several times as long to put a query together as the database to answer one that has
an index; where an edit asks forty, that is most of its time. A prepared one is written as any query
set, with ``One`` and ``Many`` in the place of values, and is called with these by name::

    _CITED = Prepared(lambda: Citation.objects.filter(statement__in=Many("statements")))
    _CITED.records(statements=[3, 5])
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, QuerySet, Value
from django.db.models.query import get_related_populators


class _Place:
    """Where a value goes that is given each time a query is asked."""

    def __init__(self, name: str) -> None:
        self.name = name

    def adapt(self, value: Any, connection: Any) -> Any:
        """Return a value as the database takes it."""
        if isinstance(value, UUID):
            return value if connection.features.has_native_uuid_field else value.hex
        if isinstance(value, datetime):
            return connection.ops.adapt_datetimefield_value(value)
        return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


class _Places(_Place):
    """Where several values go, as one parameter however many they are."""

    def adapt(self, value: Iterable[Any], connection: Any) -> Any:
        found = list(value)
        return json.dumps(found) if connection.vendor == "sqlite" else found


class One(Value):
    """A value that a prepared query is given each time; it is never None."""

    def __init__(self, name: str) -> None:
        super().__init__(_Place(name))


class Many(Expression):
    """Numbers, or ``texts``, among which a column is to be: ``filter(pk__in=Many("wanted"))``."""

    def __init__(self, name: str, *, texts: bool = False) -> None:
        super().__init__()
        self.place = _Places(name)
        self.texts = texts

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        """List them as SQLite does it."""
        return "(SELECT value FROM json_each(%s))", [self.place]

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """List them as PostgreSQL does it."""
        return f"(SELECT unnest(%s::{'text' if self.texts else 'bigint'}[]))", [self.place]


class _InWords(threading.local):
    """A query in words, of each thread its own as its connection is."""

    compiler: Any = None
    sql: str = ""
    parameters: tuple[Any, ...] = ()
    record: Callable[[tuple[Any, ...]], Any]


class Prepared:
    """The query that ``make`` returns, put into words when it is first asked."""

    def __init__(self, make: Callable[[], QuerySet[Any, Any]]) -> None:
        self._make = make
        self._known = _InWords()

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """Ask it with some values; return its rows: the columns of its ``values_list``."""
        return list(self._ask(values))

    def firsts(self, **values: Any) -> set[Any]:
        """Ask it with some values; return what the first column holds."""
        return {row[0] for row in self._ask(values)}

    def records(self, **values: Any) -> list[Any]:
        """Ask it with some values; return records, with what is joined and annotated."""
        rows = self._ask(values)
        return [self._known.record(row) for row in rows]

    def _ask(self, values: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
        known, connection = self._known, connections[DEFAULT_DB_ALIAS]
        if known.compiler is None:
            compiler = self._make().query.get_compiler(DEFAULT_DB_ALIAS)
            known.sql, known.parameters = compiler.as_sql()
            known.record = _maker(compiler)
            known.compiler = compiler
        parameters = [
            it.adapt(values[it.name], connection) if isinstance(it, _Place) else it
            for it in known.parameters
        ]
        with connection.cursor() as cursor:
            cursor.execute(known.sql, parameters)
            found = cursor.fetchall()
        rows: Iterator[tuple[Any, ...]] = known.compiler.results_iter([found], tuple_expected=True)
        return rows


def _maker(compiler: Any) -> Callable[[tuple[Any, ...]], Any]:
    """Return what makes a record of a row, as Django's own query sets do."""
    klass = compiler.klass_info
    if klass is None:  # of values alone
        return lambda row: row
    first, last = klass["select_fields"][0], klass["select_fields"][-1] + 1
    names = [column[0].target.attname for column in compiler.select[first:last]]
    # The types are those of a later Django, which takes another argument.
    joined = get_related_populators(klass, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]

    def record(row: tuple[Any, ...]) -> Any:
        made = klass["model"].from_db(DEFAULT_DB_ALIAS, names, row[first:last])
        for part in joined:
            part.populate(row, made)
        for name, place in compiler.annotation_col_map.items():
            setattr(made, name, row[place])
        return made

    return record
