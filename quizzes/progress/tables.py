"""The figures of pictures as tables, shown by ``progress/as_table.html``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quizzes.lib.calendars import key_square, week_start

from .pictures import STEPS
from .recall import Recall
from .study_days import StudyDays


@dataclass(frozen=True, slots=True)
class Table:
    """Figures under the heads of their columns, each with its full name if it is an abbreviation.

    ``corner`` is what the heads of the rows are; each row is its head and its cells. ``note`` says
    what is not in it.
    """

    corner: str
    columns: list[tuple[str, str]]
    rows: list[tuple[str, list[str]]]
    note: str = ""


def calendar_table(studied: StudyDays) -> Table:
    """Return the answers on each day of the weeks that have one, the latest first.

    A day before the first or after the last is empty.
    """
    firsts = sorted({week_start(day) for day in studied.answers}, reverse=True)
    week = [timedelta(days=n) for n in range(7)]
    days = [(week_start(studied.last) + it).weekday() for it in week]

    def answers(first: date, after: timedelta) -> str:
        day = first + after
        within = studied.first <= day <= studied.last
        return str(studied.answers.get(day, 0)) if within else ""

    return Table(
        _("Week from"),
        [(str(WEEKDAYS_ABBR[it]), str(WEEKDAYS[it])) for it in days],
        [
            (date_format(first, "j M Y"), [answers(first, after) for after in week])
            for first in firsts
        ],
        _("Weeks without an answer are left out."),
    )


def calendar_legend() -> list[tuple[SafeString, str]]:
    """Return what a square of each size means: none, so many to so many answers, and more."""
    spans = [f"{low}–{high - 1}" for low, high in zip(STEPS, STEPS[1:], strict=False)]
    words = [_("none"), *spans, _("%(count)s or more") % {"count": STEPS[-1]}]
    return [(key_square(n), it) for n, it in enumerate(words)]


def recall_table(weeks: Sequence[Recall]) -> Table:
    """Return what was known in each week and what was expected, the latest first."""
    heads = (_("Asked"), _("Known"), _("Share"), _("Expected"))
    return Table(
        _("Week to"),
        [(head, "") for head in heads],
        [(date_format(it.last, "j M"), _figures(it)) for it in reversed(weeks)],
    )


def _figures(week: Recall) -> list[str]:
    shares = [f"{it}%" for it in (week.percent, week.expected_percent)] if week.asked else ["–"] * 2
    return [str(week.asked), str(week.right), *shares]
