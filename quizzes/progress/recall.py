"""What was recalled when facts came back, beside what the program had expected.

Only answers that moved a memory are counted, and no first meetings with a fact: whoever does not
know what they have never seen has forgotten nothing. An answer is right here if it showed that the
fact was known, as it was counted for the memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import Any

from django.db.models import Count, Q

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS
from quizzes.lib.comparisons import likely
from quizzes.scheduling import Rating

WEEKS = 12
WEEK = timedelta(weeks=1)
# With fewer answers the comparison says nothing.
ENOUGH = 20
# How many standard deviations lie between what chance may do and what it may not: 95 per cent.
SURE = 1.96

RIGHT = Q(rating__gt=Rating.AGAIN)
CAME_BACK = Q(counted=True, retrievability__isnull=False)


@dataclass(frozen=True, slots=True)
class Lately:
    """How often facts were ``answered``, came back (``asked``) and were known (``right``) so far.

    In the last seven days so many were met for the first time, and so many came back and were
    known.
    """

    answered: int
    asked: int
    right: int
    met_this_week: int
    kept_this_week: int

    @property
    def percent(self) -> int | None:
        """The share of right answers, or None where there were none."""
        return round(100 * self.right / self.asked) if self.asked else None


@dataclass(frozen=True, slots=True)
class Recall:
    """Answers to facts that came back from one day to another.

    ``expected`` of the ``asked`` were to be right, guesses included; ``right`` were.
    ``spread`` is the variance of that number.
    """

    first: date
    last: date
    asked: int
    right: int
    expected: float
    spread: float

    @property
    def percent(self) -> int | None:
        """The share of right answers, or None where there were none."""
        return round(100 * self.right / self.asked) if self.asked else None

    @property
    def expected_percent(self) -> int | None:
        """The share expected, or None where nothing was asked."""
        return round(100 * self.expected / self.asked) if self.asked else None

    @property
    def bounds(self) -> tuple[float, float]:
        """Between what shares the learner's true recall lies, with 95 per cent confidence."""
        return likely(self.right, self.asked)

    @property
    def verdict(self) -> str:
        """Whether the expectation "fits", or was too "low" or "high"; nothing for few answers."""
        if self.asked < ENOUGH:
            return ""
        off = self.right - self.expected
        if abs(off) <= SURE * sqrt(self.spread):
            return "fits"
        return "low" if off > 0 else "high"


def lately(learner: User, day: date) -> Lately:
    """Return how it went since the start, and in the week that ends on ``day``; one query."""
    this_week = Q(study_day__gt=day - WEEK)
    counted = learner.responses.filter(counted=True)
    return Lately(
        **counted.aggregate(
            answered=Count("pk"),
            asked=Count("pk", filter=CAME_BACK),
            right=Count("pk", filter=CAME_BACK & RIGHT),
            met_this_week=Count("pk", filter=this_week & Q(retrievability__isnull=True)),
            kept_this_week=Count("pk", filter=this_week & CAME_BACK & RIGHT),
        )
    )


def weeks(learner: User, day: date) -> list[Recall]:
    """Return the recall of the last weeks, the one that ends on ``day`` last; one query.

    Those before the first answer are left out.
    """
    rows = learner.responses.filter(CAME_BACK, study_day__gt=day - WEEKS * WEEK)
    # Not loaded all at once: what was shown is the larger part of a row.
    columns = ("study_day", "retrievability", "rating", "question__format", "shown")
    by_week: dict[int, list[tuple[float, bool]]] = {}
    for on, chance, rating, format, shown in rows.values_list(*columns).iterator(500):
        expected = chance + (1 - chance) * guess(format, shown)
        by_week.setdefault((day - on).days // 7, []).append((expected, rating > Rating.AGAIN))
    oldest = max(by_week, default=-1)
    return [_recall(day - ago * WEEK, by_week.get(ago, [])) for ago in range(oldest, -1, -1)]


def together(found: Iterable[Recall]) -> Recall | None:
    """Return some spans as one, or None without any."""
    spans = list(found)
    if not spans:
        return None
    return Recall(
        first=spans[0].first,
        last=spans[-1].last,
        asked=sum(it.asked for it in spans),
        right=sum(it.right for it in spans),
        expected=sum(it.expected for it in spans),
        spread=sum(it.spread for it in spans),
    )


def guess(format: str, shown: Mapping[str, Any]) -> float:
    """Return the chance that somebody who does not know it gives the right answer."""
    match FORMATS[format].evidence:
        case "choice":
            return 1 / max(2, FORMATS[format].guesses(shown))
        case "hint":
            return 1 / 2
        case _:
            return 0.0


def _recall(last: date, answers: list[tuple[float, bool]]) -> Recall:
    return Recall(
        first=last - WEEK + timedelta(days=1),
        last=last,
        asked=len(answers),
        right=sum(right for _expected, right in answers),
        expected=sum(expected for expected, _right in answers),
        spread=sum(expected * (1 - expected) for expected, _right in answers),
    )
