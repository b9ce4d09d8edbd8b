"""What the standing statements tell of the days of events and of what they are parts of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q

from .models.entities import Entity
from .models.properties import Property
from .models.statements import Statement

Marks = Property.Marks
DATING = (Marks.START, Marks.END, Marks.SPAN)


class Chronology:
    """The days of events, asked of the database anew each time: for checking one statement."""

    def dating(self, event: Entity) -> Sequence[Statement]:
        """Return the statements that tell when an event began, ended or took place."""
        told = Statement.objects.standing().filter(subject=event, property__marks__in=DATING)
        return list(told.select_related("property"))

    def wholes(self, part: Entity) -> Sequence[Entity]:
        """Return the events of which an event is a part."""
        told = Statement.objects.standing().filter(subject=part, property__marks=Marks.PARENT)
        return list(Entity.objects.filter(value_of__in=told).distinct())

    def held_by(self, event: Entity) -> Iterable[Statement]:
        """Return the statements on an event that do not date it, and those on its parts."""
        parts = Statement.objects.standing().filter(
            property__marks=Marks.PARENT, value_entity=event
        )
        about = Q(subject=event, property__marks="") | Q(subject__in=parts.values("subject"))
        return Statement.objects.standing().filter(about)


class ChronologyAtHand(Chronology):
    """The days of all events, read once in three queries: for checking many statements."""

    def __init__(self) -> None:
        rows = Statement.objects.standing().select_related("property")
        self._about: defaultdict[int, list[Statement]] = defaultdict(list)
        parents: list[Statement] = []
        for row in rows:
            self._about[row.subject_id].append(row)
            if row.property.marks == Marks.PARENT and row.value_entity_id:
                parents.append(row)
        wholes = Entity.objects.in_bulk({row.value_entity_id for row in parents})
        self._wholes: defaultdict[int, dict[int, Entity]] = defaultdict(dict)
        self._parts: defaultdict[int, dict[int, None]] = defaultdict(dict)
        for row in parents:
            assert row.value_entity_id is not None
            self._wholes[row.subject_id][row.value_entity_id] = wholes[row.value_entity_id]
            self._parts[row.value_entity_id][row.subject_id] = None

    def dating(self, event: Entity) -> Sequence[Statement]:
        return [row for row in self._about.get(event.pk, ()) if row.property.marks in DATING]

    def wholes(self, part: Entity) -> Sequence[Entity]:
        found = self._wholes.get(part.pk, {}).values()
        return sorted(found, key=lambda event: (event.label, event.slug))

    def held_by(self, event: Entity) -> Iterable[Statement]:
        parts = self._parts.get(event.pk, {})
        own = () if event.pk in parts else self._about.get(event.pk, ())
        yield from (row for row in own if row.property.marks == Marks.NOTHING)
        for part in parts:
            yield from self._about.get(part, ())
