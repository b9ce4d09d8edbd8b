"""The whole test database as it stood at one moment, to be put back instead of built anew."""

import sqlite3
from collections.abc import Callable

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from quizzes.accounts.models import User


class Snapshot:
    """A copy of the SQLite database in memory; putting it back takes milliseconds."""

    def __init__(self) -> None:
        self._kept = sqlite3.connect(":memory:", check_same_thread=False)
        _database().backup(self._kept)

    def put_back(self) -> None:
        """Make the database what it was, for all who have it open."""
        self._kept.backup(_database())
        ContentType.objects.clear_cache()


def _database() -> sqlite3.Connection:
    connection.ensure_connection()
    own: sqlite3.Connection = connection.connection
    return own


_filled: dict[Callable[[], object], Snapshot] = {}


def fill(build: Callable[[], object]) -> None:
    """Fill an empty database by ``build``, once; from then on put back what it made.

    For tests that keep what they write. Nothing may be in the database yet, because what is put
    back takes the place of all.
    """
    assert not User.objects.exists(), "ask for what fills the database before anything else"
    if build in _filled:
        _filled[build].put_back()
        return
    build()
    if connection.vendor == "sqlite":
        _filled[build] = Snapshot()
