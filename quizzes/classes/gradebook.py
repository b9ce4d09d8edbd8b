"""The gradebook: the marks of a class's pupils in all its assignments, and their means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

import tablib
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from quizzes.accounts.models import User
from quizzes.facts.tables.formulae import harmless
from quizzes.study.points import points_of

from .models import Assignment, AssignmentAttempt, MarkChange, SchoolClass
from .rolls import pupils
from .work import Status


@dataclass(frozen=True, slots=True)
class Cell:
    """One pupil's mark in one assignment, in per cent (0 to 100).

    It has none while the work is not done, unless a teacher set one: ``changed``.
    """

    status: Status
    past: bool
    mark: float | None = None
    changed: bool = False

    @property
    def percent(self) -> int | None:
        """The mark as it is shown, a whole number."""
        return None if self.mark is None else round(self.mark)

    @property
    def missing(self) -> bool:
        """Whether the due date has passed without a mark."""
        return self.past and self.mark is None


@dataclass(frozen=True, slots=True)
class Row:
    """A pupil, a cell for each assignment, the mean of the marks there are, and what is missing."""

    learner: User
    cells: Sequence[Cell]

    @property
    def mean(self) -> int | None:
        """The mean mark in per cent; None without a mark."""
        return mean_of(self.cells)

    @property
    def missing(self) -> int:
        """How many assignments are past their due date without a mark."""
        return sum(cell.missing for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Gradebook:
    """The assignments of a class by due date, its pupils by name, and the mean of each column."""

    assignments: Sequence[Assignment]
    rows: Sequence[Row]

    @property
    def means(self) -> list[int | None]:
        """The mean mark of each assignment in per cent."""
        columns = zip(*(row.cells for row in self.rows), strict=True)
        return [mean_of(column) for column in columns] or [None] * len(self.assignments)


def gradebook(school_class: SchoolClass, now: datetime) -> Gradebook:
    """Return all marks of the class as they stand at ``now``; four queries however large it is."""
    assignments = list(school_class.assignments.order_by("due_at", "pk"))
    return Gradebook(assignments, _rows(pupils(school_class), assignments, now))


def row_of(learner: User, school_class: SchoolClass, now: datetime) -> tuple[list[Assignment], Row]:
    """Return one pupil's row of the gradebook, with its assignments."""
    assignments = list(school_class.assignments.order_by("due_at", "pk"))
    return assignments, _rows([learner], assignments, now)[0]


def mean_of(cells: Iterable[Cell]) -> int | None:
    """Return the mean of the marks there are, as a whole number; None if there is none."""
    marks = [cell.mark for cell in cells if cell.mark is not None]
    return round(fmean(marks)) if marks else None


def as_table(book: Gradebook) -> tablib.Dataset:
    """Return a gradebook as a table for other programs; what is missing is an empty cell."""
    titles = [harmless(it.title) for it in book.assignments]
    table = tablib.Dataset(
        headers=[_("Name"), _("Username"), *titles, _("Mean"), _("Missing")],
        title=_("Marks in per cent"),
    )
    for row in book.rows:
        marks = ["" if cell.mark is None else round(cell.mark, 1) for cell in row.cells]
        name, username = harmless(row.learner.display_name), harmless(row.learner.username)
        mean = "" if row.mean is None else row.mean
        table.append([name, username, *marks, mean, row.missing])
    return table


def latest_changes(
    learners: Iterable[User], assignments: Iterable[Assignment]
) -> dict[tuple[int, int], MarkChange]:
    """Return the change of a mark that counts, by assignment and pupil; one query."""
    rows = MarkChange.objects.filter(assignment__in=assignments, learner__in=learners)
    return {
        (it.assignment_id, it.learner_id): it
        for it in rows.select_related("by").order_by("at", "pk")
    }


def _rows(learners: Sequence[User], assignments: Sequence[Assignment], now: datetime) -> list[Row]:
    changes = latest_changes(learners, assignments)
    work = (
        AssignmentAttempt.objects.filter(assignment__in=assignments, learner__in=learners)
        .annotate(points=Sum(points_of("attempt__responses__")), asked=Count("attempt__responses"))
        .values_list("assignment", "learner", "attempt__finished_at", "points", "asked")
    )
    done = {
        (assignment, learner): (finished, 100 * (points or 0) / asked if asked else 0.0)
        for assignment, learner, finished, points, asked in work
    }

    def cell(learner: User, assignment: Assignment) -> Cell:
        where = assignment.pk, learner.pk
        past, change = now > assignment.due_at, changes.get(where)
        status, mark = Status.NOT_BEGUN, None
        if where in done:
            finished, percent = done[where]
            status, mark = (Status.DONE, percent) if finished else (Status.AT_WORK, None)
        if change and change.percent is not None:
            return Cell(status, past, float(change.percent), changed=True)
        return Cell(status, past, mark)

    return [Row(it, [cell(it, assignment) for assignment in assignments]) for it in learners]
