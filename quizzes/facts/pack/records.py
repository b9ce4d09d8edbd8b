"""What the records of a pack consist of, and how they map to the models.

A *record* here is a dict of field names to plain values in the order below, without the
fields that hold their default. It is what is compared, digested, dumped and loaded.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import models

from quizzes.facts.models import (
    Alias,
    Entity,
    PackRecord,
    Property,
    Source,
    Statement,
    Topic,
)
from quizzes.facts.models.statements import VALUE_FIELDS

from .fields import Field, as_text, choice, degrees, edtf, number_from, slug, text, yes_or_no

Record = dict[str, Any]

MODELS: dict[str, type[PackRecord]] = {
    "sources": Source,
    "topics": Topic,
    "entities": Entity,
    "properties": Property,
    "statements": Statement,
}

SINGULAR = {
    "sources": "source",
    "topics": "topic",
    "entities": "entity",
    "properties": "property",
    "statements": "statement",
}

SLUG = Field("slug", slug, required=True)
NOTE = Field("note")

FIELDS: dict[str, tuple[Field, ...]] = {
    "sources": (
        SLUG,
        Field("title", text(250), required=True),
        Field("publisher", text(150)),
        Field("kind", choice(Source.Kind), required=True),
        Field("published", edtf),
        Field("published_inferred", yes_or_no, default=False),
        Field("origin", slug, required=True),
        Field("document", text(10)),
        Field("cite_as", text(200), required=True),
        NOTE,
    ),
    "topics": (
        SLUG,
        Field("title", text(100), required=True),
        Field("description", text(300)),
        Field("position", number_from(0, 9999), default=0),
    ),
    "entities": (
        SLUG,
        Field("kind", choice(Entity.Kind), required=True),
        Field("label", text(150), required=True),
        Field("takes_the", yes_or_no, default=False),
        Field("plural", yes_or_no, default=False),
        Field("preposition", text(10), default="in"),
        Field("clause", text(250)),
        Field("question_clause", text(250)),
        Field("description", text(300)),
        Field("latitude", degrees(90), default=None),
        Field("longitude", degrees(180), default=None),
        Field("different_from", slug, refers_to="entities", many=True, default=[]),
        Field(
            "aliases",
            default=[],
            parts=(
                Field("text", text(150), required=True),
                Field("kind", choice(Alias.Kind), default="spelling"),
            ),
        ),
        NOTE,
    ),
    "properties": (
        SLUG,
        Field("label", text(100), required=True),
        Field("datatype", choice(Property.Datatype), required=True),
        Field("subject_kinds", choice(Entity.Kind), many=True, default=[]),
        Field("value_kinds", choice(Entity.Kind), many=True, default=[]),
        Field("single_valued", yes_or_no, default=False),
        Field("single_subject", yes_or_no, default=False),
        Field("marks", choice(Property.Marks)),
        Field("is_claim", yes_or_no, default=False),
        Field("sentence", text(250), required=True),
        Field("ask_value", text(250)),
        Field("ask_subject", text(250)),
        Field("asked", yes_or_no, default=True),
    ),
    "statements": (
        SLUG,
        Field("subject", slug, required=True, refers_to="entities"),
        Field("property", slug, required=True, refers_to="properties"),
        # What it may be depends on the property; see parsing.py and saving.py.
        Field("value", required=True),
        Field("unit", text(40)),
        Field("when", edtf),
        Field("date_inferred", yes_or_no, default=False),
        Field("where", slug, refers_to="entities"),
        Field("attributed_to", slug, refers_to="entities"),
        Field("unattributed", yes_or_no, default=False),
        Field("rank", choice(Statement.Rank), default="normal"),
        Field("status", choice(Statement.Status), default="published"),
        Field("topic", slug, required=True, refers_to="topics"),
        Field("importance", number_from(1, 3), default=2),
        Field("sensitivity", choice(Statement.Sensitivity), default="ordinary"),
        Field("disputed_mark", yes_or_no, default=False),
        Field("dispute", text(150)),
        Field("dispute_note", text(400)),
        Field("own_sentence", text(400)),
        Field("own_stem", text(400)),
        Field("own_subject_stem", text(400)),
        Field("explanation", text(500)),
        NOTE,
        Field("wording_outdated", yes_or_no, default=False),
        Field(
            "citations",
            default=[],
            parts=(
                Field("source", slug, required=True, refers_to="sources"),
                Field("locator", text(150), required=True),
                Field("quote", text(200)),
            ),
        ),
    ),
}


def record_of(kind: str, row: Any) -> Record:
    """Return the record of a model instance, without fields that hold their default."""
    values = {field.name: _value_of(kind, row, field) for field in FIELDS[kind]}
    return compact(kind, values)


def compact(kind: str, values: Record) -> Record:
    """Return ``values`` in the order of the fields, without those that hold their default."""
    fields = FIELDS[kind]
    return {f.name: values[f.name] for f in fields if f.required or values[f.name] != f.default}


def digest(record: Record) -> str:
    """Return a digest by which two records can be told apart."""
    plain = json.dumps(record, default=as_text, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def prefetched(kind: str, rows: Any = None) -> models.QuerySet[Any]:
    """Return ``rows`` of a kind, all if None, with what ``record_of`` needs of each.

    They come in a number of queries that does not grow.
    """
    if rows is None:
        rows = MODELS[kind]._default_manager.all()
    if kind == "entities":
        rows = rows.prefetch_related("aliases", "different_from")
    if kind == "statements":
        rows = rows.for_reading()
    return rows  # type: ignore[no-any-return]


def _value_of(kind: str, row: Any, field: Field) -> Any:
    if field.name == "aliases":
        rows = sorted(row.aliases.all(), key=lambda a: a.text)
        return [_part(field, {"text": a.text, "kind": a.kind}) for a in rows]
    if field.name == "citations":
        cited = sorted(row.citations.all(), key=lambda c: (c.source.slug, c.locator))
        return [
            _part(field, {"source": c.source.slug, "locator": c.locator, "quote": c.quote})
            for c in cited
        ]
    if field.name == "different_from":
        return sorted(entity.slug for entity in row.different_from.all())
    if field.name == "value":
        value = getattr(row, VALUE_FIELDS[Property.Datatype(row.property.datatype)])
        return value.slug if isinstance(value, Entity) else _lines(value)
    if field.refers_to:
        target = getattr(row, field.name)
        return target.slug if target else ""
    value = getattr(row, field.name)
    if field.many:
        return sorted(value)
    return _lines(value) if isinstance(value, str) else value


def _lines(text: str) -> str:
    """Browsers send line ends as CR LF; that is no edit."""
    return text.replace("\r\n", "\n")


def _part(field: Field, values: Record) -> Record:
    return {
        p.name: values[p.name] for p in field.parts if p.required or values[p.name] != p.default
    }
