"""What a learner wants of reviews, and what that makes of the calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from django.db.models import Count, Exists, OuterRef

from quizzes.accounts.models import User
from quizzes.facts.models import Statement
from quizzes.facts.models.queries import StatementQuerySet
from quizzes.lib.prepared import One, Prepared
from quizzes.scheduling import Calendar

from .models import Memory, SetAside, StudySettings


def preferences(learner: User) -> StudySettings:
    """Return what the learner has set, or what holds for whoever has set nothing.

    One query the first time, then none: it is kept with the learner.
    """
    try:
        return learner.study_settings
    except StudySettings.DoesNotExist:
        return StudySettings(learner=learner)  # which is kept with the learner, too


def wished(facts: StatementQuerySet, learner: User | None) -> StatementQuerySet:
    """Return those of ``facts`` that a learner wants to be asked; of a visitor all.

    Without those set aside, and, if the learner wishes, those that bear a content note. So it is
    wherever the program chooses what to ask, and not where a teacher or the learner has chosen.
    """
    if learner is None:
        return facts
    return wished_by(facts, learner.pk, context=preferences(learner).asks_context)


def wished_by(facts: StatementQuerySet, learner: int | One, *, context: bool) -> StatementQuerySet:
    """Return those of ``facts`` that the learner of that key wants, with ``context`` or without."""
    aside = SetAside.objects.filter(learner=learner, statement=OuterRef("pk"))
    facts = facts.exclude(Exists(aside))
    return facts if context else facts.exclude(sensitivity=Statement.Sensitivity.CONTEXT)


def calendar(learner: User, statement: Statement) -> Calendar:
    """Return the learner's calendar for one fact, which spreads it over lighter days."""
    wishes = preferences(learner)
    return Calendar(
        desired_retention=wishes.desired_retention,
        target=wishes.exam_day,
        days_off=frozenset(wishes.days_off),
        loads=partial(_loads, learner),
        seed=f"{learner.pk} {statement.pk}",
    )


def is_day_off(learner: User, day: date) -> bool:
    """Whether the learner wants nothing planned on a day."""
    return day.weekday() in preferences(learner).days_off


def _loads(learner: User, first: date, last: date) -> Mapping[date, int]:
    return dict(_LOADS.rows(learner=learner.pk, first=first, last=last))


_LOADS = Prepared(
    lambda: (
        Memory.objects.filter(learner=One("learner"), due__range=(One("first"), One("last")))
        .order_by()
        .values_list("due")
        .annotate(Count("pk"))
    )
)
