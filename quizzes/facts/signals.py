"""What the rooms above are told: ``facts_changed``, once for each change to the fact base."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.dispatch import Signal

from quizzes.lib import clock

from .turns import take_turn

Result = TypeVar("Result")

LONGEST_REASON = 200  # as many characters as the history has room for


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long piece of work has come: ``words`` for who waits, ``done`` out of ``total``."""

    words: str
    done: int = 0
    total: int = 0


# Work that tells now and then how far it has come, and returns its result at the end.
Steps = Generator[Progress, None, Result]

# Sent with ``change``: a Change, inside the transaction that made it. A listener may return
# Steps: they are done there and then, and who waits for the change can watch them.
facts_changed = Signal()


@dataclass(slots=True)
class Change:
    """The primary keys of what was saved or deleted, when, and why, if somebody said."""

    at: datetime = field(default_factory=lambda: clock.now(), compare=False)
    reason: str = ""
    statements: set[int] = field(default_factory=set)
    entities: set[int] = field(default_factory=set)
    properties: set[int] = field(default_factory=set)
    sources: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.statements or self.entities or self.properties or self.sources)


class _Open(threading.local):
    change: Change | None = None


_open = _Open()


@contextmanager
def one_change(reason: str = "") -> Iterator[None]:
    """Make all saves inside one change: all are kept or none, and what follows them follows once.

    Nobody else changes the facts meanwhile. The signal is sent at the end unless an error leaves
    the change. The history of the records notes one moment for them all, and the ``reason``.
    """
    if _open.change is not None:
        _open.change.reason = _open.change.reason or reason[:LONGEST_REASON]
        yield
        return
    with transaction.atomic():
        with gathered(reason) as change:
            yield
        finished(announced(change))


@contextmanager
def gathered(reason: str = "") -> Iterator[Change]:
    """Gather all saves inside into the change that is returned, and announce nothing.

    For work that is watched, which follows it with ``announced``, and for mere trials; to be
    called inside a transaction. Its moment is that at which nobody else changes the facts any
    more, so that of two changes the later one also has the later moment.
    """
    assert _open.change is None, "a change is open already"
    take_turn()
    _open.change = Change(reason=reason[:LONGEST_REASON])
    try:
        yield _open.change
    finally:
        _open.change = None


def announced(change: Change) -> Steps[None]:
    """Tell the rooms above of ``change``, step by step; they are told of nothing but changes."""
    if not change:
        return
    for _listener, answer in facts_changed.send(sender=Change, change=change):
        if isinstance(answer, Generator):
            yield from answer


def finished(steps: Steps[Result]) -> Result:
    """Do all ``steps`` without watching them, and return what they come to."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result


def change_at_work() -> Change:
    """Return the change that ``one_change`` has open, or an empty one of this moment."""
    return Change() if _open.change is None else _open.change


def announce(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """Note that ``instance``, a record of the fact base, was saved or deleted."""
    announce_all(sender, [instance])


def announce_all(sender: type[Any], instances: Iterable[Any]) -> None:
    """Note that the ``instances`` of one model were saved or deleted; also where in bulk."""
    if _open.change is not None:
        _note(_open.change, sender, instances)
        return
    # Saved by itself: the transaction is its own, or the caller's.
    with gathered() as change:
        _note(change, sender, instances)
    finished(announced(change))


def _note(change: Change, sender: type[Any], instances: Iterable[Any]) -> None:
    match sender.__name__:
        case "Statement":
            change.statements.update(row.pk for row in instances)
        case "Citation":
            change.statements.update(row.statement_id for row in instances)
        case "Entity":
            change.entities.update(row.pk for row in instances)
        case "Alias":
            change.entities.update(row.entity_id for row in instances)
        case "Property":
            change.properties.update(row.pk for row in instances)
        case "Source":
            change.sources.update(row.pk for row in instances)
            for source in instances:
                cited = source.citations.values_list("statement", flat=True)
                change.statements.update(cited)


def date_history(sender: type[Any], history_instance: Any, **kwargs: Any) -> None:
    """Give a state about to be kept the moment and the reason of the change it is part of."""
    if _open.change is not None:
        history_instance.history_date = _open.change.at
        history_instance.history_change_reason = (
            history_instance.history_change_reason or _open.change.reason or None
        )
