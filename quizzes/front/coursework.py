"""What is open in the classes somebody learns in or teaches."""

from datetime import datetime

from django.db.models import Count, Prefetch, QuerySet

from quizzes.accounts.models import User
from quizzes.classes.models import Assignment, SchoolClass
from quizzes.classes.teachers import taught_by
from quizzes.classes.work import Work, with_done, work_of_learner


def open_work(learner: User, now: datetime) -> list[Work]:
    """Return what the learner's classes still ask of them: not done first, then by due date."""
    return sorted(
        (work for work in work_of_learner(learner, now) if work.open), key=lambda work: work.done
    )


def classes_at_work(teacher: User, now: datetime) -> QuerySet[SchoolClass]:
    """Return the classes taught, each with ``size``, its pupils, and what it is ``given`` to do.

    The assignments ``given`` are those not due yet; ``done`` counts the pupils who finished one.
    """
    not_yet_due = Assignment.objects.filter(due_at__gte=now).order_by("due_at", "pk")
    return (
        taught_by(teacher)
        .filter(archived_at=None)
        .annotate(size=Count("enrolments", distinct=True))
        .prefetch_related(Prefetch("assignments", with_done(not_yet_due), to_attr="given"))
        .order_by("name", "pk")
    )
