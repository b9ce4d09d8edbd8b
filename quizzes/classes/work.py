"""How far learners are with what their class was given, and how they begin it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.accounts.models import User
from quizzes.bank import question_sets
from quizzes.bank.models import QuestionSet
from quizzes.study.attempts import start_attempt
from quizzes.study.models import Attempt
from quizzes.study.points import in_figures, points_of
from quizzes.study.practice import practise_questions
from quizzes.study.sessions import EARNED

from .models import Assignment, AssignmentAttempt, SchoolClass
from .rolls import pupils


class Status(models.TextChoices):
    """How far a learner is."""

    NOT_BEGUN = "not_begun", gettext_lazy("not begun")
    AT_WORK = "at_work", gettext_lazy("at work")
    DONE = "done", gettext_lazy("done")


class NothingToAsk(Exception):
    """The assignment has no question that may still be asked; the text tells the learner."""


class NotDone(Exception):
    """The assignment is to be done before it is practised; the text tells the learner."""


@dataclass(frozen=True, slots=True)
class Work:
    """One learner's work on one assignment, as it stands at ``now``.

    ``right`` of ``asked`` questions earned the mark, and all together ``points``, parts of a mark
    included; all are 0 before it is begun.
    """

    assignment: Assignment
    learner: User
    now: datetime
    attempt: Attempt | None = None
    right: int = 0
    asked: int = 0
    points: float = 0

    @property
    def points_in_figures(self) -> str:
        """The points, if some answers earn a part of one; else nothing, for they are ``right``."""
        return in_figures(self.points) if round(self.points - self.right, 3) else ""

    @property
    def finished_at(self) -> datetime | None:
        """When the last question was answered."""
        return self.attempt.finished_at if self.attempt else None

    @property
    def status(self) -> Status:
        """How far the learner is."""
        if self.attempt is None:
            return Status.NOT_BEGUN
        return Status.DONE if self.finished_at else Status.AT_WORK

    @property
    def done(self) -> bool:
        """Whether every question is answered."""
        return self.finished_at is not None

    @property
    def late(self) -> bool:
        """Whether it was done after the due date, or would be now."""
        return (self.finished_at or self.now) > self.assignment.due_at

    @property
    def past_due(self) -> bool:
        """Whether the due date has passed by now, done or not."""
        return self.now > self.assignment.due_at

    @property
    def open(self) -> bool:
        """Whether it still concerns the learner: not done, or not due yet."""
        return not self.done or not self.past_due


def work_of_class(assignment: Assignment, now: datetime) -> list[Work]:
    """Return the work of all pupils of the assignment's class, by their names."""
    begun = {row.learner_id: row for row in _begun(Q(assignment=assignment))}
    return [
        _work(assignment, pupil, now, begun.get(pupil.pk))
        for pupil in pupils(assignment.school_class)
    ]


def work_of_learner(learner: User, now: datetime) -> list[Work]:
    """Return the learner's work in all classes they are in that are not archived, by due date."""
    given = Assignment.objects.filter(
        school_class__learners=learner, school_class__archived_at=None
    )
    begun = {row.assignment_id: row for row in _begun(Q(learner=learner))}
    return [
        _work(assignment, learner, now, begun.get(assignment.pk))
        for assignment in given.select_related("school_class")
    ]


def work_of(assignment: Assignment, learner: User, now: datetime) -> Work:
    """Return one learner's work on one assignment."""
    begun = _begun(Q(assignment=assignment, learner=learner))
    return _work(assignment, learner, now, begun.first())


def with_done(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Annotate ``done``: how many who are in the class now have finished."""
    finished = Q(
        attempts__attempt__finished_at__isnull=False,
        attempts__learner__enrolments__school_class=F("school_class"),
    )
    return assignments.annotate(done=Count("attempts", filter=finished, distinct=True))


def begin(assignment: Assignment, learner: User, now: datetime) -> Attempt:
    """Return the learner's one attempt at the assignment; the first call makes it.

    Raises NothingToAsk if none of its questions is published any more.
    """
    with transaction.atomic():
        # The lock keeps a second tab waiting, and the teacher from changing the set meanwhile.
        question_set = QuestionSet.objects.select_for_update().get(pk=assignment.question_set_id)
        begun = assignment.attempts.select_related("attempt").filter(learner=learner).first()
        if begun:
            return begun.attempt
        questions = question_sets.asked(question_set)
        if not questions:
            raise NothingToAsk(_("It has no questions at the moment. Tell your teacher."))
        attempt = start_attempt(learner, questions, assignment.title, now)
        assignment.attempts.create(learner=learner, attempt=attempt)
        return attempt


def practise(
    assignment: Assignment, learner: User, now: datetime, *, pk: UUID | None = None
) -> Attempt:
    """Return practice of all that the assignment holds: no mark, and the schedule stays as it is.

    Raises NotDone before the learner has done it, for the answers would be seen beforehand;
    NothingToAsk if none of its questions is published any more. See study for ``pk``.
    """
    done = assignment.attempts.filter(learner=learner, attempt__finished_at__isnull=False)
    if not done.exists():
        raise NotDone(_("Do it first; then you can practise it as often as you like."))
    questions = question_sets.asked(assignment.question_set)
    title = _("Practice: %(title)s") % {"title": assignment.title}
    attempt = practise_questions(learner, questions, title, now, pk=pk)
    if attempt is None:
        raise NothingToAsk(_("Its questions are not asked any more."))
    return attempt


def give(
    school_class: SchoolClass, question_set: QuestionSet, *, title: str, due_at: datetime
) -> Assignment:
    """Give a set to a class; the same thing given twice, as by a double click, is one."""
    with transaction.atomic():
        SchoolClass.objects.select_for_update().get(pk=school_class.pk)
        given = school_class.assignments.filter(
            question_set=question_set, title=title, due_at=due_at
        ).first()
        return given or school_class.assignments.create(
            question_set=question_set, title=title, due_at=due_at
        )


def why_in_use(question_set: QuestionSet) -> str:
    """Return why the set may not be changed: a pupil has begun it. Otherwise an empty string."""
    if AssignmentAttempt.objects.filter(assignment__question_set=question_set).exists():
        return _(
            "Pupils have begun work on this set, so it stays as it is: "
            "everybody in the class gets the same questions."
        )
    return ""


def _begun(whose: Q) -> QuerySet[AssignmentAttempt, Any]:
    earned = Q(attempt__responses__verdict__in=EARNED)
    return (
        AssignmentAttempt.objects.filter(whose)
        .select_related("attempt")
        .annotate(
            right=Count("attempt__responses", filter=earned),
            asked=Count("attempt__responses"),
            points=Sum(points_of("attempt__responses__")),
        )
        .order_by("pk")
    )


def _work(assignment: Assignment, learner: User, now: datetime, begun: Any) -> Work:
    if begun is None:
        return Work(assignment, learner, now)
    return Work(
        assignment, learner, now, begun.attempt, begun.right, begun.asked, begun.points or 0
    )
