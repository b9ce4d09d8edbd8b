"""A question exactly as learners see it, and its feedback; an answer can be tried."""

from __future__ import annotations

from random import Random
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from quizzes.bank.formats import FORMATS, AnswerMissing, Shown
from quizzes.bank.models import Question
from quizzes.facts.sentences import sentence

from .page import DeskPages


def seen_context(question: Question, shown: Shown) -> dict[str, Any]:
    """Return what the page shows of a question as a snapshot has it, and of its fact."""
    format = FORMATS[question.format]
    return {
        "question": question,
        "statement": question.statement,
        "sentence": sentence(question.statement),
        "citations": question.statement.citations.all(),
        "shown": shown,
        "format_template": format.template,
        "right_lines": shown["right_answer"].splitlines(),
        **format.context(shown),
    }


class SeenPage(DeskPages):
    """Shows a question on a page of the public site; nothing that is tried there is kept."""

    def page_urls(self) -> list[Any]:
        return [
            self.address("<path:object_id>/seen/", self.seen_view, "seen"),
            *super().page_urls(),
        ]

    def seen_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the question, below it what is told after an answer, and grade one on trial."""
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        question = self.found(request, object_id, change=False)
        format = FORMATS[question.format]
        # Dealt alike each time, so that the answer belongs to what was shown.
        shown = format.dealt(question.snapshot(), Random(question.key))
        graded, missing = None, ""
        if request.method == "POST":
            try:
                graded = format.grade(shown, request.POST)
            except AnswerMissing as error:
                missing = str(error)
        context = seen_context(question, shown) | {"graded": graded, "problem": missing}
        status = 422 if missing else 200
        return render(request, "admin/bank/question/seen.html", context, status=status)
