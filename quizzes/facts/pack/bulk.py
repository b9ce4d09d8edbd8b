"""Many rows written at once: with their history, and announced as if each had been saved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.db import models
from simple_history.utils import get_history_manager_for_model

from quizzes.accounts.models import User
from quizzes.facts.models import Entity
from quizzes.facts.signals import announce_all, change_at_work

Model = type[models.Model]


def create(model: Model, rows: Sequence[Any]) -> None:
    """Insert ``rows``; their history is kept apart, see ``keep_history``."""
    model._default_manager.bulk_create(rows)
    announce_all(model, rows)


def update(model: Model, rows: Sequence[Any]) -> None:
    """Write the columns of ``rows``, which are stored already and keep their slugs."""
    if not rows:
        return
    # One statement for many rows, where bulk_update would write a condition for every cell.
    # PostgreSQL would let learners wait for rows of which a column is written that others may
    # refer to, were it only to what it was.
    columns = [field.name for field in model._meta.concrete_fields if not field.unique]
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["pk"], update_fields=columns
    )
    announce_all(model, rows)


def delete(model: Model, rows: Sequence[Any]) -> None:
    """Delete ``rows``, on which nothing else may hang."""
    if not rows:
        return
    announce_all(model, rows)
    doomed: Any = model._default_manager.filter(pk__in=[row.pk for row in rows])
    # Django's own delete would save the history of each row by itself.
    doomed._raw_delete(doomed.db)


def keep_history(model: Model, rows: Sequence[Any], sign: str, by: User | None) -> None:
    """Keep the state of ``rows`` as made (+), changed (~) or deleted (-) in the change at work."""
    if not rows:
        return
    history = get_history_manager_for_model(model).model
    change, names = change_at_work(), [field.attname for field in history.tracked_fields]
    states = history.objects.bulk_create(
        history(
            history_date=change.at,
            history_user=by,
            history_change_reason=change.reason or None,
            history_type=sign,
            **{name: getattr(row, name) for name in names},
        )
        for row in rows
    )
    if model is Entity:
        _keep_doubles(states)


def _keep_doubles(states: Iterable[Any]) -> None:
    """Keep with each state of an entity whom it might be confused with."""
    links = apps.get_model("facts", "HistoricalEntity_different_from")
    by_entity = {state.id: state for state in states}
    through: Any = Entity.different_from.through._default_manager
    links._default_manager.bulk_create(
        links(
            id=row.pk,
            history=by_entity[row.from_entity_id],
            from_entity_id=row.from_entity_id,
            to_entity_id=row.to_entity_id,
        )
        for row in through.all()
        if row.from_entity_id in by_entity
    )
