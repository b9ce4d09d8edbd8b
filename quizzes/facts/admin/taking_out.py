"""Taking a record out that was added by mistake, as long as nothing has ever leaned on it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from quizzes.facts.models import PackRecord
from quizzes.facts.signals import one_change

from .meanwhile import who_and_when
from .states import MANY, PARTS, token_now


def is_leaned_on(row: PackRecord) -> bool:
    """Whether anything belongs to a record, or ever did, but its own parts.

    Its history would else speak of what nobody can look up.
    """
    model = type(row)
    part = PARTS.get(model)
    for relation in model._meta.related_objects:
        other: Any = relation.related_model
        if part and other is part.model:
            continue
        if other._base_manager.filter(**{relation.field.name: row.pk}).exists():
            return True
        history: Any = getattr(other, "history", None)
        kept = {} if relation.many_to_many or not history else {relation.field.attname: row.pk}
        if kept and history.filter(**kept).exists():
            return True
    return any(getattr(row, name).exists() for name in MANY.get(model, ()))


class ChangedMeanwhile(Exception):
    """Others have changed what was to be deleted; the message says who."""


class TakenOut(admin.ModelAdmin):
    """Lets who may change a record delete it while nothing leans on it; its history is kept.

    What came from a fact pack would come back with it, and is taken out there.
    """

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        if not isinstance(obj, PackRecord) or obj.pk is None or obj.pack_digest:
            return False
        return self.has_change_permission(request, obj) and not is_leaned_on(obj)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Answer 409 where others changed it since the page that asks was shown, and ask again."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except ChangedMeanwhile as refused:
            problem = {"problem": str(refused)}
        request.method, request.POST = "GET", QueryDict()
        response = super().delete_view(request, object_id, problem | (extra_context or {}))
        response.status_code = 409
        return response

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        """Let the page name the state that is shown on it."""
        return super().render_delete_form(
            request, context | {"state": token_now(context["object"])}
        )

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete it with its parts as one change, as it was when it was asked for."""
        if since := obj.meanwhile:
            who = "; ".join(map(who_and_when, since.changes)) or _("somebody else")
            raise ChangedMeanwhile(
                _(
                    "Nothing was deleted. Since you opened this page, %(who)s changed it. "
                    "Look at it again."
                )
                % {"who": who}
            )
        with one_change():
            super().delete_model(request, obj)
