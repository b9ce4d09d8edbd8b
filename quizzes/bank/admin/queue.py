"""What learners have reported of questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from quizzes.bank.formats import Graded
from quizzes.bank.grading import Verdict
from quizzes.bank.in_words import parts_of
from quizzes.bank.models import Question, QuestionReport
from quizzes.bank.statistics import Figures, figures_of
from quizzes.facts.admin.differences import Difference, marked
from quizzes.facts.admin.queue import QueueAdmin, QueueForm
from quizzes.facts.models import Statement

from .figures import by_option, in_words
from .seen import seen_context

Status = QuestionReport.Status
VERDICTS = {
    Verdict.RIGHT: _("right"),
    Verdict.ALMOST: _("right, but for the spelling"),
    Verdict.PARTIAL: _("partly right"),
    Verdict.WRONG: _("not right"),
    Verdict.SKIPPED: _("skipped"),
}


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


def compared(report: QuestionReport) -> list[Difference]:
    """Return the question as it was shown beside what it is now; of older reports the stem."""
    now = report.question.snapshot()
    if not report.shown:
        return [Difference(str(_("Question")), "", *marked(report.stem, now["stem"]))]
    before, after = _told(report.shown), _told(now)
    offered = str(_("Answers offered"))
    after[offered] = _in_that_order(after[offered], before[offered])
    return [
        Difference(label, "", *marked(text, after[label]))
        for label, text in before.items()
        if text or after[label]
    ]


def _told(shown: Mapping[str, Any]) -> dict[str, str]:
    """All parts of a snapshot by what they are called."""
    return parts_of(shown) | {str(_("Explanation")): shown["explanation"]}


def _in_that_order(text: str, other: str) -> str:
    """The lines of a text, those that another has too in its order: they are dealt anew."""
    lines, theirs = text.split("\n"), other.split("\n")
    common = [it for it in theirs if it in lines]
    return "\n".join([*common, *(it for it in lines if it not in common)])


def _lines(texts: Iterable[str]) -> str:
    """Texts below one another."""
    return format_html_join(mark_safe("<br>"), "{}", ((it,) for it in texts))


def _by_option(question: Question, figures: Figures) -> list[str]:
    """How often each option of a choice was picked, once it has answers."""
    picked, before = by_option(question) if figures.answers else ([], 0)
    said = [_("%(answer)s: %(times)s") % {"answer": it.text, "times": it.times} for it in picked]
    if picked and before:
        said.append(_("no longer offered: %(times)s") % {"times": before})
    return said


@admin.register(QuestionReport)
class QuestionReportAdmin(QueueAdmin):
    form = ReportForm
    list_display = ["text", "asked", "told_by", "made_at", "status"]
    list_select_related = ["question", "reporter"]
    list_filter = ["status"]
    search_fields = ["text", "answer", "stem", "question__key"]
    readonly_fields = ["text", "asked", "stands", "answered", "answers", "told_by", "made_at"]
    fields = [*readonly_fields, "answer"]
    change_form_template = "admin/bank/questionreport/change_form.html"

    def get_urls(self) -> list[Any]:
        view, name = self.admin_site.admin_view(self.seen_view), "bank_questionreport_seen"
        return [path("<int:pk>/seen/", view, name=name), *super().get_urls()]

    def seen_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the question as it was shown to the learner, with what was told after the answer."""
        reports = QuestionReport.objects.select_related("question")
        report = get_object_or_404(reports.exclude(shown={}), pk=pk)
        if not self.has_view_permission(request, report):
            raise PermissionDenied
        question = report.question
        question.statement = Statement.objects.for_reading().get(pk=question.statement_id)
        graded = Graded(Verdict(report.verdict), report.given) if report.verdict else None
        context = seen_context(question, report.shown) | {"graded": graded, "report": report}
        return render(request, "admin/bank/question/seen.html", context)

    @admin.display(description=_("question"))
    def asked(self, report: QuestionReport) -> str:
        address = reverse("admin:bank_question_change", args=[report.question_id])
        return format_html('<a href="{}">{}</a>', address, report.question)

    @admin.display(description=_("how it stands"))
    def stands(self, report: QuestionReport) -> str:
        question = report.question
        told = f"{question.get_format_display()}, {question.get_status_display()}"
        if report.version is None:
            return told
        versions = {"then": report.version, "now": question.version}
        if report.version == question.version:
            return f"{told}; " + _("version %(now)s, as it was shown") % versions
        return f"{told}; " + _("shown in version %(then)s, now in version %(now)s") % versions

    @admin.display(description=_("the learner’s answer"))
    def answered(self, report: QuestionReport) -> str:
        if not report.verdict:
            return "–"
        word = str(VERDICTS[Verdict(report.verdict)])
        if "\n" in report.given:
            return _lines([*report.given.split("\n"), f"({word})"])
        return f"{report.given} – {word}" if report.given else word

    @admin.display(description=_("answers"))
    def answers(self, report: QuestionReport) -> str:
        figures = figures_of([report.question_id]).get(report.question_id, Figures())
        lines = [in_words(figures), *_by_option(report.question, figures)]
        return _lines(lines)

    @admin.display(description=_("reported by"), ordering="reporter__username")
    def told_by(self, report: QuestionReport) -> str:
        """A name and no more: editors look after questions, not after people."""
        return report.reporter.display_name if report.reporter else "–"

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Name the report in the trail above, and put the question as shown beside that of now."""
        report = context["original"]
        context |= {"called": report, "compared": compared(report)}
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: QuestionReport, form: Any, change: bool
    ) -> None:
        if form.step in ("settle", "open"):
            obj.status = Status.SETTLED if form.step == "settle" else Status.OPEN
        super().save_model(request, obj, form, change)
