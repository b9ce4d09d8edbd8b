"""Choosing a record by typing a few letters of any of its names, or, without scripts, all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from .guards import is_id
from .naming import Typed, refusal, resolved

LONGEST_TYPED = 500


class NamedChoice(forms.ModelChoiceField):
    """One record, chosen from a list or by typing its name."""

    def to_python(self, value: Any) -> Any:
        """Say of a name that is none, or that of several, what is near it."""
        if isinstance(value, Typed):
            raise refusal(_model_of(self), value)
        return super().to_python(value)


class NamedChoices(forms.ModelMultipleChoiceField):
    """Any number of records, chosen likewise."""

    def clean(self, value: Any) -> Any:
        """Say of each name that is none, or that of several, what is near it."""
        typed = [it for it in value or () if isinstance(it, Typed)]
        if typed:
            raise forms.ValidationError([refusal(_model_of(self), it) for it in typed])
        return super().clean(value)


def _model_of(field: forms.ModelChoiceField) -> type[models.Model]:
    rows = field.queryset
    assert rows is not None
    return rows.model


class Nameable:
    """A list to choose from with, for those who run no scripts, a field for the name beside it."""

    help_text = _("or type its name or slug:")

    def typed_names(self, data: Any, name: str) -> list[str]:
        """Return the ids of what was typed out, and the texts that are no name of one record."""
        typed = str(data.get(f"{name}-typed", ""))[:LONGEST_TYPED]
        model: Any = self.field.remote_field.model  # type: ignore[attr-defined]
        return [resolved(model, it.strip()) for it in self.split(typed) if it.strip()]

    def split(self, typed: str) -> list[str]:
        """Return the names in a text."""
        return [typed]

    def with_field(self, chooser: str, name: str, value: Any, attrs: Any) -> str:
        """Return the list's HTML with the field for the name, seen only where no scripts run."""
        values = value if isinstance(value, (list, tuple)) else [value]
        kind = self.field.remote_field.model._meta  # type: ignore[attr-defined]
        return format_html(
            '{}<noscript><span class="desk-typed"><label for="{}">{}'
            '<span class="visually-hidden"> ({})</span></label> '
            '<input type="text" class="vTextField" name="{}" id="{}" value="{}" maxlength="{}"> '
            '<a href="{}" target="_blank">{}</a></span></noscript>',
            chooser,
            f"{(attrs or {}).get('id', name)}-typed",
            self.help_text,
            self.field.verbose_name,  # type: ignore[attr-defined]
            f"{name}-typed",
            f"{(attrs or {}).get('id', name)}-typed",
            "; ".join(it for it in values if isinstance(it, Typed)),
            LONGEST_TYPED,
            reverse(f"admin:{kind.app_label}_{kind.model_name}_changelist"),
            _("Look it up"),
        )


class ChooseOne(Nameable, AutocompleteSelect):
    """One record. What was sent and cannot be an id is not shown chosen; Django would fail."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        return super().optgroups(name, [it for it in value if is_id(it)], attr)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return what was typed out, or else what was chosen."""
        typed = self.typed_names(data, name)
        return typed[0] if typed else super().value_from_datadict(data, files, name)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chooser = super().render(name, value, attrs, renderer)
        return SafeString(self.with_field(chooser, name, value, attrs))


class ChooseMany(Nameable, AutocompleteSelectMultiple):
    """Any number of records, guarded likewise."""

    help_text = _("or type names or slugs, with semicolons between:")

    def split(self, typed: str) -> list[str]:
        return typed.split(";")

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        return super().optgroups(name, [it for it in value if is_id(it)], attr)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Take what cannot be an id for one that nothing has: a database may not be asked."""
        value = super().value_from_datadict(data, files, name)
        if not isinstance(value, list):
            return value
        return [it if is_id(it) else "0" for it in value] + self.typed_names(data, name)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chooser = super().render(name, value, attrs, renderer)
        return SafeString(self.with_field(chooser, name, value, attrs))


class Chooser(BaseModelAdmin):
    """Gives the relations named in ``autocomplete_fields`` such a field; for pages and inlines."""

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ChooseOne(db_field, self.admin_site))
            kwargs.setdefault("form_class", NamedChoice)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ChooseMany(db_field, self.admin_site))
            kwargs.setdefault("form_class", NamedChoices)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Leave one sign for adding and one for changing beside a field; looking is changing."""
        field: forms.Field | None = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_view_related = False
        return field
