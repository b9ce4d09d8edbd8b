"""Sourced numbers: reading, writing, saying and comparing them."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.lib.quantities import Kind, Quantity, QuantityError, parse

FIGURES = st.decimals(0, 10**9, places=2)


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    kind = draw(st.sampled_from(Kind))
    if kind in (Kind.RANGE, Kind.EITHER):
        one, other = draw(st.lists(FIGURES, min_size=2, max_size=2, unique=True))
        return Quantity.between(one, other, kind)
    return Quantity.of(draw(FIGURES), kind)


@pytest.mark.parametrize(
    ("text", "low", "high", "kind", "spoken"),
    [
        ("19270", 19270, 19270, Kind.EXACT, "19,270"),
        ("~19270", 19270, 19270, Kind.ABOUT, "about 19,270"),
        (">=4", 4, None, Kind.AT_LEAST, "at least 4"),
        (">1100", 1100, None, Kind.MORE_THAN, "more than 1,100"),
        ("<=10", None, 10, Kind.AT_MOST, "up to 10"),
        ("<10", None, 10, Kind.LESS_THAN, "fewer than 10"),
        ("35..60", 35, 60, Kind.RANGE, "between 35 and 60"),
        ("50|60", 50, 60, Kind.EITHER, "50 or 60"),
        ("0", 0, 0, Kind.EXACT, "0"),
        (">=0", 0, None, Kind.AT_LEAST, "at least 0"),
    ],
)
def test_it_works(text: str, low: int | None, high: int | None, kind: Kind, spoken: str) -> None:
    quantity = parse(text)
    assert (quantity.low, quantity.high, quantity.kind) == (low, high, kind)
    assert quantity.text == text
    assert quantity.spoken() == spoken


def test_decimals_and_spaces_are_tidied() -> None:
    assert parse(" ~ 2.50 ").text == "~2.5"
    assert parse("1000.0").text == "1000"
    assert parse("2.5").spoken() == "2.5"
    assert parse("60 | 50") == parse("50|60")


@given(quantities())
def test_round_trip(quantity: Quantity) -> None:
    assert parse(quantity.text) == quantity
    assert parse(quantity.text).text == quantity.text


@pytest.mark.parametrize(
    "text",
    ["", "19,270", "many", "-5", "60..35", "50|50", "5..5", "1..2..3", ">", "~>4", "١٩", "1e3"],
)
def test_unreadable(text: str) -> None:
    with pytest.raises(QuantityError):
        parse(text)


def test_errors_say_what_would_be_right() -> None:
    with pytest.raises(QuantityError, match=r"35\.\.60"):
        parse("60..35")
    with pytest.raises(QuantityError, match="without separators"):
        parse("19,270")


@given(st.text() | st.text(alphabet="0123456789.~<>=|"))
def test_parse_raises_nothing_else(text: str) -> None:
    with suppress(QuantityError):
        assert parse(parse(text).text) == parse(text)


@pytest.mark.parametrize(
    ("one", "other", "excluded"),
    [
        ("125000", "150000", True),
        ("125000", "125000.0", False),
        ("~100", "109", False),
        ("~100", "111", True),
        ("~100", "~120", False),
        ("~100", "~130", True),
        (">=4", "4", False),
        (">=4", "3", True),
        (">1100", "1100", True),
        (">1100", ">=1100", False),
        (">1100", "<=1100", True),
        (">=1100", "<=1100", False),
        ("<10", "10", True),
        ("<10", "9.5", False),
        ("<=10", "10", False),
        (">1", ">1000", False),
        ("35..60", "60", False),
        ("35..60", "61", True),
        ("35..60", "60..70", False),
        ("50|60", "55", True),
        ("50|60", "60", False),
        ("50|60", "52..58", True),
        ("50|60", "50..60", False),
    ],
)
def test_excludes(one: str, other: str, excluded: bool) -> None:
    assert parse(one).excludes(parse(other)) is excluded
    assert parse(other).excludes(parse(one)) is excluded


@given(quantities())
def test_nothing_excludes_itself(quantity: Quantity) -> None:
    assert not quantity.excludes(quantity)


def test_long_numbers_stay_exact() -> None:
    assert parse("123456789012345.123456").low == Decimal("123456789012345.123456")
    assert parse("123456789012345.123456").text == "123456789012345.123456"
