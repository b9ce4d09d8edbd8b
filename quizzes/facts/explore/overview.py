"""What there is to read, in numbers, for the way in."""

from __future__ import annotations

from dataclasses import dataclass

from quizzes.facts.models import Entity, Source, Statement
from quizzes.facts.provenance import Claims, claims

from .catalogue import CATALOGUES, Catalogue, Entry, by_time, counts, entries_of
from .disagreements import DISPUTED
from .mentions import mentions


@dataclass(frozen=True, slots=True)
class Overview:
    """The phases that have a date, the lists with how much is in each, and whose claims they are.

    ``disputed`` counts the facts on which sources differ.
    """

    phases: list[Entry]
    catalogues: list[tuple[Catalogue, int]]
    places: int
    disputed: int
    sources: int
    claims: Claims


def overview() -> Overview:
    """Return what there is to read; a fixed number of queries."""
    known = mentions()
    kinds = counts(known)
    conflicts = entries_of(CATALOGUES["conflicts"].kinds, known)
    sizes = [(it, sum(kinds[kind] for kind in it.kinds)) for it in CATALOGUES.values()]
    published = Statement.objects.published()
    return Overview(
        phases=[entry for entry in by_time(conflicts) if entry.period],
        catalogues=[(it, size) for it, size in sizes if size],
        places=kinds[Entity.Kind.PLACE],
        disputed=published.with_disputed().filter(DISPUTED).count(),
        sources=Source.objects.count(),
        claims=claims(),
    )
