"""The history of a record at the desk: who changed what, when and why, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import OperationalError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from quizzes.accounts.models import User
from quizzes.facts import effects
from quizzes.facts.models import PackRecord
from quizzes.facts.reasons import BACK
from quizzes.facts.signals import one_change
from quizzes.facts.turns import take_turn
from quizzes.lib.busy import is_busy

from .differences import Difference, differences, of_change
from .effects import REASON, SEEN, begun, in_words
from .going_back import go_back
from .in_words import InWords
from .meanwhile import maker_of, spoken_moment, who_and_when
from .states import Change, State, changes_of, state_now, token_now

OTHERWISE = gettext_noop(
    "Nothing was changed. Somebody else has changed the facts since you looked, so going back "
    "would no longer do what was shown. Look at it again."
)
UNSEEN = gettext_noop("Nothing was changed. Look first at what it does to published questions.")
# What the page sends instead of a fingerprint when it could not show what would happen.
NOT_SHOWN = "not shown"


@dataclass(frozen=True, slots=True)
class Told:
    """A change as people read it. ``who`` is empty where nobody at the desk made it."""

    at: datetime
    moment: int
    who: str
    reason: str
    added: bool
    known: bool
    what: list[Difference]


class HistoryPages(admin.ModelAdmin):
    """The pages below ``history/`` of a record that keeps one."""

    per_page = 20

    def called(self, row: Any) -> str:
        """Return what a record is called in titles and above the page."""
        return str(row)

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_back"
        back = path(
            "<path:object_id>/history/<int:moment>/",
            self.admin_site.admin_view(self.back_view),
            name=name,
        )
        return [back, *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show the changes of a record, the newest first."""
        row = self._shown(request, object_id)
        if isinstance(row, HttpResponse):
            return row
        changes = changes_of(row)
        current = changes[-1].moment if changes else None
        told = [
            it for it in self.told(list(reversed(changes))) if it.what or it.added or not it.known
        ]
        context = {
            "changes": Paginator(told, self.per_page).get_page(request.GET.get("p")),
            "current": current,
            "may_go_back": self.has_change_permission(request, row),
        }
        title = _("History: %s") % self.called(row)
        return self._page(request, row, "history", title, context | (extra_context or {}))

    def back_view(self, request: HttpRequest, object_id: str, moment: int) -> HttpResponse:
        """Show what going back to an earlier state would change, and do it when it is confirmed."""
        row = self._shown(request, object_id)
        if isinstance(row, HttpResponse):
            return row
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        if request.method != "POST":
            return self._back_page(request, row, _change(row, moment))
        undo = begun(request)
        with transaction.atomic(), effects.watched() as found:
            take_turn()
            response = self._go_back(request, object_id, moment)
            seen = request.POST.get(SEEN)
            if not found or found.fingerprint == seen:
                return response
            undo()
        problem = _(UNSEEN) if seen == NOT_SHOWN else _(OTHERWISE)
        return self._back_page(request, row, _change(row, moment), [problem], status=409)

    def last_change(self, change: Change) -> str:
        """Return who changed the record last, when and why, in a line."""
        who = maker_of(change)
        line = _("Last changed by %(who)s, %(when)s")
        if not who:
            line = _("Last changed outside the desk, %(when)s")
        said = line % {"who": who, "when": spoken_moment(change)}
        return f"{said}: {change.reason}" if change.reason else f"{said}."

    def told(self, changes: Sequence[Change]) -> list[Told]:
        """Return changes in words, in their order."""
        states = [state for it in changes for state in (it.before, it.after) if state]
        words = InWords(self.model, states)
        people = User.objects.in_bulk({it.user for it in changes if it.user})
        return [
            Told(
                at=it.at,
                moment=it.moment,
                who=people[it.user].display_name if it.user in people else "",
                reason=it.reason,
                added=it.added,
                known=bool(it.before) or it.added,
                what=of_change(self.model, it, words),
            )
            for it in changes
        ]

    def _go_back(self, request: HttpRequest, object_id: str, moment: int) -> HttpResponse:
        row: Any = self.get_object(request, unquote(object_id))
        change = _change(row, moment)
        if row.meanwhile:
            who = "; ".join(map(who_and_when, row.meanwhile.changes))
            problem = _(
                "Nothing was changed. Since you opened this page, %(who)s changed it. "
                "Look at the difference again."
            ) % {"who": who}
            return self._back_page(request, row, change, [problem], status=409)
        when = spoken_moment(change)
        reason = request.POST.get(REASON, "").strip() or _(BACK) % when
        try:
            with transaction.atomic(), one_change(reason):
                go_back(row, change.after)
        except ValidationError as error:
            row.refresh_from_db()  # it holds what could not be saved
            return self._back_page(request, row, change, _in_words(row, error), status=422)
        self.log_change(request, row, _(BACK) % when)
        messages.success(
            request,
            _("“%(row)s” is as it was on %(when)s.") % {"row": self.called(row), "when": when},
        )
        return HttpResponseRedirect(self._address("history", row.pk))

    def _back_page(
        self,
        request: HttpRequest,
        row: PackRecord,
        change: Change,
        problems: Sequence[str] = (),
        status: int = 200,
    ) -> HttpResponse:
        now, then = state_now(row), change.after
        words = InWords(self.model, [now, then])
        context = {
            "then": change.at,
            "what": differences(self.model, now, then, words),
            "problems": problems,
            "token": token_now(row),
            "reason": request.POST.get(REASON, ""),
            "back": self._address("history", row.pk),
            **self._effects(row, then),
        }
        title = _(BACK) % spoken_moment(change)
        return self._page(request, row, "back", title, context, status)

    def _effects(self, row: PackRecord, then: State) -> dict[str, Any]:
        """What going back would do to published questions, for its page; nothing if it cannot.

        It is tried as a writer; while another writes, the page says that it cannot be told yet.
        """

        def back() -> None:
            with one_change():
                go_back(self.model._base_manager.get(pk=row.pk), then)

        try:
            return in_words(effects.tried(back))
        except ValidationError:
            return {}
        except OperationalError as error:
            if not is_busy(error):
                raise
            return {"not_shown": NOT_SHOWN}

    def _shown(self, request: HttpRequest, object_id: str) -> Any:
        """Return the record if it may be seen; a redirect if there is none."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            away: HttpResponse = self._get_obj_does_not_exist_redirect(  # type: ignore[attr-defined]
                request, self.opts, object_id
            )
            return away
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        return row

    def _page(
        self,
        request: HttpRequest,
        row: PackRecord,
        name: str,
        title: str,
        context: dict[str, Any],
        status: int = 200,
    ) -> HttpResponse:
        everywhere = {
            **self.admin_site.each_context(request),
            "title": title,
            "object": row,
            "called": self.called(row),
            "opts": self.opts,
            "module_name": str(capfirst(self.opts.verbose_name_plural)),
        }
        request.current_app = self.admin_site.name
        template = f"admin/facts/{name}.html"
        return TemplateResponse(request, template, everywhere | context, status=status)

    def _address(self, page: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)


def _change(row: PackRecord, moment: int) -> Change:
    """Return the change of a moment; a stranger to the history is not found."""
    found = next((it for it in changes_of(row) if it.moment == moment), None)
    if found is None:
        raise Http404
    return found


def _in_words(row: PackRecord, error: ValidationError) -> list[str]:
    """Return why a state no longer fits, each message with the name of its field."""
    said = [_("This state no longer fits, so nothing was changed.")]
    fields = {it.name: str(capfirst(it.verbose_name)) for it in row._meta.fields}
    told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, problems in told.items():
        label = fields.get(name, "")
        said += [f"{label}: {problem}" if label else problem for problem in problems]
    return said
