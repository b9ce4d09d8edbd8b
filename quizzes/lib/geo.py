"""From places on the earth to points in a picture, and where their names find room. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from quizzes.lib.svg import short

EARTH_RADIUS_KM = 6371.0

# Of a part of a picture: how much wider than its points it is, how high for its width, and how
# small it may be beside the whole.
ROOM, SHAPE, SMALLEST = 1.5, 0.75, 1 / 3
ROUNDS = 100
# By this angle, in radians, those turn aside that cannot part along the line they stand in.
TURN = 0.2


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the earth that a map shows, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, longitude: float, latitude: float) -> bool:
        """Return whether a place lies in it."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


@dataclass(frozen=True, slots=True)
class Projection:
    """A window drawn ``width`` wide: plain degrees, of equal scale along its middle latitude.

    That is right enough for a region some hundred kilometres high.
    """

    window: Window
    width: float

    @property
    def height(self) -> float:
        """How high the picture becomes."""
        window = self.window
        across = (window.east - window.west) * math.cos(math.radians(self._middle))
        return self.width * (window.north - window.south) / across

    @property
    def _middle(self) -> float:
        return (self.window.south + self.window.north) / 2

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return the point of a place: x from the left, y from the top."""
        window = self.window
        return (
            self.width * (longitude - window.west) / (window.east - window.west),
            self.height * (window.north - latitude) / (window.north - window.south),
        )

    def path(self, lines: Iterable[Sequence[Sequence[float]]], *, closed: bool) -> str:
        """Return the SVG path of lines of (longitude, latitude), ``closed`` for areas."""
        parts = []
        for line in lines:
            points = [f"{short(x)} {short(y)}" for x, y in (self.at(*point[:2]) for point in line)]
            parts.append("M" + "L".join(points) + "z" * closed)
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Spot:
    """A point with the size of the name that it should get."""

    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Label:
    """Where a name stands: ``x`` and the base line ``y``, and how it is anchored there."""

    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle from the upper left corner to the lower right one."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Return whether the two share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        """Return whether it lies in the other."""
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


def label_places(
    spots: Sequence[Spot],
    frame: Box,
    *,
    radius: float,
    height: float,
    avoid: Sequence[Box] = (),
) -> list[Label | None]:
    """Find a place for the name of each spot, the first ones first, or None where there is none.

    No name covers another, nor a spot's mark (``radius``), nor what it has to ``avoid``, nor
    leaves the ``frame``. A name is tried to the right of its mark, to the left, above, below, and
    at the four corners.
    """
    taken = [*avoid]
    taken += [Box(s.x - radius, s.y - radius, s.x + radius, s.y + radius) for s in spots]
    found: list[Label | None] = []
    for spot in spots:
        for label in _tries(spot, radius, height):
            box = label_box(label, spot.width, height)
            if box.within(frame) and not any(box.meets(other) for other in taken):
                taken.append(box)
                found.append(label)
                break
        else:
            found.append(None)
    return found


def _tries(spot: Spot, radius: float, height: float) -> Iterable[Label]:
    """The places for a name, best first."""
    gap = radius + 2
    level, above, below = spot.y + 0.35 * height, spot.y - gap, spot.y + gap + 0.75 * height
    yield Label(spot.x + gap, level, "start")
    yield Label(spot.x - gap, level, "end")
    yield Label(spot.x, above, "middle")
    yield Label(spot.x, below, "middle")
    for y in (above, below):
        yield Label(spot.x + radius, y, "start")
        yield Label(spot.x - radius, y, "end")


def label_box(label: Label, width: float, height: float) -> Box:
    """Return the room that a name of some size takes: a quarter of it lies below its line."""
    left = label.x - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    return Box(left, label.y - 0.75 * height, left + width, label.y + 0.25 * height)


def view_of(points: Sequence[tuple[float, float]], whole: Box) -> Box:
    """Return the part of a picture in which some points lie, with room around them.

    It is at most as large as the ``whole``, and never so small that nothing else is seen.
    """
    across, down = zip(*points, strict=True)
    width = max(ROOM * (max(across) - min(across)), ROOM * (max(down) - min(down)) / SHAPE)
    width = min(max(width, SMALLEST * (whole.right - whole.left)), whole.right - whole.left)
    height = min(SHAPE * width, whole.bottom - whole.top)
    left = (max(across) + min(across) - width) / 2
    top = (max(down) + min(down) - height) / 2
    left = min(max(left, whole.left), whole.right - width)
    top = min(max(top, whole.top), whole.bottom - height)
    return Box(left, top, left + width, top + height)


def spread(
    points: Sequence[tuple[float, float]], apart: float, frame: Box
) -> list[tuple[float, float]]:
    """Move points that lie too near to one another until they are ``apart``, within a ``frame``.

    Where there is no room for that they come as far apart as a number of rounds brings them.
    """
    moved = [_within(x, y, frame) for x, y in points]
    for number in range(ROUNDS):
        # Those in one line would only jostle along it, so in the end they turn aside.
        turn = TURN if number >= ROUNDS // 4 else 0.0
        for one, other in combinations(range(len(moved)), 2):
            (x, y), (to_x, to_y) = moved[one], moved[other]
            way = math.hypot(to_x - x, to_y - y)
            if way >= apart:
                continue
            # Two at the same point part sideways.
            angle = math.atan2(to_y - y, to_x - x) + turn if way else 0.0
            right, down = math.cos(angle), math.sin(angle)
            push = (apart - way) / 2 + 0.01
            moved[one] = _within(x - push * right, y - push * down, frame)
            moved[other] = _within(to_x + push * right, to_y + push * down, frame)
    return moved


def _within(x: float, y: float, frame: Box) -> tuple[float, float]:
    return min(max(x, frame.left), frame.right), min(max(y, frame.top), frame.bottom)


def kilometres(longitude: float, latitude: float, to_longitude: float, to_latitude: float) -> float:
    """Return the way between two places, in degrees, along a great circle (haversine formula)."""
    here, there = math.radians(latitude), math.radians(to_latitude)
    across = math.radians(to_longitude - longitude)
    chord = (
        math.sin((there - here) / 2) ** 2
        + math.cos(here) * math.cos(there) * math.sin(across / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))
