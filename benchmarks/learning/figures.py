"""Means with what chance may have done to them, and how well recall was foretold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log, sqrt
from statistics import mean, stdev

from .lives import Lived, Told

# Student's t for 95 % by the number of lives less one.
_T = {1: 12.71, 2: 4.30, 3: 3.18, 4: 2.78, 5: 2.57, 6: 2.45, 7: 2.36, 8: 2.31, 9: 2.26}


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over lives, and the half of its 95 % confidence interval."""

    value: float
    half: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Mean:
        found = list(values)
        if len(found) < 2:
            return cls(found[0], 0.0)
        t = _T.get(len(found) - 1, 2.2)
        return cls(mean(found), t * stdev(found) / sqrt(len(found)))


def per_minute(lives: Sequence[Lived]) -> Mean:
    """Return the facts known in the end for each minute spent."""
    return Mean.of(it.known / it.minutes for it in lives)


def times(ours: Sequence[Lived], others: Sequence[Lived]) -> Mean:
    """Return how many times as many facts a minute brings in our school, life by life."""
    pairs = zip(ours, others, strict=True)
    return Mean.of((a.known / a.minutes) / (b.known / b.minutes) for a, b in pairs)


def bias(lives: Sequence[Lived]) -> Mean:
    """Return recall foretold less true recall, over the answers of each life."""
    return Mean.of(mean(it.recall - it.true_recall for it in life.told) for life in lives)


def bias_in_the_end(lives: Sequence[Lived]) -> Mean:
    """Return recall foretold less true recall on the last day, over the facts met."""
    return Mean.of(mean(told - true for told, true in life.in_the_end) for life in lives)


def log_loss(lives: Sequence[Lived]) -> tuple[float, float]:
    """Return the mean log loss of the answers foretold, and of an oracle's who knows the truth."""
    told = [it for life in lives for it in life.told]
    ours = mean(_loss(it.right, it.was_right) for it in told)
    return ours, mean(_loss(it.true_right, it.was_right) for it in told)


def _loss(chance: float, right: bool) -> float:
    return -log(max(chance if right else 1 - chance, 1e-6))


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers foretold with about the same chance: means of recall foretold and true."""

    answers: int
    foretold: float
    true: float


def bins(told: Sequence[Told], edges: Sequence[float]) -> list[Bin]:
    """Return the answers by recall foretold, between the edges."""
    found = []
    for low, high in zip(edges, edges[1:], strict=False):
        among = [it for it in told if low <= it.recall < high]
        if among:
            foretold = mean(it.recall for it in among)
            found.append(Bin(len(among), foretold, mean(it.true_recall for it in among)))
    return found
