"""Taking a record out that was added by mistake, as long as nothing has ever leaned on it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from quizzes.facts.models import PackRecord
from quizzes.facts.signals import one_change

from .states import MANY, PARTS


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


class TakenOut(admin.ModelAdmin):
    """Lets who may change a record delete it while nothing leans on it; its history is kept.

    What came from a fact pack would come back with it, and is taken out there.
    """

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        if not isinstance(obj, PackRecord) or obj.pk is None or obj.pack_digest:
            return False
        return self.has_change_permission(request, obj) and not is_leaned_on(obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete it with its parts as one change."""
        with one_change():
            super().delete_model(request, obj)
