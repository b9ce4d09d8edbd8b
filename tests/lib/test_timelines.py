"""The picture of time is valid, harmless SVG in which everything lies within the frame."""

import re
from datetime import date
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from quizzes.lib.timelines import WIDTH, Bar, Mark, timeline_chart

SVG = "{http://www.w3.org/2000/svg}"
BARS = [
    Bar("The campaign", date(2014, 10, 5), date(2016, 4, 21)),
    Bar("The siege", date(2016, 8, 1), date(2018, 6, 28)),
]
MARKS = [
    Mark(date(2015, 6, 1), date(2015, 6, 30), "strong"),
    Mark(date(2018, 5, 7), date(2018, 5, 7), "new"),
    Mark(date(2018, 5, 8), date(2018, 5, 8), "new"),
]


def drawn(bars: list[Bar] = BARS, marks: list[Mark] = MARKS) -> ElementTree.Element:
    return ElementTree.fromstring(
        timeline_chart(bars, marks, name="time", title="Time", description="3 marks")
    )


def texts(svg: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in svg.iter(f"{SVG}text")]


def paths(svg: ElementTree.Element, name: str) -> list[str]:
    found = (path for path in svg.iter(f"{SVG}path") if name in path.attrib["class"].split())
    return [path.attrib["d"] for path in found]


def marks_in(svg: ElementTree.Element, kind: str) -> list[tuple[float, float]]:
    """The points at which marks of a kind begin."""
    found = "".join(paths(svg, f"is-{kind}"))
    return [(float(x), float(y)) for x, y in re.findall(r"M(-?[\d.]+) (-?[\d.]+)", found)]


def test_it_works() -> None:
    svg = drawn()
    ticks = ["2015", "Jul", "2016", "Jul", "2017", "Jul", "2018"]
    assert texts(svg) == [*ticks, "The campaign", "The siege"]
    assert len(paths(svg, "phase-bar")) == 2
    assert len(marks_in(svg, "strong")) == 1
    assert len(marks_in(svg, "new")) == 2


def test_it_is_read_out_by_its_title_and_description() -> None:
    svg = drawn()
    named = {element.get("id"): element.text for element in svg if element.get("id")}
    assert svg.attrib["role"] == "img"
    assert [named[part] for part in svg.attrib["aria-labelledby"].split()] == ["Time", "3 marks"]


def test_it_has_no_inline_style_or_script() -> None:
    for element in drawn([Bar("<script>", date(2018, 1, 1), None)]).iter():
        assert element.tag not in (f"{SVG}style", f"{SVG}script")
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


def test_a_mark_lies_below_its_phase() -> None:
    svg = drawn(BARS[:1], [Mark(date(2015, 7, 15), date(2015, 7, 15), "plain")])
    ((x, _y),) = marks_in(svg, "plain")
    assert abs(x - WIDTH / 2) < 10


def test_what_lies_beyond_the_phases_stands_at_the_edge() -> None:
    svg = drawn(BARS, [*MARKS, Mark(date(1911, 1, 1), date(1911, 12, 31), "plain")])
    assert "earlier" in texts(svg)
    assert "later" not in texts(svg)
    ((x, _y),) = marks_in(svg, "plain")
    assert x < 40
    assert min(x for x, _y in marks_in(svg, "strong")) > 40


def test_without_phases_the_axis_covers_the_marks() -> None:
    svg = drawn([], MARKS)
    assert not paths(svg, "phase-bar")
    assert not {"earlier", "later"} & set(texts(svg))


def test_without_any_day_there_is_no_picture() -> None:
    assert timeline_chart([], [], name="a", title="b", description="c") == ""
    assert timeline_chart([Bar("x", None, None)], [], name="a", title="b", description="c") == ""


def test_the_names_of_ticks_do_not_lie_on_one_another() -> None:
    svg = drawn([], [Mark(date(2014, 10, 2), date(2016, 4, 30), "plain")])
    assert texts(svg) == ["2015", "Apr", "Jul", "Oct", "2016", "Apr"]


def test_the_name_of_a_tick_near_the_end_stays_inside() -> None:
    svg = drawn([Bar("Siege", date(2014, 10, 5), date(2019, 2, 12))], [])
    last = next(text for text in svg.iter(f"{SVG}text") if text.text == "2019")
    assert (last.attrib["x"], last.attrib["text-anchor"]) == ("360", "end")


days = st.dates(date(1800, 1, 1), date(2100, 1, 1))
bars = st.lists(
    st.builds(
        lambda label, one, other: Bar(label, min(one, other), max(one, other)),
        st.text(st.characters(min_codepoint=32, max_codepoint=500), max_size=40),
        days,
        days,
    ),
    max_size=5,
)
marks = st.lists(
    st.builds(
        lambda one, other, kind: Mark(min(one, other), max(one, other), kind),
        days,
        days,
        st.sampled_from(["plain", "new", "learning", "fading", "fair", "strong"]),
    ),
    min_size=1,
    max_size=60,
)


@given(bars, marks)
def test_everything_lies_within_the_frame(bars: list[Bar], marks: list[Mark]) -> None:
    svg = drawn(bars, marks)
    width, height = (float(part) for part in svg.attrib["viewBox"].split()[2:])
    starts = [
        (float(x), float(y))
        for path in svg.iter(f"{SVG}path")
        for x, y in re.findall(r"M(-?[\d.]+) (-?[\d.]+)", path.attrib["d"])
    ]
    starts += [(float(t.attrib["x"]), float(t.attrib["y"])) for t in svg.iter(f"{SVG}text")]
    assert all(0 <= x <= width and 0 <= y <= height for x, y in starts)
    for path in paths(svg, "phase-bar"):
        x, right = re.findall(r"M(-?[\d.]+) [\d.]+h(-?[\d.]+)", path)[0]
        assert float(right) > 0
        assert float(x) + float(right) <= width + 0.1
