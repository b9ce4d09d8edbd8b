"""Grading typed dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank.grading import Grade, Verdict, grade_date
from quizzes.lib.edtf import parse

DAYS = st.dates(date(2014, 1, 1), date(2020, 12, 31))


def grade(typed: str, *keys: str) -> Grade:
    return grade_date(typed, [parse(key) for key in keys])


def test_it_works() -> None:
    assert grade("7 May 2018", "2018-05-07") == Grade(Verdict.RIGHT)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("May 7, 2018", "2018-05-07"),
        ("2018-05-07", "2018-05-07"),
        ("7th of May 2018", "2018-05-07"),
        ("28/06/2018", "2018-06-28"),
        ("6/6/2018", "2018-06-06"),  # either way the same
        ("٧ May ٢٠١٨", "2018-05-07"),
        ("7-May-18", "2018-05-07"),
        ("seventh of May 2018", "2018-05-07"),
        ("20180507", "2018-05-07"),
        ("August 2016", "2016-08"),
        ("17 August 2016", "2016-08"),  # finer and consistent
        ("about August 2016", "2016-08"),
        ("since August 2016", "2016-08"),
        ("3/4/2016", "2016"),  # both readings are right
        ("June 2018", "2018-06~"),
        ("April 2016", "2016-21"),
        ("7 May 2018 – 12 February 2019", "2018-05-07/2019-02-12"),
        ("from 7 May 2018 to 12 February 2019", "2018-05-07/2019-02-12"),
        ("7-31 May 2018", "2018-05-07/2018-05-31"),
        ("5 August 2016 to 12 February 2019", "2016-08/2019-02-12"),
        ("August 2016", "2016-08/.."),  # one end is all the source gives
    ],
)
def test_right(typed: str, key: str) -> None:
    assert grade(typed, key) == Grade(Verdict.RIGHT)


@pytest.mark.parametrize(
    ("typed", "key", "note"),
    [
        ("May 2018", "2018-05-07", "Give the day as well."),
        ("2018", "2018-05-07", "Give the day and the month as well."),
        ("spring 2018", "2018-05-07", "Give the day and the month as well."),
        ("2016", "2016-08", "Give the month as well."),
        ("the 2010s", "2016", "Give a more exact date."),
        ("1-10 May 2018", "2018-05-07", "Give a more exact date."),
        ("7 May", "2018-05-07", "Which year?"),
        ("May", "2018-05-07", "Which year?"),
        ("5/7", "2018-05-07", "Which year?"),
        (
            "5/7/2018",
            "2018-05-07",
            "That can be read as 5 July 2018 or as 7 May 2018: write the month as a word.",
        ),
        ("7 May 2018", "2018-05-07/2019-02-12", "Give both the first and the last date."),
        ("12 February 2019", "2018-05-07/2019-02-12", "Give both the first and the last date."),
        ("since 7 May 2018", "2018-05-07/2019-02-12", "Give both the first and the last date."),
        ("2018", "2018-05-07/2019-02-12", "Give both the first and the last date."),
        ("May 2018 – February 2019", "2018-05-07/2019-02-12", "Give the day as well."),
        ("7 May 2018 – February 2019", "2018-05-07/2019-02-12", "Give the day as well."),
    ],
)
def test_partial(typed: str, key: str, note: str) -> None:
    assert grade(typed, key) == Grade(Verdict.PARTIAL, note)


@pytest.mark.parametrize(
    ("typed", "key", "note"),
    [
        ("8 May 2018", "2018-05-07", "One day off."),
        ("30 April 2018", "2018-05-01", "One day off."),
        ("8 May", "2018-05-07", "One day off."),
        ("7 May 2017", "2018-05-07", "The day and the month are right, the year is not."),
        ("9 May 2018", "2018-05-07", ""),
        ("June 2018", "2018-05-07", ""),
        ("September 2016", "2016-08", ""),
        ("2017", "2016-08", ""),
        ("4/3/2018", "2018-05-07", ""),
        ("9 August 2018", "2018-05-07/2019-02-12", ""),
        ("7 May 2018 – 13 February 2019", "2018-05-07/2019-02-12", "One day off."),
        ("7 May or 8 May 2018", "2018-05-07", "Give one date only."),
        ("7 May 2018; 8 May 2018", "2018-05-07", "Give one date only."),
        ("", "2018-05-07", "Nothing was typed."),
        ("7 May 2018 " * 30, "2018-05-07", "That is too long to be read as an answer."),
    ],
)
def test_wrong(typed: str, key: str, note: str) -> None:
    assert grade(typed, key) == Grade(Verdict.WRONG, note)


@pytest.mark.parametrize(
    ("typed", "key", "verdict", "note"),
    [
        ("long ago", "2018-05-07", Verdict.WRONG, "That could not be read as a date."),
        ("31 February 2018", "2018-05-07", Verdict.WRONG, "That could not be read as a date."),
        ("early May 2018", "2018-05-07", Verdict.PARTIAL, "Give the date without “early”."),
        ("early May 2018", "2018-05", Verdict.PARTIAL, "Give the date without “early”."),
        ("early May 2018", "2017-05-07", Verdict.WRONG, "Give the date without “early”."),
        ("late July 2015", "2015-07", Verdict.PARTIAL, "Give the date without “late”."),
        (
            "by July 2015",
            "2015-07",
            Verdict.PARTIAL,
            "Give the date itself, not what it was before or after.",
        ),
        (
            "before June 2018",
            "2016-08",
            Verdict.WRONG,
            "Give the date itself, not what it was before or after.",
        ),
    ],
)
def test_what_is_vague_or_no_date_is_unclear(
    typed: str, key: str, verdict: Verdict, note: str
) -> None:
    found = grade(typed, key)
    assert found == Grade(verdict, note, unclear=True)
    assert found.asks_again


@given(DAYS, st.sampled_from(["early", "late", "the end of", "by", "before"]))
def test_a_vague_word_is_never_right_and_always_asked_again(day: date, word: str) -> None:
    for key in (day.isoformat(), day.isoformat()[:7]):
        found = grade(f"{word} {day:%B %Y}", key)
        assert found.verdict is not Verdict.RIGHT
        assert found.asks_again


def test_what_is_partial_asks_again_and_what_is_wrong_does_not() -> None:
    assert grade("May 2018", "2018-05-07").asks_again
    assert not grade("9 May 2018", "2018-05-07").asks_again


def test_the_best_of_several_sourced_dates_counts() -> None:
    assert grade("17 May 2018", "2018-05-07", "2018-05-17").verdict is Verdict.RIGHT
    assert grade("May 2018", "2018-06-01", "2018-05-17").verdict is Verdict.PARTIAL
    assert grade("7 May 2018").verdict is Verdict.WRONG


def test_a_year_that_is_missing_cannot_save_an_interval() -> None:
    assert grade("7 May", "2018-05-07/2019-02-12").note == "Which year?"


@given(DAYS)
def test_every_usual_way_to_write_a_day_is_right(day: date) -> None:
    key = [parse(day.isoformat())]
    for form in (f"{day:%d %B %Y}", f"{day:%B} {day.day}, {day.year}", f"{day:%d-%b-%Y}"):
        assert grade_date(form, key).verdict is Verdict.RIGHT


@given(DAYS, st.integers(-400, 400).filter(bool))
def test_another_day_is_never_right(day: date, off: int) -> None:
    typed = day + timedelta(days=off)
    result = grade_date(f"{typed:%d %B %Y}", [parse(day.isoformat())])
    assert result.verdict is Verdict.WRONG
    assert (result.note == "One day off.") is (abs(off) == 1)


KEYS = st.sampled_from(
    [
        "2018-05-07",
        "2016-08",
        "2017",
        "201X",
        "20XX",
        "2018-21",
        "2018-06~",
        "2016-08/..",
        "../2019",
    ]
    + ["2018-05-07/2019-02-12", "2016-08/2019-02-12", "0001-01-01", "9999-12-31", "/2019-02~"]
)


@given(st.text(), KEYS)
def test_never_raises(typed: str, key: str) -> None:
    grade(typed, key)


PIECES = (
    "7 5 12 31 2018 2019 May Feb spring / - – to from since until about or and & 29 of , ? 2018-05"
)


@given(st.lists(st.sampled_from(PIECES.split()), max_size=8), KEYS)
def test_never_raises_on_near_dates(words: list[str], key: str) -> None:
    for typed in (" ".join(words), "".join(words)):
        grade(typed, key)


def test_a_deadline_is_right_as_it_is_told() -> None:
    for typed in ("by August 2017", "By Aug 2017", "August 2017"):
        assert grade(typed, "/2017-08").verdict is Verdict.RIGHT
    assert grade("by July 2017", "/2017-08").verdict is Verdict.WRONG
    # Of a date that is no deadline it tells too little, and is asked again.
    assert grade("by August 2017", "2017-08").verdict is Verdict.PARTIAL


@given(KEYS, KEYS)
def test_a_key_typed_as_it_is_stored_is_right(key: str, other: str) -> None:
    assert grade(key, other, key).verdict is Verdict.RIGHT


WHOLE = "2018-05-07/2019-02-12"


@pytest.mark.parametrize(
    "typed",
    [
        "7 May 2018 and 12 February 2019",
        "7 May 2018 & 12 Feb 2019",
        "7 May 2018, 12 Feb 2019",
        "7 May 2018; 12 Feb 2019",
        "May 7, 2018, and Feb 12, 2019",
    ],
)
def test_both_ends_are_given_with_an_and_between_them(typed: str) -> None:
    assert grade(typed, WHOLE) == Grade(Verdict.RIGHT)


def test_two_days_of_one_month_are_both_its_ends() -> None:
    assert grade("7 and 31 May 2018", "2018-05-07/2018-05-31") == Grade(Verdict.RIGHT)


@pytest.mark.parametrize("typed", ["7 May and 12 Feb", "7 May to 12 Feb", "7 May – 12 Feb"])
def test_two_ends_without_a_year_are_asked_for_it(typed: str) -> None:
    assert grade(typed, WHOLE) == Grade(Verdict.PARTIAL, "Which year?")


def test_two_wrong_ends_without_a_year_are_wrong() -> None:
    assert grade("8 May and 13 Feb", WHOLE).verdict is Verdict.WRONG
    assert grade("7 May 2018 and 13 Feb 2019", WHOLE) == Grade(Verdict.WRONG, "One day off.")


@pytest.mark.parametrize("typed", ["7 May 2018 to 12 Fxb 2019", "7 May 2018 and 12 Fxb 2019"])
def test_it_is_told_which_end_could_not_be_read(typed: str) -> None:
    note = "“12 Fxb 2019” could not be read as a date."
    assert grade(typed, WHOLE) == Grade(Verdict.PARTIAL, note, unclear=True)


def test_a_wrong_first_end_is_wrong_whatever_follows() -> None:
    assert grade("9 May 2018 to 12 Fxb 2019", WHOLE).verdict is Verdict.WRONG


@pytest.mark.parametrize(
    "typed",
    ["7 May and 12 Feb", "7 May 2018 and 9 May 2018", "7 and 8 May 2018", "7 May 2018, 2019"],
)
def test_of_two_dates_none_is_an_answer_where_one_is_asked_for(typed: str) -> None:
    assert grade(typed, "2018-05-07") == Grade(Verdict.WRONG, "Give one date only.")
