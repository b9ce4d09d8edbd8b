"""Thousands of records alike, for tests of what does not grow with them."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, models


def copies(record: models.Model, changes: Iterable[dict[str, Any]]) -> None:
    """Write a row like ``record`` for each of ``changes``, which give columns other values.

    The values of the record are made ready for the database once, not once for each row. Those of
    ``changes`` are texts, numbers and ids, which it takes as they are.
    """
    fields = [field for field in record._meta.concrete_fields if not field.primary_key]
    values: dict[str, Any] = {
        field.attname: field.get_db_prep_save(field.pre_save(record, add=True), connection)
        for field in fields
    }
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    rows = [tuple((values | change).values()) for change in changes]
    with connection.cursor() as cursor:
        table = quote(record._meta.db_table)
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)
