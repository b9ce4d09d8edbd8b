"""What goes out of each record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tablib
from django.db.models import QuerySet
from import_export import resources

from quizzes.facts.models import PackRecord
from quizzes.facts.pack.records import FIELDS, prefetched, record_of

from .columns import KINDS, columns, edition, texts


class RecordResource(resources.Resource):  # type: ignore[misc]
    """Writes records of one kind; made with ``resource_for``."""

    kind = ""

    @classmethod
    def get_display_name(cls) -> str:
        return cls.kind

    def get_export_headers(self, selected_fields: Any = None) -> list[str]:
        return columns(self.kind)

    def get_user_visible_fields(self) -> list[Any]:
        return []

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        """Fetch what the cells need, in a fixed number of queries."""
        return prefetched(self.kind, queryset)

    def iter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset

    def export_resource(
        self, instance: PackRecord, selected_fields: Any = None, **kwargs: Any
    ) -> Sequence[Any]:
        """Return the cells of a record in the order of the columns."""
        record = record_of(self.kind, instance)
        values = (record.get(field.name, field.default) for field in FIELDS[self.kind])
        cells = zip(texts(self.kind, record).values(), values, strict=True)
        return [*(value if type(value) is int else text for text, value in cells), edition(record)]

    def after_export(self, queryset: QuerySet[Any], dataset: tablib.Dataset, **kwargs: Any) -> None:
        dataset.title = self.kind


def resource_for(model: type[PackRecord]) -> type[RecordResource]:
    """Return the resource that writes the records of ``model``."""
    kind = KINDS[model]
    return type(f"{model.__name__}Resource", (RecordResource,), {"kind": kind})
