"""Finding a property by the words of its question, or of a fact that is told with it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    Min,
    OuterRef,
    QuerySet,
    Value,
    When,
)
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from quizzes.facts.explore.names import Wanted, wanted, word_fit
from quizzes.facts.models import Entity, Property, Statement
from quizzes.facts.sentences import sentence
from quizzes.facts.wording import PLACEHOLDERS, capitalised, render
from quizzes.lib.names import fold

_MARKUP = re.compile(r"\{[^{}]*\}|[\[\]|]|:(?:subject|value)\b")
_BLANK = "…"
MOST_WORDS = 18
MOST_FREE = 6
TEXTS = (Property.Datatype.TEXT, Property.Datatype.QUOTATION)


def examples(properties: Iterable[Property]) -> dict[int, str]:
    """Return a sentence told with each property, by its id; two queries.

    The oldest published fact with the property's own wording; where there is none, the wording
    itself with its names left open.
    """
    rows = list(properties)
    firsts = (
        Statement.objects.published()
        .filter(property__in=rows, own_sentence="", sensitivity=Statement.Sensitivity.ORDINARY)
        .exclude(rank=Statement.Rank.DEPRECATED)
        .order_by()
        .values("property")
        .annotate(first=Min("pk"))
        .values("first")
    )
    told = Statement.objects.filter(pk__in=firsts).worded()
    found = {it.property_id: sentence(it) for it in told}
    return {row.pk: found.get(row.pk) or left_open(row) for row in rows}


def shortened(example: str) -> str:
    """Return an example short enough for a list."""
    return Truncator(example).words(MOST_WORDS, truncate=" …")


def left_open(prop: Property) -> str:
    """Return the wording of a property with its names left open: "… was commanded by …"."""
    text = render(prop.sentence, dict.fromkeys(PLACEHOLDERS, _BLANK), {})
    return text if text.startswith(_BLANK) else capitalised(text)


def properties_answering(term: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return the properties that answer every word of ``term``; the label that is it comes first,
    then those that begin with it, those that have it, and those that only tell of it.

    Their labels, wordings and examples are looked through; three queries besides that of the rows.
    A slug, which nobody sees in a list, answers to itself alone.
    """
    want = wanted(term)
    if not want.words:
        return rows if not term.strip() else rows.none()
    ranks = _ranks(want)
    whens = [When(pk=pk, then=Value(rank)) for pk, rank in ranks.items()]
    rank = Case(*whens, default=Value(0), output_field=IntegerField())
    return rows.filter(pk__in=list(ranks)).order_by(rank, "label", "slug")


def _ranks(want: Wanted) -> dict[int, int]:
    properties = list(Property.objects.all())
    told = examples(properties)
    found = {}
    for prop in properties:
        label = fold(prop.label)
        if want.folded in (label, fold(prop.slug)):
            found[prop.pk] = 0
            continue
        if label.startswith(want.folded):
            found[prop.pk] = 1
            continue
        wording = f"{prop.sentence} {prop.ask_value} {prop.ask_subject}"
        known: list[str] = []
        for rank, text in enumerate((prop.label, wording, told[prop.pk]), start=2):
            known += fold(_MARKUP.sub(" ", text)).split()
            if all(word_fit(word, known, ()) is not None for word in want.words):
                found[prop.pk] = rank
                break
    return found


def free_properties(kind: str = "") -> QuerySet[Property]:
    """Return the properties with which anything can be said of a subject of a ``kind``, or any.

    Their value is a text. Those of which the sentence holds the fewest words of its own come
    first, then those that are for this kind, then the most used. What is told only with a content
    note is no place for just anything.
    """
    facts = Statement.objects.published().filter(property=OuterRef("pk"))
    ordinary = facts.filter(sensitivity=Statement.Sensitivity.ORDINARY)
    rows = (
        Property.objects.filter(datatype__in=TEXTS)
        .filter(Exists(ordinary) | ~Exists(facts))
        .annotate(uses=Count("statements"))
    )
    fitting = [it for it in rows if not kind or not it.subject_kinds or kind in it.subject_kinds]
    fitting.sort(
        key=lambda it: (
            len(_MARKUP.sub(" ", it.sentence).split()),
            kind not in it.subject_kinds,
            -it.uses,
            it.label,
        )
    )
    ranks = {it.pk: rank for rank, it in enumerate(fitting[:MOST_FREE])}
    whens = [When(pk=pk, then=Value(rank)) for pk, rank in ranks.items()]
    rank = Case(*whens, default=Value(0), output_field=IntegerField())
    return Property.objects.filter(pk__in=list(ranks)).order_by(rank)


def most_used() -> str:
    """Return the labels of the two properties with which most is said, for a help text.

    Those that take any words say little of what a property is.
    """
    rows = Property.objects.exclude(datatype__in=TEXTS)
    rows = rows.annotate(uses=Count("statements")).filter(uses__gt=0)
    labels = rows.order_by("-uses", "label").values_list("label", flat=True)[:2]
    return _(" or ").join(f"“{it}”" for it in labels)


def nothing_fits(term: str, kind: str) -> str:
    """Return why no property that answers ``term`` is offered for a subject of a ``kind``.

    Nothing where no property answers it at all, or where no subject is chosen.
    """
    others = properties_answering(term, Property.objects.all()) if kind else []
    other = next((it for it in others if it.subject_kinds), None)
    if other is None:
        return ""
    message = _("No property called “%(term)s” fits the kind “%(kind)s”; “%(other)s” is for: ")
    if not term.strip():
        message = _("No property fits the kind “%(kind)s”; “%(other)s” is for: ")
    said = {"term": term.strip(), "kind": Entity.Kind(kind).label, "other": other.label}
    fitting = ", ".join(str(Entity.Kind(it).label) for it in other.subject_kinds)
    return f"{message % said}{fitting}."
