"""Turns at the fact base: it is changed by one at a time, while everybody may read it."""

from django.db import connection

# No other lock of the database has this number, which means nothing ("facts" in ASCII).
FACT_BASE = 0x6661637473


def take_turn() -> None:
    """Wait until nobody else changes the facts, and let nobody do so until the transaction ends.

    What is read afterwards is what will still be so when it is written: slugs that are free,
    records that nobody edited, the questions made of them. To be called before any row is
    locked; a second call does nothing more. Outside a transaction there is no turn to take.
    SQLite has a single writer's place, which is taken when the transaction begins.
    """
    if connection.in_atomic_block and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FACT_BASE])
