"""Filters of the desk's lists: where a fact comes from, and what needs work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from quizzes.facts.dispute_notes import older_notes
from quizzes.facts.models import AliasProposal, Report, Source, Statement

Narrowing = Callable[[QuerySet[Any]], QuerySet[Any]]


def _reported(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(Exists(Report.objects.filter(statement=OuterRef("pk"), settled_at=None)))


# What needs work among the statements: what it is called, and which they are. A query of
# statements must be one ``with_disputed``.
WORK: dict[str, tuple[Any, Narrowing]] = {
    "reported": (_("reported by learners"), _reported),
    "no-source": (
        _("without a source"),
        lambda rows: rows.filter(citations=None).exclude(status=Statement.Status.RETIRED),
    ),
    "wording": (_("own wording to be checked"), lambda rows: rows.filter(wording_outdated=True)),
    "drafts": (_("drafts"), lambda rows: rows.filter(status=Statement.Status.DRAFT)),
    "disputed": (_("sources differ"), lambda rows: rows.filter(is_disputed=True)),
    "unexplained": (
        _("sources differ, no sentence on how"),
        lambda rows: rows.filter(is_disputed=True, dispute_note=""),
    ),
    "older-note": (
        _("note on how sources differ older than the values"),
        lambda rows: rows.filter(pk__in=list(older_notes())),
    ),
}


class WorkFilter(admin.SimpleListFilter):
    """Statements that need work."""

    title = _("what needs work")
    parameter_name = "work"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, label) for name, (label, _narrowed) in WORK.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known = WORK.get(self.value() or "")
        return known[1](queryset) if known else queryset


class SourceFilter(admin.SimpleListFilter):
    """Statements that cite a source."""

    title = _("source")
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(str(source.pk), str(source)) for source in Source.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() in [pk for pk, _title in self.lookup_choices]:
            return queryset.filter(citations__source=self.value()).distinct()
        return queryset


class ProposalFilter(admin.SimpleListFilter):
    """Entities for which learners have proposed a name."""

    title = _("what needs work")
    parameter_name = "work"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("proposals", _("names proposed by learners"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "proposals":
            return queryset
        still_open = AliasProposal.objects.filter(
            entity=OuterRef("pk"), status=AliasProposal.Status.OPEN
        )
        return queryset.filter(Exists(still_open))
