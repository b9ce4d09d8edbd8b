"""Places keep their bearings on the map, and their names do not cover each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.lib.geo import Box, Label, Projection, Spot, Window, label_box, label_places

WINDOW = Window(west=10, south=30, east=20, north=34)
PROJECTION = Projection(WINDOW, 360)
FRAME = Box(0, 0, 360, 200)
RADIUS, HEIGHT = 4.5, 13
places = st.tuples(st.floats(10, 20), st.floats(30, 34))


def test_it_works() -> None:
    assert PROJECTION.at(10, 34) == (0, 0)
    assert PROJECTION.at(20, 30) == pytest.approx((360, PROJECTION.height))
    assert PROJECTION.path([[(10, 34), (20, 34)]], closed=True) == "M0 0L360 0z"


def test_a_degree_is_as_long_both_ways_where_the_map_is_true() -> None:
    """At 32° north a degree of longitude is 0.848 of one of latitude."""
    across = PROJECTION.at(11, 32)[0] - PROJECTION.at(10, 32)[0]
    up = PROJECTION.at(10, 31)[1] - PROJECTION.at(10, 32)[1]
    assert across / up == pytest.approx(0.848, abs=0.001)


@given(places)
def test_what_the_window_holds_lies_in_the_picture(place: tuple[float, float]) -> None:
    x, y = PROJECTION.at(*place)
    assert WINDOW.holds(*place)
    assert -0.001 <= x <= 360.001
    assert -0.001 <= y <= PROJECTION.height + 0.001


@given(places, places)
def test_east_is_right_and_north_is_up(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    (x, y), (other_x, other_y) = PROJECTION.at(*one), PROJECTION.at(*other)
    assert (one[0] <= other[0]) == (x <= other_x) or one[0] == pytest.approx(other[0])
    assert (one[1] <= other[1]) == (y >= other_y) or one[1] == pytest.approx(other[1])


@pytest.mark.parametrize(("longitude", "latitude"), [(9.9, 32), (20.1, 32), (15, 29), (15, 35)])
def test_the_window_does_not_hold_what_lies_beside_it(longitude: float, latitude: float) -> None:
    assert not WINDOW.holds(longitude, latitude)


spots = st.lists(
    st.builds(Spot, st.floats(5, 355), st.floats(5, 195), st.floats(10, 120)), max_size=25
)


@given(spots)
def test_no_name_covers_another_or_a_mark_or_leaves_the_frame(spots: list[Spot]) -> None:
    obstacle = Box(100, 50, 200, 70)
    labels = label_places(spots, FRAME, radius=RADIUS, height=HEIGHT, avoid=[obstacle])
    assert len(labels) == len(spots)
    boxes = [
        label_box(label, spot.width, HEIGHT)
        for spot, label in zip(spots, labels, strict=True)
        if label
    ]
    marks = [Box(s.x - RADIUS, s.y - RADIUS, s.x + RADIUS, s.y + RADIUS) for s in spots]
    for number, box in enumerate(boxes):
        assert box.within(FRAME)
        assert not box.meets(obstacle)
        assert not any(box.meets(other) for other in boxes[:number])
        assert not any(box.meets(mark) for mark in marks)


@given(st.floats(60, 300), st.floats(30, 170), st.floats(10, 120))
def test_a_place_alone_gets_its_name_on_the_right_or_left(x: float, y: float, width: float) -> None:
    (label,) = label_places([Spot(x, y, width)], FRAME, radius=RADIUS, height=HEIGHT)
    assert label is not None
    assert label.anchor in ("start", "end") or width > 50


def test_the_first_place_is_named_first() -> None:
    spots = [Spot(180, 100, 340), Spot(180, 102, 340)]
    narrow = Box(0, 70, 360, 130)
    labels = label_places(spots, narrow, radius=RADIUS, height=HEIGHT)
    assert labels[0] is not None
    assert label_places(spots, Box(0, 90, 360, 112), radius=RADIUS, height=HEIGHT)[1] is None


def test_boxes_that_share_an_edge_do_not_meet() -> None:
    assert not Box(0, 0, 10, 10).meets(Box(10, 0, 20, 10))
    assert Box(0, 0, 10, 10).meets(Box(9, 9, 20, 20))


def test_a_name_is_anchored_where_it_says() -> None:
    assert label_box(Label(50, 20, "end"), 30, 12) == Box(20, 11, 50, 23)
