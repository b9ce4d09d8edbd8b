"""Searching the published facts and whom they speak of, by any spelling."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from quizzes.facts.models import Alias, Entity, Statement

from .catalogue import Entry
from .lines import FactLine, Reader, fact_lines, listed
from .mentions import Mentions, mentions
from .names import Fit, Wanted, fit, name_fit, sounds_alike, spellings, wanted
from .terms import Term, terms
from .word_index import Words, word_index

MOST_ENTRIES, MOST_FACTS = 20, 30


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the best entries and facts, and how many there are in all."""

    query: str
    entries: list[Entry] = field(default_factory=list)
    entries_in_all: int = 0
    facts: list[FactLine] = field(default_factory=list)
    facts_in_all: int = 0


@dataclass(frozen=True, slots=True)
class _Names:
    """Every name of the entities to be found, the label first."""

    of: dict[int, list[str]]

    def answering(self, word: str) -> set[int]:
        """The entities of which some name answers ``word``."""
        return {
            pk
            for pk, names in self.of.items()
            if any(name_fit(word, name) is not None for name in names)
        }


def find(text: str, reader: Reader) -> Found:
    """Return what answers ``text``: entities by any of their names, then facts by their words.

    Any text will do. The number of queries is fixed; the work grows with the names and facts.
    """
    want = wanted(text)
    if not want.words:
        return Found(want.typed)
    known = mentions()
    names = _names(known)
    entries = _entries(want, names, known)
    facts = _facts(want, names)
    return Found(
        query=want.typed,
        entries=entries[:MOST_ENTRIES],
        entries_in_all=len(entries),
        facts=fact_lines(_loaded(facts[:MOST_FACTS]), reader),
        facts_in_all=len(facts),
    )


def _names(known: Mentions) -> _Names:
    of = defaultdict[int, list[str]](list)
    labels = Entity.objects.filter(pk__in=known.facts).values_list("pk", "label")
    for pk, label in labels.order_by():
        of[pk].append(label)
    for pk, text in Alias.objects.order_by("pk").values_list("entity_id", "text"):
        if pk in of:
            of[pk].append(text)
    return _Names(dict(of))


def _entries(want: Wanted, names: _Names, known: Mentions) -> list[Entry]:
    """The entities found, those whose name fits best first.

    Of equals those come first that are found by the name they are shown by, then those with the
    shorter name, then those with more facts.
    """
    best = dict[int, tuple[Fit, bool, int, str]]()
    for pk, called in names.of.items():
        fits = [
            (found, name != called[0], len(name.split()), name)
            for name in called
            if (found := fit(want, name)) is not None
        ]
        if fits:
            best[pk] = min(fits)
    entities = Entity.objects.in_bulk(best)
    order = sorted(best, key=lambda pk: (best[pk][:3], -known.facts[pk], entities[pk].label, pk))
    return [
        Entry(
            entity=entities[pk],
            facts=known.facts[pk],
            withheld=known.withheld(entities[pk]),
            matched=best[pk][3] if best[pk][1] else "",
        )
        for pk in order
    ]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that is looked for: where it stands, and whom and which names it may mean."""

    pattern: re.Pattern[str]
    entities: set[int]
    names: set[str]

    def strength(self, fact: Words) -> int | None:
        """Return 1 where the fact has the word as typed, 0 where another spelling, else None."""
        if self.pattern.search(fact.text):
            return 1
        alike = not (self.entities.isdisjoint(fact.entities) and self.names.isdisjoint(fact.names))
        return 0 if alike else None


def _facts(want: Wanted, names: _Names) -> list[int]:
    """The ids of the facts that answer all that is wanted, best first.

    Those that tell the number or date, or have most of the words as they were typed, come first,
    then the most important.
    """
    index = word_index()
    in_sentences = {name for fact in index for name in fact.names}
    looked_for = terms(want.typed)
    known = {
        word: _Word(
            _pattern(word),
            names.answering(word),
            {it for it in in_sentences if sounds_alike(word, it)},
        )
        for term in looked_for
        for word in term.words
    }
    ranked = list[tuple[int, int, int]]()
    for fact in index:
        strengths = [_strength(term, fact, known) for term in looked_for]
        if None not in strengths:
            ranked.append((-sum(it or 0 for it in strengths), -fact.importance, fact.pk))
    return [pk for *_, pk in sorted(ranked)]


def _pattern(word: str) -> re.Pattern[str]:
    """What finds a word in a sentence; for "abo", too short to sound alike, also "abu"."""
    either = "|".join([re.escape(word), *(rf"{it}\b" for it in spellings(word))])
    return re.compile(rf"\b(?:{either})")


def _strength(term: Term, fact: Words, known: dict[str, _Word]) -> int | None:
    """How well a fact answers a term, or None; a number that it tells is better than its digits."""
    if not term.meanings.isdisjoint(fact.figures):
        return 1 + len(term.words)
    strengths = [known[word].strength(fact) for word in term.words]
    return None if None in strengths or not strengths else sum(it or 0 for it in strengths)


def _loaded(ids: list[int]) -> list[Statement]:
    found = listed(Statement.objects.filter(pk__in=ids)).in_bulk()
    return [found[pk] for pk in ids if pk in found]
