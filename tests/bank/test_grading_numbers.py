"""Grading typed numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank.grading import Grade, Verdict, grade_number
from quizzes.lib.quantities import parse

ONE_ONLY = "Give one number only."
BOTH_ENDS = "The source gives a range: give both ends."
BOTH = "The source gives two numbers: give both."
PLAIN = "Give the number without “at least”, “up to” and the like."


def grade(typed: str, *keys: str) -> Grade:
    return grade_number(typed, [parse(key) for key in keys])


def test_it_works() -> None:
    assert grade("46", "46") == Grade(Verdict.RIGHT)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("forty-six fighters", "46"),
        ("about 46", "46"),
        ("19,270", "~19270"),
        ("approximately 19270 civilians", "~19270"),
        ("4", ">=4"),
        ("at least four battalions", ">=4"),
        ("1100", ">1100"),
        ("over 1,100", ">1100"),
        ("at least 1,100", ">1100"),
        ("10", "<10"),
        ("less than 10 km squared", "<10"),
        ("75%", "75"),
        ("35 to 60", "35..60"),
        ("35 and 60", "35..60"),
        ("50, 60", "50|60"),
        ("50 & 60 fighters", "50|60"),
        ("between 35 and 60", "35..60"),
        ("50 or 60", "50|60"),
        ("50–60", "50|60"),
        ("150k", "150000"),
    ],
)
def test_right(typed: str, key: str) -> None:
    assert grade(typed, key) == Grade(Verdict.RIGHT)


@pytest.mark.parametrize(
    ("typed", "key", "note"),
    [
        ("at least 46", "46", PLAIN),
        ("up to 46", "46", PLAIN),
        ("at least 4", "~4", PLAIN),
        ("35", "35..60", BOTH_ENDS),
        ("45", "35..60", BOTH_ENDS),
        ("60", "50|60", BOTH),
    ],
)
def test_partial(typed: str, key: str, note: str) -> None:
    assert grade(typed, key) == Grade(Verdict.PARTIAL, note)


@pytest.mark.parametrize(
    ("typed", "key", "note"),
    [
        ("47", "46", ""),
        ("about 19,000", "~19270", ""),
        ("19271", "~19270", ""),
        ("5", ">=4", ""),
        ("more than 46", "46", ""),
        ("fewer than 4", ">=4", ""),
        ("40 or 46", "46", ONE_ONLY),
        ("40-50", "46", ONE_ONLY),
        ("1-2", "46", ""),
        ("34", "35..60", ""),
        ("35-61", "35..60", ""),
        ("at least 35", "35..60", ""),
        ("55", "50|60", ""),
        ("", "20", "Nothing was typed."),
        (" \n", "20", "Nothing was typed."),
        ("20" + " " * 300, "20", "That is too long to be read as an answer."),
    ],
)
def test_wrong(typed: str, key: str, note: str) -> None:
    assert grade(typed, key) == Grade(Verdict.WRONG, note)


@pytest.mark.parametrize("typed", ["20 killed and 35 wounded", "many", "?"])
def test_what_is_no_number_is_asked_again(typed: str) -> None:
    note = "That could not be read as one number."
    assert grade(typed, "20") == Grade(Verdict.WRONG, note, unclear=True)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("265", "265 kilometres"),
        ("265 km", "265 kilometres"),
        ("265km", "265 kilometres"),
        ("about 265 kilometers", "265 kilometres"),
        ("two hundred and sixty-five kilometres or so", "265 kilometres"),
        ("265", "265 fighters"),
        ("265 men", "265 fighters"),
        ("265 per cent", "265%"),
        ("265 percent", "265%"),
        ("265", "265%"),
        ("265 km²", "265 square kilometres"),
        ("265 sq km", "265 square kilometres"),
        ("265 miles", ""),
    ],
)
def test_with_or_without_its_unit(typed: str, shown: str) -> None:
    assert grade_number(typed, [parse("265")], shown) == Grade(Verdict.RIGHT)


@pytest.mark.parametrize(
    ("typed", "shown", "counts"),
    [
        ("265 miles", "265 kilometres", "kilometres"),
        ("265 m", "265 kilometres", "kilometres"),
        ("265 km", "265 square kilometres", "square kilometres"),
        ("265 months", "265 years", "years"),
        ("265%", "265 fighters", "fighters"),
        ("265 days", "265 people from Derna", "people from derna"),
    ],
)
def test_in_another_unit_it_is_another_number(typed: str, shown: str, counts: str) -> None:
    expected = Grade(Verdict.WRONG, f"The answer counts {counts}.")
    assert grade_number(typed, [parse("265")], shown) == expected


def test_a_unit_that_cannot_be_right_is_asked_again() -> None:
    found = grade_number("265 people", [parse("265")], "265 kilometres")
    assert found == Grade(Verdict.PARTIAL, "Give the number alone, or in kilometres.")
    assert grade_number("266 people", [parse("265")], "265 kilometres") == Grade(Verdict.WRONG)


MEASURES = ["km", "miles", "metres", "days", "years", "%", "hours"]


@given(st.integers(0, 10**6), st.sampled_from(MEASURES), st.sampled_from(MEASURES))
def test_one_measure_is_never_another(number: int, one: str, other: str) -> None:
    found = grade_number(f"{number} {one}", [parse(str(number))], f"{number} {other}")
    assert found.verdict is (Verdict.RIGHT if one == other else Verdict.WRONG)


@given(st.text(), st.text())
def test_never_raises_whatever_the_unit(typed: str, shown: str) -> None:
    grade_number(typed, [parse("46")], shown)


def test_every_sourced_number_is_accepted() -> None:
    assert grade("125,000", "150000", "125000").verdict is Verdict.RIGHT
    assert grade("150,000", "150000", "125000").verdict is Verdict.RIGHT
    assert grade("140,000", "150000", "125000").verdict is Verdict.WRONG
    assert grade("140,000").verdict is Verdict.WRONG


@given(st.integers(0, 10**6), st.integers(-50, 50))
def test_a_near_number_is_not_right(number: int, off: int) -> None:
    for sign in ("", "~", ">=", ">", "<=", "<"):
        result = grade(f"{max(0, number + off):,}", f"{sign}{number}")
        right = max(0, number + off) == number
        assert result.verdict is (Verdict.RIGHT if right else Verdict.WRONG)


KEYS = st.sampled_from(
    ["46", "~19270", ">=4", ">1100", "<=10", "<10", "35..60", "50|60", "2.5", "0"]
)


@given(KEYS)
def test_a_number_typed_as_it_is_spoken_is_right(key: str) -> None:
    assert grade(parse(key).spoken(), key).verdict is Verdict.RIGHT


@given(st.text() | st.text(alphabet="0123456789 .,-–~<>=orand%k٣½"), KEYS)
def test_never_raises(typed: str, key: str) -> None:
    assert grade(typed, key).verdict in Verdict
