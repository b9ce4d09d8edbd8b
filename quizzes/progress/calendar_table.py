"""The figures of the calendar, as a table of weeks by weekdays, and its legend."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quizzes.lib.calendars import key_square, week_start

from .pictures import STEPS
from .study_days import StudyDays


@dataclass(frozen=True, slots=True)
class Week:
    """The answers on each day of the week that begins on ``first``; None for a day outside."""

    first: date
    answers: list[int | None]


@dataclass(frozen=True, slots=True)
class Table:
    """The weeks with an answer, the latest first, under the names of the weekdays."""

    weekdays: list[tuple[str, str]]
    weeks: list[Week]
    legend: list[tuple[SafeString, str]]


def calendar_table(studied: StudyDays) -> Table:
    """Return the table of the days that the calendar shows."""
    firsts = sorted({week_start(day) for day in studied.answers}, reverse=True)
    start = week_start(studied.last)
    days = [(start + timedelta(days=n)).weekday() for n in range(7)]
    return Table(
        weekdays=[(str(WEEKDAYS_ABBR[it]), str(WEEKDAYS[it])) for it in days],
        weeks=[_week(first, studied) for first in firsts],
        legend=[(key_square(n), words) for n, words in enumerate(_steps())],
    )


def _week(first: date, studied: StudyDays) -> Week:
    days = (first + timedelta(days=n) for n in range(7))
    return Week(
        first,
        [
            studied.answers.get(day, 0) if studied.first <= day <= studied.last else None
            for day in days
        ],
    )


def _steps() -> list[str]:
    """What a square of each size means: none, so many to so many answers, and more."""
    spans = [f"{low}–{high - 1}" for low, high in zip(STEPS, STEPS[1:], strict=False)]
    return [_("none"), *spans, _("%(count)s or more") % {"count": STEPS[-1]}]
