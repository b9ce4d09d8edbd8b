"""What the rooms above are told: ``facts_changed``, once for each change to the fact base."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.dispatch import Signal

# Sent with ``change``: a Change, inside the transaction that made it.
facts_changed = Signal()


@dataclass(slots=True)
class Change:
    """The primary keys of what was saved or deleted."""

    statements: set[int] = field(default_factory=set)
    entities: set[int] = field(default_factory=set)
    properties: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.statements or self.entities or self.properties)


class _Open(threading.local):
    change: Change | None = None


_open = _Open()


@contextmanager
def one_change() -> Iterator[None]:
    """Gather all saves inside into one signal, sent at the end unless an error leaves it."""
    if _open.change is not None:
        yield
        return
    _open.change = Change()
    try:
        yield
        change, _open.change = _open.change, None
        if change:
            facts_changed.send(sender=Change, change=change)
    finally:
        _open.change = None


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
