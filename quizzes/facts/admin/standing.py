"""Publishing, withdrawing and retiring many statements at once, after a look at them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.widgets import AdminTextInputWidget
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from quizzes.accounts.models import User
from quizzes.facts.checks import check_statement
from quizzes.facts.chronology import ChronologyAtHand
from quizzes.facts.effects import tried
from quizzes.facts.findings import misprinted_for_certain
from quizzes.facts.models import Statement
from quizzes.facts.models.queries import StatementQuerySet
from quizzes.facts.pack.bulk import keep_history
from quizzes.facts.pack.records import digest, record_of
from quizzes.facts.sentences import sentence
from quizzes.facts.signals import announce_all, one_change
from quizzes.facts.wording import capitalised

from .effects import in_words
from .guards import is_id

Status = Statement.Status

MOST_SHOWN = 50
# Of how many facts it is tried beforehand what their new status would do.
MOST_TRIED = 50


class CannotPublish(Exception):
    """Some of the statements may not be published; ``problems`` says which and why."""

    def __init__(self, problems: Sequence[tuple[Statement, list[str]]]) -> None:
        super().__init__(problems)
        self.problems = problems


class ChangedMeanwhile(Exception):
    """Some of the statements are not as they were shown; ``rows`` are those of now."""

    def __init__(self, rows: Sequence[Statement]) -> None:
        super().__init__(rows)
        self.rows = rows


def set_status(
    rows: Iterable[Statement], status: str, reason: str = "", by: User | None = None
) -> list[Statement]:
    """Give all statements a status, or none, as one change of ``by``; return those that changed.

    Those that are published are held against all rules. Raises CannotPublish. The rows are read
    inside the change, so that nobody edits them meanwhile; it costs the same for few and many.
    """
    with one_change(reason):
        changed = [row for row in rows if row.status != status]
        for row in changed:
            row.status = status
        Statement.objects.filter(pk__in=[row.pk for row in changed]).update(status=status)
        announce_all(Statement, changed)
        keep_history(Statement, changed, "~", by)
        # Only now, as the dates of an event and of its parts must fit together.
        if status == Status.PUBLISHED and (problems := _problems(changed)):
            raise CannotPublish(problems)
    return changed


def _problems(rows: Sequence[Statement]) -> list[tuple[Statement, list[str]]]:
    found = []
    told = ChronologyAtHand() if rows else None
    for row in rows:
        said = [] if row.citations.all() else [_("It has no source.")]
        said += check_statement(row, told).values()
        said += map(capitalised, misprinted_for_certain(row))
        if said:
            found.append((row, said))
    return found


class ReasonForm(forms.Form):
    """Why many statements are changed at once."""

    reason = forms.CharField(
        label=gettext_lazy("Reason for the change"),
        max_length=200,
        required=False,
        widget=AdminTextInputWidget,
    )


class StandingActions(admin.ModelAdmin):
    """The actions of the statements' list; each asks once more before anything is changed."""

    actions = ["publish", "to_draft", "retire"]

    @admin.action(description=gettext_lazy("Publish …"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: StatementQuerySet) -> HttpResponse | None:
        """Show the ticked facts to readers and learners."""
        return self._ask_or_do(request, queryset, "publish", Status.PUBLISHED)

    @admin.action(description=gettext_lazy("Back to draft …"), permissions=["change"])
    def to_draft(self, request: HttpRequest, queryset: StatementQuerySet) -> HttpResponse | None:
        """Take the ticked facts back for more work."""
        return self._ask_or_do(request, queryset, "to_draft", Status.DRAFT)

    @admin.action(description=gettext_lazy("Retire …"), permissions=["change"])
    def retire(self, request: HttpRequest, queryset: StatementQuerySet) -> HttpResponse | None:
        """Withdraw the ticked facts; what learners did with them is kept."""
        return self._ask_or_do(request, queryset, "retire", Status.RETIRED)

    def _ask_or_do(
        self, request: HttpRequest, queryset: StatementQuerySet, action: str, status: str
    ) -> HttpResponse | None:
        form = ReasonForm(request.POST if "chosen" in request.POST else None)
        shown = _shown(request) if form.is_bound else {}
        chosen = Statement.objects.filter(pk__in=shown) if form.is_bound else queryset
        if not form.is_valid():
            return self._ask(request, list(chosen.for_reading()), action, form)
        try:
            with one_change(form.cleaned_data["reason"]):
                rows = list(chosen.for_reading())
                if other := [row for row in rows if _is_other(row, shown, status)]:
                    raise ChangedMeanwhile(other)
                changed = set_status(rows, status, by=_user(request))
                self._log(request, changed, status)
        except ChangedMeanwhile as error:
            return self._ask(request, rows, action, form, meanwhile=error.rows)
        except CannotPublish as error:
            rows = list(chosen.for_reading())
            return self._ask(request, rows, action, form, error.problems)
        if not rows:
            return self._ask(request, rows, action, form)
        said = ngettext("%(count)s fact changed.", "%(count)s facts changed.", len(changed))
        messages.success(request, said % {"count": len(changed)})
        return None

    def _ask(
        self,
        request: HttpRequest,
        rows: list[Statement],
        action: str,
        form: ReasonForm,
        problems: Sequence[tuple[Statement, list[str]]] = (),
        meanwhile: Sequence[Statement] = (),
    ) -> HttpResponse | None:
        """Show what the action would do, and why it was refused if it was."""
        if not rows:
            messages.warning(request, _("None of these facts exists any more."))
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _title(action, len(rows)),
            "opts": self.opts,
            "rows": [(sentence(row), row.get_status_display()) for row in rows[:MOST_SHOWN]],
            "further": len(rows) - MOST_SHOWN,
            "count": len(rows),
            "unchanged": sum(row.status == _STATUSES[action] for row in rows),
            "hanging": hanging_on(rows),
            "action": action,
            "verb": _VERBS[action],
            "chosen": ",".join(f"{row.pk}-{_state(row)}" for row in rows),
            "first": rows[0].pk,
            "form": form,
            "problems": [(row.pk, sentence(row), said) for row, said in problems],
            "meanwhile": [(row.pk, sentence(row), row.get_status_display()) for row in meanwhile],
            **_effects(rows, _STATUSES[action], tries=not problems),
        }
        status = 409 if meanwhile else 422 if problems or form.errors else 200
        return TemplateResponse(request, "admin/facts/standing.html", context, status=status)

    def _log(self, request: HttpRequest, changed: list[Statement], status: str) -> None:
        message = _("Now: %(status)s.") % {"status": Status(status).label}
        LogEntry.objects.log_actions(_user(request).pk, changed, CHANGE, message)


_STATUSES = {"publish": Status.PUBLISHED, "to_draft": Status.DRAFT, "retire": Status.RETIRED}
_VERBS = {
    "publish": gettext_lazy("Publish"),
    "to_draft": gettext_lazy("Take back to draft"),
    "retire": gettext_lazy("Retire"),
}


def _title(action: str, count: int) -> str:
    title = {
        "publish": ngettext("Publish %(count)s fact?", "Publish %(count)s facts?", count),
        "to_draft": ngettext(
            "Take %(count)s fact back to draft?", "Take %(count)s facts back to draft?", count
        ),
        "retire": ngettext("Retire %(count)s fact?", "Retire %(count)s facts?", count),
    }[action]
    return title % {"count": count}


def hanging_on(rows: Iterable[Statement]) -> list[tuple[Any, int]]:
    """Return what other rooms keep that belongs to the statements: its name and how many.

    What it is the registry of models knows; the facts need not. Of what can be published only
    that counts which is: of a question that is not asked nobody notices anything.
    """
    ids = [row.pk for row in rows]
    found = []
    for relation in Statement._meta.related_objects:
        model: Any = relation.related_model
        if model._meta.app_label != Statement._meta.app_label and not model._meta.auto_created:
            kept = getattr(model._default_manager, "published", model._base_manager.all)()
            count = kept.filter(**{f"{relation.field.name}__in": ids}).count()
            name = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
            if relation.many_to_many:  # it belongs to another, and shows this one besides
                name = _("%(records)s about other facts beside which it is shown") % {
                    "records": name
                }
            found += [(name, count)] if count else []
    return found


def _effects(rows: Sequence[Statement], status: str, *, tries: bool) -> dict[str, Any]:
    """Return what giving the rows a status would do to questions; nothing where it is refused.

    Beyond so many facts the whole bank would be gone through, which is not done for a look.
    """
    ids = [row.pk for row in rows if row.status != status]
    if not tries or not 0 < len(ids) <= MOST_TRIED:
        return {}
    try:
        found = tried(
            lambda: set_status(Statement.objects.filter(pk__in=ids).for_reading(), status)
        )
    except CannotPublish:
        return {}
    return in_words(found)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the desk lets nobody else in
    return request.user


def _shown(request: HttpRequest) -> Mapping[int, str]:
    """Return the statements that were shown before the editor said yes: their ids and states."""
    parts = (part.partition("-") for part in request.POST["chosen"].split(","))
    return {int(pk): state for pk, _dash, state in parts if is_id(pk)}


def _is_other(row: Statement, shown: Mapping[int, str], status: str) -> bool:
    """Whether a statement, of which something is to become, is not as it was shown."""
    return row.status != status and shown.get(row.pk) != _state(row)


def _state(row: Statement) -> str:
    """Return what names a statement as readers would see it, with its sources and standing."""
    told = f"{sentence(row)} {digest(record_of('statements', row))}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]
