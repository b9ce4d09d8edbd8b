"""The words of all published facts, kept in the cache so that a search need not word them anew."""

from __future__ import annotations

from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Count, Max
from django.utils.translation import get_language

from quizzes.facts.models import Entity, Property, Statement
from quizzes.facts.models.parts import ROLES
from quizzes.facts.sentences import sentence
from quizzes.lib.names import fold

KEPT = 24 * 3600  # seconds


class Words(NamedTuple):
    """A fact's id, its folded sentence, the entities it speaks of, and its importance."""

    pk: int
    text: str
    entities: frozenset[int]
    importance: int


def word_index() -> list[Words]:
    """Return the words of every published fact, made again when the fact base has changed.

    It says where to look; what is shown is read afresh, so that nothing withdrawn comes back.
    """
    # One entry for each language, overwritten, as a cache in the database forgets late.
    key = f"facts:words:{get_language()}"
    state = (Words._fields, *_state())
    kept, index = cache.get(key, (None, []))
    if kept != state:
        rows = Statement.objects.published().worded().order_by("pk")
        index = [tuple(_words(statement)) for statement in rows]
        cache.set(key, (state, index), KEPT)
    return [Words(*row) for row in index]


def _state() -> list[int | None]:
    """What is another thing after every change, as each leaves something in the history.

    Ids are given before a change is committed, so that a late one may not be the last: it is
    counted too.
    """
    histories = (model.history for model in (Statement, Entity, Property))
    states = [it.aggregate(last=Max("pk"), rows=Count("pk")) for it in histories]
    return [number for state in states for number in (state["last"], state["rows"])]


def _words(statement: Statement) -> Words:
    spoken_of = {getattr(statement, f"{role}_id") for role in ROLES}
    return Words(
        pk=statement.pk,
        text=fold(sentence(statement)),
        entities=frozenset(spoken_of - {None}),
        importance=statement.importance,
    )
