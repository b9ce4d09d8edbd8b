"""Whom the published facts speak of: only they have a page, and only in lists of these kinds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass
from functools import cached_property

from quizzes.facts.models import Entity, Statement
from quizzes.facts.models.parts import ROLES

from .naming import named_besides

# Kinds whose names tell what happened, as those of people and places do not.
TELLING = (Entity.Kind.EVENT, Entity.Kind.DOCUMENT)


@dataclass(frozen=True)
class Mentions:
    """The entities that each published fact speaks of, by primary key.

    In whatever role, or because its sentence names them. ``restricted`` are the painful facts.
    """

    of_fact: dict[int, frozenset[int]]
    restricted: frozenset[int]

    @cached_property
    def facts(self) -> Counter[int]:
        """How many facts speak of each entity."""
        return Counter(pk for entities in self.of_fact.values() for pk in entities)

    @cached_property
    def painful(self) -> Counter[int]:
        """How many restricted facts speak of each entity."""
        return Counter(pk for fact in self.restricted for pk in self.of_fact[fact])

    def withheld(self, entity: Entity) -> bool:
        """Whether the name of an entity tells of nothing but what is restricted."""
        return entity.kind in TELLING and 0 < self.painful[entity.pk] == self.facts[entity.pk]

    def speaking_of(self, entities: Set[int]) -> set[int]:
        """Return the facts that speak of one of ``entities``."""
        return {pk for pk, spoken_of in self.of_fact.items() if not spoken_of.isdisjoint(entities)}


def mentions() -> Mentions:
    """Return whom all published facts speak of; a fixed number of queries."""
    besides = named_besides()
    of_fact, restricted = dict[int, frozenset[int]](), set[int]()
    rows = Statement.objects.published().order_by().values_list("pk", "sensitivity", *ROLES)
    for fact, sensitivity, *roles in rows:
        of_fact[fact] = besides.get(fact, frozenset()) | {pk for pk in roles if pk}
        if sensitivity == Statement.Sensitivity.RESTRICTED:
            restricted.add(fact)
    return Mentions(of_fact, frozenset(restricted))
