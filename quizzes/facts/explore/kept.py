"""What is worked out from all published facts, kept in the process until the fact base changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.core.cache import caches
from django.utils.translation import get_language

from quizzes.facts.models import Alias, Entity, Property, Statement
from quizzes.facts.models.history import last_entries

FOR = 24 * 3600  # seconds
Kept = TypeVar("Kept")


def kept(name: str, form: Sequence[object], make: Callable[[], Kept]) -> Kept:
    """Return what ``make`` returns, made again when the fact base or its ``form`` has changed.

    It says where to look; what is shown is to be read afresh, so that nothing withdrawn comes back.
    """
    # Not in the shared cache, which is in the database: whoever reads would wait for who writes.
    cache = caches["process"]
    key = f"facts:{name}:{get_language()}"
    state = (*form, *last_entries((Statement, Entity, Alias, Property)))
    known, value = cache.get(key, (None, None))
    if known != state:
        value = make()
        cache.set(key, (state, value), FOR)
    return value  # type: ignore[no-any-return]
