"""Dates read back in words below the field they are typed into, before anything is saved."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quizzes.facts.fields import EdtfField
from quizzes.facts.form_fields import read_date

from .in_words import described_date

LONGEST = 100


def reading_of(typed: str) -> tuple[str, bool]:
    """Return how a date that was typed is read, or what is wrong with it, and whether it is right.

    Nothing is said of an empty field.
    """
    try:
        read = read_date(typed) if typed else None
    except ValidationError as error:
        return " ".join(error.messages), False
    words = described_date(read.date, read.left_out) if read else ""
    return (_("Read as %(words)s") % {"words": words} if words else ""), True


class DateReadBack(AdminTextInputWidget):
    """A field for a date with a place for its reading, which scripts keep up to date."""

    def __init__(self, address: Any) -> None:
        super().__init__(attrs={"data-read-at": address})

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        field = super().render(name, value, attrs, renderer)
        said, right = reading_of(str(value or "").strip()[:LONGEST])
        # What is wrong stands above the field as soon as the form was sent.
        reading = said if right else ""
        return format_html(
            '{}<span class="desk-reading" role="status">{}</span>', SafeString(field), reading
        )


class DatesReadBack(admin.ModelAdmin):
    """Reads every date of a record's form back while it is typed."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.reading_view)
        return [path("reading/", view, name=self._reading_name()), *super().get_urls()]

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if isinstance(db_field, EdtfField):
            kwargs["widget"] = DateReadBack(reverse_lazy(f"admin:{self._reading_name()}"))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def reading_view(self, request: HttpRequest) -> HttpResponse:
        """Return how the date in the address is read."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        said, right = reading_of(request.GET.get("date", "").strip()[: LONGEST + 1])
        return render(request, "admin/facts/reading.html", {"said": said, "right": right})

    def _reading_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_reading"
