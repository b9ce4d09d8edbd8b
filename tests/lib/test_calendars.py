"""The calendar shows every day once, as big as its value, within the picture."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from quizzes.lib.calendars import SIZES, WIDEST, calendar_chart, key_square, level, week_start

SVG = "{http://www.w3.org/2000/svg}"
LAST = date(2026, 3, 1)  # a Sunday
STEPS = (1, 10, 30, 60)


def drawn(days: int, values: dict[date, int] | None = None) -> ElementTree.Element:
    first = LAST - timedelta(days=days - 1)
    text = calendar_chart(
        values or {}, first, LAST, STEPS, name="days", title="Days", description="None"
    )
    return ElementTree.fromstring(text)


def squares(svg: ElementTree.Element, kind: str) -> list[tuple[float, float, float]]:
    """Left, top and side of each square of a class."""
    path = next((it.attrib["d"] for it in svg.iter(f"{SVG}path") if kind in it.attrib["class"]), "")
    found = re.findall(r"M([\d.]+) ([\d.]+)h([\d.]+)", path)
    return [(float(x), float(y), float(side)) for x, y, side in found]


def test_it_works() -> None:
    svg = drawn(10, {LAST: 12, LAST - timedelta(days=1): 1, LAST - timedelta(days=2): 99})
    assert len(squares(svg, "is-level-0")) == 7
    sides = [squares(svg, f"is-level-{it}")[0][2] for it in (1, 2, 4)]
    assert sides == [pytest.approx(SIZES[it] * WIDEST, abs=0.06) for it in (1, 2, 4)]
    assert squares(svg, "is-level-3") == []
    assert len(squares(svg, "day-frame")) == 1


@pytest.mark.parametrize("days", [1, 7, 28, 182, 183, 364])
def test_every_day_stands_once_and_inside(days: int) -> None:
    svg = drawn(days)
    width, height = (float(it) for it in svg.attrib["viewBox"].split()[2:])
    found = squares(svg, "is-level-0")
    assert len(set(found)) == days
    for x, y, side in [*found, *squares(svg, "day-frame")]:
        assert 0 <= x <= x + side <= width
        assert 0 <= y <= y + side <= height
    for text in svg.iter(f"{SVG}text"):
        assert float(text.attrib["x"]) < width


def test_a_year_stands_in_two_rows_and_names_its_months() -> None:
    svg = drawn(364)
    names = ["".join(text.itertext()) for text in svg.iter(f"{SVG}text")]
    assert names.count("Mon") == 2
    months = [name for name in names if name not in ("Mon", "Wed", "Fri", "Sun")]
    assert months[:4] == ["Mar", "Apr", "May", "Jun"]
    assert "Jan 2026" in months


@pytest.mark.parametrize(("value", "reached"), [(0, 0), (1, 1), (9, 1), (10, 2), (60, 4), (999, 4)])
def test_levels(value: int, reached: int) -> None:
    assert level(value, STEPS) == reached


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_week_begins_as_the_language_has_it(day: date) -> None:
    with translation.override("en-gb"):
        assert week_start(day).weekday() == 0
    with translation.override("en-us"):
        assert week_start(day).weekday() == 6
    assert timedelta(0) <= day - week_start(day) < timedelta(days=7)


def test_the_bigger_the_more() -> None:
    assert list(SIZES) == sorted(SIZES)
    assert len({key_square(it) for it in range(5)}) == 5
