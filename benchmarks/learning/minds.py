"""What is true of a memory: three laws of forgetting, none of which a school can look into.

A mind holds traces, one for each thing that is learned. ``chance`` is the true chance that the
trace is recalled unaided; ``practise`` is an answer with its feedback. ``gain`` (above 0, up to 1)
is how far a right answer strengthens the trace compared with one produced unaided.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import exp, log
from random import Random

import fsrs

WITHIN_SESSION = 0.9
"""Chance to recall minutes after the feedback, for laws that know whole days only. Assumed."""

NOISE = 0.2
"""Spread (standard deviation of the logarithm) of what one answer does to a trace."""

EASE = 0.4
"""Spread of how easily one fact sticks compared with another."""

_NOON = datetime(2000, 1, 1, 12, tzinfo=UTC)


class Mind(ABC):
    """One learner's memory; what is drawn for it comes from ``draw``."""

    def __init__(self, draw: Random) -> None:
        self.draw = draw

    @abstractmethod
    def chance(self, trace: Hashable, day: int) -> float:
        """Return the chance (0–1) that the trace is recalled unaided on a day."""

    @abstractmethod
    def practise(self, trace: Hashable, day: int, recalled: bool, gain: float) -> None:
        """Let the trace be asked on a day, recalled or not, and the answer be shown."""

    def _noise(self, spread: float) -> float:
        # Of mean one, so that noise alone makes no memory better.
        return exp(self.draw.gauss(-spread * spread / 2, spread))


@dataclass(slots=True)
class _Trace:
    stability: float
    difficulty: float
    day: int


class FsrsMind(Mind):
    """Memory as FSRS-6 has it, with parameters of its own, and noise."""

    def __init__(self, draw: Random, parameters: Sequence[float]) -> None:
        super().__init__(draw)
        self.law = fsrs.Scheduler(
            tuple(parameters), learning_steps=(), relearning_steps=(), enable_fuzzing=False
        )
        self.traces: dict[Hashable, _Trace] = {}

    def chance(self, trace: Hashable, day: int) -> float:
        known = self.traces.get(trace)
        if known is None:
            return 0.0
        if day == known.day:
            return WITHIN_SESSION
        return self.law.get_card_retrievability(_card(known), _NOON + timedelta(day))

    def practise(self, trace: Hashable, day: int, recalled: bool, gain: float) -> None:
        before = self.traces.get(trace)
        rating = fsrs.Rating.Good if recalled else fsrs.Rating.Again
        card, _log = self.law.review_card(_card(before), rating, _NOON + timedelta(day))
        assert card.stability is not None
        assert card.difficulty is not None
        if before is None:
            stability = card.stability * self._noise(EASE)
        else:
            grown = log(card.stability / before.stability)
            stability = before.stability * exp(grown * gain if grown > 0 else grown)
            stability *= self._noise(NOISE)
        self.traces[trace] = _Trace(min(max(stability, 0.01), 36500), card.difficulty, day)


def _card(trace: _Trace | None) -> fsrs.Card:
    if trace is None:
        return fsrs.Card(card_id=0, due=_NOON)
    last = _NOON + timedelta(trace.day)
    return fsrs.Card(
        card_id=0,
        state=fsrs.State.Review,
        stability=trace.stability,
        difficulty=trace.difficulty,
        due=last,
        last_review=last,
    )


@dataclass(slots=True)
class _Activation:
    ease: float
    # When, how much it counts, and how fast it fades.
    met: list[tuple[float, float, float]] = field(default_factory=list)


class ActivationMind(Mind):
    """Memory by activation, as in ACT-R; forgetting is a power law, and spacing slows decay.

    m = ln Σ w·t^−d, with d = c·e^m + a for each meeting, m as it was then, and the chance to recall
    is 1/(1 + e^((τ − m)/s)). Pavlik & Anderson (2005), Cognitive Science 29, whose a and c these
    are; time between days runs slower by h, as there. τ and s are assumed so that about half of
    what was met once is recalled on the next day.
    """

    A, C, H, S, TAU = 0.177, 0.217, 0.025, 0.4, -1.36
    MINUTES_LATER = 120.0

    def __init__(self, draw: Random) -> None:
        super().__init__(draw)
        self.traces: dict[Hashable, _Activation] = {}

    def chance(self, trace: Hashable, day: int) -> float:
        known = self.traces.get(trace)
        if known is None:
            return 0.0
        m = self._activation(known, self._now(known, day)) + known.ease
        return 1 / (1 + exp((self.TAU - m) / self.S))

    def practise(self, trace: Hashable, day: int, recalled: bool, gain: float) -> None:
        known = self.traces.get(trace)
        if known is None:
            known = self.traces[trace] = _Activation(self.draw.gauss(0, EASE))
        now = self._now(known, day)
        decay = self.A
        if known.met:
            decay += self.C * exp(self._activation(known, now))
        known.met.append((now, gain * self._noise(NOISE), decay))

    def _now(self, known: _Activation, day: int) -> float:
        """Seconds that count: nights shrink by h, and what is met again that day comes later."""
        morning = day * 86400 * self.H
        return max(morning, known.met[-1][0] + self.MINUTES_LATER) if known.met else morning

    def _activation(self, known: _Activation, now: float) -> float:
        return log(sum(w * (now - then) ** -d for then, w, d in known.met))


class HalfLifeMind(Mind):
    """Memory that halves in even times, as in half-life regression; forgetting is exponential.

    A right answer lengthens the half-life by 1 + 8·(1 − R)·R^0.5: most when something had been
    forgotten of it, least at once, and less again when it came by luck from nearly nothing. A wrong
    one leaves a third of it, half a day at least. The law is made up, to be unlike FSRS.
    """

    def __init__(self, draw: Random) -> None:
        super().__init__(draw)
        self.traces: dict[Hashable, tuple[float, int]] = {}

    def chance(self, trace: Hashable, day: int) -> float:
        if trace not in self.traces:
            return 0.0
        half_life, met = self.traces[trace]
        if day == met:
            return WITHIN_SESSION
        # By e and not by a bare 2, so that very long times give nought and no error.
        return exp(-log(2) * min((day - met) / half_life, 700))

    def practise(self, trace: Hashable, day: int, recalled: bool, gain: float) -> None:
        if trace not in self.traces:
            half_life = (6.0 if recalled else 2.0) * self._noise(EASE)
        else:
            half_life, met = self.traces[trace]
            r = self.chance(trace, day)
            if recalled and day > met:
                half_life *= (1 + 8 * (1 - r) * r**0.5) ** gain
            elif not recalled:
                half_life = max(half_life / 3, 0.5)
            half_life *= self._noise(NOISE)
        self.traces[trace] = half_life, day


MindMaker = Callable[[Random], Mind]
DEFAULTS: tuple[float, ...] = fsrs.Scheduler().parameters


def fsrs_mind(first: float = 1.0, growth: float = 0.0) -> MindMaker:
    """Return how to make a mind by FSRS's defaults.

    ``first`` multiplies the stabilities after the first answer, ``growth`` is added to w8, the
    logarithm of how much a right answer adds.
    """
    w = list(DEFAULTS)
    w[:4] = [one * first for one in w[:4]]
    w[8] += growth
    return lambda draw: FsrsMind(draw, w)
