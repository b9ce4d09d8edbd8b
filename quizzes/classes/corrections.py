"""Corrected facts in what a class was given, as its teachers are told of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from quizzes.accounts.models import User
from quizzes.bank.formats import SHOWING_MORE
from quizzes.bank.models import Correction, Question
from quizzes.study.models import Response

from .models import Assignment, Regrading
from .teachers import taught_by


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


@dataclass(frozen=True, slots=True)
class Concerning:
    """A correction made since an assignment was given, and the ids of its questions it concerns."""

    correction: Correction
    questions: frozenset[int]


def corrections_of(assignment: Assignment) -> list[Concerning]:
    """Return the corrections, since the assignment was given, of facts that it asks.

    Those that an order, a timeline or a list of pairs shows beside its own are among them. The
    newest first; three queries.
    """
    questions = assignment.question_set.questions.all()
    asking = defaultdict[int, set[int]](set)
    for question, fact in [
        *questions.order_by().values_list("pk", "statement"),
        *_beside(questions).values_list("question", "statement"),
    ]:
        asking[fact].add(question)
    found = Correction.objects.filter(statement__in=asking, at__gt=assignment.created_at)
    concerning = [Concerning(it, _concerned(it, asking[it.statement_id])) for it in found]
    return [it for it in concerning if it.questions]


def _concerned(correction: Correction, asking: Collection[int]) -> frozenset[int]:
    """The ids of those questions, of all that ask a fact, which a correction concerns."""
    alone = correction.question_id
    return frozenset(it for it in asking if alone in (None, it))


def _beside(questions: QuerySet[Question, Any]) -> QuerySet[Any]:
    """Links from questions to the facts that they are wrong without."""
    links: QuerySet[Any] = Question.leans_on.through._default_manager.all()
    return links.filter(question__in=questions.order_by(), question__format__in=SHOWING_MORE)


def finished_answers(assignment: Assignment) -> QuerySet[Response]:
    """Return the responses of all finished attempts at an assignment."""
    return Response.objects.filter(
        attempt__assigned__assignment=assignment, attempt__finished_at__isnull=False
    )


def notices(assignment: Assignment) -> list[Notice]:
    """Return what to tell the teachers of an assignment, the newest first; five queries."""
    found = corrections_of(assignment)
    if not found:
        return []
    asking = frozenset[int]().union(*(it.questions for it in found))
    answers = finished_answers(assignment).filter(question__in=asking, answered_at__isnull=False)
    given = list(answers.values_list("question", "attempt", "answered_at"))
    regradings = list(assignment.regradings.select_related("by").order_by("at", "pk"))
    return [
        Notice(
            it.correction,
            touched=len(
                {
                    attempt
                    for question, attempt, moment in given
                    if question in it.questions and moment and moment < it.correction.at
                }
            ),
            regrading=next((done for done in regradings if done.at >= it.correction.at), None),
        )
        for it in found
    ]


def with_corrections(assignments: QuerySet[Assignment, Any]) -> QuerySet[Assignment, Any]:
    """Annotate ``corrected``: whether marks of an assignment wait to be looked at."""
    return assignments.annotate(corrected=_corrected())


def work_to_look_at(teacher: User) -> QuerySet[Assignment, Any]:
    """Return the assignments of a teacher's classes whose marks wait to be looked at."""
    current = taught_by(teacher).filter(archived_at=None)
    given = Assignment.objects.filter(school_class__in=current)
    return given.filter(_corrected()).select_related("school_class")


def _corrected() -> Exists:
    """Whether an answer in finished work at an assignment is older than its correction."""
    place = "attempt__assigned__assignment"
    regraded = Regrading.objects.filter(
        assignment=OuterRef(OuterRef(place)), at__gte=OuterRef("at")
    )
    beside = Question.leans_on.through._default_manager.filter(
        question=OuterRef(OuterRef("question")),
        question__format__in=SHOWING_MORE,
        statement=OuterRef("statement"),
    )
    later = Correction.objects.filter(
        Q(question=OuterRef("question"))
        | Q(question=None) & (Q(statement=OuterRef("statement")) | Exists(beside)),
        at__gt=OuterRef("answered_at"),
        at__gte=OuterRef(f"{place}__created_at"),
    ).exclude(Exists(regraded))
    answers = Response.objects.filter(
        attempt__assigned__assignment=OuterRef("pk"), attempt__finished_at__isnull=False
    )
    return Exists(answers.filter(Exists(later)))
