"""The bar chart is valid, harmless SVG that says the same as its figures."""

from xml.etree import ElementTree

import pytest
from django.utils import translation

from quizzes.lib.charts import Bar, Group, bar_chart, round_steps

SVG = "{http://www.w3.org/2000/svg}"
BARS = [Bar("1", 4), Bar("2", 0), Bar("3", 8)]


def drawn(
    bars: list[Bar], title: str = "Due", description: str = "12 facts"
) -> ElementTree.Element:
    return ElementTree.fromstring(bar_chart(bars, name="due", title=title, description=description))


def heights(svg: ElementTree.Element) -> list[float]:
    return [float(bar.attrib["height"]) for bar in svg.iter(f"{SVG}rect")]


def texts(svg: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in svg.iter(f"{SVG}text")]


def test_it_works() -> None:
    svg = drawn(BARS)
    assert texts(svg) == ["4", "1", "2", "8", "3"]
    low, high = heights(svg)
    assert high == pytest.approx(2 * low)


def test_it_is_read_out_by_its_title_and_description() -> None:
    svg = drawn(BARS)
    named = {element.get("id"): element.text for element in svg if element.get("id")}
    assert svg.attrib["role"] == "img"
    assert [named[part] for part in svg.attrib["aria-labelledby"].split()] == ["Due", "12 facts"]


def test_it_scales_and_has_no_inline_style_or_script() -> None:
    svg = drawn(BARS)
    assert svg.attrib["viewBox"].startswith("0 0 ")
    assert not {"width", "height"} & svg.attrib.keys()
    for element in svg.iter():
        assert element.tag not in (f"{SVG}style", f"{SVG}script")
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


def test_every_bar_stays_inside_the_picture() -> None:
    svg = drawn([Bar(str(day), day * 1000) for day in range(14)])
    width, height = (float(part) for part in svg.attrib["viewBox"].split()[2:])
    for bar in svg.iter(f"{SVG}rect"):
        left, top = float(bar.attrib["x"]), float(bar.attrib["y"])
        assert left >= 0
        assert left + float(bar.attrib["width"]) <= width
        assert top >= 0
        assert top + float(bar.attrib["height"]) <= height


@pytest.mark.parametrize("bars", [[], [Bar("1", 0)], [Bar("1", 0), Bar("2", 0)]])
def test_nothing_to_show_is_an_empty_chart(bars: list[Bar]) -> None:
    svg = drawn(bars)
    assert heights(svg) == []
    assert svg.find(f"{SVG}path") is not None


def test_labels_are_escaped() -> None:
    svg = drawn([Bar("<b>&", 1)], title='"><script>', description="a & b")
    assert texts(svg) == ["1", "<b>&"]
    assert svg.findtext(f"{SVG}title") == '"><script>'
    assert svg.find(f".//{SVG}script") is None


def test_coordinates_keep_their_point_in_every_language() -> None:
    with translation.override("de"):
        svg = drawn([Bar(str(place), 1) for place in range(7)])
    assert "," not in "".join(bar.attrib["x"] for bar in svg.iter(f"{SVG}rect"))


def test_with_many_bars_only_the_first_and_the_highest_bear_their_number() -> None:
    bars = [Bar("", 5), *[Bar("", 10 + day) for day in range(29)]]
    svg = drawn(bars)
    # The lines of the scale, the first, the highest.
    assert texts(svg) == ["10", "20", "30", "5", "38"]
    svg = drawn([Bar("", 100), *[Bar("", 90)] * 29])
    assert texts(svg) == ["50", "100", "100"]


@pytest.mark.parametrize(
    ("highest", "steps"),
    [
        (1, [1]),
        (3, [1, 2, 3]),
        (4, [2, 4]),
        (25, [10, 20]),
        (38, [10, 20, 30]),
        (45, [20, 40]),
        (1234, [500, 1000]),
    ],
)
def test_the_lines_of_a_scale_are_round(highest: int, steps: list[int]) -> None:
    assert round_steps(highest) == steps


def test_groups_are_named_below_their_bars() -> None:
    groups = [Group("few", 2), Group("many", 1)]
    svg = ElementTree.fromstring(
        bar_chart(
            BARS,
            groups=groups,
            name="due",
            title="Due",
            description="",
        )
    )
    assert texts(svg)[-2:] == ["few", "many"]
    assert float(svg.attrib["viewBox"].split()[3]) > 130


def test_labels_stay_inside_the_picture() -> None:
    svg = drawn([Bar("30 November", 1), *[Bar("", 0)] * 28, Bar("30 December", 1)])
    first, last = (it for it in svg.iter(f"{SVG}text") if "30" in (it.text or ""))
    assert (first.attrib["text-anchor"], first.attrib["x"]) == ("start", "0")
    assert (last.attrib["text-anchor"], last.attrib["x"]) == ("end", "360")
