"""On which days a learner studied, and on which there was something due."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, Window
from django.db.models.functions import Lag

from quizzes.accounts.models import User
from quizzes.bank.grading import Verdict
from quizzes.lib.calendars import week_start
from quizzes.study.sessions import due_facts

from .recall import CAME_BACK

DAY = timedelta(days=1)
# A year, in whole weeks of which the last is the present one.
WEEKS = 52

DaysOff = Callable[[date], bool]


def never(day: date) -> bool:
    """No day is a day off."""
    return False


@dataclass(frozen=True, slots=True)
class StudyDays:
    """The answers of each study day from ``first`` to ``last``, skips left out.

    ``streak`` is the number of days in a row on which something was due and was answered.
    """

    first: date
    last: date
    answers: dict[date, int]
    streak: int

    @property
    def days(self) -> int:
        """On how many days there was an answer."""
        return len(self.answers)

    @property
    def in_all(self) -> int:
        """How many answers there were."""
        return sum(self.answers.values())

    @property
    def fullest(self) -> tuple[date, int] | None:
        """The day with the most answers, and how many, if there was any."""
        return max(self.answers.items(), key=lambda it: it[1]) if self.answers else None


def study_days(learner: User, day: date, is_off: DaysOff = never) -> StudyDays | None:
    """Return the days of the last year up to ``day``, or None without an answer; three queries.

    They begin with the first day on which there was one.
    """
    start = week_start(day) - timedelta(weeks=WEEKS - 1)
    rows = (
        learner.responses.filter(study_day__range=(start, day), answered_at__isnull=False)
        .exclude(verdict=Verdict.SKIPPED)
        .order_by()
        .values_list("study_day")
        .annotate(
            answers=Count("pk"),
            due=Count("pk", filter=CAME_BACK & Q(session__isnull=False)),
        )
    )
    found = list(rows)
    answers = {on: count for on, count, _due in found}
    if not answers:
        return None
    reviewed = ((on, on) for on, _count, due in found if due)
    first = min(answers)
    due = days_of([*reviewed, *_waiting(learner, start, day)], first)
    return StudyDays(first, day, answers, streak(day, first, due, answers, is_off))


def _waiting(learner: User, start: date, day: date) -> list[tuple[date, date]]:
    """The spans of days on which some fact was due until it was answered, or is still; two queries.

    A fact that is due is so from the day that its last answer was given then to the day of its
    next. What the log cannot tell: that a fact was brought forward by a correction and not
    answered, that it was not asked for a while, or of one due before ``start``, since when. The
    days on which a review asked it count anyhow.
    """
    counted = learner.responses.filter(counted=True, study_day__range=(start, day)).order_by()
    before = Window(Lag("due"), partition_by=F("statement"), order_by="study_day")
    answered = counted.annotate(was_due=before).filter(was_due__lte=F("study_day"))
    spans: list[Any] = list(answered.values_list("was_due", "study_day").distinct())
    overdue = due_facts(learner, day).aggregate(since=Min("due"))["since"]
    return [*spans, (overdue, day)] if overdue else spans


def days_of(spans: Iterable[tuple[date, date]], first: date) -> set[date]:
    """Return the days from ``first`` on that lie in one of the ``spans``."""
    days: set[date] = set()
    # In the order of their beginnings: then what is reached from behind has been filled before.
    for start, end in sorted(spans):
        day = end
        while day >= max(start, first) and day not in days:
            days.add(day)
            day -= DAY
    return days


def streak(
    day: date,
    first: date,
    due: Container[date],
    answered: Container[date],
    is_off: DaysOff = never,
) -> int:
    """Return on how many days in a row, back from ``day`` to ``first``, what was due was answered.

    A day on which nothing was due neither counts nor ends it. A day off does not end it, nor does
    ``day`` itself, which is not over.
    """
    length = 0
    for ago in range((day - first).days + 1):
        on = day - ago * DAY
        if on not in due:
            continue
        if on in answered:
            length += 1
        elif on != day and not is_off(on):
            break
    return length
