"""Entities and their names at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from quizzes.facts.models import Alias, Entity, Property
from quizzes.facts.owners import names_taken, owners_of_names
from quizzes.facts.pack.fields import MOST_PARTS
from quizzes.lib.names import fold

from .desk import DeskAdmin
from .entity_preview import EntityPreviewed, takes_the
from .filters import ProposalFilter
from .forms import Aside, DeskForm
from .guards import is_id
from .mix_ups import history_of_both
from .search import entities_answering
from .tables import TableAdmin
from .taking_out import TakenOut
from .twins import Twin, twins_of_entity

PLACED = (Entity.Kind.PLACE,)


class AliasFormSet(forms.BaseInlineFormSet):
    """Keeps a name from belonging to two: an answer in it would be ambiguous."""

    def clean(self) -> None:
        super().clean()
        new = [form for form in self.forms if form.has_changed() and hasattr(form, "cleaned_data")]
        texts = [(form, form.cleaned_data.get("text")) for form in new]
        if not any(text for _form, text in texts):
            return
        linked = (
            self.instance.different_from.values_list("pk", flat=True) if self.instance.pk else ()
        )
        wanted = {form: text for form, text in texts if not form.cleaned_data.get("DELETE")}
        taken = names_taken(filter(None, wanted.values()), {self.instance.pk, *linked})
        for form, text in wanted.items():
            if text in taken:
                form.add_error("text", taken[text].message)


class AliasInline(admin.TabularInline):
    model = Alias
    formset = AliasFormSet
    extra = 1
    max_num = MOST_PARTS
    verbose_name_plural = _("Other names and spellings")


class EntityForm(DeskForm):
    """A person, group, place, event …

    Whether a new one takes “the” is guessed from its name, unless ``tick_seen`` says that the
    editor had the guess on the page.
    """

    slug_from = "label"

    tick_seen = Aside(required=False, widget=forms.HiddenInput)

    class Meta:
        help_texts = {
            "label": _(
                "As it stands in a sentence, without “the”. For an event a noun phrase: “capture "
                "of the Shiha district”."
            ),
            "takes_the": _("Tick for “the Harbour Guard”, not for “Jane Ash”."),
            "plural": _("Tick for “the Guards were …”."),
            "description": _("A few words that tell it from others."),
            "different_from": _("Whom or what readers might take it for."),
            "slug": _("Names it for ever. Left empty, it is made from the name."),
            "preposition": _("For places: in, at, near …"),
            "clause": _(
                "What happened, as a sentence without its date. For “capture of the harbour”: “the "
                "army captured the harbour”. Readers see “The army captured the harbour in June "
                "2018.”"
            ),
            "question_clause": _(
                "The same as a question: “did the army capture the harbour”. Learners are asked "
                "“In which month and year did the army capture the harbour?”"
            ),
            "latitude": _("In degrees, north of the equator: 32.76."),
            "longitude": _("In degrees, east of Greenwich: 22.64."),
            "note": _("For the editors. No page for readers shows it."),
        }

    def look_alikes(self, cleaned: dict[str, Any]) -> list[Twin]:
        """Return those with much the same name that this one is not said to be different from."""
        label = cleaned.get("label") or ""
        told_apart = {other.pk for other in cleaned.get("different_from") or ()}
        return twins_of_entity(label, told_apart) if label else []

    def clean_different_from(self) -> Any:
        """Nobody is confused with themselves."""
        others = self.cleaned_data["different_from"]
        if self.instance.pk and any(other.pk == self.instance.pk for other in others):
            raise forms.ValidationError(_("Nobody is confused with themselves; name others here."))
        return others

    def clean(self) -> dict[str, Any]:
        """Tick “takes the” of a new one where that is to be guessed."""
        cleaned = super().clean()
        guessed = self.instance.pk is None and not cleaned.get("tick_seen")
        kind, label = cleaned.get("kind") or "", cleaned.get("label") or ""
        if guessed and "takes_the" in self.fields and takes_the(kind, label):
            cleaned["takes_the"] = True
        self._check_names(cleaned)
        return cleaned

    def _check_names(self, cleaned: dict[str, Any]) -> None:
        """Keep a new name, or any that is told apart no longer, from belonging to two."""
        if self.instance.pk is None:
            self._tell_apart(cleaned)
            return
        label = cleaned.get("label") or ""
        names = [label] if "label" in self.changed_data else []
        if "different_from" in self.changed_data:
            names = [label, *self.instance.aliases.values_list("text", flat=True)]
        apart = {self.instance.pk, *(it.pk for it in cleaned.get("different_from") or ())}
        for shared in names_taken(names, apart).values():
            self.add_error("label" if shared.text == label else "different_from", shared.message)

    def _tell_apart(self, cleaned: dict[str, Any]) -> None:
        """Link a new one with those of its name, which it is not, as the editor has ticked."""
        if cleaned.get("another") and "different_from" in cleaned:
            namesakes = owners_of_names().get(fold(cleaned.get("label") or ""), {})
            known = {it.pk for it in cleaned["different_from"]}
            cleaned["different_from"] = Entity.objects.filter(pk__in={*known, *namesakes})


@admin.register(Entity)
class EntityAdmin(TakenOut, TableAdmin, EntityPreviewed, DeskAdmin):
    form = EntityForm
    change_form_template = "admin/facts/entity/change_form.html"
    ordering = ["label", "slug"]
    list_display = ["label", "kind", "description", "facts"]
    list_filter = [ProposalFilter, "kind"]
    search_fields = ["label"]
    search_help_text = _("Any spelling of a name, or a slug.")
    autocomplete_fields = ["different_from"]
    remembered = ("kind",)
    inlines = [AliasInline]
    fieldsets = [
        (None, {"fields": ["label", "kind", "takes_the", "plural", "description"]}),
        (
            _("For events"),
            {
                "fields": ["clause", "question_clause"],
                "classes": ["desk-events"],
                "description": _("An event without these is told, and asked for, awkwardly."),
            },
        ),
        (
            _("For places"),
            {"fields": ["preposition", ("latitude", "longitude")], "classes": ["desk-places"]},
        ),
        (
            _("Mix-ups, name and note"),
            {"classes": ["collapse"], "fields": ["different_from", "slug", "note"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entity]:
        rows: QuerySet[Entity] = super().get_queryset(request)
        return rows.annotate(facts=Count("statements"))

    @admin.display(description=_("facts about it"), ordering="facts")
    def facts(self, entity: Any) -> int:
        count: int = entity.facts
        return count

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find by any spelling; for a statement only what may stand in the field."""
        if kinds := _kinds_for(request):
            queryset = queryset.filter(kind__in=kinds)
        if search_term.strip():
            queryset = entities_answering(search_term, queryset)
        return queryset, False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Two that are told apart are both changed, and the history of both says so."""
        with history_of_both(form.instance):
            super().save_related(request, form, formsets, change)


def _kinds_for(request: HttpRequest) -> list[str]:
    """Return the kinds of entity that a field of a statement's form may hold; empty for all."""
    if request.GET.get("model_name") != "statement":
        return []
    field = request.GET.get("field_name")
    if field == "where":
        return [*PLACED]
    column = {"subject": "subject_kinds", "value_entity": "value_kinds"}.get(field or "")
    chosen = request.GET.get("property", "")
    if column is None or not is_id(chosen):
        return []
    kinds = Property.objects.filter(pk=chosen).values_list(column, flat=True).first()
    return list(kinds or [])
