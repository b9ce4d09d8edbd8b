"""The words of all published facts, kept in the cache so that a search need not word them anew."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Count, Max
from django.utils.translation import get_language

from quizzes.facts.models import Entity, Property, Statement
from quizzes.facts.models.parts import ROLES
from quizzes.facts.sentences import sentence
from quizzes.lib.names import fold

from .figures import carried, figures, of_edtf, of_number, plain, without_thousands_signs

KEPT = 24 * 3600  # seconds
# A capital behind another word; the first word of a sentence has one too.
_NAME = re.compile(r"(?<=\w[\s-])[A-Z][\w’'-]{3,}")


class Words(NamedTuple):
    """A fact's id, its folded sentence, the entities it speaks of, and its importance.

    ``names`` are the folded words that are written like names in the sentence, ``figures`` the
    numbers and dates it tells.
    """

    pk: int
    text: str
    entities: frozenset[int]
    importance: int
    names: frozenset[str]
    figures: frozenset[str]


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
    text = sentence(statement)
    return Words(
        pk=statement.pk,
        text=fold(without_thousands_signs(text)),
        entities=frozenset(spoken_of - {None}),
        importance=statement.importance,
        names=frozenset(word for name in _NAME.findall(text) for word in fold(name).split()),
        figures=_figures(statement, text),
    )


def _figures(statement: Statement, text: str) -> frozenset[str]:
    """The numbers and dates in the sentence, and those that are kept but put otherwise there."""
    found = {meaning for figure in figures(plain(text)) for meaning in figure.meanings}
    for date in (statement.date_value, statement.when_date):
        found |= of_edtf(date.text) if date else set()
    if quantity := statement.quantity:
        found |= {of_number(number) for number in quantity.numbers}
    return carried(found)
