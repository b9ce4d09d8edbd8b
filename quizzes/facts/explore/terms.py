"""What somebody looks for among the facts: words, and numbers and dates however written."""

from __future__ import annotations

import re
from typing import NamedTuple

from quizzes.lib.names import fold

from .arabic_script import joined_names
from .figures import Figure, figures, plain
from .names import MOST_WORDS

_PLACE = re.compile(r"zzfigure(\d+)zz")


class Term(NamedTuple):
    """One thing to be found: a figure with any of these meanings, or else all of these words.

    A day, or a month in figures, has no words, for its parts alone would be found everywhere.
    """

    words: tuple[str, ...]
    meanings: frozenset[str]


def terms(typed: str) -> list[Term]:
    """Return what is looked for by ``typed``, in its order; a fact must answer all of it."""
    text = plain(joined_names(typed))
    found = figures(text)
    # Figures keep their places while the words around them are folded.
    held = text
    for number, figure in reversed(list(enumerate(found))):
        held = f"{held[: figure.start]} zzfigure{number}zz {held[figure.end :]}"
    wanted = []
    for word in fold(held).split()[:MOST_WORDS]:
        place = _PLACE.fullmatch(word)
        number = int(place[1]) if place else len(found)
        is_held = number < len(found)
        wanted.append(_figure(found[number], text) if is_held else Term((word,), frozenset()))
    return wanted


def _figure(figure: Figure, text: str) -> Term:
    written = text[figure.start : figure.end]
    is_month = re.fullmatch(r"\d+[/-]\d+", written) is not None
    if figure.is_day or is_month:
        return Term((), figure.meanings)
    if re.fullmatch(r"[\d., ']+", written):
        return Term((re.sub(r"\D", "", written),), figure.meanings)
    if written[0].isdecimal() and all(it.isdecimal() for it in figure.meanings):
        return Term(tuple(figure.meanings), figure.meanings)  # "20 thousand"
    return Term(tuple(fold(written).split()), figure.meanings)
