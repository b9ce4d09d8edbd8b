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
EVENTS = (Entity.Kind.EVENT, Entity.Kind.CONFLICT)


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

    def all_wholes(self, part: Entity) -> Sequence[Entity]:
        """Return the events of which an event is a part, near and far."""
        found: dict[int, Entity] = {}
        waiting = [part]
        while waiting:
            new = [it for it in self.wholes(waiting.pop()) if it.pk not in found]
            found |= {it.pk: it for it in new}
            waiting += new
        return list(found.values())

    def told_with(self, event: Entity) -> Iterable[Statement]:
        """Return the statements on an event and its parts, near and far, and what was in them.

        The latter are those of which one is the value or the place, and which are on no event.
        """
        found = {event.pk}
        waiting = {event.pk}
        while waiting:
            waiting = set(self._parts_of(waiting)) - found
            found |= waiting
        return self._speaking_of(found)

    def _parts_of(self, events: set[int]) -> Iterable[int]:
        told = Statement.objects.standing().filter(property__marks=Marks.PARENT)
        return told.filter(value_entity__in=events).order_by().values_list("subject", flat=True)

    def _speaking_of(self, events: set[int]) -> Iterable[Statement]:
        named = Q(value_entity__in=events) | Q(where__in=events)
        about = Q(subject__in=events) | (named & ~Q(subject__kind__in=EVENTS))
        return Statement.objects.standing().filter(about).order_by("slug")


class ChronologyAtHand(Chronology):
    """The days of all events, read once in four queries: for checking many statements."""

    def __init__(self) -> None:
        rows = Statement.objects.standing().select_related("property")
        self._about: defaultdict[int, list[Statement]] = defaultdict(list)
        self._naming: defaultdict[int, list[Statement]] = defaultdict(list)
        events = set(Entity.objects.filter(kind__in=EVENTS).values_list("pk", flat=True))
        parents: list[Statement] = []
        for row in rows:
            self._about[row.subject_id].append(row)
            if row.subject_id not in events:
                for named in events & {row.value_entity_id, row.where_id}:
                    self._naming[named].append(row)
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

    def _parts_of(self, events: set[int]) -> Iterable[int]:
        return [part for event in events for part in self._parts.get(event, ())]

    def _speaking_of(self, events: set[int]) -> Iterable[Statement]:
        maps = (self._about, self._naming)
        found = {row.pk: row for event in events for it in maps for row in it.get(event, ())}
        return sorted(found.values(), key=lambda row: row.slug)
