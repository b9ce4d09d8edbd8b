"""Memories and answers in the admin, to look at when a learner asks; nothing can be changed."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from .models import Memory, Response


class ReadOnlyAdmin(admin.ModelAdmin):
    """Shows and finds; neither adds, changes nor deletes."""

    show_full_result_count = False
    search_fields = ("learner__username", "statement__slug")
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds one here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes one here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes one here."""
        return False


@admin.register(Memory)
class MemoryAdmin(ReadOnlyAdmin):
    """What learners remember."""

    list_display = ("learner", "fact", "stage", "stability", "difficulty", "last_day", "due")
    list_select_related = ("learner", "statement")
    list_filter = ("stage",)

    @admin.display(ordering="statement__slug")
    def fact(self, memory: Memory) -> str:
        """The fact's slug: its sentence would take more queries."""
        return memory.statement.slug


@admin.register(Response)
class ResponseAdmin(ReadOnlyAdmin):
    """What was asked and answered."""

    list_display = ("answered_at", "learner", "question", "given", "verdict", "counted", "due")
    list_select_related = ("learner", "question")
    list_filter = ("verdict", "counted")
    ordering = ("-pk",)
