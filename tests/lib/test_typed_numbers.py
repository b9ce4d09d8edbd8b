"""Numbers as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.lib.quantities import parse
from quizzes.lib.typed_numbers import read_typed_number


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("19270", "19270"),
        ("19,270", "19270"),
        ("19 270", "19270"),
        ("19\u202f270", "19270"),
        ("19.270", "19270"),
        ("19’270", "19270"),
        ("١٩٬٢٧٠", "19270"),
        ("۱۹۲۷۰", "19270"),
        ("1,100.50", "1100.5"),
        ("1.100,5", "1100.5"),
        ("1,234,567", "1234567"),
        ("2.5", "2.5"),
        ("2,5", "2.5"),
        ("0.125", "0.125"),
        ("10.", "10"),
        ("150k", "150000"),
        ("150 K people", "150000"),
        ("150 thousand", "150000"),
        ("1.5 million", "1500000"),
        ("2 thousands", "2000"),
        ("2.5 mln", "2500000"),
        ("4 billion", "4000000000"),
        ("4bn", "4000000000"),
        ("two dozens", "24"),
        ("two billion and one", "2000000001"),
        ("twenty-one", "21"),
        ("Twenty one Coptic Christians", "21"),
        ("a thousand", "1000"),
        ("five thousand people", "5000"),
        ("one hundred and fifty thousand", "150000"),
        ("nineteen thousand, two hundred and seventy", "19270"),
        ("two million three thousand and four", "2003004"),
        ("two dozen", "24"),
        ("a dozen", "12"),
        ("fifteen hundred", "1500"),
        ("none", "0"),
        ("35 wounded", "35"),
        ("just 35", "35"),
        ("a total of 320 families", "320"),
        ("75%", "75"),
        ("75 per cent", "75"),
        ("٧٥٪", "75"),
        ("21-month siege", "21"),
        ("10 km²", "10"),
        ("about 19,270 civilians", "~19270"),
        ("approx. 265 km", "~265"),
        ("~20", "~20"),
        ("20 or so", "~20"),
        ("at least 4", ">=4"),
        ("4 or more battalions", ">=4"),
        ("83+ fighters", ">=83"),
        ("≥ 4", ">=4"),
        ("no fewer than four", ">=4"),
        ("more than 1100", ">1100"),
        ("Over 1,100 fighters", ">1100"),
        ("up to 10", "<=10"),
        ("no more than 10", "<=10"),
        ("less than just 10 km squared", "<10"),
        ("50-60", "50..60"),
        ("50–60", "50..60"),
        ("50 to 60", "50..60"),
        ("from 300 to 500 families", "300..500"),
        ("between 35 and 60 operators", "35..60"),
        ("between one hundred and one hundred and fifty", "100..150"),
        ("about 50 to 60", "50..60"),
        ("50% to 60%", "50..60"),
        ("50-60k", "50000..60000"),
        ("two to three thousand", "2000..3000"),
        ("500 to a thousand", "500..1000"),
        ("50 or 60", "50|60"),
        ("fifty or sixty fighters", "50|60"),
    ],
)
def test_it_works(typed: str, meant: str) -> None:
    assert read_typed_number(typed) == parse(meant)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Derna",
        "a",
        "a battalion",
        "many",
        "hundreds",
        "7 May 2018",
        "2018-05-07",
        "36th Brigade",
        "20 killed and 35 wounded",
        "20 of thirty",
        "2018 2019",
        "19,2700",
        "1,2,3",
        "twenty thirty",
        "twenty and",
        "-5",
        "5/7",
        "½",
        "10²",
        "1e5",
        "60-50",
        "50 or more or 60",
        "at least more than 4",
        "9" * 60,
        "5 " * 300,
    ],
)
def test_no_single_number(typed: str) -> None:
    assert read_typed_number(typed) is None


@given(st.integers(0, 10**12))
def test_separators_do_not_matter(number: int) -> None:
    expected = parse(str(number))
    for separator in (",", " ", "\u00a0", ".", "’"):
        assert read_typed_number(f"{number:,}".replace(",", separator)) == expected


@given(st.text())
def test_never_raises(text: str) -> None:
    read_typed_number(text)


WORDS = (
    "a and one five twenty hundred thousand million dozen 5 1,100 2.5 k % or to between - + < >= ~"
    " about at least more than fighters km2 ٣ ."
)


@given(st.lists(st.sampled_from(WORDS.split()), max_size=12))
def test_never_raises_on_near_numbers(words: list[str]) -> None:
    for text in (" ".join(words), "".join(words)):
        quantity = read_typed_number(text)
        assert quantity is None or parse(quantity.text) == quantity


@pytest.mark.parametrize("text", ["4½", "46½ fighters", "2⅔", "265 km/h", "2½ million"])
def test_fractions_and_rates_are_no_units(text: str) -> None:
    assert read_typed_number(text) is None
