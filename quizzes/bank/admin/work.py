"""What needs work in the bank, counted for the first page of the desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quizzes.accounts.models import User
from quizzes.bank.models import Question, QuestionReport
from quizzes.facts.admin.work import Task, index_with_work
from quizzes.facts.admin.work import work_for as work_on_facts


def work_for(user: User) -> list[Task]:
    """Return what waits for an editor of the questions; nothing for other people."""
    tasks: list[Task] = []
    if user.has_perm("bank.change_questionreport"):
        tasks.append(
            Task(
                _("reports of questions"),
                QuestionReport.objects.filter(status=QuestionReport.Status.OPEN).count(),
                reverse("admin:bank_questionreport_changelist") + "?status__exact=open",
                _("report of a question"),
            )
        )
    if user.has_perm("bank.change_question"):
        tasks.append(
            Task(
                _("questions with own words to be checked"),
                Question.objects.filter(own_outdated=True).count(),
                reverse("admin:bank_question_changelist") + "?work=own-words",
                _("question with own words to be checked"),
            )
        )
    return [task for task in tasks if task.count]


def index_with_all_work(
    request: HttpRequest, extra_context: dict[str, Any] | None = None
) -> TemplateResponse:
    """Show the first page of the desk with what needs work among facts and questions."""
    user = request.user
    work = [*work_on_facts(user), *work_for(user)] if isinstance(user, User) else []
    return index_with_work(request, {"work": work} | (extra_context or {}))
