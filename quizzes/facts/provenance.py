"""Where the published facts come from: what each source supports, and who claims what."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from quizzes.lib.edtf import parse

from .models import Citation, Source, Statement
from .models.queries import StatementQuerySet
from .sides import Side, Sides
from .timespans import TimeSpan


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as a reader sees it listed; ``published`` is empty where no date is known.

    ``statements`` counts the published statements it supports.
    """

    slug: str
    title: str
    publisher: str
    kind: str
    published: str
    inferred: bool
    statements: int


@dataclass(frozen=True, slots=True)
class Witness:
    """Sources of one origin: however many they are, they count as one."""

    sources: list[SourceLine]

    @property
    def is_shared(self) -> bool:
        """Whether several sources stand behind this one witness."""
        return len(self.sources) > 1


@dataclass(frozen=True, slots=True)
class Claimant:
    """Somebody who is named as claiming published statements, and how many."""

    name: str
    claims: int


@dataclass(frozen=True, slots=True)
class SideClaims:
    """How many claims a side makes: its ``own``, and those of ``others`` who stand on it.

    ``named`` is its name as it stands inside a sentence.
    """

    name: str
    named: str
    own: int
    others: int

    @property
    def claims(self) -> int:
        """All that this side says."""
        return self.own + self.others


Counted = TypeVar("Counted", Claimant, SideClaims)

# One side dominates where it makes at least so many claims, and more than so many times as many as
# any other.
ENOUGH_TO_DOMINATE = 5
TIMES_THE_NEXT = 2


@dataclass(frozen=True, slots=True)
class Claims:
    """How many published statements are somebody's claim, whose, and from which side.

    ``statements`` counts all that are published, ``unattributed`` the claims of people whom the
    source does not name. ``sideless`` are the claimants known on no side; ``several_sides`` counts
    the claims of those of whom it cannot be told which. Those with the most claims come first.
    """

    statements: int
    unattributed: int
    claimants: Sequence[Claimant]
    sides: Sequence[SideClaims]
    sideless: Sequence[Claimant]
    several_sides: int

    @property
    def total(self) -> int:
        """All claims."""
        return self.unattributed + sum(claimant.claims for claimant in self.claimants)

    @property
    def no_side(self) -> int:
        """The claims of those known on no side."""
        return sum(claimant.claims for claimant in self.sideless)

    @property
    def loudest(self) -> Claimant | None:
        """Who makes more claims than anybody else, if one does."""
        return _ahead(self.claimants)

    @property
    def loudest_side(self) -> SideClaims | None:
        """The side that makes more claims than any other, if one does."""
        return _ahead(self.sides)

    @property
    def dominant_side(self) -> SideClaims | None:
        """The side that is heard far more often than any other, if one is."""
        first, next_ = [*self.sides, None, None][:2]
        if first is None or first.claims < ENOUGH_TO_DOMINATE:
            return None
        return first if first.claims > TIMES_THE_NEXT * (next_.claims if next_ else 0) else None


def _ahead(ordered: Sequence[Counted]) -> Counted | None:
    """Return the first of those with the most claims first, unless the second has as many."""
    is_draw = len(ordered) > 1 and ordered[0].claims == ordered[1].claims
    return ordered[0] if ordered and not is_draw else None


def read_sources() -> QuerySet[Source]:
    """Return the sources that readers may know of: not those that only unread facts cite."""
    citing = Citation.objects.filter(source=OuterRef("pk"))
    read = citing.filter(statement__status=Statement.Status.PUBLISHED)
    return Source.objects.filter(~Exists(citing) | Exists(read))


def witnesses() -> list[Witness]:
    """Return the sources that readers may know of, gathered by origin, in one query."""
    published = Q(citations__statement__status=Statement.Status.PUBLISHED)
    supported = Count("citations__statement", filter=published, distinct=True)
    by_origin: dict[str, Witness] = {}
    for source in read_sources().annotate(supported=supported).order_by("document", "slug"):
        witness = by_origin.setdefault(source.origin, Witness([]))
        witness.sources.append(
            SourceLine(
                slug=source.slug,
                title=source.title,
                publisher=source.publisher,
                kind=source.get_kind_display(),
                published=parse(source.published).spoken() if source.published else "",
                inferred=source.published_inferred,
                statements=source.supported,
            )
        )
    return list(by_origin.values())


def claims(among: Collection[int] | None = None) -> Claims:
    """Return who claims how many of the published statements, in three queries.

    Of those ``among`` some ids, if they are given; that takes two. A claim is made by whom a
    statement is attributed to, or, where the statement itself is that somebody said something, by
    its subject. It counts for the side on which that one stood then.
    """
    published, sides = Statement.objects.published(), Sides()
    claimants, sideless = Counter[tuple[int, str]](), Counter[tuple[int, str]]()
    by_side = defaultdict[Side, Counter[bool]](Counter)
    unattributed = several_sides = 0
    for fact, claimant, name, when in _claimants(published):
        if among is not None and fact not in among:
            continue
        if claimant is None:
            unattributed += 1
            continue
        claimants[claimant, name] += 1
        match list(sides.of(claimant, when)):
            case []:
                sideless[claimant, name] += 1
            case [side]:
                by_side[side][side.pk == claimant] += 1
            case _:
                several_sides += 1
    told = [
        SideClaims(side.name, side.named, own=own[True], others=own[False])
        for side, own in by_side.items()
    ]
    return Claims(
        statements=published.count() if among is None else len(among),
        unattributed=unattributed,
        claimants=_ordered(claimants),
        sides=sorted(told, key=lambda side: (-side.claims, side.name)),
        sideless=_ordered(sideless),
        several_sides=several_sides,
    )


def _ordered(counts: Counter[tuple[int, str]]) -> list[Claimant]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0][1]))
    return [Claimant(name, count) for (_pk, name), count in ordered]


def _claimants(published: StatementQuerySet) -> Iterator[tuple[int, int | None, str, TimeSpan]]:
    """Yield of each claim its id, who makes it, nobody if unnamed, and the time it is about."""
    claimed = published.filter(
        Q(attributed_to__isnull=False) | Q(property__is_claim=True) | Q(unattributed=True)
    )
    speakers = ("attributed_to", "attributed_to__label", "subject", "subject__label")
    days = ("when", "when_first", "when_last", "value_date_first", "value_date_last")
    for fact, by, by_name, subject, name, is_claim, when, *bounds in claimed.values_list(
        "pk", *speakers, "property__is_claim", *days
    ).order_by():
        time = TimeSpan(*(bounds[:2] if when else bounds[2:]))
        if by:
            yield fact, by, by_name, time
        else:
            yield fact, subject if is_claim else None, name, time
