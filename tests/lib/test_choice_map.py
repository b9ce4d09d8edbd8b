"""The map on which a place is picked: marks a finger can find, true to their places."""

import math
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from hypothesis import example, given
from hypothesis import strategies as st

from quizzes.lib.geo import Box, spread, view_of
from quizzes.lib.maps import FINGER, Place, Region, choice_map, read_region

SVG = "{http://www.w3.org/2000/svg}"
PLACES = [
    Place("Benghazi", 20.07, 32.12),
    Place("Derna", 22.64, 32.77),
    Place("Martuba", 22.77, 32.58),
]


@pytest.fixture
def region() -> Region:
    found = read_region(settings.FACT_PACK / "coast.json")
    assert found
    return found


def drawn(region: Region, *places: Place) -> ElementTree.Element:
    return ElementTree.fromstring(choice_map(region, places, name="point"))


def test_it_works(region: Region) -> None:
    svg = drawn(region, *PLACES)
    inputs = list(svg.iter(f"{SVG}input"))
    assert [it.attrib["aria-label"] for it in inputs] == ["Benghazi", "Derna", "Martuba"]
    assert [it.attrib["value"] for it in inputs] == ["0", "1", "2"]
    assert {it.attrib["name"] for it in inputs} == {"point"}
    assert [it.attrib["id"] for it in inputs] == ["point-0", "point-1", "point-2"]


def test_no_name_of_a_place_is_to_be_seen(region: Region) -> None:
    seen = {"".join(text.itertext()) for text in drawn(region, *PLACES).iter(f"{SVG}text")}
    assert {"1", "2", "3"} <= seen
    assert not seen & {place.name for place in PLACES}


def test_marks_of_near_places_stand_apart_with_lines_to_them(region: Region) -> None:
    svg = drawn(region, Place("Sirte", 16.59, 31.2), *PLACES, Place("Tobruk", 23.96, 32.08))
    boxes = list(svg.iter(f"{SVG}foreignObject"))
    middles = [tuple(float(box.attrib[side]) + FINGER for side in "xy") for box in boxes]
    for n, one in enumerate(middles):
        for other in middles[n + 1 :]:
            assert math.dist(one, other) > 1.9 * FINGER
    lines = [it for it in svg.iter(f"{SVG}path") if it.attrib["class"] == "choice-line"]
    assert len(lines) == 2


def test_places_far_apart_have_no_lines(region: Region) -> None:
    svg = drawn(region, PLACES[0], PLACES[1])
    assert not [it for it in svg.iter(f"{SVG}path") if it.attrib["class"] == "choice-line"]


def test_it_has_no_inline_style_or_script(region: Region) -> None:
    for element in drawn(region, Place('"><script>', 22, 32), *PLACES).iter():
        assert element.tag not in (f"{SVG}style", f"{SVG}script")
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


def test_without_a_file_there_is_no_region(tmp_path: Path) -> None:
    assert read_region(tmp_path / "none.json") is None


WHOLE = Box(0, 0, 360, 150)
points = st.tuples(st.floats(0, 360), st.floats(0, 150))


@given(st.lists(points, min_size=1, max_size=6))
def test_the_view_lies_in_the_whole_and_holds_every_point(spots: list[tuple[float, float]]) -> None:
    view = view_of(spots, WHOLE)
    assert view.right - view.left >= 119.9
    for x, y in spots:
        assert view.left - 1e-6 <= x <= view.right + 1e-6
        assert view.top - 1e-6 <= y <= view.bottom + 1e-6
    assert view.left >= -1e-6
    assert view.top >= -1e-6
    assert view.right <= 360 + 1e-6
    assert view.bottom <= 150 + 1e-6


@given(st.lists(points, min_size=1, max_size=6))
@example([(0.0, 0.0), (0.0, 23.0), (0.0, 24.0), (0.0, 65.0), (0.0, 66.0)])
def test_marks_are_spread_within_their_frame(spots: list[tuple[float, float]]) -> None:
    frame = Box(22, 22, 338, 128)
    moved = spread(spots, 44, frame)
    assert len(moved) == len(spots)
    for x, y in moved:
        assert frame.left <= x <= frame.right
        assert frame.top <= y <= frame.bottom
    # A finger's breadth between any two, or nearly.
    for n, one in enumerate(moved):
        for other in moved[n + 1 :]:
            assert math.dist(one, other) > 30


@given(st.lists(points, min_size=1, max_size=6))
def test_what_stands_apart_is_left_where_it_is(spots: list[tuple[float, float]]) -> None:
    frame = Box(0, 0, 360, 150)
    once = spread(spots, 20, frame)
    if all(math.dist(a, b) >= 20 for n, a in enumerate(once) for b in once[n + 1 :]):
        assert spread(once, 20, frame) == once


def test_the_mark_picked_before_is_the_one_that_is_checked(region: Region) -> None:
    assert "checked" not in choice_map(region, PLACES, name="point")
    svg = ElementTree.fromstring(choice_map(region, PLACES, name="point", picked="1"))
    checked = [it.attrib["value"] for it in svg.iter(f"{SVG}input") if "checked" in it.attrib]
    assert checked == ["1"]
    assert "checked" not in choice_map(region, PLACES, name="point", picked="7")
