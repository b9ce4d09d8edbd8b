"""The live preview beside a statement's form: its address, and its place on the page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import render
from django.urls import path, reverse

from quizzes.facts.models import Statement

from .guards import as_count
from .preview import Preview, preview_of, preview_of_saved


class LivePreview(admin.ModelAdmin):
    """Shows what readers will see while a statement is being written."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.preview_view)
        return [
            path("preview/", view, name="facts_statement_sentence_new"),
            path("<path:object_id>/preview/", view, name="facts_statement_sentence"),
            *super().get_urls(),
        ]

    def preview_view(self, request: HttpRequest, object_id: str | None = None) -> HttpResponse:
        """Return what the form that was sent would make; nothing is saved."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = None if object_id is None else self.get_object(request, unquote(object_id))
        if object_id is not None and row is None:
            raise Http404
        allowed = (
            self.has_change_permission(request, row) if row else self.has_add_permission(request)
        )
        if not allowed:
            raise PermissionDenied
        preview = self._preview_of(request, request.POST, row and row.pk)
        context = {"preview": preview, "cited": is_cited(request.POST)}
        return render(request, "admin/facts/statement/preview.html", context)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add the preview of what is stored, or of what was sent and not saved."""
        row, form = context["original"], context["adminform"].form
        context["standing"] = form.status_before if row else ""
        context["standing_label"] = Statement.Status(form.status_before).label.capitalize()
        context["preview_address"] = _address(row)
        if form.is_bound:
            preview = self._preview_of(request, form.data, row and row.pk)
            context |= {"preview": preview, "cited": is_cited(form.data)}
        elif row:
            context |= {"preview": preview_of_saved(row), "cited": row.citations.exists()}
        return super().render_change_form(request, context, *args, **kwargs)

    def _preview_of(self, request: HttpRequest, data: Any, pk: int | None) -> Preview:
        row = self.get_queryset(request).get(pk=pk) if pk else None
        fields = [*flatten_fieldsets(self.fieldsets or ()), *(["change_reason"] if row else [])]
        form_class: Any = self.get_form(request, row, change=bool(row), fields=fields)
        return preview_of(form_class(data, instance=row))


def _address(row: Statement | None) -> str:
    if row is None:
        return reverse("admin:facts_statement_sentence_new")
    return reverse("admin:facts_statement_sentence", args=[row.pk])


def is_cited(data: QueryDict) -> bool:
    """Whether a form names a source with the place in it."""
    total = as_count(data.get("citations-TOTAL_FORMS", ""))
    rows = (f"citations-{n}" for n in range(min(total, 1000)))
    return any(
        (data.get(f"{row}-source") or data.get(f"{row}-source-typed"))
        and data.get(f"{row}-locator")
        and not data.get(f"{row}-DELETE")
        for row in rows
    )
