"""Finding records at the desk by any spelling of a name."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import Any, NamedTuple

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from quizzes.facts.explore.figures import Figure, figures, plain
from quizzes.facts.explore.names import MOST_WORDS, Fit, fit, name_fit, wanted
from quizzes.facts.explore.word_index import Words, word_index
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
    read. A number or date is found however it is written. The one with just this slug comes first,
    then those that tell that number or date. Two queries besides that of the rows, and those
    of the sentences.
    """
    want = wanted(term)
    if not want.words:
        return rows
    answering = _Answering(list(_names()), word_index())
    looked_for, rest = _figures_of(want.typed)
    for figure, written in looked_for:
        rows = rows.filter(answering.figure(figure, written))
    for word in list(dict.fromkeys(rest.split()))[: MOST_WORDS - len(looked_for)]:
        folded = wanted(word).words
        if folded and not {*folded} & {*want.words}:
            continue  # a rank before a name, such as Field Marshal
        rows = rows.filter(answering.word(word))
    first = [When(slug=want.typed, then=Value(0))]
    if looked_for:
        telling = [answering.telling(figure) for figure, _written in looked_for]
        first.append(When(pk__in=set.intersection(*telling), then=Value(1)))
    rank = Case(*first, default=Value(2), output_field=IntegerField())
    return rows.order_by(rank, *rows.query.order_by)


def _figures_of(typed: str) -> tuple[list[tuple[Figure, str]], str]:
    """Return the numbers and dates that stand by themselves in ``typed``, each as it is written,
    and what remains without them. Part of a slug is no date.
    """
    text = plain(typed)
    said = typed if len(text) == len(typed) else text
    around = f" {text} "
    alone = [
        it for it in figures(text) if (around[it.start] + around[it.end + 1]).strip(" ,;.") == ""
    ]
    rest = said
    for figure in reversed(alone):
        rest = f"{rest[: figure.start]} {rest[figure.end :]}"
    return [(it, said[it.start : it.end]) for it in alone[:MOST_WORDS]], rest


class _Answering(NamedTuple):
    """What tells which statements answer a word or a figure."""

    names: list[tuple[int, str]]
    sentences: list[Words]

    def word(self, word: str) -> Q:
        """Those with a word in their texts, their sentence or a name of whom they speak of."""
        condition = Q()
        if folded := wanted(word).words:
            answering = {pk for pk, name in self.names if all(_fits(it, name) for it in folded)}
            for role in ROLES:
                condition |= Q(**{f"{role}__in": answering})
            words = f" {' '.join(folded)}"
            condition |= Q(pk__in=[it.pk for it in self.sentences if words in f" {it.text}"])
        for text in TEXTS:
            condition |= Q(**{f"{text}__icontains": word})
        if number := word.replace(",", ""):
            condition |= Q(value_quantity__contains=number)
        return condition

    def figure(self, figure: Figure, written: str) -> Q:
        """Those that tell a number or date, however it is written there, or have its words.

        The parts of a day would be found everywhere.
        """
        condition = Q(pk__in=self.telling(figure))
        for meaning in figure.meanings:
            if not meaning.startswith("-"):
                condition |= Q(value_date__contains=meaning) | Q(when__contains=meaning)
        for text in TEXTS:
            condition |= Q(**{f"{text}__icontains": written})
        if not figure.is_day:
            condition |= reduce(and_, (self.word(it) for it in written.split()))
        return condition

    def telling(self, figure: Figure) -> set[int]:
        """The published ones that tell a number or date."""
        return {it.pk for it in self.sentences if not figure.meanings.isdisjoint(it.figures)}


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
