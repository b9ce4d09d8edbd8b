"""Writing a question by hand, and changing one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from quizzes.bank.models import Correction, Question
from quizzes.facts.admin.guards import is_id
from quizzes.facts.turns import take_turn

from .forms import WrittenForm
from .page import QuestionPage
from .words_pages import sent, status_of
from .written import effects_of, rewrite, write


class WrittenPages(QuestionPage):
    """The forms for a question written by hand; “check” shows what comes of it, saving nothing."""

    def page_urls(self) -> list[Any]:
        edit = self.address("<path:object_id>/edit/", self.edit_view, "edit")
        return [edit, *super().page_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Write a question beside those that the program makes of a fact."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        fact = request.GET.get("statement", "")
        initial = {"statement": fact} if is_id(fact) else {}
        form = WrittenForm(None, sent(request), initial=initial)
        if form.is_valid() and "_check" not in request.POST:
            question, new = write(form.draft)
            if new:
                self.log_addition(request, question, _("Written by hand."))
            self._tell(request, question, new)
            return self.back(question)
        return self._form_page(request, form, None, _("Write a question"))

    def edit_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Change a question that was written by hand."""
        with transaction.atomic():
            if request.method == "POST":
                take_turn()
            question = self.found(request, object_id)
            if question.origin != Question.Origin.WRITTEN:
                raise Http404
            form = WrittenForm(question, sent(request))
            if form.is_valid() and "_check" not in request.POST:
                cleaned = form.cleaned_data
                reason, asks_else = cleaned["reason"], cleaned["asks_else"]
                made = rewrite(question, form.draft, reason, asks_else=asks_else)
                self.log_change(request, question, _("Written anew."))
                self._tell(request, question, True)
                if made:
                    self._tell_of_correction(request, made)
                return self.back(question)
        return self._form_page(request, form, question, _("Change the question"))

    def _form_page(
        self, request: HttpRequest, form: WrittenForm, question: Question | None, title: str
    ) -> HttpResponse:
        checked = form.is_bound and form.is_valid()
        corrects = checked and question and not form.cleaned_data["asks_else"]
        context = {
            "title": title,
            "form": form,
            "media": form.media,
            "draft": form.draft if checked else None,
            "effects": effects_of(question, form.draft) if question and corrects else None,
        }
        return self.render(request, "written", context, question, status=status_of(form))

    def _tell_of_correction(self, request: HttpRequest, made: Correction) -> None:
        said = _(
            "The right answer was “%(was)s” and is “%(now)s” now. Learners who answered the "
            "question are told, and teachers can regrade."
        )
        messages.info(request, said % {"was": made.was, "now": made.now})

    def _tell(self, request: HttpRequest, question: Question, new: bool) -> None:
        if not new:
            messages.info(request, _("This question was there already; nothing was added."))
        elif question.status == Question.Status.PUBLISHED:
            messages.success(request, _("Saved. It is asked from now on."))
        elif question.status == Question.Status.RETIRED:
            messages.success(request, _("Saved. It is asked as soon as its fact is published."))
        else:
            why = question.problem or question.get_status_display()
            messages.warning(request, _("Saved, but it is not asked: %(why)s.") % {"why": why})
