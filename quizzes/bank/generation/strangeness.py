"""How little a wrong answer looks like the key: of another kind, walk of life or time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from quizzes.facts.models import Entity, Property, Statement

from .drafts import Answer
from .pool import Pool
from .profiles import Profile, Role

# Armed groups and units are taken for one another sooner than for a news agency.
_ARMED = {Entity.Kind.GROUP.value, Entity.Kind.UNIT.value}
# How strange it is to be of another walk of life, nearly of another kind, of quite another kind,
# and of another time.
WALK, NEARLY, KIND, TIME = 1, 1, 2, 4


class Strangeness:
    """How little answers look like the key of a statement: nought where nothing is to tell.

    Whoever was not yet there, or is of another walk of life, is right in no question; but that
    makes him no more wrong, so such answers are the last to be offered and not left out.
    """

    def __init__(
        self, pool: Pool, statement: Statement, key: Answer, answers: Iterable[Answer]
    ) -> None:
        self.kind = key.entity.kind if key.entity else ""
        self.known: dict[int, int] = {}
        entities = {one.entity.id: one.entity for one in answers if one.entity}
        if not key.entity or not entities:
            return
        profiles = pool.profiles({*entities, key.entity.id})
        own = profiles.get(key.entity.id, Profile())
        first, last = time_of(statement)
        if first is None:
            first, last = own.first, own.last
        telling = _telling_roles(pool)
        for pk, entity in entities.items():
            profile = profiles.get(pk, Profile())
            walk = own.steps_from(profile, statement.property_id, telling)
            time = profile.is_of_another_time(first, last)
            self.known[pk] = TIME * time + WALK * walk + _other_kind(self.kind, entity)

    def __call__(self, answer: Answer) -> int:
        return self.known.get(answer.entity.id, 0) if answer.entity else 0


def _telling_roles(pool: Pool) -> list[set[Role]]:
    """The roles of what is a part of something, and of who made a document."""
    if _telling_roles not in pool.worked_out:
        made = (
            pk
            for pk, prop in pool.properties.items()
            if prop.datatype == Property.Datatype.ENTITY
            and prop.subject_kinds == [Entity.Kind.DOCUMENT]
        )
        pool.worked_out[_telling_roles] = [
            {(pk, "subject_id") for pk in pool.parents},
            {(pk, "value_entity_id") for pk in made},
        ]
    found: list[set[Role]] = pool.worked_out[_telling_roles]
    return found


def time_of(statement: Statement) -> tuple[date | None, date | None]:
    """From when to when a statement holds, or was so, where that is known."""
    first = statement.value_date_first or statement.when_first
    last = statement.value_date_last or statement.when_last
    return first or last, last or first


def _other_kind(kind: str, entity: Entity) -> int:
    """How little an entity looks like one of a kind."""
    if entity.kind == kind:
        return 0
    return NEARLY if {kind, entity.kind} == _ARMED else KIND
