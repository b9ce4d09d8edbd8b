"""What is due already is moved where the learner's wishes for the days to come have changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q

from quizzes.accounts.models import User
from quizzes.scheduling import Calendar, due_date

from .preferences import calendar, preferences
from .sessions import today

WEEKDAYS = 7


def replan(learner: User, now: datetime) -> int:
    """Move what is due after the exam to before it, and what is due on a day off beside it.

    As it would be planned had it just been answered, over the lighter days. Returns how many facts
    were moved. What is due by today stays: it waits anyway. Three queries, and those that write.
    """
    wishes, day = preferences(learner), today(learner, now)
    off = Q(due__week_day__in=[_week_day(it) for it in wishes.days_off])
    late = Q(due__gt=wishes.exam_day) if wishes.exam_day and wishes.exam_day > day else Q(pk=None)
    with transaction.atomic():
        ahead = learner.memories.select_for_update().filter(due__gt=day)
        moved = list(ahead.filter(late | off).select_related("statement").order_by("due", "pk"))
        if not moved:
            return 0
        days = ahead.order_by().values_list("due").annotate(Count("pk"))
        loads = Counter(dict(days))

        def held(first: date, last: date) -> Mapping[date, int]:
            return loads

        for memory in moved:
            wanted = replace(calendar(learner, memory.statement), loads=held)
            loads[memory.due] -= 1
            is_late = bool(wanted.target and day < wanted.target < memory.due)
            since = day if is_late else memory.last_day
            memory.due = _ahead(due_date(memory.stability, since, wanted), day, wanted)
            loads[memory.due] += 1
        learner.memories.bulk_update(moved, ["due"], batch_size=250)
    return len(moved)


def _ahead(due: date, day: date, wanted: Calendar) -> date:
    """Return ``due``, or the first day after ``day`` that is none off where it lies before that."""
    due = max(due, day + timedelta(days=1))
    days = (due + timedelta(days=n) for n in range(WEEKDAYS))
    return next((it for it in days if not wanted.is_off(it)), due)


def _week_day(day: int) -> int:
    """A weekday as Django's look-up counts it, from Sunday as 1; ours begin with Monday as 0."""
    return (day + 1) % WEEKDAYS + 1
