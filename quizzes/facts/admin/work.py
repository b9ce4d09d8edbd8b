"""What needs work in the fact base, counted for the first page of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quizzes.accounts.models import User
from quizzes.facts.models import AliasProposal, Report, Statement

from .filters import WORK


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: what, how much of it, and where; ``one`` is what a single one is called."""

    what: Any
    count: int
    address: str
    one: Any = ""

    @property
    def told(self) -> Any:
        """What there is to do, as it is called of so many."""
        return self.one if self.one and self.count == 1 else self.what


def work_for(user: User) -> list[Task]:
    """Return what waits for an editor, without what is done; nothing for other people."""
    tasks: list[Task] = []
    if user.has_perm("facts.change_report"):
        tasks.append(
            Task(
                _("reports of problems"),
                Report.objects.filter(settled_at=None).count(),
                reverse("admin:facts_report_changelist") + "?state=open",
                _("report of a problem"),
            )
        )
    if user.has_perm("facts.change_aliasproposal"):
        tasks.append(
            Task(
                _("names proposed by learners"),
                AliasProposal.objects.filter(status=AliasProposal.Status.OPEN).count(),
                reverse("admin:facts_aliasproposal_changelist") + "?status__exact=open",
                _("name proposed by a learner"),
            )
        )
    if user.has_perm("facts.change_statement"):
        statements: Any = Statement.objects.all().with_disputed()
        address = reverse("admin:facts_statement_changelist")
        tasks += [
            Task(label, narrowed(statements).count(), f"{address}?work={name}")
            for name, (label, narrowed) in WORK.items()
            if name not in ("reported", "disputed")
        ]
    return [task for task in tasks if task.count]


def index_with_work(
    request: HttpRequest, extra_context: dict[str, Any] | None = None
) -> TemplateResponse:
    """Show the first page of the desk with what needs work."""
    work = work_for(request.user) if isinstance(request.user, User) else []
    context = {"work": work} | (extra_context or {})
    return AdminSite.index(admin.site, request, context)
