"""Names that readers could take for one another, and whether they are told apart."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from quizzes.facts.models import Entity
from quizzes.lib.names import fold, has_hidden_signs, name_tokens, same_arabic_name, skeleton, slip

from .base import FactBase, Rule, Told, names_of

Pair = tuple[Entity, Entity]


def claimed_twice(base: FactBase) -> Iterator[Told]:
    """Names that two entities have, folded, and that are not kept apart."""
    owners: defaultdict[str, dict[int, Entity]] = defaultdict(dict)
    for entity in base.entities:
        for name in filter(None, map(fold, names_of(entity))):
            owners[name][entity.pk] = entity
    for name, entities in owners.items():
        for one, other in combinations(entities.values(), 2):
            if not _apart(one, other):
                yield (
                    one,
                    f"“{other.slug}” has the name “{name}” too: drop it from one of them, or "
                    "link them as not to be confused",
                )


def alike(base: FactBase) -> Iterator[Told]:
    """Persons with one surname, or with names a slip apart, that are not kept apart."""
    persons = [entity for entity in base.entities if entity.kind == Entity.Kind.PERSON]
    why = dict.fromkeys(_namesakes(persons), "has the same surname")
    why |= dict.fromkeys(_slips(persons), "has a name only a slip away")
    for (one, other), reason in why.items():
        if not _apart(one, other) and fold(one.label) != fold(other.label):
            yield one, f"“{other.slug}” {reason}: link them as not to be confused"


def unreadable(base: FactBase) -> Iterator[Told]:
    """Names without letters and figures, or with signs that nobody sees."""
    for entity in base.entities:
        for name in names_of(entity):
            if not fold(name) or has_hidden_signs(name):
                shown = name.encode("ascii", "backslashreplace").decode()
                yield entity, f"its name “{shown}” cannot be read: write it anew"


def themselves(base: FactBase) -> Iterator[Told]:
    """Entities that are said not to be confused with themselves."""
    for entity in base.entities:
        if _apart(entity, entity):
            yield entity, "is not to be confused with itself: take that out"


def _apart(one: Entity, other: Entity) -> bool:
    return other in one.different_from.all()


def _namesakes(persons: list[Entity]) -> Iterator[Pair]:
    """Pairs whose last names are spellings of one name."""
    by_sound: defaultdict[str, list[tuple[str, Entity]]] = defaultdict(list)
    for person in persons:
        for surname in name_tokens(person.label)[-1:]:
            by_sound[skeleton(surname)].append((surname, person))
    for those in by_sound.values():
        for (name, one), (other_name, other) in combinations(those, 2):
            if same_arabic_name(name, other_name):
                yield one, other


def _slips(persons: list[Entity]) -> Iterator[Pair]:
    """Pairs whose whole names differ by a slip; a slip keeps the first letter."""
    by_initial: defaultdict[str, list[tuple[str, Entity]]] = defaultdict(list)
    for person in persons:
        name = fold(person.label)
        by_initial[name[:1]].append((name, person))
    for those in by_initial.values():
        for (name, one), (other_name, other) in combinations(those, 2):
            if abs(len(name) - len(other_name)) <= 3 and slip(name, other_name):
                yield one, other


RULES = (
    Rule("name-claimed-twice", "Names that two entities have", claimed_twice),
    Rule("unreadable-name", "Names that nobody can read", unreadable),
    Rule("itself", "Entities told apart from themselves", themselves),
    Rule("alike", "Persons easily taken for one another", alike),
)
