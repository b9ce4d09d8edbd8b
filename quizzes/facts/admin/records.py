"""Sources, topics, entities and properties at the desk."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from quizzes.facts.models import Alias, Entity, Property, Source, Topic

from .desk import DeskAdmin


@admin.register(Source)
class SourceAdmin(DeskAdmin):
    # Said again, because counting the facts drops the order of the model.
    ordering = ["document", "slug"]
    list_display = ["title", "publisher", "published", "kind", "origin", "document", "facts"]
    list_filter = ["kind", "origin"]
    search_fields = ["title", "publisher", "slug", "cite_as"]
    prepopulated_fields = {"slug": ["title"], "origin": ["title"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        rows: QuerySet[Source] = super().get_queryset(request)
        return rows.annotate(facts=Count("citations__statement", distinct=True))

    @admin.display(description=_("facts"), ordering="facts")
    def facts(self, source: Any) -> int:
        count: int = source.facts
        return count


@admin.register(Topic)
class TopicAdmin(DeskAdmin):
    list_display = ["title", "description", "position"]
    search_fields = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}


class AliasInline(admin.TabularInline):
    model = Alias
    extra = 1


@admin.register(Entity)
class EntityAdmin(DeskAdmin):
    list_display = ["label", "kind", "description"]
    list_filter = ["kind"]
    search_fields = ["label", "slug", "aliases__text"]
    autocomplete_fields = ["different_from"]
    prepopulated_fields = {"slug": ["label"]}
    inlines = [AliasInline]
    fieldsets = [
        (None, {"fields": ["label", "slug", "kind", "description", "different_from"]}),
        (
            _("In sentences"),
            {"fields": ["takes_the", "plural", "preposition", "clause", "question_clause"]},
        ),
        (_("On the map, and notes"), {"fields": ["latitude", "longitude", "note"]}),
    ]


class PropertyForm(forms.ModelForm):
    """Lets the kinds be ticked instead of typed as JSON."""

    subject_kinds = forms.MultipleChoiceField(
        label=_("kinds of subject"),
        choices=Entity.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None ticked: all are allowed."),
    )
    value_kinds = forms.MultipleChoiceField(
        label=_("kinds of value"),
        choices=Entity.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("For entities as values. None ticked: all are allowed."),
    )


@admin.register(Property)
class PropertyAdmin(DeskAdmin):
    form = PropertyForm
    list_display = ["label", "datatype", "single_valued", "single_subject", "ask_value"]
    list_filter = ["datatype", "single_valued", "is_claim"]
    search_fields = ["label", "slug"]
    prepopulated_fields = {"slug": ["label"]}
    fieldsets = [
        (None, {"fields": ["label", "slug", "datatype", "subject_kinds", "value_kinds"]}),
        (_("Logic"), {"fields": ["single_valued", "single_subject", "marks", "is_claim"]}),
        (
            _("Wording"),
            {
                "fields": ["sentence", "ask_value", "ask_subject"],
                "description": _(
                    "{subject} and {value} stand for the names, {when} for the date; "
                    "[was|were] agrees with the subject. For dates {value.phrase} gives "
                    "“on 7 May 2018” and {value.ask} gives “on what date”; for events "
                    "{subject.clause} and {subject.question} give their clauses."
                ),
            },
        ),
    ]
