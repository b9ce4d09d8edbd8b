"""What was expected stands beside what was seen, on a scale that shows all of it."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.lib.comparisons import Pair, comparison_chart, key_pair, likely

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*pairs: Pair) -> ElementTree.Element:
    text = comparison_chart(pairs, name="recall", title="Recall", description="80 per cent")
    return ElementTree.fromstring(text)


def path(svg: ElementTree.Element, kind: str) -> str:
    return next((it.attrib["d"] for it in svg.iter(f"{SVG}path") if it.attrib["class"] == kind), "")


def texts(svg: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in svg.iter(f"{SVG}text")]


def test_it_works() -> None:
    svg = drawn(Pair("1 Mar", 0.9, 0.8, 0.7, 0.95), Pair("8 Mar", 0.85, 0.9, 0.8, 0.97))
    assert path(svg, "seen-mark").count("M") == 2
    assert path(svg, "seen-range").count("V") == 2
    assert path(svg, "expected-mark").count("M") == 2
    assert re.sub(r"[\d. ]", "", path(svg, "expected-line")) == "ML"
    assert texts(svg) == ["50%", "75%", "100%", "8 Mar", "1 Mar"]


def test_a_span_without_a_try_breaks_the_line() -> None:
    pair = Pair("", 0.9, 0.8, 0.7, 0.95)
    svg = drawn(pair, Pair("none"), pair)
    assert path(svg, "seen-mark").count("M") == 2
    assert re.sub(r"[\d. ]", "", path(svg, "expected-line")) == "MM"


@pytest.mark.parametrize(
    ("low", "scale"),
    [
        (0.1, ["0%", "50%", "100%"]),
        (0.3, ["25%", "50%", "75%", "100%"]),
        (0.5, ["50%", "75%", "100%"]),
    ],
)
def test_the_scale_begins_below_all_that_is_shown(low: float, scale: list[str]) -> None:
    assert texts(drawn(Pair("", 0.9, 0.8, low, 0.9)))[: len(scale)] == scale


def test_of_many_labels_some_stand_the_last_among_them() -> None:
    pair = Pair("", 0.9, 0.8, 0.7, 0.95)
    svg = drawn(*[Pair(f"w{n}", pair.expected, pair.seen, 0.7, 0.95) for n in range(12)])
    labels = [it for it in texts(svg) if it.startswith("w")]
    assert labels[0] == "w11"
    assert len(labels) == 6


@pytest.mark.parametrize("pairs", [[], [Pair("1 Mar")]])
def test_nothing_to_show(pairs: list[Pair]) -> None:
    svg = drawn(*pairs)
    assert path(svg, "seen-mark") == ""
    assert "100%" in texts(svg)


@given(st.integers(1, 500), st.data())
def test_what_is_likely_lies_around_what_was_seen(tries: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, tries))
    low, high = likely(hits, tries)
    assert 0 <= low <= hits / tries + 1e-9
    assert hits / tries - 1e-9 <= high <= 1


def test_more_tries_make_it_narrower() -> None:
    widths = [high - low for low, high in (likely(n * 9, n * 10) for n in (1, 10, 100))]
    assert widths == sorted(widths, reverse=True)
    # Wilson's own bounds for 8 of 10.
    assert list(likely(8, 10)) == pytest.approx([0.490, 0.943], abs=0.001)


def test_the_keys_differ_in_shape() -> None:
    assert key_pair("seen") != key_pair("expected")
