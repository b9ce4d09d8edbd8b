"""Saying in words of our own what was saved, in place of what the admin would say."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest


class Telling(admin.ModelAdmin):
    """Leaves out the admin's own message where another was told."""

    def tell_instead(self, request: HttpRequest, message: Any) -> None:
        """Say this of what was saved, and nothing else."""
        messages.success(request, message)
        request.told = True  # type: ignore[attr-defined]

    def message_user(
        self,
        request: HttpRequest,
        message: Any,
        level: Any = messages.INFO,
        *more: Any,
        **named: Any,
    ) -> None:
        """Leave out what the admin says where something else was told."""
        if not (getattr(request, "told", False) and level == messages.SUCCESS):
            super().message_user(request, message, level, *more, **named)
