"""A map of a region: land, borders, and places as marks that lead to their pages."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from quizzes.lib.geo import (
    Box,
    Label,
    Projection,
    Spot,
    Window,
    label_box,
    label_places,
    spread,
    view_of,
)
from quizzes.lib.marks import outline
from quizzes.lib.svg import short

WIDTH = 360
RADIUS = 4.5
REACH = 12  # the radius within which a finger finds a mark
PIN, FINGER = 11, 24.5  # the radius of a mark to be picked, and of what may be touched of it
# The signs on the marks of an answer, around their middle: a tick and a cross.
ANSWER_MARKS = {"right": "M-4 0l3 3.5 5-7", "given": "M-3.5-3.5l7 7M3.5-3.5l-7 7"}
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


def choice_map(
    region: Region, places: Sequence[Place], *, name: str, chosen: str = ""
) -> SafeString:
    """Return an SVG on which one of the ``places`` can be picked: the part of the region they span.

    The marks are the radio buttons of a field called ``name``, with the place's index as value and
    ``name-index`` as id; the one of the value ``chosen`` is picked. They bear numbers, and no names
    to be seen; a reader of the page who cannot see the map is told those. Marks too near to one
    another to be told apart by a finger stand beside their places, with a line to them.
    """
    view = _view(region, places)
    frame = Box(FINGER, FINGER, WIDTH - FINGER, view.height - FINGER)
    pins = spread(view.spots, 2 * FINGER, frame)
    marks = enumerate(zip(places, view.spots, pins, strict=True))
    return format_html(
        '<svg class="map choice-map" viewBox="0 0 {} {}" xmlns="http://www.w3.org/2000/svg">'
        "{}{}</svg>",
        *(WIDTH, short(view.height)),
        view.ground,
        format_html_join("", "{}", ((_pin(name, n, chosen, *mark),) for n, mark in marks)),
    )


def answer_map(
    region: Region, places: Sequence[Place], *, name: str, title: str, description: str
) -> SafeString:
    """Return an SVG of the part of the region that the ``places`` span, with a mark for each.

    The marks are as their ``kind`` says: "right" with a tick, "given" with a cross, or plain. The
    first places are named first, where there is room. ``name`` makes the ids and must be unique on
    the page; the map is read out as one picture, by ``title`` and ``description``.
    """
    view = _view(region, places)
    labels = label_places(
        [Spot(x, y, LETTER * len(it.name)) for it, (x, y) in zip(places, view.spots, strict=True)],
        Box(2, 2, WIDTH - 2, view.height - 2),
        radius=PIN,
        height=HEIGHT,
        avoid=[label_box(at, LETTER * len(text), HEIGHT) for text, at in view.names],
    )
    marks = [
        (_answer_mark(place, x, y), _name(place.name, label) if label else "")
        for place, (x, y), label in zip(places, view.spots, labels, strict=True)
    ]
    return format_html(
        '<svg class="map answer-map" viewBox="0 0 {width} {height}" role="img"'
        ' aria-labelledby="{name}-title {name}-description" xmlns="http://www.w3.org/2000/svg">'
        '<title id="{name}-title">{title}</title>'
        '<desc id="{name}-description">{description}</desc>{ground}{marks}</svg>',
        width=WIDTH,
        height=short(view.height),
        name=name,
        title=title,
        description=description,
        ground=view.ground,
        # The first lie on top.
        marks=format_html_join("", "{}{}", reversed(marks)),
    )


def _answer_mark(place: Place, x: float, y: float) -> SafeString:
    if place.kind not in ANSWER_MARKS:
        return format_html('<circle class="mark" cx="{}" cy="{}" r="3.5"/>', short(x), short(y))
    return format_html(
        '<g class="answer-mark is-{}"><circle cx="{x}" cy="{y}" r="{}"/>'
        '<path transform="translate({x} {y})" d="{}"/></g>',
        *(place.kind, PIN - 1, ANSWER_MARKS[place.kind]),
        x=short(x),
        y=short(y),
    )


@dataclass(frozen=True, slots=True)
class _View:
    """A part of a region: its ground drawn, what is named in it, and where its places are."""

    height: float
    ground: SafeString
    names: list[tuple[str, Label]]
    spots: list[tuple[float, float]]


def _view(region: Region, places: Sequence[Place]) -> _View:
    """The part of the region that the places span, as wide as the picture."""
    projection = region.projection
    spots = [projection.at(place.longitude, place.latitude) for place in places]
    part = view_of(spots, Box(0, 0, WIDTH, projection.height))
    scale = WIDTH / (part.right - part.left)
    names = [
        (text, Label((at.x - part.left) * scale, (at.y - part.top) * scale, at.anchor))
        for text, at in region.names
        if part.left < at.x < part.right and part.top < at.y < part.bottom
    ]
    ground = format_html(
        '<g transform="scale({}) translate({} {})">'
        '<path class="map-land" d="{}"/><path class="map-border" d="{}"/></g>'
        '<g class="map-names" aria-hidden="true">{}</g>',
        *(f"{scale:.4f}", short(-part.left), short(-part.top)),
        *(region.land, region.borders),
        format_html_join("", "{}", ((_name(text, at),) for text, at in names)),
    )
    return _View(
        height=scale * (part.bottom - part.top),
        ground=ground,
        names=names,
        spots=[((x - part.left) * scale, (y - part.top) * scale) for x, y in spots],
    )


def _pin(
    name: str,
    index: int,
    chosen: str,
    place: Place,
    spot: tuple[float, float],
    pin: tuple[float, float],
) -> SafeString:
    """A radio button on its mark; with a line to the place if the mark stands beside it."""
    (x, y), (at_x, at_y) = pin, spot
    line = SafeString()
    if math.hypot(x - at_x, y - at_y) > PIN:
        line = format_html(
            '<path class="choice-line" d="M{} {}L{} {}"/>'
            '<circle class="mark" cx="{}" cy="{}" r="3"/>',
            *map(short, (x, y, at_x, at_y, at_x, at_y)),
        )
    return format_html(
        '<g class="choice-mark">{line}<circle class="choice-pin" cx="{x}" cy="{y}" r="{pin}"/>'
        '<text x="{x}" y="{base}" text-anchor="middle" aria-hidden="true">{number}</text>'
        '<foreignObject x="{left}" y="{top}" width="{side}" height="{side}">'
        '<input type="radio" id="{name}-{index}" name="{name}" value="{index}"'
        ' aria-label="{words}" required=""{checked}/></foreignObject></g>',
        line=line,
        checked=SafeString(' checked=""') if str(index) == chosen else "",
        x=short(x),
        y=short(y),
        pin=PIN,
        base=short(y + 4.5),
        number=index + 1,
        left=short(x - FINGER),
        top=short(y - FINGER),
        side=2 * FINGER,
        name=name,
        index=index,
        words=place.name,
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
