"""The lists of entities by kind: who and what there is to read about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.facts.models import Entity
from quizzes.facts.sides import Side, Sides
from quizzes.facts.timespans import TimeSpan
from quizzes.lib.names import fold

from .learned import Learned, learned_by
from .lines import Reader
from .mentions import Mentions, mentions
from .periods import Period, periods

Kind = Entity.Kind
DATED = (Kind.EVENT, Kind.CONFLICT)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entity in a list. ``withheld`` ones stay closed behind a content note.

    ``learned`` tells how many of its facts the reader knows.
    """

    entity: Entity
    facts: int
    withheld: bool = False
    period: Period | None = None
    matched: str = ""
    learned: Learned = Learned()


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under a heading; the only group of a list needs none."""

    heading: str
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A list of entities of some ``kinds``, and how it is grouped."""

    slug: str
    title: Promise
    kinds: tuple[str, ...]
    intro: Promise
    grouped: Callable[[list[Entry]], list[Group]]

    @property
    def in_time(self) -> bool:
        """Whether it is read from the first to the last, rather than looked up by name."""
        return set(self.kinds) <= set(DATED)


def entries_of(kinds: Sequence[str], known: Mentions, reader: Reader | None = None) -> list[Entry]:
    """Return the entities of ``kinds`` that published facts speak of, in the order of names.

    As in an index, articles and quotation marks do not count. With what the ``reader`` knows of
    each, where one is given.
    """
    found = Entity.objects.filter(kind__in=kinds, pk__in=known.facts)
    entities = sorted(found, key=lambda entity: (fold(entity.label), entity.pk))
    dated = periods(entity.pk for entity in entities if entity.kind in DATED)
    learned = learned_by(reader, known, {it.pk for it in entities}) if reader else {}
    return [
        Entry(
            entity=entity,
            facts=known.facts[entity.pk],
            withheld=known.withheld(entity),
            period=dated.get(entity.pk),
            learned=learned.get(entity.pk, Learned()),
        )
        for entity in entities
    ]


def counts(known: Mentions) -> Counter[str]:
    """Return how many entities of each kind there are to read about, in one query."""
    return Counter(Entity.objects.filter(pk__in=known.facts).values_list("kind", flat=True))


def list_of(entity: Entity) -> Catalogue | None:
    """Return the catalogue in which ``entity`` stands; places have a page of their own."""
    return next((it for it in CATALOGUES.values() if entity.kind in it.kinds), None)


def groups_of(catalogue: Catalogue, reader: Reader) -> list[Group]:
    """Return a catalogue's groups that are not empty, with what the ``reader`` knows."""
    return catalogue.grouped(entries_of(catalogue.kinds, mentions(), reader))


def by_time(entries: list[Entry]) -> list[Entry]:
    """Return the entries in the order in which they began, those without a date last."""
    return sorted(entries, key=lambda it: (it.period and it.period.first) or date.max)


def _alone(entries: list[Entry]) -> list[Group]:
    return [Group("", entries)] if entries else []


def _in_time(entries: list[Entry]) -> list[Group]:
    return _alone(by_time(entries))


def _by_year(entries: list[Entry]) -> list[Group]:
    years = defaultdict[str, list[Entry]](list)
    for entry in by_time(entries):
        day = entry.period.first if entry.period else None
        years[str(day.year) if day else _("Without a date")].append(entry)
    return [Group(year, dated) for year, dated in years.items()]


def _by_side(entries: list[Entry]) -> list[Group]:
    """Each under every side on which it stands beside others; those that stand alone last."""
    told, sides = Sides(), defaultdict[Side, list[Entry]](list)
    for entry in entries:
        for side in told.of(entry.entity.pk, TimeSpan(None, None)):
            sides[side].append(entry)
    for side in [side for side, members in sides.items() if _alone_on(side, members)]:
        del sides[side]
    placed = {entry.entity.pk for members in sides.values() for entry in members}
    rest = [entry for entry in entries if entry.entity.pk not in placed]
    groups = [
        Group(_("On the side of %(side)s") % {"side": side.named}, members)
        for side, members in sorted(sides.items(), key=lambda item: (item[0].name, item[0].pk))
    ]
    heading = _("On their own, or on no side that the sources name") if groups else ""
    return [*groups, Group(heading, rest)] if rest else groups


def _alone_on(side: Side, members: list[Entry]) -> bool:
    return [entry.entity.pk for entry in members] == [side.pk]


CATALOGUES = {
    it.slug: it
    for it in (
        Catalogue(
            "people",
            gettext_lazy("People"),
            (Kind.PERSON,),
            gettext_lazy("Everybody whom the documents name and the facts speak of."),
            _alone,
        ),
        Catalogue(
            "groups",
            gettext_lazy("Groups and units"),
            (Kind.GROUP, Kind.UNIT),
            gettext_lazy(
                "Armed groups, forces and military units, on the sides where the sources put them."
            ),
            _by_side,
        ),
        Catalogue(
            "bodies",
            gettext_lazy("Bodies and institutions"),
            (Kind.BODY,),
            gettext_lazy("Governments, parliaments, organisations and news media."),
            _alone,
        ),
        Catalogue(
            "events",
            gettext_lazy("Events"),
            (Kind.EVENT,),
            gettext_lazy(
                "What happened, by the year it began in. Where sources differ, all dates are given."
            ),
            _by_year,
        ),
        Catalogue(
            "documents",
            gettext_lazy("Documents"),
            (Kind.DOCUMENT,),
            gettext_lazy("Reports, articles, statements and videos that the facts speak of."),
            _alone,
        ),
        Catalogue(
            "conflicts",
            gettext_lazy("Phases and conflicts"),
            (Kind.CONFLICT,),
            gettext_lazy("The parts of the fighting, and the wars they belong to."),
            _in_time,
        ),
    )
}
