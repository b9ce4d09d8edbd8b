"""Putting a question of the program's into an editor's words, and what becomes of those."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from quizzes.bank.models import Question
from quizzes.facts.turns import take_turn

from .forms import OwnWordsForm, state_of
from .own_words import confirm, keep_words, may_be_reworded, program_draft, take_back
from .page import QuestionPage


class WordsPages(QuestionPage):
    """The form for an editor's words, and the two buttons that end a doubt about them."""

    def page_urls(self) -> list[Any]:
        return [
            self.address("<path:object_id>/words/", self.words_view, "words"),
            self.address("<path:object_id>/words/take-back/", self.take_back_view, "take_back"),
            self.address("<path:object_id>/words/confirm/", self.confirm_view, "confirm"),
            *super().page_urls(),
        ]

    def words_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask the question in other words, or offer other wrong answers; “check” saves nothing."""
        with transaction.atomic():
            if request.method == "POST":
                take_turn()
            question = self.found(request, object_id)
            if not may_be_reworded(question):
                raise Http404
            form = OwnWordsForm(question, sent(request))
            if form.is_valid() and "_check" not in request.POST:
                cleaned = form.cleaned_data
                keep_words(question, cleaned["own_stem"], cleaned["own_wrong"])
                self.log_change(request, question, _("Put into an editor’s words."))
                self._tell_of_words(request, question)
                return self.back(question)
        context = {
            "title": _("Ask it in your own words"),
            "form": form,
            "by_program": program_draft(question),
            "draft": form.draft if form.is_bound and form.is_valid() else None,
        }
        return self.render(request, "words", context, question, status=status_of(form))

    def take_back_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask in the program's words again."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        with transaction.atomic():
            take_turn()
            question = self.found(request, object_id)
            if question.is_overridden:
                take_back(question)
                self.log_change(request, question, _("Asked in the program’s words again."))
                self._tell_of_words(request, question)
        return self.back(question)

    def confirm_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Note that the editor's words are still right; only of the state that was looked at."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        with transaction.atomic():
            take_turn()
            question = self.found(request, object_id)
            if not question.own_outdated:
                return self.back(question)
            if request.POST.get("state") != state_of(question):
                said = _("The question has changed meanwhile. Look at it again before you say so.")
                messages.warning(request, said)
                return self.back(question)
            confirm(question)
            self.log_change(request, question, _("The editor’s words are still right."))
        messages.success(request, _("Noted: the words are right as the fact stands now."))
        return self.back(question)

    def _tell_of_words(self, request: HttpRequest, question: Question) -> None:
        if question.status == Question.Status.PUBLISHED:
            messages.success(request, _("Saved. This is how it is asked from now on."))
        else:
            said = _("Saved, but it is not asked: %(why)s.")
            why = question.problem or question.get_status_display()
            messages.warning(request, said % {"why": why})


def sent(request: HttpRequest) -> Any:
    """Return the form that was sent, be it empty; None where none was."""
    return request.POST if request.method == "POST" else None


def status_of(form: Any) -> int:
    """Return 409 for a form that somebody else was quicker than, 422 for one with mistakes."""
    if getattr(form, "overtaken", False):
        return 409
    return 422 if form.errors else 200
