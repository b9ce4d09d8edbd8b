"""What there is to read, in numbers, for the way in."""

from __future__ import annotations

from dataclasses import dataclass

from quizzes.facts.models import Entity
from quizzes.facts.provenance import Claims, claims, read_sources

from .catalogue import CATALOGUES, Catalogue, Entry, by_time, counts, entries_of
from .disagreements import disputed_groups
from .mentions import mentions
from .phases import load_frame
from .timeline import count_dated


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """A phase, how many facts the timeline has in it, and on which page of it they begin."""

    entry: Entry
    dated: int
    page: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The phases that have a date, the lists with how much is in each, and whose claims they are.

    ``dated`` counts the facts on the timeline, ``disputes`` the disagreements and ``disputed`` the
    facts that take part in them.
    """

    phases: list[PhaseLine]
    dated: int
    catalogues: list[tuple[Catalogue, int]]
    places: int
    disputes: int
    disputed: int
    sources: int
    claims: Claims


def overview() -> Overview:
    """Return what there is to read; a fixed number of queries."""
    known = mentions()
    kinds = counts(known)
    conflicts = entries_of(CATALOGUES["conflicts"].kinds, known)
    sizes = [(it, sum(kinds[kind] for kind in it.kinds)) for it in CATALOGUES.values()]
    dated = count_dated(load_frame())
    groups = disputed_groups()
    return Overview(
        phases=[
            PhaseLine(
                entry,
                dated.by_phase.get(entry.entity.pk, 0),
                dated.pages.get(entry.entity.pk, 1),
            )
            for entry in by_time(conflicts)
            if entry.period
        ],
        dated=dated.in_all,
        catalogues=[(it, size) for it, size in sizes if size],
        places=kinds[Entity.Kind.PLACE],
        disputes=len(groups),
        disputed=sum(len(group) for group in groups),
        sources=read_sources().count(),
        claims=claims(),
    )
