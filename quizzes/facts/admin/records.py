"""Sources, topics, entities and properties at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quizzes.facts.fields import optional_date
from quizzes.facts.findings import date_in_doubt
from quizzes.facts.form_fields import read_date
from quizzes.facts.models import Alias, Entity, Property, Source, Topic
from quizzes.facts.owners import names_taken, owners_of_names
from quizzes.facts.pack.fields import MOST_PARTS
from quizzes.facts.wording import capitalised
from quizzes.lib.names import fold

from .desk import DeskAdmin
from .entity_preview import EntityPreviewed, takes_the
from .filters import ProposalFilter
from .forms import Aside, DeskForm
from .guards import is_id
from .in_words import NOTE_FOR_READERS
from .mix_ups import history_of_both
from .offering import Offered
from .property_search import (
    examples,
    free_properties,
    nothing_fits,
    properties_answering,
    shortened,
)
from .reading_back import DatesReadBack
from .search import best_titles_first, entities_answering
from .tables import TableAdmin
from .taking_out import TakenOut
from .twins import Twin, twins_of_entity, twins_of_source

PLACED = (Entity.Kind.PLACE,)


class SourceForm(DeskForm):
    """A source; what it is cited as and its origin follow from the rest if left empty."""

    slug_from = "title"

    class Meta:
        labels = {"note": NOTE_FOR_READERS}
        help_texts = {
            "title": _("As it stands above the document."),
            "published": _("As you would write it: 12 June 2018, May 2018 or 2018."),
            "cite_as": _(
                "How a sentence names it after “According to …”. Left empty: publisher and date."
            ),
            "origin": _(
                "Sources that copy one another count as one: give them the same word here. Left "
                "empty: a witness of its own."
            ),
            "document": _("The number of its file, if you keep one."),
            "note": _("Readers see it on the page of the source."),
            "slug": _("Names the source for ever. Left empty, it is made from the title."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("origin", "cite_as"):
            if name in self.fields:
                self.fields[name].required = False

    def look_alikes(self, cleaned: dict[str, Any]) -> list[Twin]:
        """Return the sources of the same publisher with much the same title."""
        title = cleaned.get("title") or ""
        return twins_of_source(title, cleaned.get("publisher") or "") if title else []

    def clean(self) -> dict[str, Any]:
        """Fill in what can be known from the rest."""
        cleaned = super().clean()
        if "origin" not in self.errors:
            slug = cleaned.get("slug") or self.instance.slug
            cleaned["origin"] = cleaned.get("origin") or slug
        self._check_date(cleaned)
        if "cite_as" not in self.errors and not cleaned.get("cite_as"):
            cleaned["cite_as"] = self._citation(cleaned)
        return cleaned

    def _check_date(self, cleaned: dict[str, Any]) -> None:
        """Refuse a date that no document has, and one that is not marked as inferred."""
        typed = cleaned.get("published")
        published = read_date(typed).date if typed else None
        if published and None in (published.first, published.last):
            message = _(
                "A document appears on one day. Write it as far as it is known: 3 May 2018, May "
                "2018 or 2018."
            )
            self.add_error("published", message)
        elif "published" not in self.errors:
            told = Source(
                kind=cleaned.get("kind") or "",
                published=published.text if published else "",
                published_inferred=cleaned.get("published_inferred") or False,
            )
            if said := date_in_doubt(told):
                self.add_error("published_inferred", f"{capitalised(said)}.")

    def _citation(self, cleaned: dict[str, Any]) -> str:
        told = Source(publisher=cleaned.get("publisher") or "")
        if cleaned.get("published"):
            told.published = Source._meta.get_field("published").clean(cleaned["published"], told)
        return (told.byline if told.publisher else "") or str(cleaned.get("title") or "")[:200]


@admin.register(Source)
class SourceAdmin(TakenOut, TableAdmin, DatesReadBack, DeskAdmin):
    form = SourceForm
    # Said again, because counting the facts drops the order of the model.
    ordering = ["document", "slug"]
    list_display = ["title", "publisher", "appeared", "kind", "origin", "document", "facts"]
    list_filter = ["kind", "origin"]
    search_fields = ["title", "publisher", "slug", "cite_as", "document"]
    remembered = ("kind",)
    fieldsets = [
        (None, {"fields": ["title", "publisher", "published", "published_inferred", "kind"]}),
        (
            _("How it is cited and counted"),
            {"classes": ["collapse"], "fields": ["cite_as", "origin", "document", "slug", "note"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        rows: QuerySet[Source] = super().get_queryset(request)
        return rows.annotate(facts=Count("citations__statement", distinct=True))

    def view_on_site(self, obj: Source) -> str:
        """Return the address where readers find it."""
        return reverse("source", args=[obj.slug])

    @admin.display(description=_("published"), ordering="published_first")
    def appeared(self, source: Source) -> str:
        date = optional_date(source.published)
        return date.spoken() if date else "–"

    @admin.display(description=_("facts"), ordering="facts")
    def facts(self, source: Any) -> int:
        count: int = source.facts
        return count


class TopicForm(DeskForm):
    """A topic."""

    slug_from = "title"

    class Meta:
        help_texts = {
            "position": _("Topics are listed by this number, the smallest first."),
            "slug": _("Names the topic for ever. Left empty, it is made from the title."),
        }


@admin.register(Topic)
class TopicAdmin(TakenOut, DeskAdmin):
    form = TopicForm
    list_display = ["title", "description", "position"]
    search_fields = ["title", "slug"]
    fields = ["title", "description", "position", "slug"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Put first what is called so, then what begins so."""
        rows, several = super().get_search_results(request, queryset, search_term)
        return best_titles_first(search_term, rows), several


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
