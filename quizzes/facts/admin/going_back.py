"""Putting a record and its parts back to an earlier state."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from quizzes.facts.models import Entity, PackRecord, Statement
from quizzes.facts.owners import Shared, shared_names

from .mix_ups import history_of_both
from .states import PARTS, Part, State, fields_of, state_now


def go_back(row: PackRecord, then: State) -> None:
    """Make a record and its parts what they were; to be called inside a transaction.

    Raises ValidationError, by field, where the old state no longer fits the facts of today.
    """
    fields = fields_of(type(row))
    shared = _shared(row)
    for field in fields:
        if not field.many_to_many:
            setattr(row, field.attname, then.values[field.name])
    row.full_clean()
    if isinstance(row, Statement) and row.status == Statement.Status.PUBLISHED and not then.parts:
        raise ValidationError({"status": _("A published fact needs at least one source.")})
    row.save()
    for field in fields:
        if field.many_to_many:
            _relate(row, field, then.values[field.name])
    if part := PARTS.get(type(row)):
        _restore_parts(row, part, then)
    if taken := [it.message for it in _shared(row) if it not in shared]:
        raise ValidationError(taken)


def _shared(row: PackRecord) -> list[Shared]:
    """The names of an entity that another has by now."""
    return shared_names([row.pk]).get(row.pk, []) if isinstance(row, Entity) else []


def _relate(row: PackRecord, field: Any, ids: frozenset[int]) -> None:
    """Relate the record to those of the rows that still exist."""
    with history_of_both(row) if isinstance(row, Entity) else nullcontext():
        manager = getattr(row, field.name)
        manager.set(field.related_model._base_manager.filter(pk__in=ids))


def _restore_parts(row: PackRecord, part: Part, then: State) -> None:
    """First take away, so that two parts may swap what only one of them can have."""
    now = state_now(row).parts
    changed = [pk for pk in {*now, *then.parts} if now.get(pk) != then.parts.get(pk)]
    for old in part.model._base_manager.filter(pk__in=changed):
        old.delete()
    for pk in sorted(set(changed) & set(then.parts)):
        values = {it.attname: then.parts[pk][it.name] for it in fields_of(part.model)}
        restored = part.model(pk=pk, **{part.owner: row}, **values)
        restored.full_clean()
        restored.save(force_insert=True)
