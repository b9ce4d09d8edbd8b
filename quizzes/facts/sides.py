"""On whose side people, groups and units stand, as the standing statements tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from .models import Property, Statement
from .timespans import TimeSpan


@dataclass(frozen=True, slots=True)
class Side:
    """An entity on whose side others stand.

    ``named`` is its name as it stands inside a sentence.
    """

    pk: int
    name: str
    named: str


class Sides:
    """All sides, read in one query: statements whose property tells on whose side one stands."""

    def __init__(self) -> None:
        self._stands: defaultdict[int, list[tuple[Side, TimeSpan]]] = defaultdict(list)
        self._sides: dict[int, Side] = {}
        told = Statement.objects.standing().filter(property__marks=Property.Marks.SIDE)
        for row in told.select_related("value_entity").order_by("slug"):
            if entity := row.value_entity:
                side = Side(entity.pk, entity.label, entity.named)
                self._sides[side.pk] = side
                when = TimeSpan(row.when_first, row.when_last)
                self._stands[row.subject_id].append((side, when))

    def of(self, entity: int, when: TimeSpan) -> frozenset[Side]:
        """Return the sides on which an entity stood at a time, each followed to its end.

        A side that stands on nobody else's stands on its own. Where no known time fits, all
        times count: somebody known on one side only is not nobody's. Several sides mean that it
        cannot be told which.
        """
        return frozenset(self._ends(entity, when))

    def _ends(self, entity: int, when: TimeSpan) -> Iterator[Side]:
        seen = {entity}
        waiting = [entity]
        while waiting:
            current = waiting.pop()
            known = self._stands.get(current, [])
            if not known and current in self._sides:
                yield self._sides[current]
            fitting = [side for side, then in known if then.meets(when)]
            for side in fitting or [side for side, _then in known]:
                if side.pk not in seen:
                    seen.add(side.pk)
                    waiting.append(side.pk)
