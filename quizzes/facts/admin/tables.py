"""Tables at the desk: records out to a spreadsheet, and back in after a look at what changes."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR, IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.admin import ImportExportMixin
from import_export.forms import ExportForm

from quizzes.facts.tables.columns import KINDS
from quizzes.facts.tables.formats import CSV, XLSX
from quizzes.facts.tables.resources import resource_for
from quizzes.lib import clock

from .guards import keep_text, refusing_numbers
from .table_import import ImportPages


class TableAdmin(ImportExportMixin, admin.ModelAdmin):  # type: ignore[misc]
    """Export and import of a model's records as tables."""

    export_formats = [XLSX, CSV]
    export_form_class = ExportForm
    export_template_name = "admin/facts/tables/export.html"
    to_encoding = "utf-8-sig"

    def get_resource_classes(self, request: HttpRequest) -> list[Any]:
        return [resource_for(self.model)]

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Who may see the records may take them along."""
        return bool(self.has_view_permission(request))

    def has_import_permission(self, request: HttpRequest) -> bool:
        """A table may make records and change them."""
        return bool(self.has_add_permission(request) and self.has_change_permission(request))

    def get_urls(self) -> list[Any]:
        preview = path(
            "import/<str:token>/",
            self.admin_site.admin_view(self.preview_import),
            name=f"{self.opts.app_label}_{self.opts.model_name}_preview",
        )
        return [preview, *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> Any:
        """Let the ticked records go out too."""
        actions = super().get_actions(request)
        if IS_POPUP_VAR not in request.GET and self.has_export_permission(request):
            actions |= {name: self.get_action(name) for name in ("to_workbook", "to_csv")}
        return actions

    @admin.action(description=gettext_lazy("Export as Excel workbook"))
    def to_workbook(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        """Send the ticked records as a workbook."""
        return self._do_file_export(XLSX(), request, queryset)  # type: ignore[no-any-return]

    @admin.action(description=gettext_lazy("Export as CSV"))
    def to_csv(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        """Send the ticked records as text."""
        export = self._do_file_export(CSV(), request, queryset)
        return export  # type: ignore[no-any-return]

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """What was searched and filtered for."""
        keep_text(request)
        return super().get_export_queryset(request)  # type: ignore[no-any-return]

    def export_action(self, request: HttpRequest) -> HttpResponse:
        """Go back to the list, as the list itself does, from filters that mean nothing."""
        try:
            with refusing_numbers():
                return super().export_action(request)  # type: ignore[no-any-return]
        except IncorrectLookupParameters:
            away = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
            return HttpResponseRedirect(f"{away}?{ERROR_FLAG}=1")

    def get_export_filename(
        self, request: HttpRequest, queryset: QuerySet[Any], file_format: Any
    ) -> str:
        return f"{KINDS[self.model]}-{clock.now():%Y-%m-%d}.{file_format.get_extension()}"

    def init_request_context_data(self, request: HttpRequest, form: Any) -> dict[str, Any]:
        """What the export's page shows: how many records there are to go."""
        count = self.get_export_queryset(request).count()
        pages = ImportPages(self, request)
        return pages.context(
            _("Export %s") % self.opts.verbose_name_plural,
            form=form,
            count=count,
            is_filtered=count < self.get_queryset(request).count(),
        )

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Take a file, and show on the next page what it would do."""
        return ImportPages(self, request).upload()

    def preview_import(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Show what a table would do, and ask whether it shall."""
        return ImportPages(self, request).preview(token)

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Import a table that was shown, and let the page tell how far it has come."""
        return ImportPages(self, request).process()
