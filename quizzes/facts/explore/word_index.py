"""The words of all published facts, kept in the cache so that a search need not word them anew."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from quizzes.facts.models import Entity, Property, Statement
from quizzes.facts.models.parts import ROLES
from quizzes.facts.models.queries import StatementQuerySet
from quizzes.facts.sentences import sentence
from quizzes.lib.names import fold

from .figures import carried, figures, of_edtf, of_number, plain, without_thousands_signs
from .kept import kept

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
    """Return the words of every published fact, made again for those that have changed.

    It says where to look; what is shown is read afresh, so that nothing withdrawn comes back.
    """
    rows = kept("words", Words._fields, _words_of, Entity, Property)
    return [Words(*row) for row in rows]


def _words_of(facts: StatementQuerySet) -> list[tuple[Any, ...]]:
    return [tuple(_words(statement)) for statement in facts]


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
