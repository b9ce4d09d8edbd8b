"""Statements at the desk, with their citations."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from quizzes.facts.models import Citation, Source, Statement
from quizzes.facts.sentences import sentence
from quizzes.facts.signals import one_change

from .desk import DeskAdmin

# What a statement says; when it changes, its own wording may no longer fit.
MEANING = {
    *("subject", "property", "value_entity", "value_date", "value_quantity", "unit", "value_text"),
    *("when", "where", "attributed_to", "unattributed"),
}
WORDING = {"own_sentence", "own_stem", "own_subject_stem", "explanation", "dispute_note"}


class CitationFormSet(forms.BaseInlineFormSet):
    """Holds a published statement to at least one source."""

    def clean(self) -> None:
        super().clean()
        given = [f.cleaned_data for f in self.forms if getattr(f, "cleaned_data", None)]
        kept = [data for data in given if not data.get("DELETE")]
        if self.instance.status == Statement.Status.PUBLISHED and not kept:
            raise ValidationError(
                _("A published fact needs at least one source. Add one, or save it as a draft.")
            )


class CitationInline(admin.TabularInline):
    model = Citation
    formset = CitationFormSet
    extra = 1
    autocomplete_fields = ["source"]


class DisputedFilter(admin.SimpleListFilter):
    title = _("disputed")
    parameter_name = "disputed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() in ("yes", "no"):
            return queryset.filter(is_disputed=self.value() == "yes")
        return queryset


class SourceFilter(admin.SimpleListFilter):
    title = _("source")
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        none = [("none", _("No source"))]
        return [*none, *((str(source.pk), str(source)) for source in Source.objects.all())]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value == "none":
            return queryset.filter(citations__isnull=True)
        if value in [pk for pk, _title in self.lookup_choices]:
            return queryset.filter(citations__source=value).distinct()
        return queryset


@admin.register(Statement)
class StatementAdmin(DeskAdmin):
    list_display = ["reads", "topic", "status", "importance", "sensitivity", "disputed"]
    list_filter = [
        "topic",
        SourceFilter,
        "status",
        DisputedFilter,
        "sensitivity",
        "rank",
        "wording_outdated",
    ]
    search_fields = [
        "slug",
        "subject__label",
        "subject__aliases__text",
        "value_entity__label",
        "value_entity__aliases__text",
        "value_text",
        "property__label",
    ]
    search_help_text = _("Any spelling of a name, a word of the text, or a slug.")
    autocomplete_fields = [
        "subject",
        "property",
        "value_entity",
        "where",
        "attributed_to",
        "topic",
    ]
    readonly_fields = ["reads", "disputed"]
    inlines = [CitationInline]
    actions = ["publish", "retire"]
    fieldsets = [
        (None, {"fields": ["reads", "disputed", "slug", "status", "topic"]}),
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
                ],
                "description": _("Fill in the one value that the property asks for."),
            },
        ),
        (_("When and where"), {"fields": ["when", "date_inferred", "where"]}),
        (_("Who says so"), {"fields": ["attributed_to", "unattributed"]}),
        (_("Weight and care"), {"fields": ["importance", "sensitivity", "rank"]}),
        (_("Disagreement"), {"fields": ["disputed_mark", "dispute_note"]}),
        (
            _("Wording"),
            {
                "classes": ["collapse"],
                "fields": [
                    "own_sentence",
                    "own_stem",
                    "own_subject_stem",
                    "explanation",
                    "wording_outdated",
                ],
            },
        ),
        (_("Editor's note"), {"classes": ["collapse"], "fields": ["note"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        rows = rows.with_disputed().select_related(
            "subject", "property", "value_entity", "where", "attributed_to", "topic"
        )
        return rows  # type: ignore[no-any-return]

    @admin.display(description=_("what readers see"))
    def reads(self, statement: Statement) -> str:
        return sentence(statement) if statement.pk else str(_("Shown when it is saved."))

    @admin.display(description=_("disputed"))
    def disputed(self, statement: Any) -> str:
        return str(_("sources differ")) if getattr(statement, "is_disputed", False) else "–"

    def save_model(
        self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool
    ) -> None:
        changed = set(form.changed_data)
        own_wording = any(getattr(obj, name) for name in WORDING)
        if change and own_wording and changed & MEANING and not changed & WORDING:
            obj.wording_outdated = True
            messages.warning(
                request, _("The fact changed; check its own sentence, questions and explanation.")
            )
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Statement]) -> None:
        without = queryset.filter(citations__isnull=True).count()
        if without:
            messages.error(
                request,
                ngettext(
                    "Nothing was published: %(count)s of them has no source.",
                    "Nothing was published: %(count)s of them have no source.",
                    without,
                )
                % {"count": without},
            )
            return
        self._set_status(request, queryset, Statement.Status.PUBLISHED)

    @admin.action(description=_("Retire"), permissions=["change"])
    def retire(self, request: HttpRequest, queryset: QuerySet[Statement]) -> None:
        self._set_status(request, queryset, Statement.Status.RETIRED)

    def _set_status(self, request: HttpRequest, queryset: QuerySet[Statement], status: str) -> None:
        with transaction.atomic(), one_change():
            for statement in queryset:
                statement.status = status
                statement.save(update_fields=["status"])
        messages.success(
            request,
            ngettext("%(count)s fact changed.", "%(count)s facts changed.", len(queryset))
            % {"count": len(queryset)},
        )
