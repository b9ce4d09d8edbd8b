"""What all pages of the desk share."""

from typing import Any

from django.contrib import admin
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from quizzes.facts.pack.fields import SLUG
from quizzes.facts.signals import one_change

pack_slug = RegexValidator(rf"\A{SLUG}\Z", _("Use small letters, digits and single hyphens."))


class DeskAdmin(admin.ModelAdmin):
    """Saves a record with its inlines as one change, so that the bank follows once.

    Nothing is deleted at the desk: learners' memories hang on facts. Facts are retired.
    """

    list_per_page = 50

    class Media:
        js = ["desk.js"]

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """A slug is permanent once it is saved."""
        fixed = super().get_readonly_fields(request, obj)
        return (*fixed, "slug") if obj else fixed

    def get_prepopulated_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """A slug must be one that a fact pack can hold."""
        if isinstance(db_field, models.SlugField):
            kwargs["validators"] = [pack_slug]
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        with transaction.atomic(), one_change():
            return super().changeform_view(request, *args, **kwargs)
