"""Loading a pack: the whole of it or nothing, and never over an edit made here unasked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from simple_history.utils import bulk_create_with_history

from quizzes.facts.models import Alias, Citation, Entity, Property, Source, Statement
from quizzes.facts.models.statements import VALUE_FIELDS
from quizzes.facts.signals import change_at_work, one_change

from .parsing import Parsed, parse_records
from .problems import PackError, Problem
from .reading import read_pack
from .records import FIELDS, MODELS, digest, prefetched, record_of

OnConflict = Literal["refuse", "overwrite", "keep"]


@dataclass(slots=True)
class Report:
    """What a load did: counts by kind, and the records that had been edited here."""

    created: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    conflicts: list[Problem] = field(default_factory=list)


def load_pack(folder: Path, on_conflict: OnConflict = "refuse") -> Report:
    """Load the pack in ``folder`` into the database.

    A record that was edited here since it was last loaded is a conflict: ``refuse`` stops the
    load, ``overwrite`` takes the pack's version, ``keep`` leaves the edited one.
    Raises PackError, with every problem found; then nothing has been changed.
    """
    parsed = parse_records(read_pack(folder))
    with transaction.atomic(), one_change():
        report = Report()
        to_write = _compare(parsed, on_conflict, report)
        if report.conflicts and on_conflict == "refuse":
            raise PackError(report.conflicts)
        _write(to_write)
        _validate(to_write)
    return report


def _compare(
    parsed: Sequence[Parsed], on_conflict: OnConflict, report: Report
) -> list[tuple[Parsed, Any]]:
    to_write: list[tuple[Parsed, Any]] = []
    for kind in MODELS:
        existing = {row.slug: row for row in prefetched(kind)}
        for item in (p for p in parsed if p.kind == kind):
            row = existing.get(item.slug)
            if row is None:
                report.created[kind] += 1
                to_write.append((item, MODELS[kind](slug=item.slug)))
                continue
            here, there = digest(record_of(kind, row)), digest(item.record)
            if here == there:
                report.unchanged[kind] += 1
                if row.pack_digest != there:
                    MODELS[kind]._default_manager.filter(pk=row.pk).update(pack_digest=there)
                continue
            if row.pack_digest != here:
                report.conflicts.append(item.problem("", _conflict(item, row)))
                if on_conflict == "keep":
                    continue
            report.changed[kind] += 1
            to_write.append((item, row))
    return to_write


def _conflict(item: Parsed, row: Any) -> str:
    here = record_of(item.kind, row)
    names = [f.name for f in FIELDS[item.kind] if here.get(f.name) != item.record.get(f.name)]
    return f"“{item.slug}” has been edited here and differs in: {', '.join(names)}"


def _write(to_write: Sequence[tuple[Parsed, Any]]) -> None:
    rows: dict[str, dict[str, Any]] = {}
    for kind in MODELS:
        problems: list[Problem] = []
        for item, row in (pair for pair in to_write if pair[0].kind == kind):
            _fill(item, row, rows)
            row.pack_digest = digest(item.record)
            if broken := _save(item, row):
                problems += broken
            else:
                _save_parts(item, row, rows)
        if problems:
            raise PackError(problems)
        # All of a kind, so that later kinds find those that this load did not touch too.
        rows[kind] = {row.slug: row for row in MODELS[kind]._default_manager.all()}
    for item, row in to_write:
        if item.kind == "entities":
            row.different_from.set(
                [rows["entities"][s] for s in item.record.get("different_from", [])]
            )


def _save(item: Parsed, row: Any) -> list[Problem]:
    """Save the row, or return the rules of the database that it breaks."""
    try:
        with transaction.atomic():  # the rows after this one can then be tried as well
            row.save()
    except IntegrityError:
        # A record's own check names a field; a statement's looks at other records, which may
        # not be there yet.
        own = [] if isinstance(row, Statement) else [row.clean]
        for check in (*own, row.validate_constraints):
            try:
                check()
            except ValidationError as error:
                return _problems(item, error)
        raise
    return []


def _fill(item: Parsed, row: Any, rows: dict[str, dict[str, Any]]) -> None:
    for spec in FIELDS[item.kind]:
        if spec.parts or spec.many and spec.refers_to or spec.name == "value":
            continue
        value = item.record.get(spec.name, spec.default)
        if spec.refers_to:
            value = rows[spec.refers_to][value] if value else None
        setattr(row, spec.name, value)
    if isinstance(row, Statement):
        _fill_value(row, item.record["value"], rows["entities"])


def _fill_value(row: Statement, value: str, entities: dict[str, Entity]) -> None:
    row.value_entity, row.value_date, row.value_quantity, row.value_text = None, "", "", ""
    column = VALUE_FIELDS[Property.Datatype(row.property.datatype)]
    setattr(row, column, entities[value] if column == "value_entity" else value)


def _save_parts(item: Parsed, row: Any, rows: dict[str, dict[str, Any]]) -> None:
    if isinstance(row, Entity):
        _keep_only(
            row.aliases.all(),
            [
                Alias(entity=row, text=a["text"], kind=a.get("kind", Alias.Kind.SPELLING))
                for a in item.record.get("aliases", [])
            ],
            ("text", "kind"),
        )
    if isinstance(row, Statement):
        sources: dict[str, Source] = rows["sources"]
        _keep_only(
            row.citations.all(),
            [
                Citation(
                    statement=row,
                    source=sources[c["source"]],
                    locator=c["locator"],
                    quote=c.get("quote", ""),
                )
                for c in item.record.get("citations", [])
            ],
            ("source_id", "locator", "quote"),
        )


def _keep_only(rows: QuerySet[Any], wanted: Sequence[Any], fields: Sequence[str]) -> None:
    """Make ``rows`` those that are ``wanted``; what stays the same stays as it is."""
    missing = {tuple(getattr(part, name) for name in fields): part for part in wanted}
    for row in rows:
        if missing.pop(tuple(getattr(row, name) for name in fields), None) is None:
            row.delete()
    change = change_at_work()
    bulk_create_with_history(
        list(missing.values()),
        rows.model,
        default_date=change.at,
        default_change_reason=change.reason or None,
    )


def _validate(to_write: Sequence[tuple[Parsed, Any]]) -> None:
    """Hold the loaded rows against the rules an editor is held to in the admin."""
    problems: list[Problem] = []
    for item, row in to_write:
        try:
            row.clean()
        except ValidationError as error:
            problems += _problems(item, error)
    if problems:
        raise PackError(problems)


def _problems(item: Parsed, error: ValidationError) -> list[Problem]:
    problems: list[Problem] = []
    for name, messages in error.message_dict.items():
        place = "value" if name.startswith("value_") else "" if name == NON_FIELD_ERRORS else name
        problems += [item.problem(place, message) for message in messages]
    return problems
