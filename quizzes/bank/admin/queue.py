"""What learners have reported of questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from quizzes.bank.models import QuestionReport
from quizzes.bank.statistics import Figures, figures_of
from quizzes.facts.admin.queue import QueueAdmin, QueueForm

from .figures import in_words

Status = QuestionReport.Status


class ReportForm(QueueForm):
    """What was done about a report; a word on it settles it."""

    answer = forms.CharField(
        label=_("What was done"),
        required=False,
        max_length=300,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("In a sentence, for the other editors."),
    )

    def token(self) -> str:
        return str(self.instance.status)

    def now(self) -> str:
        if self.instance.status == Status.SETTLED:
            return str(
                _("Nothing was saved: meanwhile another editor has settled this report: “%s”")
                % self.instance.answer
            )
        return str(_("Nothing was saved: meanwhile another editor has opened this report again."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.step == "settle" and not self.overtaken and not cleaned.get("answer"):
            self.add_error("answer", _("Say in a few words what was done, then settle it."))
        return cleaned


@admin.register(QuestionReport)
class QuestionReportAdmin(QueueAdmin):
    form = ReportForm
    list_display = ["text", "asked", "told_by", "made_at", "status"]
    list_select_related = ["question", "reporter"]
    list_filter = ["status"]
    search_fields = ["text", "answer", "stem", "question__key"]
    readonly_fields = ["text", "asked", "stands", "shown", "answers", "told_by", "made_at"]
    fields = [*readonly_fields, "answer"]

    @admin.display(description=_("question"))
    def asked(self, report: QuestionReport) -> str:
        address = reverse("admin:bank_question_change", args=[report.question_id])
        return format_html('<a href="{}">{}</a>', address, report.question)

    @admin.display(description=_("how it stands"))
    def stands(self, report: QuestionReport) -> str:
        question = report.question
        return format_html(
            "{}, {}; {}",
            question.get_format_display(),
            question.get_status_display(),
            _("right answer: %(answer)s") % {"answer": question.right_answer},
        )

    @admin.display(description=_("as it was shown"))
    def shown(self, report: QuestionReport) -> str:
        return report.stem if report.stem != report.question.stem else str(_("As it is now."))

    @admin.display(description=_("answers"))
    def answers(self, report: QuestionReport) -> str:
        found = figures_of([report.question_id])
        return in_words(found.get(report.question_id, Figures()))

    @admin.display(description=_("reported by"), ordering="reporter__username")
    def told_by(self, report: QuestionReport) -> str:
        """A name and no more: editors look after questions, not after people."""
        return report.reporter.display_name if report.reporter else "–"

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Name the report in the trail above."""
        context["called"] = context["original"]
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: QuestionReport, form: Any, change: bool
    ) -> None:
        if form.step in ("settle", "open"):
            obj.status = Status.SETTLED if form.step == "settle" else Status.OPEN
        super().save_model(request, obj, form, change)
