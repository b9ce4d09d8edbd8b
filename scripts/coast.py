"""Cut the coast and borders of a region out of Natural Earth, for the map of the places page.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python scripts/coast.py package/countries-10m.json > seeds/derna/coast.json

A developer's script: what it wrote is kept, so nobody needs to run it again unless the map is to
show another region; then change ``WINDOW`` and ``NAMES``. It needs nothing but Python.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Line = list[Point]

WINDOW = {"west": 15.4, "south": 29.9, "east": 27.0, "north": 34.0}
# Where the names of land and sea stand, by their middles.
NAMES = [
    {"name": "Mediterranean Sea", "longitude": 18.4, "latitude": 32.7},
    {"name": "Libya", "longitude": 22.6, "latitude": 30.6},
    {"name": "Egypt", "longitude": 26.1, "latitude": 30.6},
]
MARGIN = 0.2  # degrees around the window, so that no edge of the cut is seen
TOLERANCE = 0.004  # degrees by which a line may be wrong after it is simplified
SMALLEST = 0.002  # square degrees; smaller islands are left out
SOURCE = "Natural Earth 4.1.0, 1:10m, as carried by the npm package world-atlas 2.0.2"


def main(path: Path) -> None:
    """Read the TopoJSON file at ``path`` and print the region as JSON."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    arcs = list(decoded(topology))
    west, south, east, north = (WINDOW[side] for side in ("west", "south", "east", "north"))
    box = (west - MARGIN, south - MARGIN, east + MARGIN, north + MARGIN)
    land = []
    for ring in rings(topology["objects"]["land"], arcs):
        kept = clipped_ring(ring, box)
        if abs(area(kept)) >= SMALLEST:
            land.append(rounded(simplified(kept)))
    borders = []
    for number in shared(topology["objects"]["countries"]):
        for piece in clipped_line(arcs[number], box):
            borders.append(rounded(simplified(piece)))
    region = {
        "source": SOURCE,
        "licence": "Public domain. Made by scripts/coast.py.",
        "window": WINDOW,
        "names": NAMES,
        "land": land,
        "borders": borders,
    }
    print(json.dumps(region, separators=(",", ":")).replace('],"', '],\n"').replace('","', '",\n"'))


def decoded(topology: dict[str, Any]) -> Iterator[Line]:
    """Turn the arcs' steps on the file's grid into longitudes and latitudes."""
    (across, up), (left, bottom) = (topology["transform"][key] for key in ("scale", "translate"))
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append((x * across + left, y * up + bottom))
        yield line


def rings(geometry: dict[str, Any], arcs: list[Line]) -> Iterator[Line]:
    """Yield every ring of a geometry, joined from its arcs (a negative number runs backwards)."""
    for part in geometry.get("geometries", [geometry]):
        polygons = part["arcs"] if part["type"] == "MultiPolygon" else [part["arcs"]]
        for polygon in polygons:
            for ring in polygon:
                yield [p for n in ring for p in (arcs[n] if n >= 0 else arcs[~n][::-1])[:-1]]


def shared(countries: dict[str, Any]) -> list[int]:
    """Return the numbers of the arcs that two countries share: their borders."""
    used: Counter[int] = Counter()
    for country in countries["geometries"]:
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        used.update({n if n >= 0 else ~n for polygon in polygons for ring in polygon for n in ring})
    return sorted(number for number, times in used.items() if times > 1)


Box = tuple[float, float, float, float]


def sides(box: Box) -> list[tuple[Callable[[Point], bool], Callable[[Point, Point], Point]]]:
    """Return, for each side of the box, whether a point is inside, and where a line crosses it."""

    def along(axis: int, bound: float) -> Callable[[Point, Point], Point]:
        def crossing(a: Point, b: Point) -> Point:
            share = (bound - a[axis]) / (b[axis] - a[axis])
            return (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))

        return crossing

    west, south, east, north = box
    return [
        (lambda p: p[0] >= west, along(0, west)),
        (lambda p: p[0] <= east, along(0, east)),
        (lambda p: p[1] >= south, along(1, south)),
        (lambda p: p[1] <= north, along(1, north)),
    ]


def clipped_ring(ring: Line, box: Box) -> Line:
    """Cut a ring to the box, side by side (Sutherland and Hodgman)."""
    for inside, crossing in sides(box):
        cut: Line = []
        for before, point in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
            if inside(point) != inside(before):
                cut.append(crossing(before, point))
            if inside(point):
                cut.append(point)
        ring = cut
    return ring


def clipped_line(line: Line, box: Box) -> list[Line]:
    """Cut a line to the box; the pieces inside it remain."""
    pieces = [line]
    for inside, crossing in sides(box):
        cut: list[Line] = []
        for piece in pieces:
            run: Line = []
            for before, point in zip([None, *piece[:-1]], piece, strict=True):
                if before is not None and inside(before) != inside(point):
                    run.append(crossing(before, point))
                    if inside(before):
                        cut.append(run)
                        run = []
                if inside(point):
                    run.append(point)
            if run:
                cut.append(run)
        pieces = cut
    return [piece for piece in pieces if len(piece) > 1]


def simplified(line: Line) -> Line:
    """Leave out points within the tolerance of the line without them (Douglas, Peucker)."""
    if len(line) < 3:
        return line
    first, last = line[0], line[-1]
    far, place = max((distance(p, first, last), i) for i, p in enumerate(line[1:-1], start=1))
    if far <= TOLERANCE:
        return [first, last]
    return simplified(line[: place + 1])[:-1] + simplified(line[place:])


def distance(point: Point, first: Point, last: Point) -> float:
    """Return how far a point lies from the line between two others."""
    (x, y), (x1, y1), (x2, y2) = point, first, last
    length = math.hypot(x2 - x1, y2 - y1)
    if not length:
        return math.hypot(x - x1, y - y1)
    share = max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length**2))
    return math.hypot(x - x1 - share * (x2 - x1), y - y1 - share * (y2 - y1))


def area(ring: Line) -> float:
    """Return the signed area of a ring in square degrees."""
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def rounded(line: Line) -> list[list[float]]:
    """Round to a hundredth of a degree, about a kilometre."""
    return [[round(x, 2), round(y, 2)] for x, y in line]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
