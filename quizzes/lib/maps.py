"""A map of a region: land, borders, and places as marks that lead to their pages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from quizzes.lib.geo import Box, Label, Projection, Spot, Window, label_box, label_places
from quizzes.lib.marks import outline
from quizzes.lib.svg import short

WIDTH = 360
RADIUS = 4.5
REACH = 12  # the radius within which a finger finds a mark
LETTER, HEIGHT = 6.6, 13  # of a name, about


@dataclass(frozen=True, slots=True)
class Region:
    """A coast and borders, drawn; ``window`` is what is seen of them.

    ``names`` are those of land and sea, with where their middles stand.
    """

    window: Window
    land: str
    borders: str
    names: tuple[tuple[str, Label], ...] = ()

    @property
    def projection(self) -> Projection:
        """How its places become points."""
        return Projection(self.window, WIDTH)


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the map: its name, and, if it leads somewhere, its ``address``.

    ``words`` are read out for it, beginning with its name; ``kind`` is that of its mark.
    """

    name: str
    longitude: float
    latitude: float
    words: str = ""
    address: str = ""
    kind: str = "plain"


@lru_cache(maxsize=4)
def read_region(path: Path) -> Region | None:
    """Return the region in a file that ``scripts/coast.py`` wrote, or None if there is none."""
    if not path.is_file():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    window = Window(**data["window"])
    projection = Projection(window, WIDTH)
    return Region(
        window=window,
        land=projection.path(data["land"], closed=True),
        borders=projection.path(data["borders"], closed=False),
        names=tuple(
            (it["name"], Label(*projection.at(it["longitude"], it["latitude"]), "middle"))
            for it in data.get("names", ())
        ),
    )


def region_map(
    region: Region, places: Sequence[Place], *, name: str, title: str, description: str
) -> SafeString:
    """Return an SVG of the region with its ``places``, of which the first are named first.

    Those beyond the window are left out, and so are names for which there is no room. ``name``
    makes the ids and must be unique on the page. The marks are links where they have addresses;
    a map without any is read out as one picture, by ``title`` and ``description``.
    """
    projection = region.projection
    seen = [p for p in places if region.window.holds(p.longitude, p.latitude)]
    points = [projection.at(p.longitude, p.latitude) for p in seen]
    labels = label_places(
        [Spot(x, y, LETTER * len(p.name)) for p, (x, y) in zip(seen, points, strict=True)],
        Box(2, 2, WIDTH - 2, projection.height - 2),
        radius=RADIUS,
        height=HEIGHT,
        avoid=[label_box(at, LETTER * len(text), HEIGHT) for text, at in region.names],
    )
    marks = []
    for place, (x, y), label in zip(seen, points, labels, strict=True):
        marks.append((_mark(place, x, y, _name(place.name, label) if label else SafeString()),))
    return format_html(
        '<svg class="map" viewBox="0 0 {width} {height}" role="{role}"'
        ' aria-labelledby="{name}-title" aria-describedby="{name}-description"'
        ' xmlns="http://www.w3.org/2000/svg">'
        '<title id="{name}-title">{title}</title>'
        '<desc id="{name}-description">{description}</desc>'
        '<path class="map-land" d="{land}"/><path class="map-border" d="{borders}"/>'
        '<g class="map-names">{names}</g>{marks}</svg>',
        width=WIDTH,
        height=short(projection.height),
        role="group" if any(place.address for place in seen) else "img",
        name=name,
        title=title,
        description=description,
        land=region.land,
        borders=region.borders,
        names=format_html_join("", "{}", ((_name(text, at),) for text, at in region.names)),
        marks=format_html_join("", "{}", marks),
    )


def _name(text: str, at: Label) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" text-anchor="{}">{}</text>', short(at.x), short(at.y), at.anchor, text
    )


def _mark(place: Place, x: float, y: float, named: SafeString) -> SafeString:
    """A place's mark with its name; in a link, with room around it for a finger."""
    mark = format_html(
        '<path class="mark is-{}" d="{}"/>{}', place.kind, outline(place.kind, x, y, RADIUS), named
    )
    if not place.address:
        return mark
    return format_html(
        '<a href="{}" aria-label="{}"><title>{}</title>'
        '<circle class="map-reach" cx="{}" cy="{}" r="{}"/>{}</a>',
        *(place.address, place.words or place.name, place.words or place.name),
        *(short(x), short(y), REACH, mark),
    )
