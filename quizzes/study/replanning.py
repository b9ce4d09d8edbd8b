"""What is due already is moved where the learner's wishes for the days to come have changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Q

from quizzes.accounts.models import User
from quizzes.scheduling import beside, due_date

from .preferences import calendar, preferences
from .sessions import today

WEEKDAYS = 7


def replan(learner: User, now: datetime) -> int:
    """Move what is due after the exam to before it, and what is due on a day off beside it.

    What is late comes as it would if it had just been answered, spread over the lighter days.
    Returns how many facts were moved. What is due by today stays: it waits anyway. Two queries, and
    one that writes.
    """
    wishes, day = preferences(learner), today(learner, now)
    off = Q(due__week_day__in=[_week_day(it) for it in wishes.days_off])
    late = Q(due__gt=wishes.exam_day) if wishes.exam_day and wishes.exam_day > day else Q(pk=None)
    with transaction.atomic():
        ahead = learner.memories.filter(due__gt=day)
        moving = ahead.filter(late | off).select_related("statement").order_by("due", "pk")
        moved = list(moving.select_for_update(of=("self",)))
        if not moved:
            return 0
        days = ahead.order_by().values_list("due").annotate(Count("pk"))
        loads = Counter(dict(days))

        def held(first: date, last: date) -> Mapping[date, int]:
            return loads

        for memory in moved:
            wanted = replace(calendar(learner, memory.statement), loads=held)
            loads[memory.due] -= 1
            exam = wanted.target if wanted.target and wanted.target > day else date.max
            if memory.due > exam:
                memory.due = due_date(memory.stability, day, wanted)
            else:
                memory.due = beside(memory.due, day, wanted, exam)
            loads[memory.due] += 1
        learner.memories.bulk_update(moved, ["due"], batch_size=250)
    return len(moved)


def _week_day(day: int) -> int:
    """A weekday as Django's look-up counts it, from Sunday as 1; ours begin with Monday as 0."""
    return (day + 1) % WEEKDAYS + 1
