"""Parts of wholes lie in one another, on one scale."""

import re
from xml.etree import ElementTree

from quizzes.lib.part_bars import Parts, key_part, part_bars

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*rows: Parts) -> ElementTree.Element:
    return ElementTree.fromstring(
        part_bars(rows, name="topics", title="Topics", description="Two topics")
    )


def widths(svg: ElementTree.Element, kind: str) -> list[float]:
    found = (it.attrib["d"] for it in svg.iter(f"{SVG}path") if it.attrib["class"] == kind)
    return [float(re.findall(r"h([\d.]+)", d)[0]) for d in found]


def test_it_works() -> None:
    svg = drawn(Parts("The siege", 40, 20, 10, "20 of 40"), Parts("The battle", 80, 0, 0, "none"))
    assert widths(svg, "whole") == [179, 358]
    assert widths(svg, "part") == [89.5]
    assert widths(svg, "core") == [44.8]
    texts = ["".join(text.itertext()) for text in svg.iter(f"{SVG}text")]
    assert texts == ["The siege", "20 of 40", "The battle", "none"]


def test_nothing_to_show() -> None:
    assert widths(drawn(), "whole") == []
    assert widths(drawn(Parts("Empty", 0, 0, 0, "")), "part") == []


def test_names_are_escaped() -> None:
    assert drawn(Parts("<b>&", 1, 1, 1, "</svg>")).findtext(f"{SVG}text") == "<b>&"


def test_the_keys_differ_in_shape_or_fill() -> None:
    assert len({key_part(kind) for kind in ("whole", "part", "core")}) == 3
