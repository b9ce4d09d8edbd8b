"""The places that the facts speak of, on the map and in a list, those within others below them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from quizzes.facts.models import Entity, Property, Statement
from quizzes.lib import maps
from quizzes.lib.marks import FAIR, NEW, PLAIN, STRONG

from .catalogue import Entry, entries_of
from .lines import Reader
from .mentions import Mentions, mentions
from .phases import outwards

Kind = Entity.Kind

# What the marks of places say of the reader's knowledge.
KNOWN: dict[str, Promise] = {
    NEW: gettext_lazy("you know none of its facts well yet"),
    FAIR: gettext_lazy("you know some of its facts well"),
    STRONG: gettext_lazy("you know half of its facts well, or more"),
}


@dataclass(slots=True)
class Place:
    """A place in the list, with those that lie in it, and the ``kind`` of its mark."""

    entry: Entry
    kind: str
    on_map: bool
    inside: list[Place] = field(default_factory=list)

    @property
    def entity(self) -> Entity:
        """The place itself."""
        return self.entry.entity

    @property
    def beyond(self) -> bool:
        """Whether its coordinates are known, but lie outside the map."""
        return self.entity.latitude is not None and not self.on_map


def places(reader: Reader) -> list[Place]:
    """Return all places that published facts speak of, in the order of names. Few queries."""
    personal = reader.is_authenticated
    return [
        Place(
            entry=entry,
            kind=_kind(entry) if personal else PLAIN,
            on_map=_on_map(entry.entity),
        )
        for entry in entries_of((Kind.PLACE,), mentions(), reader)
    ]


def nested(found: list[Place]) -> list[Place]:
    """Return the outermost of the places, with the others inside them."""
    by_id = {place.entity.pk: place for place in found}
    parents = _parents(by_id)
    outermost: list[Place] = []
    for pk, place in by_id.items():
        around = [it for it in outwards(pk, parents)[1:] if it in by_id]
        # Of places that are said to lie in one another, none lies in the other.
        around = [it for it in around if pk not in outwards(it, parents)]
        (by_id[around[0]].inside if around else outermost).append(place)
    return outermost


def places_map(found: list[Place]) -> SafeString:
    """Return the map of the region with the places that lie on it, or nothing without any."""
    region = _region()
    seen = sorted((it for it in found if it.on_map), key=lambda it: -it.entry.facts)
    if region is None or not seen:
        return SafeString()
    return maps.region_map(
        region,
        [_marked(it) for it in seen],
        name="places-map",
        title=_("Map of the region"),
        description=ngettext(
            "%(count)s place is marked; the list below holds all.",
            "%(count)s places are marked; the list below holds all.",
            len(seen),
        )
        % {"count": len(seen)},
    )


def place_map(entity: Entity, known: Mentions) -> SafeString:
    """Return a small map that shows where a place lies among others, or nothing off the map.

    The others are those ``known`` to readers.
    """
    region = _region()
    if region is None or not _on_map(entity):
        return SafeString()
    others = [
        it.entity
        for it in entries_of((Kind.PLACE,), known)
        if it.entity.pk != entity.pk and it.entity.latitude is not None
    ]
    return maps.region_map(
        region,
        [_point(entity, kind=PLAIN), *(_point(it, kind="other") for it in others)],
        name="place-map",
        title=_("Where %(place)s lies") % {"place": entity.label},
        description=_("A map of the region."),
    )


def _marked(place: Place) -> maps.Place:
    words = ngettext("%(place)s: %(count)s fact", "%(place)s: %(count)s facts", place.entry.facts)
    said = words % {"place": place.entity.label, "count": place.entry.facts}
    if place.kind != PLAIN:
        said = f"{said}; {KNOWN[place.kind]}"
    address = reverse("entity", args=[place.entity.slug])
    return _point(place.entity, words=said, address=address, kind=place.kind)


def _point(entity: Entity, **looks: str) -> maps.Place:
    return maps.Place(
        entity.label, float(entity.longitude or 0), float(entity.latitude or 0), **looks
    )


def _region() -> maps.Region | None:
    return maps.read_region(settings.FACT_PACK / "coast.json")


def _on_map(entity: Entity) -> bool:
    region = _region()
    if region is None or entity.longitude is None or entity.latitude is None:
        return False
    return region.window.holds(float(entity.longitude), float(entity.latitude))


def _kind(entry: Entry) -> str:
    held = entry.learned.held
    if not held:
        return NEW
    return STRONG if 2 * held >= entry.facts else FAIR


def _parents(found: Collection[int]) -> dict[int, list[int]]:
    """The ids of the places that each place lies in, as standing facts say."""
    said = (
        Statement.objects.standing()
        .filter(property__marks=Property.Marks.PARENT, subject__in=found, value_entity__in=found)
        .order_by("pk")
    )
    parents = defaultdict[int, list[int]](list)
    for place, around in said.values_list("subject", "value_entity"):
        parents[place].append(around)
    return parents
