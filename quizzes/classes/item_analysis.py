"""Item analysis: what the marks of a test say of its questions, and of the test.

The figures are those of Moodle's quiz statistics (its documentation “Quiz statistics calculations”
gives the formulas), so that teachers can compare them: variances and covariances divide by n − 1,
and skewness and kurtosis come from Fisher's unbiased k-statistics.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import covariance, fmean, median

# Of fewer attempts the figures would be chance.
FEWEST = 5
# Per cent of discriminative efficiency, below which a question hardly tells who knows.
WEAK = 15
# Sums of products of marks that differ from 0 by less do so by rounding.
TINY = 1e-12

# The marks of one attempt, by the place of the question.
Marks = Sequence[float]


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """What the marks say of one question; all in per cent, None where the marks do not tell.

    ``facility`` is the mean mark of the most that could be earned, ``deviation`` its standard
    deviation. ``discrimination`` is the correlation of the mark with the rest of the test, and
    ``efficiency`` the covariance of the two as a share of the greatest that these marks could have.
    ``weight`` is the part that the question has in what sets the attempts apart.
    """

    facility: float
    deviation: float
    discrimination: float | None
    efficiency: float | None
    weight: float | None

    @property
    def is_weak(self) -> bool:
        """Whether the question hardly tells those who know from those who do not."""
        return self.efficiency is not None and self.efficiency < WEAK


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the marks say of the whole test.

    ``mean``, ``median``, ``deviation`` and ``standard_error`` (of one attempt's mark) are in per
    cent of the most that could be earned, ``alpha`` (Cronbach's) and ``error_ratio`` in per cent.
    None where the marks do not tell.
    """

    attempts: int
    mean: float
    median: float
    deviation: float
    skewness: float | None
    kurtosis: float | None
    alpha: float | None
    error_ratio: float | None
    standard_error: float | None
    items: tuple[ItemFigures, ...]


def analyse(marks: Sequence[Marks], maxima: Marks) -> Analysis | None:
    """Return the figures of finished attempts, one for each learner; None for too few.

    ``marks`` hold for each attempt what each question earned, from 0 to its one of ``maxima``.
    Raises ValueError where an attempt has marks for more or for fewer questions.
    """
    if any(len(row) != len(maxima) for row in marks):
        raise ValueError("every attempt needs one mark for each question")
    if len(marks) < FEWEST or not maxima:
        return None
    totals = [sum(row) for row in marks]
    columns = list(zip(*marks, strict=True))
    alpha = _alpha(columns, totals)
    ratio = None if alpha is None else 100 * sqrt(max(0.0, 1 - alpha / 100))
    percent = 100 / sum(maxima)
    deviation = _deviation(totals) * percent
    return Analysis(
        attempts=len(marks),
        mean=fmean(totals) * percent,
        median=median(totals) * percent,
        deviation=deviation,
        skewness=_skewness(totals),
        kurtosis=_kurtosis(totals),
        alpha=alpha,
        error_ratio=ratio,
        standard_error=None if ratio is None else ratio / 100 * deviation,
        items=tuple(_items(columns, totals, maxima)),
    )


def _items(columns: Sequence[Marks], totals: Marks, maxima: Marks) -> list[ItemFigures]:
    weights = _weights(columns, totals)
    return [
        ItemFigures(
            facility=100 * fmean(x) / most,
            deviation=100 * _deviation(x) / most,
            discrimination=_discrimination(x, rest),
            efficiency=_efficiency(x, rest),
            weight=weight,
        )
        for x, most, weight in zip(columns, maxima, weights, strict=True)
        for rest in [[total - mark for total, mark in zip(totals, x, strict=True)]]
    ]


def _discrimination(x: Marks, rest: Marks) -> float | None:
    product = _variance(x) * _variance(rest)
    return 100 * covariance(x, rest) / sqrt(product) if product > TINY else None


def _efficiency(x: Marks, rest: Marks) -> float | None:
    """No order of the same marks has a greater covariance than both from least to most."""
    greatest = covariance(sorted(x), sorted(rest))
    return 100 * covariance(x, rest) / greatest if greatest > TINY else None


def _weights(columns: Sequence[Marks], totals: Marks) -> list[float | None]:
    together = [covariance(x, totals) for x in columns]
    roots = [sqrt(max(0.0, it)) if it > -TINY else None for it in together]
    whole = sum(root for root in roots if root is not None)
    return [100 * root / whole if root is not None and whole else None for root in roots]


def _alpha(columns: Sequence[Marks], totals: Marks) -> float | None:
    """Cronbach's alpha, the coefficient of internal consistency."""
    items, spread = len(columns), _variance(totals)
    if items < 2 or spread <= TINY:
        return None
    return 100 * items / (items - 1) * (1 - sum(map(_variance, columns)) / spread)


def _skewness(totals: Marks) -> float | None:
    """k3 / k2^1.5: above 0 where some attempts are far better than most."""
    n, spread = len(totals), _variance(totals)
    if spread <= TINY:
        return None
    k3 = n * n / ((n - 1) * (n - 2)) * _moment(totals, 3)
    return float(k3 / spread**1.5)


def _kurtosis(totals: Marks) -> float | None:
    """k4 / k2²: above 0 where more attempts are far from the mean than by a normal curve."""
    n, spread = len(totals), _variance(totals)
    if spread <= TINY:
        return None
    fourth, second = _moment(totals, 4), _moment(totals, 2)
    k4 = n * n * ((n + 1) * fourth - 3 * (n - 1) * second**2) / ((n - 1) * (n - 2) * (n - 3))
    return float(k4 / spread**2)


def _variance(values: Marks) -> float:
    return covariance(values, values)


def _deviation(values: Marks) -> float:
    return sqrt(_variance(values))


def _moment(values: Marks, power: int) -> float:
    """A central moment, the mean of the deviations to a power."""
    middle = fmean(values)
    return fmean((value - middle) ** power for value in values)
