"""Whom the published facts speak of: only they have a page, and only in lists of these kinds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q

from quizzes.facts.models import Entity, Statement
from quizzes.facts.models.parts import ROLES

# Kinds whose names tell what happened, as those of people and places do not.
TELLING = (Entity.Kind.EVENT, Entity.Kind.DOCUMENT)


@dataclass(frozen=True, slots=True)
class Mentions:
    """How many published facts speak of each entity, by primary key, in whatever role.

    ``painful`` counts the restricted ones among them.
    """

    facts: Counter[int]
    painful: Counter[int]

    def withheld(self, entity: Entity) -> bool:
        """Whether the name of an entity tells of nothing but what is restricted."""
        return entity.kind in TELLING and 0 < self.painful[entity.pk] == self.facts[entity.pk]


def mentions() -> Mentions:
    """Return whom all published facts speak of, in one query."""
    facts, painful = Counter[int](), Counter[int]()
    rows = Statement.objects.published().order_by().values_list("sensitivity", *ROLES)
    for sensitivity, *entities in rows:
        spoken_of = {pk for pk in entities if pk}
        facts.update(spoken_of)
        if sensitivity == Statement.Sensitivity.RESTRICTED:
            painful.update(spoken_of)
    return Mentions(facts, painful)


def speaking_of(entity: Entity) -> Q:
    """Return the condition that a statement speaks of ``entity`` in any role."""
    condition = Q()
    for role in ROLES:
        condition |= Q(**{role: entity})
    return condition
