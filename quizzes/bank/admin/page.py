"""The page of a question at the desk, and what the pages around it share."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from quizzes.bank.models import Question, QuestionReport
from quizzes.bank.statistics import Figures, figures_of
from quizzes.facts.admin.guards import is_id
from quizzes.facts.models import Statement
from quizzes.facts.sentences import sentence

from .figures import by_option, in_words
from .forms import BlockForm, state_of
from .own_words import may_be_reworded, program_draft

MOST_WORDS = 18  # of a question in a title


class DeskPages(admin.ModelAdmin):
    """Pages about one question: found or 404, guarded by permission, with a trail above."""

    def page_urls(self) -> list[Any]:
        """Return the addresses that a part of the desk adds."""
        return []

    def get_urls(self) -> list[Any]:
        return [*self.page_urls(), *super().get_urls()]

    def address(self, route: str, view: Any, name: str) -> Any:
        """Return the address of a page; ``name`` stands behind ``bank_question_``."""
        return path(route, self.admin_site.admin_view(view), name=f"bank_question_{name}")

    def found(self, request: HttpRequest, object_id: str, *, change: bool = True) -> Question:
        """Return the question; 404 if there is none, 403 if it is not to be changed, or seen."""
        pk = unquote(object_id)
        rows: Any = (
            self.get_queryset(request).filter(pk=pk) if is_id(pk) else Question.objects.none()
        )
        question = rows.first()
        allowed = self.has_change_permission if change else self.has_view_permission
        if not allowed(request, question):
            raise PermissionDenied
        if question is None:
            raise Http404
        question.statement = (
            Statement.objects.all().with_disputed().for_reading().get(pk=question.statement_id)
        )
        return question  # type: ignore[no-any-return]

    def render(
        self,
        request: HttpRequest,
        name: str,
        context: dict[str, Any],
        question: Question | None,
        *,
        status: int = 200,
    ) -> HttpResponse:
        """Render the template ``name`` of the bank's desk."""
        full = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "question": question,
            "called": Truncator(str(question or "")).words(MOST_WORDS, truncate=" …"),
            "original": question,
            **context,
        }
        return TemplateResponse(request, f"admin/bank/question/{name}.html", full, status=status)

    def back(self, question: Question) -> HttpResponse:
        """Return to the page of the question."""
        return redirect("admin:bank_question_change", question.pk)


class QuestionPage(DeskPages):
    """The page itself: how the question stands, and what can be done about it."""

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show a question with its fact, its sources, its answers and what was said of it."""
        question = self.found(request, object_id, change=False)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self.question_page(request, question)

    def question_page(
        self, request: HttpRequest, question: Question, form: BlockForm | None = None
    ) -> HttpResponse:
        """Render the page; with a ``form`` that could not be taken it answers 422."""
        picked, others = by_option(question)
        figures = figures_of([question.pk]).get(question.pk, Figures())
        fact = question.statement
        context = {
            "title": _("Question"),
            "fact": fact,
            "sentence": sentence(fact),
            "may_see_fact": request.user.has_perm("facts.view_statement"),
            "figures": figures,
            "answered": in_words(figures),
            "picked": picked if figures.answers else [],
            "picked_before": others,
            "wrong": [option["text"] for option in question.options if not option["correct"]],
            "by_program": program_draft(question) if question.is_overridden else None,
            "reworded": may_be_reworded(question),
            "state": state_of(question),
            "corrections": fact.corrections.filter(Q(question=None) | Q(question=question)),
            "reports": question.reports.filter(status=QuestionReport.Status.OPEN),
            "block_form": form or BlockForm(),
            "may_change": self.has_change_permission(request, question),
        }
        status = 422 if form and form.errors else 200
        return self.render(request, "page", context, question, status=status)
