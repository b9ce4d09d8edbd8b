"""Other facts that stand beside one in a question: events around it, facts of its own kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import chain
from random import Random

from quizzes.facts.models import Entity, Property, Statement

from .agreement import date_of, day_of, stands
from .case import Case, Way
from .drafts import Answer, Beside
from .likeness import alike, shape_of
from .pool import Pool
from .rules import is_told_of, stands_in
from .stems import stem_of
from .ways import key_of

# Of so many of the nearest the company is drawn.
NEAREST = 10
FURTHEST_DAYS = 730
# Longer answers make a list that nobody can take in.
LONGEST = 120

_QUOTATION = re.compile(r": “[^”]*”\??$")

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
        """Whether there is at least a day between two events, and they are not one.

        One names the other, or it is disputed between them when something happened.
        """
        days = max((self.first - other.last).days, (other.first - self.last).days)
        named = stands_in(self.text, other.text) or stands_in(other.text, self.text)
        return days > 1 and not named and not _share_a_dispute(self.row, other.row)

    def before(self, other: Event) -> bool:
        """Whether it came first, of two that are apart."""
        return self.last < other.first


def events_beside(case: Case, own: Event, kept: Collection[int]) -> Beside[Event]:
    """Return events that are certainly at another time than ``own``.

    They bear no content note, and no two of them share a subject. Those ``kept`` are what a
    question shows already (primary keys of statements); the others stand in a new order for each
    fact.
    """
    pool = case.pool
    taken = pool.kin(own.row.subject_id) | {own.row.subject_id}

    def fitting(rows: Iterable[Statement]) -> Iterator[Event]:
        for row in rows:
            if row.subject_id in taken or not _is_ordinary(row):
                continue
            event = _event_of(row, pool)
            if event and event.apart(own):
                taken.add(row.subject_id)
                yield event

    shown = [row for pk in sorted(kept) if (row := pool.statements.get(pk))]
    near = partial(pool.once, "events near", own.row, lambda: _near(own, pool))
    return Beside(list(fitting(shown)), fitting(_others(near, kept, case)))


def _share_a_dispute(one: Statement, other: Statement) -> bool:
    """Whether an editor put two statements under one question: they tell of one thing."""
    return bool(one.dispute) and one.dispute == other.dispute


def _event_of(row: Statement, pool: Pool) -> Event | None:
    """The event a statement dates, which many others look at, too."""
    name = "event", row.pk
    if name not in pool.worked_out:
        pool.worked_out[name] = Event.of(row, pool)
    event: Event | None = pool.worked_out[name]
    return event


def _near(own: Event, pool: Pool) -> list[Statement]:
    rows = pool.near(pool.spans, own.row)
    far = {row.id: _days(row, own) for row in rows}
    near = [row for row in rows if far[row.id] <= FURTHEST_DAYS]
    return sorted(near, key=lambda row: (far[row.id], row.slug))


def _days(row: Statement, own: Event) -> int:
    first = row.value_date_first
    return abs((first - own.first).days) if first else FURTHEST_DAYS + 1


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
    # “Which unit” asks for something else than “Which group” does.
    opening: tuple[str, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "opening", _opening(self.stem))


def peers_of(case: Case, way: Way, count: int, kept: Collection[int]) -> list[Peer]:
    """Return ``count`` facts to match, the case's own first; fewer if so many are not certain.

    No statement says the answer of one of them of the subject of another, and no date stands alone
    in its year.
    """
    pool, own = case.pool, case.statement
    first = Peer(own, way.stem, way.key)
    if _gives_itself_away(case, first):
        return []
    shown = [row for pk in sorted(kept) if (row := pool.statements.get(pk))]
    found: list[Statement] = []
    more = _most_alike(_others(lambda: _rows_like(case), kept, case), case, way.direction)

    def others() -> Iterator[Statement]:
        yield from found
        for row in more:
            found.append(row)
            yield row

    chosen = [first]
    # Where the own year has too few for all, two of it stand beside two of another.
    for most in (count, count // 2) if own.value_date else (count,):
        chosen = [first]
        for row in chain(shown, others()):
            if not _can_be_matched(row, own):
                continue
            peer = _peer_of(row, way.direction, pool)
            if not peer.stem or not _years_go_together([*chosen, peer], count, most):
                continue
            if all(_fit(case, one, peer) for one in chosen):
                chosen.append(peer)
            # Before the next is looked for, which costs the more.
            if len(chosen) == count:
                return chosen
    return chosen


def _years_go_together(peers: Collection[Peer], count: int, most: int) -> bool:
    """Whether ``count`` dates may be made of some so that none stands alone in its year.

    Else the year alone would tell what belongs to it. There are at ``most`` so many of one year.
    """
    years = Counter(peer.row.value_date_first.year for peer in peers if peer.row.value_date_first)
    alone = sum(times == 1 for times in years.values())
    return alone <= count - len(peers) and max(years.values(), default=0) <= most


def _most_alike(rows: Iterable[Statement], case: Case, direction: str) -> Iterator[Statement]:
    """First those of the fact's own year, and whose answer is of one kind with its own.

    Else the year or the kind would tell which answer is whose.
    """
    own = case.statement

    def looks(row: Statement) -> tuple[object, ...]:
        entity = row.subject if direction == "subject" else row.value_entity
        date = row.value_date_first
        return date and date.year, entity and entity.kind

    mine, unlike = looks(own), []
    for row in rows:
        if looks(row) == mine:
            yield row
        else:
            unlike.append(row)
    yield from unlike


def _can_be_matched(row: Statement, own: Statement) -> bool:
    if row.property_id != own.property_id or row.subject_id == own.subject_id:
        return False
    # A month among days would be told by the “in” before it.
    if own.value_date and date_of(row.value_date).precision != date_of(own.value_date).precision:
        return False
    return _is_ordinary(row) and not row.unattributed and not row.is_disputed  # type: ignore[attr-defined]


def _rows_like(case: Case) -> list[Statement]:
    """Statements on the property, those of the same topic and time first."""
    own = case.statement
    day, topic = day_of(own), own.topic_id

    def found() -> list[Statement]:
        rows = case.pool.near((own.property_id,), own)
        return sorted(rows, key=lambda row: (row.topic_id != topic, _distance(row, day), row.slug))

    return case.pool.once("rows like it", own, found)


def _peer_of(row: Statement, direction: str, pool: Pool) -> Peer:
    """A statement as it is asked beside others, in which it is needed again and again."""
    name = "peer", row.pk, direction
    if name not in pool.worked_out:
        stem = stem_of(row, direction, disputed=False)
        pool.worked_out[name] = Peer(row, stem, key_of(row, direction))
    peer: Peer = pool.worked_out[name]
    return peer


def _distance(row: Statement, day: date | None) -> int:
    theirs = day_of(row)
    return abs((theirs - day).days) if theirs and day else FURTHEST_DAYS


def _fit(case: Case, one: Peer, other: Peer) -> bool:
    if one.row.subject_id == other.row.subject_id or one.stem == other.stem:
        return False
    if case.pool.names(one.row.subject).meet(case.pool.names(other.row.subject)):
        return False
    if one.opening != other.opening:
        return False
    mine, theirs = one.key, other.key
    if len(theirs.text) > LONGEST or mine.folded == theirs.folded:
        return False
    if stands_in(mine.text, theirs.text) or stands_in(theirs.text, mine.text):
        return False
    if stands_in(mine.text, other.stem) or stands_in(theirs.text, one.stem):
        return False
    if is_told_of(mine, other.stem) or is_told_of(theirs, one.stem):
        return False
    # What is quoted in full would be told from what is only reported at a glance.
    if bool(_QUOTATION.search(one.stem)) != bool(_QUOTATION.search(other.stem)):
        return False
    if bool(mine.entity) != bool(theirs.entity) or shape_of(mine) != shape_of(theirs):
        return False
    if mine.entity and theirs.entity:
        # A person among groups would be told by the “who” alone.
        if not alike(mine.entity, theirs.entity) or _gives_itself_away(case, other):
            return False
        if theirs.entity.id in case.pool.kin(mine.entity.id):
            return False
        if case.pool.names(mine.entity).meet(case.pool.names(theirs.entity)):
            return False
    return not (_says(case, one.row, other.row) or _says(case, other.row, one.row))


def _opening(stem: str) -> tuple[str, ...]:
    """How a question opens, up to the kind of thing it asks for."""
    words = stem.split()
    for place, word in enumerate(words):
        if word.casefold() in ("which", "what", "whose"):
            return tuple(words[: place + 2])
        if word.casefold() in ("who", "whom", "where", "when", "how"):
            break
    return tuple(words[:1])


def _gives_itself_away(case: Case, peer: Peer) -> bool:
    entity = peer.key.entity
    names = case.pool.called(entity) if entity else []
    return any(stands_in(name, peer.stem) for name in names)


def _says(case: Case, subject_of: Statement, value_of: Statement) -> bool:
    """Whether any statement says the value of one of the subject of the other."""
    return case.pool.sayings(value_of.property_id, subject_of.subject_id).say(value_of)


def _others(
    find: Callable[[], list[Statement]], kept: Collection[int], case: Case
) -> Iterator[Statement]:
    """What else there is, looked for once needed: the nearest in an order of the fact's own.

    Those that are ``kept`` already are left out.
    """
    found = [row for row in find() if row.id not in kept]
    near, far = found[:NEAREST], found[NEAREST:]
    Random(case.statement.slug).shuffle(near)
    yield from chain(near, far)
