"""Other facts that stand beside one in a question: events around it, facts of its own kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TypeVar

from quizzes.facts.models import Entity, Property, Statement

from .agreement import date_of, may_agree, stands
from .case import Case, Way
from .distractors import alike, shape_of
from .drafts import Answer
from .pool import Pool
from .rules import stands_in
from .shelves import day_of
from .stems import stem_of
from .ways import key_of

# Of so many of the nearest the company is drawn.
NEAREST = 10
# So many are looked at.
MOST = 60
FURTHEST_DAYS = 730
# Longer answers make a list that nobody can take in.
LONGEST = 120

Sensitivity = Statement.Sensitivity


@dataclass(frozen=True, slots=True)
class Event:
    """A statement of when something happened, for certain, from ``first`` to ``last``."""

    row: Statement
    text: str
    first: date
    last: date
    disputed: bool

    @classmethod
    def of(cls, row: Statement, pool: Pool) -> Event | None:
        """Return the event a statement dates, or None if it dates none so that it can be used.

        Where sources differ it reaches over all their dates, so that what is said of its place
        among others holds by all of them.
        """
        if row.property.marks != Property.Marks.SPAN or not row.value_date:
            return None
        if not row.subject.clause or row.subject.kind != Entity.Kind.EVENT:
            return None
        dates = [date_of(it.value_date) for it in (row, *pool.same_subject(row)) if it.value_date]
        firsts = [it.first for it in dates if it.first]
        lasts = [it.last for it in dates if it.last]
        vague = any(it.approximate or it.uncertain for it in dates)
        if vague or not len(firsts) == len(lasts) == len(dates):
            return None
        disputed = bool(row.is_disputed)  # type: ignore[attr-defined]
        text = Answer.of_entity(row.subject).text
        return cls(row, text, min(firsts), max(lasts), disputed)

    @property
    def spoken(self) -> str:
        """Its date in words."""
        return self.row.value_text_for_people

    def apart(self, other: Event) -> bool:
        """Whether there is at least a day between two events, and neither names the other."""
        days = max((self.first - other.last).days, (other.first - self.last).days)
        named = stands_in(self.text, other.text) or stands_in(other.text, self.text)
        return days > 1 and not named

    def before(self, other: Event) -> bool:
        """Whether it came first, of two that are apart."""
        return self.last < other.first


def events_beside(case: Case, own: Event, kept: Iterable[int]) -> list[Event]:
    """Return events that are certainly at another time than ``own``, those to be used first.

    They bear no content note, and no two of them share a subject. Those in
    ``kept`` (primary keys of statements) come first, then the others in a new order for each fact.
    """
    pool = case.pool
    related = pool.kin.get(own.row.subject_id, set())
    found = {}
    for row in _near(pool.dated_events, own):
        event = Event.of(row, pool)
        if event is None or row.subject_id in related or row.subject_id == own.row.subject_id:
            continue
        if _is_ordinary(row) and event.apart(own) and row.subject_id not in found:
            found[row.subject_id] = event
    return _kept_first(list(found.values()), lambda it: it.row.pk, set(kept), case)


def _near(events: Sequence[Statement], own: Event) -> list[Statement]:
    near = [row for row in events if row.value_date_first]
    near = [row for row in near if abs(_days(row, own)) <= FURTHEST_DAYS]
    return sorted(near, key=lambda row: (abs(_days(row, own)), row.slug))[:MOST]


def _days(row: Statement, own: Event) -> int:
    assert row.value_date_first is not None
    return (row.value_date_first - own.first).days


def _is_ordinary(row: Statement) -> bool:
    return stands(row) and row.sensitivity == Sensitivity.ORDINARY


def apart_from_all(event: Event, others: Iterable[Event]) -> bool:
    """Return whether an event has a place of its own among ``others``, and is related to none."""
    return all(event.apart(other) for other in others)


@dataclass(frozen=True, slots=True)
class Peer:
    """A fact that is asked beside others with the same property, in the same direction."""

    row: Statement
    stem: str
    key: Answer


def peers_of(case: Case, way: Way, count: int, kept: Iterable[int]) -> list[Peer]:
    """Return ``count`` facts to match, the case's own first; fewer if so many are not certain.

    No statement says the answer of one of them of the subject of another.
    """
    pool, own = case.pool, case.statement
    rows = [
        row
        for row in pool.by_property[own.property_id]
        if row.subject_id != own.subject_id and _is_ordinary(row) and not row.unattributed
        if not row.is_disputed  # type: ignore[attr-defined]
    ]
    day = day_of(own)
    rows.sort(key=lambda row: (row.topic_id != own.topic_id, _distance(row, day), row.slug))
    chosen = [Peer(own, way.stem, way.key)]
    for row in _kept_first(rows[:MOST], lambda it: it.pk, set(kept), case):
        if len(chosen) == count:
            break
        stem = stem_of(row, way.direction, disputed=False)
        peer = Peer(row, stem, key_of(row, way.direction))
        if stem and all(_fit(case, one, peer) for one in chosen):
            chosen.append(peer)
    return [] if _gives_itself_away(case, chosen[0]) else chosen


def _distance(row: Statement, day: date | None) -> int:
    theirs = day_of(row)
    return abs((theirs - day).days) if theirs and day else FURTHEST_DAYS


def _fit(case: Case, one: Peer, other: Peer) -> bool:
    if one.row.subject_id == other.row.subject_id or one.stem == other.stem:
        return False
    if _opening(one.stem) != _opening(other.stem):
        return False
    mine, theirs = one.key, other.key
    if len(theirs.text) > LONGEST or mine.folded == theirs.folded:
        return False
    if stands_in(mine.text, theirs.text) or stands_in(theirs.text, mine.text):
        return False
    if stands_in(mine.text, other.stem) or stands_in(theirs.text, one.stem):
        return False
    if bool(mine.entity) != bool(theirs.entity) or shape_of(mine) != shape_of(theirs):
        return False
    if mine.entity and theirs.entity:
        # A person among groups would be told by the “who” alone.
        if not alike(mine.entity, theirs.entity) or _gives_itself_away(case, other):
            return False
        if theirs.entity.pk in case.pool.kin.get(mine.entity.pk, ()):
            return False
        if case.pool.names(mine.entity).meet(case.pool.names(theirs.entity)):
            return False
    return not (_says(case, one.row, other.row) or _says(case, other.row, one.row))


def _opening(stem: str) -> tuple[str, ...]:
    """How a question opens: “Which unit” asks for something else than “Which group” does."""
    words = stem.split()
    for place, word in enumerate(words):
        if word.casefold() in ("which", "what", "whose"):
            return tuple(words[: place + 2])
        if word.casefold() in ("who", "whom", "where", "when", "how"):
            break
    return tuple(words[:1])


def _gives_itself_away(case: Case, peer: Peer) -> bool:
    entity = peer.key.entity
    names = [entity.label, *(alias.text for alias in entity.aliases.all())] if entity else []
    return any(stands_in(name, peer.stem) for name in names)


def _says(case: Case, subject_of: Statement, value_of: Statement) -> bool:
    """Whether any statement says the value of one of the subject of the other."""
    rows = case.pool.by_subject[value_of.property_id, subject_of.subject_id]
    return any(may_agree(row, value_of) for row in rows)


Some = TypeVar("Some")


def _kept_first(
    found: list[Some], pk_of: Callable[[Some], int], kept: set[int], case: Case
) -> list[Some]:
    """Those used before, then the nearest in an order of the fact's own, then the others."""
    before = [one for one in found if pk_of(one) in kept]
    fresh = [one for one in found if pk_of(one) not in kept]
    near, far = fresh[:NEAREST], fresh[NEAREST:]
    Random(case.statement.slug).shuffle(near)
    return [*before, *near, *far]
