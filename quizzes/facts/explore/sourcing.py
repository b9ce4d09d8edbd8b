"""The sources behind facts: how many witnesses they are, and all that one source supports."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q

from quizzes.facts.models import Citation, Source, Statement
from quizzes.facts.models.queries import StatementQuerySet

from .lines import FactLine, Reader, fact_lines, listed
from .paging import Cut, Page, Section, page_of

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
class Excerpt:
    """The facts of a source from one of its sections, as far as they stand on a page."""

    cut: Cut[int]
    facts: list[Cited]


def testimonies(citations: Iterable[Citation]) -> list[Testimony]:
    """Gather citations by the origin of their sources, in their order."""
    by_origin = defaultdict[str, Testimony](Testimony)
    for citation in citations:
        by_origin[citation.source.origin].citations.append(citation)
    return list(by_origin.values())


def support(statements: StatementQuerySet) -> list[Support]:
    """Return which sources support ``statements``, the one with the most first; one query."""
    of_these = Q(citations__statement__in=statements.order_by().values("pk"))
    facts = Count("citations__statement", filter=of_these, distinct=True)
    sources = Source.objects.annotate(supported=facts).filter(supported__gt=0)
    return [Support(it, it.supported) for it in sources.order_by("-supported", "document", "slug")]


def cited_facts(source: Source, reader: Reader, page: str = "") -> tuple[Page[int], list[Excerpt]]:
    """Return a page of the published facts that ``source`` supports, in the order of its locators.

    A fact that it has in several places stands at the first of them. Only the facts of the page
    are put into words; a fixed number of queries.
    """
    places = defaultdict[int, list[Citation]](list)
    published = Statement.objects.published().order_by().values("pk")
    for citation in Citation.objects.filter(source=source, statement__in=published).order_by("pk"):
        places[citation.statement_id].append(citation)
    for citations in places.values():
        citations.sort(key=_place)
    by_section = defaultdict[str, list[int]](list)
    for pk in sorted(places, key=lambda it: (_place(places[it][0]), it)):
        by_section[_section(places[pk][0].locator)].append(pk)
    sections = [
        Section(f"part-{number}", heading, ids)
        for number, (heading, ids) in enumerate(by_section.items(), 1)
    ]
    shown = page_of(sections, page)
    found = listed(Statement.objects.filter(pk__in=shown.items))
    lines = {line.statement.pk: line for line in fact_lines(found, reader)}
    return shown, [
        Excerpt(cut, [Cited(lines[pk], places[pk]) for pk in cut.items if pk in lines])
        for cut in shown.cuts
    ]


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
