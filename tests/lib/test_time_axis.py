"""Days keep their order on the axis, ticks lie on it, and stacked marks do not cover each other."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.lib.time_axis import STEPS, TimeAxis, stacked, whole_months

AXIS = TimeAxis(date(2018, 1, 1), date(2018, 12, 31), width=365, start=10)
days = st.dates(date(1, 1, 1), date(9999, 12, 31))
spans = st.tuples(days, days).map(lambda pair: (min(pair), max(pair)))


def test_it_works() -> None:
    assert AXIS.at(date(2018, 1, 1)) == 10
    assert AXIS.at(date(2018, 2, 1)) == pytest.approx(41)
    assert AXIS.at(date(2018, 12, 31), 1) == pytest.approx(375)
    assert AXIS.middle(date(2018, 1, 1), date(2018, 1, 31)) == pytest.approx(25.5)


def test_days_beyond_the_axis_stand_at_its_ends() -> None:
    assert AXIS.at(date(1990, 5, 1)) == 10
    assert AXIS.at(date(2050, 5, 1)) == 375
    assert AXIS.span(None, None) == (10, 375)


def test_ticks_are_as_many_as_fit() -> None:
    assert AXIS.ticks(12) == [date(2018, month, 1) for month in range(1, 13)]
    assert AXIS.ticks(11) == [date(2018, month, 1) for month in (1, 3, 5, 7, 9, 11)]
    assert AXIS.ticks(3) == [date(2018, 1, 1), date(2018, 7, 1)]
    assert AXIS.ticks(1) == [date(2018, 1, 1)]


def test_a_short_span_may_have_no_tick() -> None:
    assert TimeAxis(date(2018, 5, 2), date(2018, 5, 20), width=100).ticks(5) == []


@given(spans, days, days)
def test_later_days_stand_further_on(span: tuple[date, date], one: date, other: date) -> None:
    axis = TimeAxis(*span, width=100, start=5)
    one, other = sorted((one, other))
    assert 5 <= axis.at(one) <= axis.at(other) <= axis.at(other, 1) <= 105.000001


@given(spans, st.integers(1, 12))
def test_ticks_are_few_in_order_and_within(span: tuple[date, date], most: int) -> None:
    first, last = span
    ticks = TimeAxis(first, last, width=100).ticks(most)
    assert len(ticks) <= most
    assert ticks == sorted(set(ticks))
    assert all(first <= tick <= last and tick.day == 1 for tick in ticks)


@given(spans)
def test_ticks_are_missing_only_where_no_month_begins(span: tuple[date, date]) -> None:
    first, last = span
    months = (last.year - first.year) * 12 + last.month - first.month + (first.day == 1)
    ticks = TimeAxis(first, last, width=100).ticks(2 * len(STEPS))
    assert bool(ticks) == (months > 0)


@given(spans)
def test_months_are_whole(span: tuple[date, date]) -> None:
    first, last = whole_months(*span)
    assert first.day == 1
    assert first <= span[0]
    assert last >= span[1]
    assert last == date.max or (last + timedelta(days=1)).day == 1
    assert (last.year, last.month) == (span[1].year, span[1].month)


places = st.lists(st.floats(0, 360), max_size=200)


@given(places, st.floats(2, 12), st.floats(20, 200))
def test_stacked_marks_stay_near_their_places_and_within_the_height(
    places: list[float], size: float, height: float
) -> None:
    points, highest = stacked(places, size, height)
    for place, (x, high) in zip(places, points, strict=True):
        assert abs(x - place) <= size
        assert size / 2 - 0.001 <= high <= height - size / 2 + 0.001
        assert high + size / 2 <= highest + 0.001
    assert len(set(points)) == len(points)


@given(places)
def test_marks_cover_each_other_only_where_there_is_no_room(places: list[float]) -> None:
    points, _highest = stacked(places, 6, 10_000)
    for number, (x, high) in enumerate(points):
        for other_x, other_high in points[:number]:
            assert abs(x - other_x) >= 5.999 or abs(high - other_high) >= 5.999


def test_nothing_is_stacked_nowhere() -> None:
    assert stacked([], 6, 100) == ([], 3)
