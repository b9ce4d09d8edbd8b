"""The form of a statement: its words of help, its value, its standing and its slug."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import escape, format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quizzes.facts.findings import misprinted_for_certain
from quizzes.facts.form_fields import TypedQuantityField
from quizzes.facts.models import Property, Statement
from quizzes.facts.models.parts import MEANING
from quizzes.facts.models.statements import VALUE_FIELDS
from quizzes.facts.sentences import sentence
from quizzes.facts.wording import capitalised, inside_quotes, placeholders

from .disagreement import DisagreementInput
from .forms import DeskForm, free_slug
from .in_words import VALUES
from .property_search import most_used

Status = Statement.Status

# What the buttons of the page say about the standing of a statement, by their value.
STANDINGS = {"draft": Status.DRAFT, "publish": Status.PUBLISHED, "retire": Status.RETIRED}
BUTTONS = ("_save", "_continue", "_addanother")


def _help_on_properties() -> str:
    """Name properties that there are, which only the database knows."""
    if known := most_used():
        message = gettext("What is said about it, such as %(known)s. Type a word of it.")
        return message % {"known": escape(known)}  # help texts are printed as they are
    return gettext("What is said about it.")


HELP = {
    "subject": _("Whom or what the fact is about. Type a few letters of any of its names."),
    "property": lazy(_help_on_properties, str)(),
    "value_entity": _("Who or what it is. Type a few letters of any of its names."),
    "value_date": _(
        "As you would write it: 7 May 2018, May 2018, about June 2018, spring 2017, from 7 May to "
        "2 June 2018, before May 2018. Of “early May 2018” only May 2018 can be kept."
    ),
    "unit": _("What is counted or measured: people, km, %."),
    "value_text": _(
        "The words as they stand in the sentence, without quotation marks around them."
    ),
    "topic": _("Where learners find it."),
    "when": _(
        "If the sentence needs one: 7 May 2018, 2017, from 2014 to 2016, since 2016, until 2016, "
        "by 2016. For a moment at some time between two days write one date that covers it."
    ),
    "date_inferred": _("Tick if the passage that is cited gives no year."),
    "where": _("The place, if the sentence needs one."),
    "attributed_to": _("Who says so, if it is somebody’s claim and not a plain fact."),
    "unattributed": _("For “it was alleged …” or “reportedly …” with nobody named."),
    "importance": _("How much a learner should know it. Central facts are asked first."),
    "sensitivity": _(
        "Context: asked only by who says it, with a note. Restricted: shown to readers with a "
        "note, never asked."
    ),
    "rank": _("Deprecated: kept for the record, never asked."),
    "disputed_mark": _(
        "Only for disagreements that the program cannot see; two different values it finds itself."
    ),
    "dispute": _(
        "A short question that names it, as “When did the battle begin?”. Choose the one that the "
        "other facts have: those with the same one stand side by side."
    ),
    "dispute_note": _(
        "One sentence for readers on how the sources differ. Name each source: facts with the "
        "same sentence show it once for all."
    ),
    "own_sentence": _(
        "Only where the sentence below reads badly. {subject} and {value} stand for the names. "
        "It must say itself when and where."
    ),
    "own_stem": _("Only where the question below reads badly."),
    "own_subject_stem": _("Only where the question below reads badly."),
    "slug": _("Names the fact for ever. Left empty, it is made from subject and property."),
    "note": _("For the editors. No page for readers shows it."),
    "wording_outdated": _("Untick it when the wording has been read again."),
}


class StatementForm(DeskForm):
    """A fact as an editor writes it. The button that is pressed says what becomes of it."""

    value_quantity = TypedQuantityField(
        label=VALUES["value_quantity"],
        required=False,
        max_length=100,
        widget=AdminTextInputWidget,
        help_text=_("As you would write it: 46, about 19,270, more than 1,100, between 35 and 60."),
    )

    class Meta:
        model = Statement
        exclude = ["status"]  # noqa: DJ006 the admin names the fields
        help_texts = HELP
        labels = VALUES
        widgets = {"dispute": DisagreementInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.status_before = self.instance.status
        if "change_reason" in self.fields:
            self.fields["change_reason"].help_text = _(
                "Optional. Readers see it as the note on the correction."
            )
        for name in BUTTONS if self.is_bound else ():
            self.instance.status = STANDINGS.get(self.data.get(name, ""), self.instance.status)

    def proposed_slug(self, cleaned: dict[str, Any]) -> str:
        """Much may be said of one subject, so a slug gets a number where it is taken."""
        subject, prop = cleaned.get("subject"), cleaned.get("property")
        return free_slug(Statement, f"{subject.slug}-{prop.slug}") if subject and prop else ""

    def clean(self) -> dict[str, Any]:
        """Forget the values of another type that the page has put away."""
        cleaned = super().clean()
        for name in self.put_away(cleaned.get("property")):
            empty = None if name == "value_entity" else ""
            setattr(self.instance, name, empty)
            cleaned[name] = empty
        if {"when", "property"} & {*self.changed_data} and _tells_two_dates(cleaned):
            message = _(
                "“%(property)s” has its date as its value: write the date under “%(value)s”, and "
                "leave this empty."
            )
            words = {"property": cleaned["property"], "value": VALUES["value_date"]}
            self.add_error("when", message % words)
        return cleaned

    def _post_clean(self) -> None:
        """Refuse a new fact that is there already, as after a double click, and a misprint that
        readers would see.
        """
        super()._post_clean()  # type: ignore[misc]
        if not self.errors and self.instance.status == Status.PUBLISHED:
            for flaw in misprinted_for_certain(self.instance):
                message = _("%(flaw)s – Mend it to publish the fact, or save it as a draft.")
                self.add_error(None, message % {"flaw": capitalised(flaw)})
        if self.errors or self.instance.pk is not None:
            return
        said = {name: getattr(self.instance, name) for name in MEANING}
        if twin := Statement.objects.filter(**said).first():
            address = reverse("admin:facts_statement_change", args=[twin.pk])
            link = format_html('<a href="{}">{}</a>', address, inside_quotes(sentence(twin)))
            message = _("This very fact is there already: “{fact}” Add your source there.")
            self.add_error(None, format_html(str(message), fact=link))

    def put_away(self, prop: Property | None) -> list[str]:
        """Return the value fields that were not sent and that the property does not ask for."""
        wanted = VALUE_FIELDS[Property.Datatype(prop.datatype)] if prop else ""
        columns = sorted({*VALUE_FIELDS.values(), "unit"} - {wanted})
        if wanted == "value_quantity":
            columns.remove("unit")
        sent = {it for it in columns if self.add_prefix(it) in self.data}
        return [it for it in columns if it in self.fields and it not in sent]

    def has_changed(self) -> bool:
        """Publishing, too, is a change."""
        return super().has_changed() or self.instance.status != self.status_before


def _tells_two_dates(cleaned: dict[str, Any]) -> bool:
    """Whether the sentence would be “… began on 7 May 2018 on 9 May 2018”."""
    prop = cleaned.get("property")
    if not (prop and cleaned.get("when")) or prop.datatype != Property.Datatype.DATE:
        return False
    # An editor's own sentence says by itself what it has to say.
    return not cleaned.get("own_sentence") and "when" not in placeholders(prop.sentence)


class CitationForm(forms.ModelForm):
    """One source of a statement."""

    def has_changed(self) -> bool:
        """A new row counts if anything is in it, also the source that was filled in for it.

        Otherwise that would be dropped in silence, although the editor sees it.
        """
        if self.instance.pk is None and self.is_bound:
            return any(self[name].data for name in ("source", "locator", "quote"))
        return super().has_changed()


class CitationFormSet(forms.BaseInlineFormSet):
    """Holds a published statement to at least one source."""

    def clean(self) -> None:
        super().clean()
        given = [f.cleaned_data for f in self.forms if getattr(f, "cleaned_data", None)]
        kept = [data for data in given if not data.get("DELETE")]
        if self.instance.status == Statement.Status.PUBLISHED and not kept:
            raise ValidationError(
                _(
                    "A published fact needs at least one source: choose it, and say where in it. "
                    "Or save the fact as a draft."
                )
            )
