"""Blind guessers: each picks an option by its look alone, and must not beat chance."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import Any

from quizzes.bank.models import Question

from .base import Bank, Rule, Told, place_of, texts_of

Guess = Callable[[Question], int]
Score = Callable[[int, list[str], Question], Any]

OPTIONS = 3
# A guesser without a method does better than this once in two thousand banks; so, of a dozen of
# them, one does in some two hundred. (Of 150 questions that is 70 right, 47 %.)
UNLIKELY = 1 / 2000


def _by(score: Score) -> Guess:
    """A guesser that picks the option with the highest score, the first of several."""

    def guess(question: Question) -> int:
        options = texts_of(question)
        return max(range(len(options)), key=lambda n: score(n, options, question))

    return guess


def _words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w{3,}", text)}


def _in_common(n: int, options: list[str]) -> int:
    return sum(len(_words(options[n]) & _words(one)) for m, one in enumerate(options) if m != n)


def _rank(n: int, options: list[str]) -> int:
    return sorted(options).index(options[n])


GUESSERS: dict[str, Guess] = {
    "the longest": _by(lambda n, options, question: len(options[n])),
    "the shortest": _by(lambda n, options, question: -len(options[n])),
    "the first": _by(lambda n, options, question: -n),
    "the middle": _by(lambda n, options, question: n == 1),
    "the last": _by(lambda n, options, question: n),
    "the first of the alphabet": _by(lambda n, options, question: -_rank(n, options)),
    "the last of the alphabet": _by(lambda n, options, question: _rank(n, options)),
    "most words of the stem": _by(
        lambda n, options, question: len(_words(options[n]) & _words(question.stem))
    ),
    "most in common with the others": _by(lambda n, options, question: _in_common(n, options)),
    "least in common with the others": _by(lambda n, options, question: -_in_common(n, options)),
}


def seen_elsewhere(choices: Sequence[Question], *, as_key: bool) -> Guess:
    """A guesser who has seen the other questions: it counts how often each option stands there.

    ``as_key``: how often it is the right one there.
    """
    seen = Counter(
        text
        for question in choices
        for n, text in enumerate(texts_of(question))
        if not as_key or n == place_of(question)
    )

    def count(n: int, options: list[str], question: Question) -> int:
        here = 1 if not as_key or n == place_of(question) else 0
        return seen[options[n]] - here

    return _by(count)


@dataclass(frozen=True, slots=True)
class Result:
    """How often a guesser was right, of how many; ``allowed`` is not beyond chance."""

    name: str
    hits: int
    tries: int
    allowed: bool

    @property
    def share(self) -> float:
        """The share of right guesses, 0 to 1."""
        return self.hits / self.tries if self.tries else 0.0


def results(bank: Bank) -> list[Result]:
    """Return what each guesser reached, over all choices and over those in order of size."""
    ordered = [q for q in bank.choices if q.answer_kind in ("date", "number")]
    found = [_tried(name, guess, bank.choices) for name, guess in GUESSERS.items()]
    found += [
        _tried(f"{name}, of dates and numbers", guess, ordered) for name, guess in GUESSERS.items()
    ]
    offered = seen_elsewhere(bank.choices, as_key=False)
    found.append(_tried("what is offered most elsewhere", offered, bank.choices))
    # The dates of a short war come back, so chance cannot be asked for: half at most is.
    known = _tried(
        "what is right most elsewhere", seen_elsewhere(bank.choices, as_key=True), bank.choices
    )
    half = known.hits <= known.tries / 2
    found.append(Result(known.name, known.hits, known.tries, known.allowed or half))
    return found


def _tried(name: str, guess: Guess, choices: Sequence[Question]) -> Result:
    hits = sum(guess(question) == place_of(question) for question in choices)
    return Result(name, hits, len(choices), at_least(hits, len(choices)) > UNLIKELY)


def at_least(hits: int, tries: int) -> float:
    """The chance (0 to 1) that one who guesses blindly among three hits so often or more.

    The upper tail of the binomial distribution with p = 1/3, computed exactly.
    """
    ways = sum(comb(tries, n) * (OPTIONS - 1) ** (tries - n) for n in range(hits, tries + 1))
    return float(Fraction(ways, OPTIONS**tries))


def _guessable(bank: Bank) -> Iterator[Told]:
    for result in results(bank):
        if not result.allowed:
            yield None, f"picking {result.name} is right {result.hits} times of {result.tries}"


RULES = (Rule("guessable", "Guessers who beat chance", _guessable),)
