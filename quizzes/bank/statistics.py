"""What learners have answered: the room that keeps their answers registers itself here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from .formats import FORMATS
from .models import Question

# With fewer answers a share says nothing.
FEWEST = 10
# Shares of right answers, beyond guessing, at which a question tells little of who knows.
TOO_HARD, TOO_EASY = 0.2, 0.95


@dataclass(frozen=True, slots=True)
class Figures:
    """How often a question was answered, skips left out, and what the answers earned together.

    An answer earns from 0 to 1.
    """

    answers: int = 0
    earned: float = 0.0

    @property
    def share(self) -> float:
        """The part of the marks that was earned, from 0 to 1; 0 where nobody has answered."""
        return self.earned / self.answers if self.answers else 0.0

    @property
    def percent(self) -> int:
        """The same in per cent."""
        return round(100 * self.share)

    @property
    def enough(self) -> bool:
        """Whether there are enough answers for the share to say something."""
        return self.answers >= FEWEST


class Provider(Protocol):
    """A room that keeps learners' answers."""

    def figures(self, questions: Collection[int]) -> Mapping[int, Figures]:
        """Return the figures of questions by primary key; one query."""

    def given(self, question: int) -> Mapping[str, int]:
        """Return how often each answer was given to one question, by its text; one query."""


_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Let ``provider`` tell what learners answered."""
    if provider not in _providers:
        _providers.append(provider)


def figures_of(questions: Collection[int]) -> dict[int, Figures]:
    """Return the figures of questions by primary key; those never answered may be missing."""
    found: dict[int, Figures] = {}
    for provider in _providers:
        found |= provider.figures(questions)
    return found


def given_to(question: int) -> Counter[str]:
    """Return how often each answer was given to a question, by its text."""
    found: Counter[str] = Counter()
    for provider in _providers:
        found.update(provider.given(question))
    return found


def beyond_guessing(share: float, guesses: int | None) -> float:
    """Return the share of those who knew, where some of a ``share`` of right answers guessed.

    With ``guesses`` answers to choose from, blind guesses are right in 1/k of the cases, so that
    of a share p the part (p - 1/k) / (1 - 1/k) is left: Guilford, “The determination of item
    difficulty when chance success is a factor”, Psychometrika 1 (1936), and Frary, “Formula
    scoring of multiple-choice tests (correction for guessing)”, Educational Measurement: Issues
    and Practice 7 (1988). None: nobody can guess.
    """
    if guesses is None:
        return share
    # Rounded, so that a share that meets a bound exactly does not miss it by a bit.
    return max(0.0, round((share * guesses - 1) / (guesses - 1), 9))


def guesses_at(question: Question) -> int | None:
    """Return among how many answers to a question a blind guesser picks; None if there are none."""
    format = FORMATS[question.format]
    if format.evidence not in ("choice", "hint"):
        return None
    return max(2, format.guesses(question.snapshot()))
