"""Blocking a question on its page, and many at once from the list."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from quizzes.accounts.models import User
from quizzes.bank.models import Question
from quizzes.facts.admin.guards import is_id

from .blocking import set_blocked
from .forms import BlockForm
from .page import QuestionPage

MOST_SHOWN = 50


class BlockingPages(QuestionPage):
    """A question is blocked with a reason, and let go again; many are looked at first."""

    actions = ["block", "let_go"]

    def page_urls(self) -> list[Any]:
        return [
            self.address("<path:object_id>/block/", self.block_view, "block"),
            self.address("<path:object_id>/let-go/", self.let_go_view, "let_go"),
            *super().page_urls(),
        ]

    def block_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask a question of nobody any more, for the reason given."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        question = self.found(request, object_id)
        form = BlockForm(request.POST)
        if not form.is_valid():
            return self.question_page(request, question, form)
        if self._set(request, [question.pk], form.cleaned_data["reason"]):
            messages.success(request, _("The question is blocked. Nobody is asked it any more."))
        return self.back(question)

    def let_go_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Let a blocked question be asked again, if no rule and no fact is against it."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        question = self.found(request, object_id)
        for freed in self._set(request, [question.pk], ""):
            if freed.status == Question.Status.PUBLISHED:
                messages.success(request, _("The question is asked again."))
            else:
                status = freed.get_status_display()
                said = _("The question is let go, but it is still not asked: %(status)s.")
                messages.warning(request, said % {"status": status})
        return self.back(question)

    @admin.action(description=gettext_lazy("Block …"), permissions=["change"])
    def block(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Ask the ticked questions of nobody any more."""
        form = BlockForm(request.POST if "chosen" in request.POST else None)
        if not form.is_valid():
            rows = _chosen(request) if form.is_bound else queryset
            return self._ask(request, list(rows), "block", form)
        changed = self._set(request, _ids(request), form.cleaned_data["reason"])
        said = ngettext("%(count)s question blocked.", "%(count)s questions blocked.", len(changed))
        messages.success(request, said % {"count": len(changed)})
        return None

    @admin.action(description=gettext_lazy("Let go again …"), permissions=["change"])
    def let_go(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Let the ticked questions be asked again."""
        if "chosen" not in request.POST:
            return self._ask(request, list(queryset), "let_go", None)
        changed = self._set(request, _ids(request), "")
        said = ngettext("%(count)s question let go.", "%(count)s questions let go.", len(changed))
        messages.success(request, said % {"count": len(changed)})
        return None

    def _set(self, request: HttpRequest, ids: list[int], reason: str) -> list[Question]:
        assert isinstance(request.user, User)  # the desk lets nobody else in
        changed = set_blocked(ids, reason)
        message = _("Blocked: %(reason)s") % {"reason": reason} if reason else _("Let go again.")
        LogEntry.objects.log_actions(request.user.pk, changed, CHANGE, message)
        return changed

    def _ask(
        self, request: HttpRequest, rows: list[Question], action: str, form: BlockForm | None
    ) -> HttpResponse | None:
        """Show what the action would do before it is done."""
        if not rows:
            messages.warning(request, _("None of these questions exists any more."))
            return None
        count = len(rows)
        titles = {
            "block": ngettext("Block %(count)s question?", "Block %(count)s questions?", count),
            "let_go": ngettext(
                "Let %(count)s question go again?", "Let %(count)s questions go again?", count
            ),
        }
        context = {
            "title": titles[action] % {"count": count},
            "action": action,
            "rows": rows[:MOST_SHOWN],
            "more": count - MOST_SHOWN,
            "unchanged": sum(bool(row.blocked) == (action == "block") for row in rows),
            "chosen": ",".join(str(row.pk) for row in rows),
            "first": rows[0].pk,
            "form": form,
        }
        status = 422 if form and form.errors else 200
        return self.render(request, "blocking", context, None, status=status)


def _ids(request: HttpRequest) -> list[int]:
    return [int(pk) for pk in request.POST["chosen"].split(",") if is_id(pk)]


def _chosen(request: HttpRequest) -> QuerySet[Question]:
    return Question.objects.filter(pk__in=_ids(request))
