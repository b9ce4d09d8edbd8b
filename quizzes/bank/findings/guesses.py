"""The methods of blind guessers: each picks an answer by its look or place alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from quizzes.bank.models import Question

from .base import day_of_text
from .riddles import Riddle

# The place of the answer that is picked; None where the method has nothing to go by.
Guess = Callable[[Riddle], int | None]
Score = Callable[[int, Riddle], Any]


def _by(score: Score) -> Guess:
    """A guesser that picks the answer with the highest score, the first of several."""
    return lambda riddle: max(range(len(riddle.answers)), key=lambda n: score(n, riddle))


# Words that nearly every sentence has, so that nobody takes them for a hint.
_PLAIN = frozenset(
    ("the", "and", "for", "from", "was", "were", "has", "had", "that", "with", "who")
)


def _words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w{3,}", text)} - _PLAIN


def _in_the_stem(n: int, riddle: Riddle) -> int:
    return len(_words(riddle.answers[n]) & _words(riddle.asked))


def _most_words_of_the_stem(riddle: Riddle) -> int | None:
    """The answer that shares most words with what is asked; None where none shares any."""
    best = _by(_in_the_stem)(riddle)
    return best if best is not None and _in_the_stem(best, riddle) else None


def _in_common(n: int, riddle: Riddle) -> int:
    own = _words(riddle.answers[n])
    return sum(len(own & _words(one)) for m, one in enumerate(riddle.answers) if m != n)


def _rank(n: int, riddle: Riddle) -> int:
    return sorted(riddle.answers).index(riddle.answers[n])


PLACES: dict[str, Guess] = {
    "the first": _by(lambda n, riddle: -n),
    "the middle": _by(lambda n, riddle: n == len(riddle.answers) // 2),
    "the last": _by(lambda n, riddle: n),
}
LOOKS: dict[str, Guess] = {
    "the longest": _by(lambda n, riddle: len(riddle.answers[n])),
    "the shortest": _by(lambda n, riddle: -len(riddle.answers[n])),
    "the first of the alphabet": _by(lambda n, riddle: -_rank(n, riddle)),
    "the last of the alphabet": _by(_rank),
    "most words of the stem": _most_words_of_the_stem,
    "most in common with the others": _by(_in_common),
    "least in common with the others": _by(lambda n, riddle: -_in_common(n, riddle)),
}


def _days(riddle: Riddle) -> list[date]:
    """The first days of the dates among which one is to be picked; empty if they are none."""
    if riddle.question.answer_kind != Question.AnswerKind.DATE:
        return []
    read = [day_of_text(text) for text in riddle.answers]
    return [day for day in read if day] if all(read) else []


def _stands_alone(part: Callable[[date], int]) -> Guess:
    """A guesser that picks the date of which a part is another than all the others have."""

    def guess(riddle: Riddle) -> int | None:
        parts = [part(day) for day in _days(riddle)]
        if len(set(parts)) != 2:
            return None
        alone = [n for n, one in enumerate(parts) if parts.count(one) == 1]
        return alone[0] if len(alone) == 1 else None

    return guess


def _apart(n: int, riddle: Riddle) -> int:
    days = _days(riddle)
    return sum(abs((days[n] - day).days) for day in days) if days else 0


def _dated(guess: Guess) -> Guess:
    return lambda riddle: guess(riddle) if _days(riddle) else None


DATES: dict[str, Guess] = {
    "the odd year out": _stands_alone(lambda day: day.year),
    "the odd month out": _stands_alone(lambda day: day.month),
    "the date nearest to the others": _dated(_by(lambda n, riddle: -_apart(n, riddle))),
    "the date furthest from the others": _dated(_by(_apart)),
}


def seen_elsewhere(riddles: Sequence[Riddle], *, as_key: bool) -> Guess:
    """A guesser who has seen the other questions: it counts how often each answer stands there.

    ``as_key``: how often it is the right one there.
    """
    seen = Counter(
        text
        for riddle in riddles
        for n, text in enumerate(riddle.answers)
        if not as_key or n == riddle.right
    )

    def count(n: int, riddle: Riddle) -> int:
        here = 1 if not as_key or n == riddle.right else 0
        return seen[riddle.answers[n]] - here

    return _by(count)


def guessers_of(kind: str, found: Sequence[Riddle]) -> dict[str, Guess]:
    """Return the methods that make sense for a kind of riddle, by name."""
    if kind == "true or false":
        return {"always yes": PLACES["the first"], "always no": PLACES["the last"]}
    elsewhere = {"what is offered most elsewhere": seen_elsewhere(found, as_key=False)}
    if kind in ("choice", "map"):
        elsewhere["what is right most elsewhere"] = seen_elsewhere(found, as_key=True)
    dates = DATES if kind == "choice of dates and numbers" else {}
    # Events to be put in order have no places before they are.
    return LOOKS | dates | elsewhere | ({} if kind == "order" else PLACES)
