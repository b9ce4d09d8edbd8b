"""What an answer says about the learner's memory."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Rating(IntEnum):
    """The four ratings of FSRS, from forgotten to effortless."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Proof(StrEnum):
    """How far a right answer can carry a fact towards recall."""

    HINT = "hint"
    """Not at all: a true/false answer, or one that had been told, never shows mastery."""
    RECOGNITION = "recognition"
    """To recall, if given on a later day than the first."""
    RECALL = "recall"
    """To recall at once: the learner produced the answer unaided."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One graded answer. Made by the class methods, one for each way of answering.

    ``guess`` is the chance (0–1) that somebody who does not know the fact gives this answer; it
    counts for right answers only.
    """

    rating: Rating
    proof: Proof
    guess: float = 0.0

    @property
    def right(self) -> bool:
        """Whether the learner knew, or guessed, the answer."""
        return self.rating > Rating.AGAIN

    @classmethod
    def recall(cls, right: bool) -> Evidence:
        """Return the evidence of a typed, numeric, date, cloze or ordering answer."""
        return cls(_good_if(right), Proof.RECALL)

    @classmethod
    def choice(cls, right: bool, options: int) -> Evidence:
        """Return the evidence of a choice among ``options``, which are at least two.

        Raises ValueError for fewer.
        """
        if options < 2:
            raise ValueError(f"A choice needs at least two options, not {options}.")
        return cls(_good_if(right), Proof.RECOGNITION, guess=1 / options)

    @classmethod
    def true_false(cls, right: bool) -> Evidence:
        """Return the evidence of a true/false answer: a choice of two that proves less."""
        return cls(_good_if(right), Proof.HINT, guess=1 / 2)

    @classmethod
    def told(cls, right: bool) -> Evidence:
        """Return the evidence of an answer given after the right one was shown: who did not know
        it gives it as well, so that a right one proves nothing.
        """
        return cls(_good_if(right), Proof.HINT, guess=1.0)

    @classmethod
    def self_rated(cls, rating: Rating) -> Evidence:
        """Return the evidence of a flashcard: the learner's word for it, nothing typed."""
        return cls(rating, Proof.RECOGNITION)


def _good_if(right: bool) -> Rating:
    return Rating.GOOD if right else Rating.AGAIN
