"""Statements at the desk, with their citations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from quizzes.facts.models import Citation, Statement
from quizzes.facts.models.parts import MEANING, WORDING
from quizzes.facts.pack.fields import MOST_PARTS
from quizzes.facts.sentences import sentence
from quizzes.facts.wording import inside_quotes

from .desk import DeskAdmin
from .disagreement import named_alone
from .filters import SourceFilter, WorkFilter
from .preview import note_address, older_note, written_before
from .preview_page import LivePreview
from .search import statements_answering
from .standing import StandingActions
from .statement_form import CitationForm, CitationFormSet, StatementForm
from .tables import TableAdmin
from .telling import Telling
from .widgets import Chooser

MOST_WORDS = 18  # of a sentence in a title
AGAIN = "again"  # in the address of a form that begins like the last


class CitationInline(Chooser, admin.TabularInline):
    """The sources of a statement."""

    model = Citation
    form = CitationForm
    formset = CitationFormSet
    extra = 1
    max_num = MOST_PARTS
    autocomplete_fields = ["source"]
    verbose_name = _("source")
    verbose_name_plural = _("sources")

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """There is room for one sign beside the source: to add one."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "source":
            field.widget.can_change_related = False
        elif db_field.name == "locator":
            field.widget.attrs["placeholder"] = _("such as: Battle, para. 3")
        return field


@admin.register(Statement)
class StatementAdmin(Telling, TableAdmin, StandingActions, LivePreview, DeskAdmin):
    form = StatementForm
    change_form_template = "admin/facts/statement/change_form.html"
    list_display = ["reads", "topic", "status", "importance", "sensitivity", "disputed"]
    list_filter = [WorkFilter, "status", "topic", SourceFilter, "importance", "sensitivity", "rank"]
    search_fields = ["slug"]
    search_help_text = _("Any spelling of a name, a word of the text, or a slug.")
    autocomplete_fields = [
        "subject",
        "property",
        "value_entity",
        "where",
        "attributed_to",
        "topic",
    ]
    inlines = [CitationInline]
    fieldsets = [
        (
            _("What it says"),
            {
                "fields": [
                    "subject",
                    "property",
                    "value_entity",
                    "value_date",
                    "value_quantity",
                    "unit",
                    "value_text",
                    "topic",
                ],
                "classes": ["desk-values"],
                "description": _(
                    "Of the values fill in the one that the property asks for, and no other."
                ),
            },
        ),
        (
            _("When, where and who says so"),
            {"fields": ["when", "date_inferred", "where", "attributed_to", "unattributed"]},
        ),
        (_("Weight and care"), {"fields": [("importance", "sensitivity", "rank")]}),
        (
            _("Disagreement"),
            {"classes": ["collapse"], "fields": ["disputed_mark", "dispute", "dispute_note"]},
        ),
        (
            _("Wording"),
            {
                "classes": ["collapse"],
                "fields": [
                    "explanation",
                    "own_sentence",
                    "own_stem",
                    "own_subject_stem",
                    "wording_outdated",
                ],
            },
        ),
        (_("Name and note"), {"classes": ["collapse"], "fields": ["slug", "note"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        rows = rows.with_disputed().worded().select_related("topic")
        return rows  # type: ignore[no-any-return]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find by any spelling of whom a statement speaks of, and by its words."""
        return statements_answering(search_term, queryset), False

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """Begin a new statement with the source of the last one."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        source = self.memory(request).get("source")
        if obj.pk is None and source and isinstance(inline, CitationInline):
            kwargs["initial"] = [{"source": source}]
        return kwargs

    def memory(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the last fact had if another was asked for; any other begins afresh."""
        return super().memory(request) if AGAIN in request.GET else {}

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        for name in ("source", AGAIN):
            initial.pop(name, None)
        return initial

    def view_on_site(self, obj: Statement) -> str | None:
        """Return the address where readers find it; nothing for what they do not see."""
        published = obj.status == Statement.Status.PUBLISHED
        return reverse("fact", args=[obj.slug]) if published else None

    def called(self, row: Statement) -> str:
        """Return its sentence, shortened where it is long."""
        return Truncator(sentence(row)).words(MOST_WORDS, truncate=" …")

    @admin.display(description=_("what readers see"))
    def reads(self, statement: Statement) -> str:
        return sentence(statement)

    @admin.display(description=_("disputed"))
    def disputed(self, statement: Any) -> str:
        return str(_("sources differ")) if getattr(statement, "is_disputed", False) else "–"

    def response_add(
        self, request: HttpRequest, obj: Statement, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Say which fact was added by its sentence."""
        self.tell(request, obj, _("“{fact}” was added successfully. It is {standing}."))
        return _on_to_another(request, super().response_add(request, obj, post_url_continue))

    def response_change(self, request: HttpRequest, obj: Statement) -> HttpResponse:
        """Say which fact was changed likewise."""
        self.tell(request, obj, _("“{fact}” was changed successfully. It is {standing}."))
        return _on_to_another(request, super().response_change(request, obj))

    def tell(self, request: HttpRequest, row: Statement, said: Any) -> None:
        """Say what was saved in place of what the admin would say."""
        address = reverse("admin:facts_statement_change", args=[row.pk])
        link = format_html('<a href="{}">{}</a>', address, inside_quotes(self.called(row)))
        standing = {"draft": _("a draft")}.get(row.status, row.get_status_display())
        self.tell_instead(request, format_html(str(said), fact=link, standing=standing))

    def save_model(
        self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool
    ) -> None:
        changed = set(form.changed_data)
        own_wording = any(getattr(obj, name) for name in WORDING)
        if change and own_wording and changed & {*MEANING} and not changed & {*WORDING}:
            obj.wording_outdated = True
            messages.warning(
                request, _("The fact changed; check its own sentence, questions and explanation.")
            )
        super().save_model(request, obj, form, change)

    def tell_of_older_notes(self, request: HttpRequest, row: Statement) -> None:
        """Say that a sentence on how sources differ was written before this fact's value."""
        rivals = list(Statement.objects.all().rivals(row)) if row.status == "published" else []
        notes = {it.dispute_note: it for it in reversed(written_before(row, rivals))}
        for rival in notes.values():
            link = format_html('<a href="{}">{}</a>', note_address(rival), _("Look at it"))
            messages.warning(request, format_html("{} {}", older_note(rival), link))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Keep what the next statement is to share with this one, if another is to be added."""
        super().save_related(request, form, formsets, change)
        row: Statement = form.instance
        if form.has_changed():
            self.tell_of_older_notes(request, row)
            if row.status == Statement.Status.PUBLISHED and (said := named_alone(row)):
                messages.warning(request, said)
        shared = {"topic": row.topic_id, "sensitivity": row.sensitivity, "source": _source(row)}
        goes_on = "_addanother" in request.POST
        self.remember(request, shared if goes_on else dict.fromkeys(shared))


def _on_to_another(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Mark the address of the next fact's form as one that begins like the last."""
    if "_addanother" not in request.POST or not response.has_header("Location"):
        return response
    address = response["Location"]
    if AGAIN not in address:
        response["Location"] = f"{address}{'&' if '?' in address else '?'}{AGAIN}=1"
    return response


def _source(row: Statement) -> int | None:
    """The source that was cited last."""
    return row.citations.order_by("-pk").values_list("source", flat=True).first()
