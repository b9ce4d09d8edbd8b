"""The search for answers that are certainly wrong, the most plausible first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from functools import cached_property
from zlib import crc32

from rapidfuzz import fuzz

from quizzes.bank.models import Question
from quizzes.facts.models import Entity, Property, Statement
from quizzes.lib.edtf import EdtfDate

from .agreement import day_of, stands
from .case import Before
from .drafts import Answer
from .likeness import Names, alike, shape_of_date
from .pool import Pool
from .sayings import FEW
from .strangeness import Strangeness

Direction, Datatype = Question.Direction, Property.Datatype

# Dates further from the key than this are not plausible.
FURTHEST_DAYS = 730

# A statement with what is taken from it: its value, its subject or its claimant.
Candidate = tuple[Statement, str]
# Where wrong answers are taken from: the properties that are looked through, or all that is
# attributed to somebody, and whether the value, the subject or the claimant is taken.
Place = tuple[tuple[int, ...] | None, str]


def can_be_certain(prop: Property) -> bool:
    """Return whether anything can be certainly wrong of a property."""
    return prop.single_valued or prop.single_subject


class Search:
    """The search for wrong answers to a statement that is asked in a direction."""

    def __init__(
        self, pool: Pool, statement: Statement, direction: str, key: Answer, by_source: bool
    ) -> None:
        self.pool, self.statement, self.key = pool, statement, key
        self.by_source, self.direction = by_source, direction
        self.places = _places(pool, statement, direction, by_source)
        self.told = pool.sayings_with(statement)
        right = _right(pool, statement, direction)
        self.ids, self.names = right.ids, right.names
        # Between things that have dates of their own, a part is no danger.
        self.kin = frozenset() if statement.value_date else right.kin
        self.texts = {key.folded}
        self.strange: Strangeness | None = None

    def shown(self, before: Before) -> Iterator[Candidate]:
        """What was shown before, as it read sooner than as it may be read now."""
        rows = [row for pk in sorted(before.leans_on) if (row := self.pool.statements.get(pk))]
        found = [
            (row, role)
            for row in rows
            for properties, role in self.places
            if stands(row) and _is_in(row, properties) and _is_near(row, self.statement)
        ]
        found.sort(key=lambda it: self.pool.answer(*it).text not in before.wrong)
        return iter({row.pk: (row, role) for row, role in reversed(found)}.values())

    def around(self) -> Iterator[Candidate]:
        """What lies around the statement, the most plausible first."""
        # Two formats look for it.
        name = "around", self.direction, self.key, *self.places
        self.strange, found = self.pool.once(name, self.statement, self._around)
        yield from found

    def _around(self) -> tuple[Strangeness, list[Candidate]]:
        pool, statement = self.pool, self.statement
        found = [
            (row, role)
            for properties, role in self.places
            for row in (
                pool.claims(statement) if properties is None else pool.near(properties, statement)
            )
        ]
        strange = Strangeness(pool, statement, self.key, [pool.answer(*it) for it in found])
        return strange, _plausible(found, pool, statement, strange)

    def how_strange(self, answer: Answer) -> int:
        """How little an answer that lies around looks like the key."""
        return self.strange(answer) if self.strange else 0

    def certain(self, candidates: Iterable[Candidate]) -> Iterator[Answer]:
        """Leave out what may be right, is of another kind, graver than the question, or twice."""
        for row, role in candidates:
            answer = self.pool.answer(row, role)
            if answer.folded in self.texts or not self._is_bearable(row, answer):
                continue
            if answer.entity and not self._is_another(answer.entity):
                continue
            if not self._is_fair(row, answer):
                continue
            if self._is_wrong(row, answer, role):
                self.texts.add(answer.folded)
                yield answer

    def _is_bearable(self, row: Statement, answer: Answer) -> bool:
        entity, sensitivity = answer.entity, row.sensitivity
        if sensitivity == Statement.Sensitivity.ORDINARY:
            return True
        # Whom only such facts name as are told in no question, no question offers either.
        if entity and sensitivity == Statement.Sensitivity.RESTRICTED:
            return False
        tells = answer.tells or (entity is not None and entity.kind == Entity.Kind.DOCUMENT)
        return not tells or sensitivity == self.statement.sensitivity

    def _is_fair(self, row: Statement, answer: Answer) -> bool:
        """Whether nobody is taken for the doer of what has nothing to do with him.

        Of what people did those are offered of whom the same part of the story tells.
        """
        prop, entity = self.statement.property, answer.entity
        if entity is None or entity.kind != Entity.Kind.PERSON:
            return True
        is_act = prop.datatype == Datatype.TEXT and not prop.is_claim
        asks_doer = is_act and self.direction == Direction.SUBJECT
        return not asks_doer or row.topic_id == self.statement.topic_id

    def _is_another(self, entity: Entity) -> bool:
        if entity.id in self.ids or entity.id in self.kin:
            return False
        if self.key.entity and not alike(self.key.entity, entity):
            return False
        return not self.names.meet(self.pool.names(entity))

    def _is_wrong(self, row: Statement, answer: Answer, role: str) -> bool:
        """Whether no statement of any rank calls it right."""
        if role == "claimant" or row.property_id != self.statement.property_id:
            # Of the dates of other things none may be one of this.
            return answer.date is None or self._is_another_date(row, answer.date)
        if role == "value":
            return self._is_wrong_value(row, answer)
        return self.direction != Direction.SUBJECT or self._is_wrong_subject(row)

    def _is_another_date(self, row: Statement, date: EdtfDate) -> bool:
        if self.statement.date_value is None or shape_of_date(date) != shape_of_date(
            self.statement.date_value
        ):
            return False
        return not self.told.say(row)

    def _is_wrong_value(self, row: Statement, answer: Answer) -> bool:
        if answer.date:
            return self._is_another_date(row, answer.date)
        return row.subject_id != self.statement.subject_id and not self.told.say(row)

    def _is_wrong_subject(self, row: Statement) -> bool:
        prop, statement = self.statement.property, self.statement
        # Who speaks is offered as one who might have said this, too; each saying has one speaker.
        if prop.single_subject and prop.is_claim:
            return True
        # Who commands an army may be said to command its brigades.
        if row.value_entity_id in self.pool.kin(statement.value_entity_id):
            return False
        if prop.single_subject:
            return True
        # The date of a disputed event may be anything between what its sources say.
        if not (self.by_source or prop.single_valued):
            return False
        theirs = self.pool.sayings(prop.pk, row.subject_id)
        return not (theirs.disputed or theirs.say(statement))


def _places(pool: Pool, statement: Statement, direction: str, by_source: bool) -> list[Place]:
    """Where wrong answers are looked for; nowhere if nothing is certain."""
    prop = statement.property
    own, speaking = (prop.pk,), tuple(pool.speaking)
    if direction == Direction.CLAIMANT:
        return [(None, "claimant"), (speaking, "subject")]
    if direction == Direction.SUBJECT:
        if not (by_source or can_be_certain(prop)):
            return []
        speakers: list[Place] = [(speaking, "subject")]
        return [(own, "subject"), *(speakers if prop.single_subject and prop.is_claim else [])]
    if prop.datatype == Datatype.DATE:
        if not prop.single_valued or statement.date_value is None:
            return []
        return [(tuple(pool.dates(marking=bool(prop.marks))), "value")]
    # What is a part of a part is a part of the whole, so that nothing is certain of parts.
    by_source = by_source and prop.marks != Property.Marks.PARENT
    return [(own, "value")] if by_source or can_be_certain(prop) else []


def _is_in(row: Statement, properties: tuple[int, ...] | None) -> bool:
    return bool(row.attributed_to_id) if properties is None else row.property_id in properties


class _Right:
    """The entities that any source, of any rank, holds to be the answer, and all around them."""

    def __init__(self, pool: Pool, found: Iterable[Entity | None]) -> None:
        right = {entity.pk: entity for entity in found if entity}
        self.ids: Set[int] = right.keys()
        self.names = Names.together(map(pool.names, right.values()))
        self._pool = pool

    @cached_property
    def kin(self) -> Set[int]:
        """Those that are related to any of them."""
        return frozenset().union(*map(self._pool.kin, self.ids))


def _right(pool: Pool, statement: Statement, direction: str) -> _Right:
    """What is held to be the answer to a statement; of many it is gathered but once."""
    if direction == Direction.SUBJECT:
        same = pool.same_value(statement)
        return _Right(pool, [statement.subject, *(row.subject for row in same)])
    rows = pool.sayings_with(statement).rows
    role = "attributed_to" if direction == Direction.CLAIMANT else "value_entity"
    if len(rows) <= FEW:
        return _Right(pool, [getattr(row, role) for row in rows])
    name = "right", statement.property_id, statement.subject_id, role
    if name not in pool.worked_out:
        pool.worked_out[name] = _Right(pool, [getattr(row, role) for row in rows])
    found: _Right = pool.worked_out[name]
    return found


def _plausible(
    found: list[Candidate], pool: Pool, statement: Statement, strange: Strangeness
) -> list[Candidate]:
    """The candidates, the most plausible first: like the key, of its property, near in time."""
    prop, own_lot = statement.property, crc32(statement.slug.encode())
    is_date = prop.datatype == Datatype.DATE
    compares = bool(statement.value_text) and not prop.is_claim
    ranked = []
    for n, (row, role) in enumerate(found):
        days = _days_apart(row, statement)
        if is_date and not _are_near(days):
            continue
        answer = pool.answer(row, role)
        other_property = answer.entity is not None and row.property_id != prop.id
        unlike = _unlike(row, statement) if compares else 0
        lot = own_lot ^ answer.lot
        ranked.append((strange(answer), other_property, days, unlike, lot, n))
    ranked.sort()
    return [found[place] for *_rank, place in ranked]


def _days_apart(row: Statement, statement: Statement) -> int:
    day, theirs = day_of(statement), day_of(row)
    return abs((day - theirs).days) if day and theirs else FURTHEST_DAYS // 2


def _is_near(row: Statement, statement: Statement) -> bool:
    """Whether a value may be taken for another one, by its date if it is one."""
    is_date = statement.property.datatype == Datatype.DATE
    return not is_date or _are_near(_days_apart(row, statement))


def _are_near(days: int) -> bool:
    """Whether a date may be taken for another one: it is not the next day, nor years away."""
    return 1 < days <= FURTHEST_DAYS


def _unlike(row: Statement, statement: Statement) -> float:
    """How little two texts have in common: a commander stands best among commanders."""
    return 100 - fuzz.token_set_ratio(row.value_text, statement.value_text)
