"""Keeping what cannot be an id from the database, which would fail on it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest

LARGEST_ID = 2**63 - 1


def is_id(value: Any) -> bool:
    """Whether a text can be the id of a row, so that a database may be asked for it."""
    text = str(value)
    return len(text) < 20 and text.isascii() and text.isdigit() and int(text) <= LARGEST_ID


class GuardedActions(admin.ModelAdmin):
    """Actions on the rows of a list, of whose forged ids nothing comes, and a guarded search."""

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Leave out the sign that PostgreSQL takes in no text."""
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    def response_action(self, request: HttpRequest, queryset: Any, *args: Any) -> Any:
        """Leave out what cannot be an id among the rows that were ticked."""
        sent = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if not all(map(is_id, sent)):
            post = request.POST.copy()
            post.setlist(ACTION_CHECKBOX_NAME, [it for it in sent if is_id(it)] or ["0"])
            request.POST = post  # type: ignore[assignment]
        return super().response_action(request, queryset, *args)
