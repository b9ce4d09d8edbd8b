"""What a test needs in the database, made once by a worker and then put there at once."""

import sqlite3
from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from quizzes.accounts.models import User


class Snapshot:
    """A copy of the whole SQLite database in memory, for tests that keep what they write."""

    def __init__(self) -> None:
        self._kept = sqlite3.connect(":memory:", check_same_thread=False)
        _database().backup(self._kept)

    def put_back(self) -> None:
        """Make the database what it was, for all who have it open."""
        self._kept.backup(_database())
        ContentType.objects.clear_cache()


class Rows:
    """The rows that ``build`` adds inside a test's transaction, for the transactions of others."""

    def __init__(self, build: Callable[[], object]) -> None:
        tables = connection.introspection.table_names()
        last = {name: self._all(f'SELECT max(rowid) FROM "{name}"')[0][0] or 0 for name in tables}
        build()
        self._added = {
            name: self._all(f'SELECT * FROM "{name}" WHERE rowid > {last[name]}') for name in tables
        }

    @staticmethod
    def _all(query: str) -> list[tuple[Any, ...]]:
        return _database().execute(query).fetchall()

    def put_back(self) -> None:
        for name, rows in self._added.items():
            if rows:
                places = ",".join("?" * len(rows[0]))
                _database().executemany(f'INSERT INTO "{name}" VALUES ({places})', rows)


def _database() -> sqlite3.Connection:
    connection.ensure_connection()
    own: sqlite3.Connection = connection.connection
    return own


_filled: dict[Callable[[], object], Snapshot | Rows] = {}


def fill(build: Callable[[], object]) -> None:
    """Fill the database by ``build``, once; from then on put back what it made.

    What is put back takes the place of all where tests keep what they write: ask for it first.
    Elsewhere it comes to what is there, so that its tables must be empty.
    """
    inside = connection.in_atomic_block
    assert inside or not User.objects.exists(), "ask for what fills the database first"
    if build in _filled:
        _filled[build].put_back()
    elif connection.vendor != "sqlite":
        build()
    elif inside:
        _filled[build] = Rows(build)
    else:
        build()
        _filled[build] = Snapshot()
