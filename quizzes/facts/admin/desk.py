"""What all pages of the desk share."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse

from quizzes.facts.signals import one_change


class DeskAdmin(admin.ModelAdmin):
    """Saves a record with its inlines as one change, so that the bank follows once.

    Nothing is deleted at the desk: learners' memories hang on facts. Facts are retired.
    """

    list_per_page = 50

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """A slug is permanent once it is saved."""
        fixed = super().get_readonly_fields(request, obj)
        return (*fixed, "slug") if obj else fixed

    def get_prepopulated_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def changeform_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        with one_change():
            return super().changeform_view(*args, **kwargs)
