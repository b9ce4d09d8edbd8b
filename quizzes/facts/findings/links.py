"""What leads to what by statements of one mark: parts to their wholes, people to their sides."""

from collections import defaultdict
from collections.abc import Mapping

from quizzes.facts.models import Entity
from quizzes.facts.models.properties import PropertyMarks

from .base import FactBase

Links = Mapping[int, list[Entity]]


def links(base: FactBase, mark: PropertyMarks) -> Links:
    """Return what the standing statements of a mark link to each entity, by primary key."""
    found: defaultdict[int, list[Entity]] = defaultdict(list)
    for fact in base.standing:
        if fact.property.marks == mark and fact.value_entity:
            found[fact.subject_id].append(fact.value_entity)
    return found


def reached(entity: Entity, by: Links) -> list[Entity]:
    """Return what an entity is linked to, near and far; itself if the links go in a circle."""
    found: dict[int, Entity] = {}
    waiting = [entity.pk]
    while waiting:
        for target in by.get(waiting.pop(), ()):
            if target.pk not in found:
                found[target.pk] = target
                waiting.append(target.pk)
    return list(found.values())
