"""Corrected facts in what a class was given, as its teachers are told of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from quizzes.bank.models import Correction
from quizzes.study.models import Response

from .models import Assignment, Regrading


@dataclass(frozen=True, slots=True)
class Notice:
    """A correction of a fact in an assignment’s set, made since it was given.

    ``touched`` finished attempts have an answer from before it. ``regrading`` is how they were
    judged anew, once they were.
    """

    correction: Correction
    touched: int
    regrading: Regrading | None

    @property
    def waiting(self) -> bool:
        """Whether somebody is to look at the marks."""
        return bool(self.touched) and self.regrading is None


def corrections_of(assignment: Assignment) -> QuerySet[Correction]:
    """Return the corrections, since the assignment was given, of facts that it asks."""
    asked = assignment.question_set.questions.values("statement")
    return Correction.objects.filter(statement__in=asked, at__gt=assignment.created_at)


def finished_answers(assignment: Assignment) -> QuerySet[Response]:
    """Return the responses of all finished attempts at an assignment."""
    return Response.objects.filter(
        attempt__assigned__assignment=assignment, attempt__finished_at__isnull=False
    )


def notices(assignment: Assignment) -> list[Notice]:
    """Return what to tell the teachers of an assignment, the newest first; three queries."""
    corrections = list(corrections_of(assignment))
    if not corrections:
        return []
    answers = finished_answers(assignment).filter(
        statement__in={it.statement_id for it in corrections}, answered_at__isnull=False
    )
    by_fact = defaultdict[int, list[tuple[UUID, datetime]]](list)
    for fact, attempt, moment in answers.values_list("statement", "attempt", "answered_at"):
        assert attempt
        assert moment
        by_fact[fact].append((attempt, moment))
    regradings = list(assignment.regradings.select_related("by").order_by("at", "pk"))
    return [
        Notice(
            it,
            touched=len({who for who, moment in by_fact[it.statement_id] if moment < it.at}),
            regrading=next((done for done in regradings if done.at >= it.at), None),
        )
        for it in corrections
    ]


def with_corrections(assignments: QuerySet[Assignment, Any]) -> QuerySet[Assignment, Any]:
    """Annotate ``corrected``: whether marks of an assignment wait to be looked at."""
    place = "attempt__assigned__assignment"
    regraded = Regrading.objects.filter(
        assignment=OuterRef(OuterRef(place)), at__gte=OuterRef("at")
    )
    later = Correction.objects.filter(
        statement=OuterRef("statement"),
        at__gt=OuterRef("answered_at"),
        at__gte=OuterRef(f"{place}__created_at"),
    ).exclude(Exists(regraded))
    answers = Response.objects.filter(
        attempt__assigned__assignment=OuterRef("pk"), attempt__finished_at__isnull=False
    )
    return assignments.annotate(corrected=Exists(answers.filter(Exists(later))))
