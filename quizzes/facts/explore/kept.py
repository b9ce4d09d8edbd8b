"""What is worked out from all published facts, kept in the process until the fact base changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.core.cache import caches
from django.db.models import Count, Max
from django.utils.translation import get_language

from quizzes.facts.models import Alias, Entity, Property, Statement

FOR = 24 * 3600  # seconds
Kept = TypeVar("Kept")


def kept(name: str, form: Sequence[object], make: Callable[[], Kept]) -> Kept:
    """Return what ``make`` returns, made again when the fact base or its ``form`` has changed.

    It says where to look; what is shown is to be read afresh, so that nothing withdrawn comes back.
    """
    # Not in the shared cache, which is in the database: whoever reads would wait for who writes.
    cache = caches["process"]
    key = f"facts:{name}:{get_language()}"
    state = (*form, *_state())
    known, value = cache.get(key, (None, None))
    if known != state:
        value = make()
        cache.set(key, (state, value), FOR)
    return value  # type: ignore[no-any-return]


def _state() -> list[int | None]:
    """What is another thing after every change, as each leaves something in the history.

    Ids are given before a change is committed, so that a late one may not be the last: it is
    counted too.
    """
    histories = (model.history for model in (Statement, Entity, Alias, Property))
    states = [it.aggregate(last=Max("pk"), rows=Count("pk")) for it in histories]
    return [number for state in states for number in (state["last"], state["rows"])]
