"""Filters of the list of questions: what needs work, and how hard they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from quizzes.bank.models import Question, QuestionReport
from quizzes.bank.statistics import TOO_EASY, TOO_HARD, beyond_guessing, figures_of, guesses_at

Narrowing = Callable[[QuerySet[Any]], QuerySet[Any]]
Status = Question.Status


def _reported(rows: QuerySet[Any]) -> QuerySet[Any]:
    reports = QuestionReport.objects.filter(question=OuterRef("pk"))
    return rows.filter(Exists(reports.filter(status=QuestionReport.Status.OPEN)))


def _known_by(is_so: Callable[[float], bool], band: int) -> Narrowing:
    """Narrow to questions of a measured difficulty whose share of those who knew ``is_so``."""

    def narrowed(rows: QuerySet[Any]) -> QuerySet[Any]:
        measured = list(Question.objects.published().filter(measured=band))
        figures = figures_of([question.pk for question in measured])
        found = [
            question.pk
            for question in measured
            if question.pk in figures
            and is_so(beyond_guessing(figures[question.pk].share, guesses_at(question)))
        ]
        return rows.filter(pk__in=found)

    return narrowed


# What needs work among the questions: what it is called, and which they are.
WORK: dict[str, tuple[Any, Narrowing]] = {
    "reported": (_("reported by learners"), _reported),
    "own-words": (_("own words to be checked"), lambda rows: rows.filter(own_outdated=True)),
    "refused": (_("refused by a rule"), lambda rows: rows.filter(status=Status.REFUSED)),
    "blocked": (_("blocked by an editor"), lambda rows: rows.exclude(blocked="")),
    "too-hard": (
        _("hardly anybody knows it"),
        _known_by(lambda share: share < TOO_HARD, Question.Difficulty.HARD),
    ),
    "too-easy": (
        _("nearly everybody knows it"),
        _known_by(lambda share: share > TOO_EASY, Question.Difficulty.EASY),
    ),
}


class WorkFilter(admin.SimpleListFilter):
    """Questions that need work."""

    title = _("what needs work")
    parameter_name = "work"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, label) for name, (label, _narrowed) in WORK.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known = WORK.get(self.value() or "")
        return known[1](queryset) if known else queryset


class BandFilter(admin.SimpleListFilter):
    """Questions by difficulty, as learners' answers or else the rules have it."""

    title = _("difficulty")
    parameter_name = "band"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(str(it.value), capfirst(it.label)) for it in Question.Difficulty]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known = self.value() in [str(it.value) for it in Question.Difficulty]
        return queryset.filter(band=self.value()) if known else queryset
