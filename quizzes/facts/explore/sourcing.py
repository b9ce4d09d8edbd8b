"""The sources behind facts: how many witnesses they are, and all that one source supports."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q

from quizzes.facts.models import Citation, Source, Statement

from .lines import FactLine, Reader, fact_lines, listed

# Parts of a document that come before and after its sections, in their usual order.
_FIRST = ("headline", "title", "caption", "infobox", "lead", "summary")
_LAST = ("notes", "references", "bibliography", "sources", "external links")


@dataclass(frozen=True, slots=True)
class Testimony:
    """What the sources of one origin say of a fact: however many they are, one witness."""

    citations: list[Citation] = field(default_factory=list)

    @property
    def sources(self) -> list[Source]:
        """The sources, each once."""
        return list({citation.source_id: citation.source for citation in self.citations}.values())

    @property
    def is_shared(self) -> bool:
        """Whether several sources make up this one witness."""
        return len(self.sources) > 1


@dataclass(frozen=True, slots=True)
class Support:
    """A source and how many of the facts at hand it supports."""

    source: Source
    facts: int


@dataclass(frozen=True, slots=True)
class Cited:
    """A fact as one source has it: the line, the places in the source and what it says there."""

    line: FactLine
    citations: list[Citation]


@dataclass(frozen=True, slots=True)
class Section:
    """The facts that a source has in one of its sections, under the name of the section."""

    heading: str
    facts: list[Cited]


def testimonies(citations: Iterable[Citation]) -> list[Testimony]:
    """Gather citations by the origin of their sources, in their order."""
    by_origin = defaultdict[str, Testimony](Testimony)
    for citation in citations:
        by_origin[citation.source.origin].citations.append(citation)
    return list(by_origin.values())


def support(statements: Iterable[Statement]) -> list[Support]:
    """Return which sources support ``statements``, the one with the most first; one query."""
    of_these = Q(citations__statement__in=[statement.pk for statement in statements])
    facts = Count("citations__statement", filter=of_these, distinct=True)
    sources = Source.objects.annotate(supported=facts).filter(supported__gt=0)
    return [Support(it, it.supported) for it in sources.order_by("-supported", "document", "slug")]


def sections(source: Source, reader: Reader) -> list[Section]:
    """Return all published facts that ``source`` supports, in the order of its locators.

    A fact that it has in several places stands at the first of them.
    """
    own = Citation.objects.filter(source=source)
    facts = listed(Statement.objects.filter(citations__source=source)).distinct()
    lines = fact_lines(facts.prefetch_related(Prefetch("citations", own, to_attr="here")), reader)
    cited = [Cited(line, sorted(_here(line), key=_place)) for line in lines]
    found = defaultdict[str, list[Cited]](list)
    for fact in sorted(cited, key=lambda it: (_place(it.citations[0]), it.line.statement.pk)):
        found[_section(fact.citations[0].locator)].append(fact)
    return [Section(heading, facts) for heading, facts in found.items()]


def _here(line: FactLine) -> Sequence[Citation]:
    citations: list[Citation] = line.statement.here  # type: ignore[attr-defined]
    return citations


def _section(locator: str) -> str:
    """The section a locator begins with; nothing where it names a paragraph alone."""
    section, comma, _rest = locator.rpartition(",")
    if comma:
        section = section.split(",")[0]
    elif not re.search(r"\d", locator):
        section = locator
    return section[:1].upper() + section[1:]


def _place(citation: Citation) -> tuple[tuple[int, str], list[tuple[int, int, str]]]:
    """Sort by section, then by the numbers in the locator as numbers."""
    section = _section(citation.locator).lower()
    rank = _FIRST.index(section) if section in _FIRST else len(_FIRST)
    if section in _LAST:
        rank += 1 + _LAST.index(section)
    parts = re.split(r"(\d+)", citation.locator.lower())
    return (rank, section), [(0, int(it), "") if it.isdecimal() else (1, 0, it) for it in parts]
