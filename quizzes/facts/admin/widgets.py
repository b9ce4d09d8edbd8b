"""Choosing a record by typing a few letters of any of its names."""

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

from .guards import is_id


class ChooseOne(AutocompleteSelect):
    """One record. What was sent and cannot be an id is not shown chosen; Django would fail."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        return super().optgroups(name, [it for it in value if is_id(it)], attr)


class ChooseMany(AutocompleteSelectMultiple):
    """Any number of records, guarded likewise."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        return super().optgroups(name, [it for it in value if is_id(it)], attr)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Take what cannot be an id for one that nothing has: a database may not be asked."""
        value = super().value_from_datadict(data, files, name)
        return [it if is_id(it) else "0" for it in value] if isinstance(value, list) else value


class Chooser(BaseModelAdmin):
    """Gives the relations named in ``autocomplete_fields`` such a field; for pages and inlines."""

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ChooseOne(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ChooseMany(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Leave one sign for adding and one for changing beside a field; looking is changing."""
        field: forms.Field | None = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_view_related = False
        return field
