"""Finding records at the desk by any spelling of a name."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from quizzes.facts.explore.names import MOST_WORDS, Fit, fit, name_fit, wanted
from quizzes.facts.explore.word_index import word_index
from quizzes.facts.models import Alias, Entity
from quizzes.facts.models.parts import ROLES

TEXTS = (
    "slug",
    "value_text",
    "value_date",
    "when",
    "property__label",
    "property__sentence",
    "own_sentence",
    "own_stem",
    "own_subject_stem",
    "explanation",
    "unit",
)


def entities_answering(term: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return the entities with a name that answers ``term``, those that fit best first.

    Two queries besides that of the rows.
    """
    want = wanted(term)
    if not want.words:
        return rows if not term.strip() else rows.none()
    best: dict[int, Fit] = {}
    for pk, name in _names():
        found = fit(want, name)
        if found is not None:
            best[pk] = min(found, best.get(pk, found))
    by_slug = Q(slug__icontains=want.typed)
    ranks = [When(pk__in=_of(best, it), then=Value(it.value)) for it in Fit if _of(best, it)]
    rank = Case(*ranks, default=Value(len(Fit)), output_field=IntegerField())
    return rows.filter(Q(pk__in=list(best)) | by_slug).order_by(rank, "label", "slug")


def best_titles_first(term: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Put the rows first whose title is ``term``, then those that begin with it; one query more."""
    want = wanted(term)
    if not want.words:
        return rows
    fits = {pk: fit(want, title) for pk, title in rows.values_list("pk", "title")}
    ranks = [When(pk=pk, then=Value(it.value)) for pk, it in fits.items() if it is not None]
    rank = Case(*ranks, default=Value(len(Fit)), output_field=IntegerField())
    return rows.order_by(rank, *rows.model._meta.ordering) if ranks else rows


def statements_answering(term: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return the statements that answer every word of ``term``: by a name of whom they speak of,
    however it is spelled, by their text, or, once published, by a word of the sentence that is
    read. The one with just this slug comes first. Two queries besides that of the rows, and those
    of the sentences.
    """
    want = wanted(term)
    names = list(_names()) if want.words else []
    sentences = [(it.pk, f" {it.text}") for it in word_index()] if want.words else []
    for word in list(dict.fromkeys(want.typed.split()))[:MOST_WORDS]:
        condition = Q()
        folded = wanted(word).words
        if folded and not {*folded} & {*want.words}:
            continue  # a rank before a name, such as Field Marshal
        if folded:
            answering = {pk for pk, name in names if all(_fits(it, name) for it in folded)}
            for role in ROLES:
                condition |= Q(**{f"{role}__in": answering})
            condition |= Q(pk__in=[pk for pk, text in sentences if f" {' '.join(folded)}" in text])
        for text in TEXTS:
            condition |= Q(**{f"{text}__icontains": word})
        if number := word.replace(",", ""):
            condition |= Q(value_quantity__contains=number)
        rows = rows.filter(condition)
    named = Case(When(slug=want.typed, then=Value(0)), default=Value(1))
    return rows.order_by(named, *rows.query.order_by) if want.words else rows


def _fits(word: str, name: str) -> bool:
    """Whether a name answers a word; a slip of the finger would find too much here."""
    found = name_fit(word, name)
    return found is not None and found < Fit.SLIP


def _names() -> list[tuple[int, str]]:
    """Every name of every entity, in two queries."""
    return [
        *Entity.objects.order_by().values_list("pk", "label"),
        *Alias.objects.order_by().values_list("entity_id", "text"),
    ]


def _of(best: dict[int, Fit], wanted_fit: Fit) -> list[int]:
    return [pk for pk, found in best.items() if found is wanted_fit]
