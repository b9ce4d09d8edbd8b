"""The phases of the timeline: the conflicts of the fact base, and what belongs to each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from quizzes.facts.checks import extent_of
from quizzes.facts.fields import optional_date
from quizzes.facts.models import Entity, Property, Statement
from quizzes.lib.edtf import EdtfDate, parse

from .periods import periods

Kind, Marks = Entity.Kind, Property.Marks
DATING = (Marks.SPAN, Marks.START, Marks.END)
# Of a fact that dates something: which end, and the first and last day that it tells.
Dating = tuple[str, date | None, date | None]


@dataclass(frozen=True, slots=True)
class Phase:
    """A conflict with its first and last day, where known, and its dates in ``words``.

    ``level`` is 0 for one that is no part of another, 1 for a part of such a one, and so on;
    ``parent`` is the conflict that it is the nearest part of.
    """

    conflict: Entity
    first: date | None
    last: date | None
    words: str
    level: int
    parent: Entity | None

    def shared(self, first: date, last: date) -> int:
        """Return how many days from ``first`` to ``last`` lie in it; its ends must be known."""
        if not (self.first and self.last):
            return 0
        return max(0, (min(last, self.last) - max(first, self.first)).days + 1)


class Placed(NamedTuple):
    """What of a standing fact tells where on the timeline it stands, by the ids of its entities.

    ``dates`` says that it tells when its subject was, ``told`` is the date at which it stands. A
    base has thousands of them, and a page needs them all to show some; so they are no models.
    """

    pk: int
    subject: int
    subject_kind: str
    value: int | None
    value_kind: str | None
    dates: bool
    importance: int
    told: EdtfDate


@dataclass(frozen=True)
class Frame:
    """All phases in the order of their time, and what is a part of what, by the ids.

    ``accounts`` are, by subject and property, the dates that standing statements give.
    """

    phases: list[Phase]
    parents: dict[int, list[int]]
    accounts: dict[tuple[int, int], list[str]]

    def phase_of(self, fact: Placed) -> Phase | None:
        """Return the phase that a fact belongs to.

        A source may put its subject, or the event it speaks of, into a conflict; else it is the
        innermost phase in which all days of its date lie, or the first of them, or most.
        """
        for entity, kind in ((fact.subject, fact.subject_kind), (fact.value, fact.value_kind)):
            if entity and kind in (Kind.EVENT, Kind.CONFLICT) and (found := self._around(entity)):
                return found
        text = fact.told.text
        if text not in self._by_date:
            self._by_date[text] = self._lying_around(fact.told)
        return self._by_date[text]

    def _around(self, entity: int) -> Phase | None:
        """The innermost phase that a source puts an entity into; it may be one itself."""
        if entity not in self.parents:
            return self._by_id.get(entity)
        around = [self._by_id[pk] for pk in outwards(entity, self.parents) if pk in self._by_id]
        return max(around, key=lambda phase: phase.level, default=None)

    def _lying_around(self, told: EdtfDate) -> Phase | None:
        """The phase in which a date lies, by its days alone."""
        first, last = _days(told)
        days = (last - first).days + 1
        tests: tuple[Callable[[Phase], bool], ...] = (
            lambda phase: phase.shared(first, last) == days,
            lambda phase: phase.shared(first, first) > 0,
            lambda phase: 2 * phase.shared(first, last) > days,
        )
        fitting = ([phase for phase in self.phases if test(phase)] for test in tests)
        return min(next(filter(None, fitting), []), key=_length, default=None)

    def within(self, slug: str) -> set[int]:
        """Return the ids of the conflict ``slug`` and of all conflicts that are parts of it."""
        return {
            pk
            for whole, phase in self._by_id.items()
            if phase.conflict.slug == slug
            for pk in self.inside(whole) & self._by_id.keys()
        }

    def inside(self, entity: int) -> set[int]:
        """Return the ids of an entity and of all that are parts of it."""
        return {entity} | {pk for pk in self.parents if entity in outwards(pk, self.parents)}

    def other_accounts(self, statement: Statement) -> list[EdtfDate]:
        """Return the dates that standing statements give for the same thing, but other ones."""
        own, about = statement.date_value, (statement.subject_id, statement.property_id)
        told = [optional_date(it) for it in self.accounts.get(about, ())]
        return [it for it in told if own and it and not own.overlaps(it)]

    @cached_property
    def _by_date(self) -> dict[str, Phase | None]:
        """The phase of each date that was asked for, by its text."""
        return {}

    @cached_property
    def _by_id(self) -> dict[int, Phase]:
        return {phase.conflict.pk: phase for phase in self.phases}


def load_frame() -> Frame:
    """Return the phases of the fact base, in three queries."""
    facts = Statement.objects.standing().filter(property__marks__in=(*DATING, Marks.PARENT))
    parents = defaultdict[int, list[int]](list)
    dates = defaultdict[int, list[Dating]](list)
    accounts = defaultdict[tuple[int, int], list[str]](list)
    # Of thousands of facts that date something no more is read than what is needed of all.
    columns = (
        *("subject", "property", "property__marks", "value_entity"),
        *("value_date", "value_date_first", "value_date_last"),
    )
    rows = facts.order_by("value_date_first", "pk").values_list(*columns)
    for subject, prop, marks, around, told, first, last in rows:
        if marks != Marks.PARENT:
            dates[subject].append((marks, first, last))
            accounts[subject, prop].append(told)
        elif around:
            parents[subject].append(around)
    phases = _phases(parents, dates)
    return Frame(phases, dict(parents), dict(accounts))


def _phases(parents: dict[int, list[int]], dates: dict[int, list[Dating]]) -> list[Phase]:
    """The conflicts that some published fact dates or places, in the order of their time."""
    named = set(parents) | {pk for around in parents.values() for pk in around} | set(dates)
    found = Entity.objects.filter(kind=Kind.CONFLICT).in_bulk()
    conflicts = {pk: it for pk, it in found.items() if pk in named}
    spoken = periods(conflicts)
    phases = []
    for pk, conflict in conflicts.items():
        around = [conflicts[it] for it in outwards(pk, parents) if it in conflicts and it != pk]
        first, last = extent_of(dates.get(pk, ()))
        phases.append(
            Phase(
                conflict=conflict,
                first=first,
                last=last,
                words=spoken[pk].words if pk in spoken else "",
                level=len(around),
                parent=around[0] if around else None,
            )
        )
    return sorted(phases, key=lambda it: (it.first or date.max, it.level, it.conflict.label))


def nested(phases: list[Phase]) -> list[tuple[Phase, int]]:
    """Return each phase below the one that it is the nearest part of, and how deep it lies."""
    ids = {it.conflict.pk for it in phases}
    inside = defaultdict[int, list[Phase]](list)
    for phase in phases:
        inside[phase.parent.pk if phase.parent and phase.parent.pk in ids else 0].append(phase)
    # Those that are said to lie in one another lie in none.
    reached = [it.conflict.pk for it, _depth in _below(0, inside, 0)]
    lost = [it for it in phases if it.conflict.pk not in reached]
    return [*_below(0, inside, 0), *((it, 0) for it in lost)]


def _below(whole: int, inside: dict[int, list[Phase]], depth: int) -> list[tuple[Phase, int]]:
    found = []
    for phase in inside.get(whole, ()):
        found += [(phase, depth), *_below(phase.conflict.pk, inside, depth + 1)]
    return found


def outwards(entity: int, parents: Mapping[int, Sequence[int]]) -> list[int]:
    """Return an entity and all that it is a part of, nearest first, each once."""
    found = [entity]
    for pk in found:
        found += _fresh(parents.get(pk, ()), found)
    return found


def _fresh(ids: Iterable[int], known: list[int]) -> list[int]:
    return [pk for pk in dict.fromkeys(ids) if pk not in known]


def _days(told: EdtfDate) -> tuple[date, date]:
    """The first and the last day of a date; of one that is open, those of the end it names."""
    if told.first and told.last:
        return told.first, told.last
    end = parse(told.text.replace("..", "").strip("/"))
    assert end.first
    assert end.last
    return end.first, end.last


def _length(phase: Phase) -> int:
    assert phase.first
    assert phase.last
    return (phase.last - phase.first).days
