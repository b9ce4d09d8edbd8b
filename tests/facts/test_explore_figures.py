"""Numbers and dates in any writing, as the search reads them."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizzes.facts.explore.figures import carried, figures, of_edtf, plain
from quizzes.facts.explore.terms import Term, terms

ONES = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def meanings(text: str) -> list[set[str]]:
    return [set(figure.meanings) for figure in figures(plain(text))]


def in_words(number: int) -> str:
    if number >= 1000:
        rest = f" {in_words(number % 1000)}" if number % 1000 else ""
        return f"{in_words(number // 1000)} thousand{rest}"
    if number >= 100:
        rest = f" and {in_words(number % 100)}" if number % 100 else ""
        return f"{ONES[number // 100]} hundred{rest}"
    if number >= 20:
        return TENS[number // 10 - 2] + (f"-{ONES[number % 10]}" if number % 10 else "")
    return ONES[number]


@pytest.mark.parametrize(
    "text",
    ["1,200", "1200", "1.200", "1 200", "1'200", "١٢٠٠", "twelve hundred"],
)
def test_a_number_is_one_in_any_writing(text: str) -> None:
    assert meanings(text) == [{"1200"}]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("twelve", "12"),
        ("two thousand", "2000"),
        ("Twenty-five", "25"),
        ("a hundred", "100"),
        ("one hundred and fifty thousand", "150000"),
        ("150k", "150000"),
        ("5 thousand", "5000"),
        ("two dozen", "24"),
    ],
)
def test_number_words_are_read(text: str, number: str) -> None:
    assert meanings(f"some {text} fighters") == [{number}]


@given(st.integers(0, 9999))
def test_every_number_is_read_in_words(number: int) -> None:
    assert meanings(in_words(number)) == [{str(number)}]
    assert meanings(f"{number:,}") == [{str(number)}]


@pytest.mark.parametrize("text", ["none of them", "106th Brigade", "a man and a woman", "k mn"])
def test_words_that_only_look_like_numbers_are_none(text: str) -> None:
    assert meanings(text) == []


@pytest.mark.parametrize(
    "text",
    [
        *("12 May 2018", "12th May 2018", "the 12th of May, 2018", "May 12, 2018", "May 12th 2018"),
        *("2018-05-12", "2018/5/12", "12 MAY 2018", "12-May-2018", "12 May. 2018"),
    ],
)
def test_a_day_is_one_in_any_writing(text: str) -> None:
    assert meanings(text) == [{"2018-05-12"}]


@pytest.mark.parametrize("text", ["12/5/2018", "12.5.2018", "12-05-2018", "12/5/18"])
def test_a_day_that_can_be_read_two_ways_means_both(text: str) -> None:
    assert meanings(text) == [{"2018-05-12", "2018-12-05"}]


def test_a_day_that_can_be_read_one_way_means_that() -> None:
    assert meanings("31/5/2018") == [{"2018-05-31"}]
    assert meanings("5/31/2018") == [{"2018-05-31"}]


@pytest.mark.parametrize("text", ["May 12", "12 May", "12th of May", "may 12th"])
def test_a_day_without_its_year(text: str) -> None:
    assert meanings(text) == [{"--05-12"}]


@pytest.mark.parametrize("text", ["May 2018", "2018-05", "5/2018", "May, 2018"])
def test_a_month(text: str) -> None:
    assert meanings(text) == [{"2018-05"}]


def test_both_days_of_a_period_are_read() -> None:
    assert meanings("between 7 and 31 May 2018") == [{"2018-05-07", "2018-05-31"}]
    assert meanings("7–31 May 2018") == [{"2018-05-07", "2018-05-31"}]
    assert meanings("12 May – 3 June 2018") == [{"--05-12", "2018-05-12"}, {"2018-06-03"}]


@pytest.mark.parametrize("text", ["31 June 2018", "2018-13-01", "99/99/2018", "2018–2019"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert not any(figure.is_day for figure in figures(plain(text)))


def test_a_day_carries_its_month_and_year() -> None:
    assert carried({"2018-05-12"}) == {"2018-05-12", "--05-12", "2018-05", "2018"}
    assert carried({"2018-05", "46"}) == {"2018-05", "2018", "46"}
    assert of_edtf("2018-05-07/2019-02~") == {"2018-05-07", "2019-02"}
    assert of_edtf("../201X") == set()


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read(day: date) -> None:
    for text in (f"{day.day} {day:%B} {day.year}", f"{day:%b} {day.day}, {day.year}", f"{day}"):
        assert meanings(text) == [{day.isoformat()}]


@given(st.text(max_size=120) | st.from_regex(r"[0-9a-z ,./-]{0,60}", fullmatch=True))
@example("9" * 100)
@example("a hundred a thousand and and a million k")
@example("zzfigure0zz zzfigure7zz 12 zzfigure" + "9" * 30 + "zz")
def test_any_text_can_be_read(text: str) -> None:
    found = figures(plain(text))
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))
    for term in terms(text):
        assert term.words or term.meanings


def test_what_is_looked_for_keeps_its_order_and_its_words() -> None:
    assert terms("the 46 fighters of 12 May 2018") == [
        Term(("46",), frozenset({"46"})),
        Term(("fighters",), frozenset()),
        Term(("of",), frozenset()),
        Term((), frozenset({"2018-05-12"})),
    ]
    assert terms("two thousand") == [Term(("two", "thousand"), frozenset({"2000"}))]
    assert terms("1,200") == [Term(("1200",), frozenset({"1200"}))]


def test_words_alone_are_as_they_were() -> None:
    assert [it.words for it in terms("General Khalifa Haftar’s army")] == [
        ("khalifa",),
        ("haftars",),
        ("army",),
    ]
