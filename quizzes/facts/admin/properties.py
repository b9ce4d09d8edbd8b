"""Properties at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from quizzes.facts.models import Entity, Property

from .desk import DeskAdmin
from .forms import DeskForm
from .guards import is_id
from .offering import Offered
from .property_search import (
    examples,
    free_properties,
    nothing_fits,
    properties_answering,
    shortened,
)


class PropertyForm(DeskForm):
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

    slug_from = "label"

    class Meta:
        help_texts = {
            "label": _("As it is chosen from the list: “was commanded by”."),
            "datatype": _("What its value is: one of the entities, a date, a number or words."),
            "slug": _("Names it for ever. Left empty, it is made from the label."),
            "marks": _("What it says of the time, the whole or the side of its subject."),
        }


@admin.register(Property)
class PropertyAdmin(Offered, DeskAdmin):
    form = PropertyForm
    list_display = ["label", "datatype", "single_valued", "single_subject", "ask_value", "asked"]
    list_filter = ["datatype", "single_valued", "is_claim", "asked"]
    search_fields = ["label", "slug", "sentence", "ask_value", "ask_subject"]
    search_help_text = _("A word of the label, of the question, or of a fact told with it.")
    fieldsets = [
        (None, {"fields": ["label", "datatype", "subject_kinds", "value_kinds"]}),
        (
            _("Wording"),
            {
                "fields": ["sentence", "ask_value", "ask_subject", "asked"],
                "description": _(
                    "{subject} and {value} stand for the names, {when} for the date; "
                    "[was|were] agrees with the subject. For dates {value.phrase} gives "
                    "“on 7 May 2018” and {value.ask} gives “on what date”; for events "
                    "{subject.clause} and {subject.question} give their clauses."
                ),
            },
        ),
        (_("Logic"), {"fields": ["single_valued", "single_subject", "marks", "is_claim"]}),
        (_("Name"), {"classes": ["collapse"], "fields": ["slug"]}),
    ]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find by label, wording or example; for a statement whose subject is chosen, only what
        may be said of it.
        """
        if kind := _kind_of_subject(request):
            kinds_of = Property.objects.values_list("pk", "subject_kinds")
            fitting = [pk for pk, kinds in kinds_of if not kinds or kind in kinds]
            queryset = queryset.filter(pk__in=fitting)
        return properties_answering(search_term, queryset), False

    def examples(self, rows: list[Property]) -> dict[int, str]:
        """Return a sentence told with each property."""
        return {pk: shortened(said) for pk, said in examples(rows).items()}

    def nothing_found(self, request: HttpRequest, term: str) -> str:
        """Say that a property is there, but not for such a subject."""
        return nothing_fits(term, _kind_of_subject(request))

    def offered_last(self, request: HttpRequest, found: QuerySet[Any]) -> tuple[str, list[Any]]:
        """Offer those with which anything can be said of the subject, once it is chosen."""
        kind = _kind_of_subject(request)
        free = free_properties(kind).exclude(pk__in=found.order_by().values("pk")) if kind else ()
        return str(_("In your own words")), list(free)


def _kind_of_subject(request: HttpRequest) -> str:
    """Return the kind of the subject that is chosen in a statement's form; empty for none."""
    subject = request.GET.get("subject", "")
    if request.GET.get("model_name") != "statement" or not is_id(subject):
        return ""
    return Entity.objects.filter(pk=subject).values_list("kind", flat=True).first() or ""
