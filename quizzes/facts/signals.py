"""What the rooms above are told: ``facts_changed``, once for each change to the fact base."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.dispatch import Signal

from quizzes.lib import clock

# Sent with ``change``: a Change, inside the transaction that made it.
facts_changed = Signal()


@dataclass(slots=True)
class Change:
    """The primary keys of what was saved or deleted, when, and why, if somebody said."""

    at: datetime = field(default_factory=clock.now, compare=False)
    reason: str = ""
    statements: set[int] = field(default_factory=set)
    entities: set[int] = field(default_factory=set)
    properties: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.statements or self.entities or self.properties)


class _Open(threading.local):
    change: Change | None = None


_open = _Open()


@contextmanager
def one_change(reason: str = "") -> Iterator[None]:
    """Gather all saves inside into one signal, sent at the end unless an error leaves it.

    The history of the records notes one moment for them all, and the ``reason``.
    """
    if _open.change is not None:
        _open.change.reason = _open.change.reason or reason
        yield
        return
    _open.change = Change(reason=reason)
    try:
        yield
        change, _open.change = _open.change, None
        if change:
            facts_changed.send(sender=Change, change=change)
    finally:
        _open.change = None


def change_at_work() -> Change:
    """Return the change that ``one_change`` has open, or an empty one of this moment."""
    return _open.change or Change()


def announce(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """Note that ``instance``, a record of the fact base, was saved or deleted."""
    with one_change():
        change = _open.change
        assert change is not None
        match sender.__name__:
            case "Statement":
                change.statements.add(instance.pk)
            case "Citation":
                change.statements.add(instance.statement_id)
            case "Entity":
                change.entities.add(instance.pk)
            case "Alias":
                change.entities.add(instance.entity_id)
            case "Property":
                change.properties.add(instance.pk)
            case "Source":
                cited = instance.citations.values_list("statement", flat=True)
                change.statements.update(cited)


def date_history(sender: type[Any], history_instance: Any, **kwargs: Any) -> None:
    """Give a state about to be kept the moment and the reason of the change it is part of."""
    if _open.change is not None:
        history_instance.history_date = _open.change.at
        history_instance.history_change_reason = (
            history_instance.history_change_reason or _open.change.reason or None
        )
