"""What is worked out from all published facts, kept in the process and renewed as they change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core.cache import caches
from django.utils.translation import get_language

from quizzes.facts.models import Statement
from quizzes.facts.models.history import last_entries
from quizzes.facts.models.queries import StatementQuerySet

FOR = 24 * 3600  # seconds
# Of how many edited facts what is kept is renewed one by one.
MOST_RENEWED = 200
Row = tuple[Any, ...]
# Of a history, the last id and how many rows it has.
State = tuple[Any, ...]


def kept(
    name: str,
    form: Sequence[object],
    make: Callable[[StatementQuerySet], Iterable[Row]],
    *others: Any,
) -> list[Row]:
    """Return the rows that ``make`` returns of published facts; each begins with a fact's id.

    After an edit of facts only theirs are made again; all of them when one of the ``others``,
    models of what the rows hang on besides, or the ``form`` of a row has changed. They say where
    to look; what is shown is to be read afresh, so that nothing withdrawn comes back.
    """
    # Not in the shared cache, which is in the database: whoever reads would wait for who writes.
    cache = caches["process"]
    key = f"facts:{name}:{get_language()}"
    around = (*form, *last_entries(others))
    now = last_entries([Statement])
    known, since, rows = cache.get(key, (None, None, []))
    if (known, since) == (around, now):
        return list(rows)
    edited = _edited(since, now) if known == around else None
    facts = Statement.objects.published().worded().order_by("pk")
    if edited is None:
        rows = [*make(facts)]
    else:
        others_kept = (row for row in rows if row[0] not in edited)
        rows = sorted([*others_kept, *make(facts.filter(pk__in=edited))], key=lambda row: row[0])
    cache.set(key, (around, now, rows), FOR)
    return list(rows)


def _edited(since: State, now: State) -> set[int] | None:
    """Return the ids of the facts edited between two states; None if they are not to be told."""
    added = now[1] - since[1]
    if not 0 < added <= MOST_RENEWED:
        return None
    states = Statement.history.filter(pk__gt=since[0] or 0, pk__lte=now[0])
    ids = list(states.order_by().values_list("id", flat=True))
    # One that was committed late has an id from before, and some may have been cleared away.
    return set(ids) if len(ids) == added else None
