"""Entities that are told apart: a link of two, which changes both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from quizzes.facts.models import Entity


@contextmanager
def history_of_both(entity: Entity) -> Iterator[None]:
    """Let the history of all those be told whose link with ``entity`` is changed inside.

    They are saved, so that a form made before does not put the link back unseen. To be used
    inside a change.
    """
    before = _linked(entity)
    yield
    for other in Entity.objects.filter(pk__in=before ^ _linked(entity)).order_by("pk"):
        other.save()


def _linked(entity: Entity) -> set[int]:
    return set(entity.different_from.values_list("pk", flat=True)) if entity.pk else set()
