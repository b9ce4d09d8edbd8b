"""The bank at the desk: every question as it stands, and why some are not asked."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from .models import Question


@admin.register(Question)
class QuestionAdmin(admin.ModelAdmin):
    """Read only: questions follow their facts."""

    list_display = ["stem", "format", "right_answer", "status", "problem", "difficulty"]
    list_filter = ["status", "format", "direction", "difficulty", "statement__topic"]
    search_fields = ["stem", "key", "right_answer"]
    list_per_page = 50
    exclude = ["entities"]

    class Media:
        js = ["desk.js"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.select_related("statement")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Question | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Question | None = None) -> bool:
        return False
