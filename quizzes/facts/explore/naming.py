"""Whom the sentences of the facts name, be they subject, value or only part of what is told."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from quizzes.facts.models import Alias, Entity, Property
from quizzes.facts.models.parts import ROLES
from quizzes.facts.models.queries import StatementQuerySet
from quizzes.facts.sentences import sentence
from quizzes.lib.names import fold

from .kept import kept

# Letters; shorter names are found only as they are written, as acronyms are.
LONG_ENOUGH = 5
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’](?:s\b)?(?!\w)")
_ARTICLES = frozenset(["the", "al", "el"])
# Names of these kinds are abbreviations: they may be words of their own in small letters.
_AS_WRITTEN = (Alias.Kind.SHORT, Alias.Kind.ACRONYM)


class _Word(NamedTuple):
    folded: str
    written: str


class _Name(NamedTuple):
    """A name of an entity; ``exact`` if it counts only as it is ``written``."""

    entity: int
    written: tuple[str, ...]
    exact: bool
    is_label: bool

    def stands_in(self, words: tuple[str, ...]) -> bool:
        """Whether words that fold to this name are written so that they may mean it."""
        if self.exact:
            return self.written == words
        # What is one word may be a common word too, but for its capital.
        capital = len(words) == 1 and self.written[0][0].isupper()
        return not capital or words[0][0].isupper()


class Names:
    """All names of all entities, to be looked for in sentences."""

    def __init__(self, labels: dict[int, str], aliases: list[tuple[int, str, str]]) -> None:
        """Take the labels by entity, and of each alias its entity, text and kind."""
        by_words = defaultdict[tuple[str, ...], list[_Name]](list)
        told = [(pk, text, "") for pk, text in labels.items()]
        for place, (pk, text, kind) in enumerate([*told, *aliases]):
            words = list(_words(text))
            folded = tuple(word.folded for word in words)
            exact = _is_abbreviation(text, kind) or len("".join(folded)) < LONG_ENOUGH
            if words:
                written = tuple(word.written for word in words)
                by_words[folded].append(_Name(pk, written, exact, place < len(told)))
        self._names = {folded: _told_apart(names) for folded, names in by_words.items()}
        lengths = defaultdict[str, set[int]](set)
        for folded in self._names:
            lengths[folded[0]].add(len(folded))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def named_in(self, text: str) -> set[int]:
        """Return the entities that a text names; where names overlap, the longest wins."""
        words = list(_words(text))
        found = set[int]()
        at = 0
        while at < len(words):
            entities, length = self._longest(words, at)
            found |= entities
            at += length
        return found

    def _longest(self, words: list[_Word], at: int) -> tuple[set[int], int]:
        for length in self._lengths.get(words[at].folded, ()):
            run = words[at : at + length]
            names = self._names.get(tuple(word.folded for word in run), ())
            written = tuple(word.written for word in run)
            meant = [name for name in names if name.stands_in(written)]
            if meant:
                return _meant(meant), length
        return set(), 1


def named_besides() -> dict[int, frozenset[int]]:
    """Return by fact the entities that its sentence names without speaking of them in a role."""
    rows = kept("named", ("named", 1), _named, Entity, Alias, Property)
    return {pk: frozenset(entities) for pk, entities in rows}


def _named(facts: StatementQuerySet) -> list[tuple[int, tuple[int, ...]]]:
    aliases = Alias.objects.exclude(kind=Alias.Kind.SCRIPT).order_by("pk")
    names = Names(
        dict(Entity.objects.order_by("pk").values_list("pk", "label")),
        list(aliases.values_list("entity_id", "text", "kind")),
    )
    found = []
    for fact in facts:
        roles = {getattr(fact, f"{role}_id") for role in ROLES}
        if besides := names.named_in(sentence(fact)) - roles:
            found.append((fact.pk, tuple(sorted(besides))))
    return found


def _is_abbreviation(text: str, kind: str) -> bool:
    """Whether it counts only as it is written; of names added by the editors those in capitals."""
    return kind in _AS_WRITTEN or (kind == Alias.Kind.ADDED and text.isupper())


def _told_apart(names: list[_Name]) -> list[_Name]:
    """Names that several entities share count only as they are written."""
    shared = len({name.entity for name in names}) > 1
    return [name._replace(exact=True) for name in names] if shared else names


def _meant(names: list[_Name]) -> set[int]:
    """Whom a name means: of several the one that is called so first of all, or nobody."""
    entities = {name.entity for name in names}
    if len(entities) > 1:
        entities = {name.entity for name in names if name.is_label}
    return entities if len(entities) == 1 else set()


def _words(text: str) -> Iterator[_Word]:
    """The words of a text without its articles, folded and as they are written."""
    for written in _WORD.findall(_POSSESSIVE.sub(" ", text)):
        for folded in _folded(written):
            yield _Word(folded, written)


@lru_cache(maxsize=16384)
def _folded(word: str) -> tuple[str, ...]:
    return tuple(it for it in fold(word).split() if it not in _ARTICLES)
