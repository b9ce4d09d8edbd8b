"""How a learner differs from the average one whom the parameters of FSRS describe.

The defaults foretell well what an average learner recalls. Of one who forgets faster they promise
too much, day after day. The pace is what the answers tell of that: two numbers, moved a little by
every answer that counts, so that what is foretold comes true on average. It needs no history and
costs nothing; fitting all the parameters of FSRS would need some thousand answers.

In the simulation the defaults alone promised learners by FSRS up to 0.09 too much, and one whose
memory follows another law 0.36; with the pace it was 0.016 at most. See docs/benchmarks.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp

from .evidence import Evidence

RATE = 0.04
"""How far one answer that comes as a full surprise moves the logarithm of the growth.

After some hundred answers the pace has found the learner; a higher rate follows chance, too. Rates
from 0.03 to 0.06 did about equally well in the simulation.
"""

SLIPS = 0.01
"""Chance to answer wrong what one knows. Assumed; without it slips would pass for forgetting."""

SLOWEST, FASTEST = -2.0, 2.0
"""Limits of the logarithm of the growth, so that no odd history runs away."""

EVEN = 0.5
"""The chance to know a new fact that is never exceeded."""

MOST_COUNTED = 100.0
"""First answers after which older ones count for less and less."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What is known of a learner's memory besides the memories.

    ``growth`` is the logarithm of what the stability after every answer is multiplied by: 0 for
    the average learner, below that for one who forgets faster. ``known`` and ``unknown`` count the
    new facts that turned out to be known before, and those that did not; they begin as if there
    had been two of either, for nothing is known then and the odds are even.
    """

    growth: float = 0.0
    known: float = 2.0
    unknown: float = 2.0

    @property
    def factor(self) -> float:
        """What the stability after an answer is multiplied by, above 0."""
        return exp(self.growth)

    @property
    def prior(self) -> float:
        """The chance (0–0.5) that the learner knows a fact before the first question about it.

        Even odds at most: however much somebody knew so far, a right first choice may be luck, and
        at the usual desired retention the fact is back on the next day, which shows it.
        """
        return min(self.known / (self.known + self.unknown), EVEN)


AVERAGE = Pace()
"""A learner of whom nothing is known yet."""


def adapted(pace: Pace, evidence: Evidence, chance: float | None) -> Pace:
    """Return the pace after an answer that counted.

    ``chance`` is the retrievability (0–1) just before it, ``None`` for a new fact. With R for it, g
    for a guess that hits and s for a slip, a right answer is foretold with p = (R + (1 − R)·g)·(1 −
    s), and the growth moves by ``RATE`` times the surprise, 1 − p or −p. That is a stochastic
    gradient step, which rests where the surprises add up to nothing. A new fact moves the prior by
    the chance that it had been known.
    """
    if chance is None:
        return _met(pace, _known(pace.prior, evidence))
    return _grown(pace, _surprise(evidence, chance))


def taken_back(pace: Pace, evidence: Evidence, chance: float | None) -> Pace:
    """Return the pace as if an answer, which ``adapted`` took, had not been given.

    Others may have been taken since; at the limits it is not to the letter.
    """
    if chance is None:
        known = _known(pace.prior, evidence)
        unknown = max(0.0, pace.unknown - (1 - known))
        return replace(pace, known=max(0.1, pace.known - known), unknown=unknown)
    return _grown(pace, -_surprise(evidence, chance))


def _surprise(evidence: Evidence, chance: float) -> float:
    foretold = (chance + (1 - chance) * evidence.guess) * (1 - SLIPS)
    return evidence.right - foretold


def _grown(pace: Pace, surprise: float) -> Pace:
    growth = pace.growth + RATE * surprise
    return replace(pace, growth=min(max(growth, SLOWEST), FASTEST))


def _known(prior: float, evidence: Evidence) -> float:
    """Return the chance that the fact was known: Bayes, with what a guess is worth."""
    if not (evidence.right and evidence.guess):
        return float(evidence.right)
    return prior / (prior + (1 - prior) * evidence.guess)


def _met(pace: Pace, known: float) -> Pace:
    fading = min(1.0, MOST_COUNTED / (pace.known + pace.unknown + 1))
    return replace(
        pace,
        known=(pace.known + known) * fading,
        unknown=(pace.unknown + 1 - known) * fading,
    )
