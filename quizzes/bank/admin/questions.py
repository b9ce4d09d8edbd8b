"""The list of questions, and the addresses of the pages on which one is looked after."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from quizzes.bank.models import Question
from quizzes.bank.statistics import Figures, figures_of
from quizzes.facts.admin.guards import GuardedActions

from .blocking_pages import BlockingPages
from .filters import BandFilter, WorkFilter
from .page import QuestionPage
from .seen import SeenPage
from .words_pages import WordsPages
from .written_pages import WrittenPages


@admin.register(Question)
class QuestionAdmin(
    WrittenPages, WordsPages, BlockingPages, SeenPage, QuestionPage, GuardedActions
):
    """Questions follow their facts; editors block them, put them in their own words, add others."""

    list_display = ["asks", "format", "answer", "state", "hardness", "answered", "share_right"]
    list_filter = [WorkFilter, "status", "format", "direction", BandFilter, "statement__topic"]
    search_fields = ["stem", "key", "right_answer", "problem", "blocked"]
    search_help_text = _(
        "Words of the question, of its answer or of why it is not asked, or a key."
    )
    list_per_page = 50

    class Media:
        js = ["desk.js"]
        css = {"all": ["desk-bank.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return rows.with_band().select_related("statement")  # type: ignore[no-any-return]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Give the rows of the page what learners answered to them, in one query."""
        changelist: Any = super().get_changelist_instance(request)
        found = figures_of([row.pk for row in changelist.result_list])
        for row in changelist.result_list:
            row.figures = found.get(row.pk, Figures())
        return changelist

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes one: learners' answers hang on it. It is blocked."""
        return False

    @admin.display(description=_("question"), ordering="stem")
    def asks(self, question: Question) -> str:
        return str(question)

    @admin.display(description=_("right answer"), ordering="right_answer")
    def answer(self, question: Question) -> str:
        return Truncator(question.right_answer).words(9, truncate=" …")

    @admin.display(description=_("status"), ordering="status")
    def state(self, question: Question) -> str:
        """The status, why it is not asked, and whether an editor's words are in it."""
        said = [str(question.get_status_display())]
        said += [it for it in (question.blocked, question.problem) if it]
        if question.own_outdated:
            said.append(str(_("own words to be checked")))
        elif question.is_overridden or question.origin == Question.Origin.WRITTEN:
            said.append(str(_("an editor’s words")))
        return "; ".join(said)

    @admin.display(description=_("difficulty"), ordering="band")
    def hardness(self, question: Question) -> str:
        by_answers = _("%(band)s, by answers") % {"band": question.how_hard}
        return by_answers if question.measured else question.how_hard

    @admin.display(description=_("answers"))
    def answered(self, question: Any) -> int:
        figures: Figures = question.figures
        return figures.answers

    @admin.display(description=_("right"))
    def share_right(self, question: Any) -> str:
        figures: Figures = question.figures
        if figures.enough:
            return f"{figures.percent} %"
        return str(_("too few")) if figures.answers else "–"
