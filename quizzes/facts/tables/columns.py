"""The columns of a table, and what a record writes into them."""

from __future__ import annotations

from typing import Any

from quizzes.facts.models import Entity, PackRecord, Source, Statement
from quizzes.facts.pack.fields import Field, as_text
from quizzes.facts.pack.records import FIELDS, Record, digest

from .notation import write_aliases, write_citations, write_slugs

# Which records go out and come in as tables, and the kind that the pack calls them.
KINDS: dict[type[PackRecord], str] = {
    Statement: "statements",
    Entity: "entities",
    Source: "sources",
}

# The last column: by it the import knows whether a record was edited since it was exported.
EDITION = "edition"


def columns(kind: str) -> list[str]:
    """Return the names of all columns, in their order."""
    return [*(field.name for field in FIELDS[kind]), EDITION]


def texts(kind: str, record: Record) -> dict[str, str]:
    """Return what a record writes into each column but the last."""
    return {field.name: text_of(field, record.get(field.name)) for field in FIELDS[kind]}


def edition(record: Record) -> str:
    """Return a short sign of the state of a record."""
    return digest(record)[:12]


def text_of(field: Field, value: Any) -> str:
    """Return a field's value as a cell shows it; its default where it has none."""
    if value is None:
        value = field.default
    if value is None:
        return ""
    if field.name == "citations":
        return write_citations(value)
    if field.name == "aliases":
        return write_aliases(value, _default_kind(field))
    if field.many:
        return write_slugs(value)
    return as_text(value)


def _default_kind(field: Field) -> str:
    return next(str(part.default) for part in field.parts if part.name == "kind")
