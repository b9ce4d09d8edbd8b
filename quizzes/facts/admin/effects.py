"""The page between a form and its saving, which shows what learners and teachers would notice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.messages.storage import default_storage
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from quizzes.facts import effects
from quizzes.facts.effects import MOST_SHOWN, Altered, Effects, Shortened

from .differences import Difference, marked

# What the page itself sends, beside what was typed into the form.
SEEN, BACK, REASON = "effects", "_back_to_form", "change_reason"


@dataclass(frozen=True, slots=True)
class Shown:
    """A question that would change, with what differs, or vanish, or be asked from then on."""

    name: str
    title: str
    what: list[Difference]
    vanishes: bool = False
    appears: bool = False


class EffectsPage(admin.ModelAdmin):
    """Saves an edit of something published only when its effects have been seen."""

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Let a form that is sent back from the page between be shown again, as it was typed."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (SentBack, form), {}) if BACK in request.POST else form

    def shown_first(self, request: HttpRequest, save: Callable[[], HttpResponse]) -> HttpResponse:
        """Return the response of ``save`` if its effects are those that were seen, or none.

        Otherwise undo it, and return the page that shows them. It is saved and looked at in one
        transaction, so that nobody comes between.
        """
        seen = request.POST.get(SEEN, "")
        undo = begun(request)
        with transaction.atomic(), effects.watched() as found:
            response = save()
            was_seen = found.fingerprint == seen
            if not found or (was_seen and not _lacks_reason(request, found)):
                return response
            effects.told(found)
            undo()
        return self._effects_page(request, found, was_seen=was_seen)

    def _effects_page(
        self, request: HttpRequest, found: Effects, *, was_seen: bool
    ) -> HttpResponse:
        asks_reason = _asks_reason(request, found)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Before this is saved"),
            "opts": self.opts,
            "is_popup": IS_POPUP_VAR in request.POST,
            "kept": _kept(request, REASON) if asks_reason else _kept(request),
            "asks_reason": asks_reason,
            "reason": request.POST.get(REASON, ""),
            "lacks_reason": was_seen,
            "again": bool(request.POST.get(SEEN)) and not was_seen,
            **in_words(found),
        }
        request.current_app = self.admin_site.name
        status = 422 if was_seen else 200
        return TemplateResponse(request, "admin/facts/effects.html", context, status=status)


def _asks_reason(request: HttpRequest, found: Effects) -> bool:
    """Whether people are told of a correction and the form has room for its reason."""
    return bool(found.corrected) and REASON in request.POST


def _lacks_reason(request: HttpRequest, found: Effects) -> bool:
    return _asks_reason(request, found) and not request.POST[REASON].strip()


class SentBack:
    """A form that is judged and not saved, because its sender wants to go on writing."""

    def is_valid(self) -> bool:
        """Find what is wrong with it, if anything is, and let it through in no case."""
        super().is_valid()  # type: ignore[misc]
        return False


def begun(request: HttpRequest) -> Callable[[], None]:
    """Return what takes back all that is done from now on, to be called within a transaction.

    Besides the rows that is what was to be said of the saving, and to be remembered of it.
    """
    messages, desk = getattr(request, "_messages", None), request.session.get("desk", {})
    request._messages = default_storage(request)  # type: ignore[attr-defined]

    def undo() -> None:
        transaction.set_rollback(True)
        request._messages = messages  # type: ignore[attr-defined]
        request.session["desk"] = desk

    return undo


def in_words(found: Effects | Shortened) -> dict[str, Any]:
    """Return what a page shows of the effects: first what is asked, then what is told after it."""
    shown = [_shown(it) for it in found.ordered[:MOST_SHOWN]]
    more = found.total - len(shown)
    return {"effects": found, "shown": shown, "more": more, "beyond": more - len(found.named)}


def _shown(it: Altered) -> Shown:
    before, after = it.before, it.after
    if after is None:
        return Shown(it.name, it.title, [], vanishes=True)
    if before is None:
        rows = [Difference(label, "", *marked("", new)) for label, new in after.items() if new]
        return Shown(it.name, it.title, rows, appears=True)
    rows = [
        Difference(label, "", *marked(old, after[label]))
        for label, old in before.items()
        if old != after[label]
    ]
    return Shown(it.name, it.title, rows)


def _kept(request: HttpRequest, *left_out: str) -> list[tuple[str, Any]]:
    """Everything that was sent with the form, but what is the page's own and ``left_out``."""
    own = (SEEN, BACK, "csrfmiddlewaretoken", *left_out)
    sent = request.POST.lists()
    return [(name, value) for name, values in sent if name not in own for value in values]
