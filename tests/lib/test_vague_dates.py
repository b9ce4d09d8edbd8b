"""Dates as sources word them, which are no plain dates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.lib.edtf import parse
from quizzes.lib.typed_dates import LONGEST, read_typed_date
from quizzes.lib.vague_dates import VagueDateError, read_vague_date

WORDS = st.sampled_from(
    ["early", "mid", "late", "end of", "the", "before", "after", "by", "until", "or", "winter", "-"]
    + [
        "7",
        "31",
        "2018",
        "2017/18",
        "may",
        "june",
        "summer",
        "about",
        "from",
        "to",
        "first half of",
    ]
)


@pytest.mark.parametrize(
    ("text", "edtf", "left_out"),
    [
        ("early May 2018", "2018-05", "early"),
        ("Early in May 2018.", "2018-05", "early"),
        ("mid May 2018", "2018-05", "mid"),
        ("mid-May 2018", "2018-05", "mid"),
        ("in late May, 2018", "2018-05", "late"),
        ("mid-2016", "2016", "mid"),
        ("late in 2017", "2017", "late"),
        ("early in the 2010s", "201X", "early"),
        ("end of May 2018", "2018-05", "end of"),
        ("at the end of May 2018", "2018-05", "end of"),
        ("beginning of 2017", "2017", "beginning of"),
        ("the beginning of 2017", "2017", "beginning of"),
        ("the middle of 2016", "2016", "middle of"),
        ("first half of 2016", "2016", "first half of"),
        ("the last week of June 2018", "2018-06", "last week of"),
        ("about early May 2018", "2018-05~", "early"),
        ("early summer 2018", "2018-22", "early"),
        ("from early May to late June 2018", "2018-05/2018-06", "early, late"),
        ("late 2017 to early 2018", "2017/2018", "late, early"),
    ],
)
def test_a_part_of_a_time_is_left_out_and_named(text: str, edtf: str, left_out: str) -> None:
    found = read_vague_date(text)
    assert found
    assert (found.date.text, found.left_out) == (edtf, left_out)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("before May 2018", "/2018-04"),
        ("before January 2018", "/2017-12"),
        ("before 2016", "/2015"),
        ("before 1 May 2018", "/2018-04-30"),
        ("some time before 2016", "/2015"),
        ("prior to 2016", "/2015"),
        ("before about May 2018", "/2018-04~"),
        ("after 12 May 2018", "2018-05-13/.."),
        ("after 31 December 2018", "2019-01-01/.."),
        ("after May 2018", "2018-06/.."),
        ("after December 2018", "2019-01/.."),
        ("after 2016", "2017/.."),
        ("after spring 2018", "2018-06/.."),
        ("before winter 2018", "/2018-11"),
        ("by June 2018", "/2018-06"),
        ("by 7 June 2018", "/2018-06-07"),
        ("no later than June 2018", "/2018-06"),
        ("reported on 3 May 2018", "/2018-05-03"),
        ("as was reported in May 2018", "/2018-05"),
        ("not before June 2018", "2018-06/.."),
        ("on or before 7 June 2018", "/2018-06-07"),
        ("on or after 7 June 2018", "2018-06-07/.."),
        ("June 2018 or later", "2018-06/.."),
        ("2018 or earlier", "/2018"),
        ("until the end of May 2018", "../2018-05"),
        ("by the end of 2018", "/2018"),
    ],
)
def test_before_and_after_are_intervals_with_one_end(text: str, edtf: str) -> None:
    found = read_vague_date(text)
    assert found
    assert (found.date.text, found.left_out) == (edtf, "")


def test_a_bound_that_is_itself_vague_says_what_is_lost() -> None:
    found = read_vague_date("since early 2016")
    assert found
    assert (found.date.text, found.left_out) == ("2016/..", "early")


@pytest.mark.parametrize(
    "text",
    [
        "winter 2017/18",
        "winter 2017-18",
        "the winter of 2017–2018",
        "Winter 2017/2018",
        "winter 2017–18",
    ],
)
def test_a_winter_of_two_years_is_that_of_the_first(text: str) -> None:
    found = read_vague_date(text)
    assert found
    assert found.date.text == "2017-24"


WRITTEN = [
    ("before 12 Jun 18", "/2018-06-11"),
    ("7 May – 12 Feb 2019", "2018-05-07/2019-02-12"),
    ("from 7 May to 12 Feb 2019", "2018-05-07/2019-02-12"),
    ("7 May 2018 – 12 Feb", "2018-05-07/2019-02-12"),
    ("between November and February 2019", "2018-11/2019-02"),
    ("week of 7 May 2018", "2018-05-07/2018-05-13"),
    ("in the week beginning on 9 May 2018", "2018-05-09/2018-05-15"),
    ("20180612", "2018-06-12"),
]


@pytest.mark.parametrize(("text", "edtf"), WRITTEN)
def test_dates_as_people_write_them(text: str, edtf: str) -> None:
    found = read_vague_date(text)
    assert found
    assert (found.date.text, found.left_out) == (edtf, "")


@pytest.mark.parametrize("text", [text for text, _edtf in WRITTEN if text != "7 May – 12 Feb 2019"])
def test_none_of_these_is_a_plain_date(text: str) -> None:
    assert read_typed_date(text) == ()


@pytest.mark.parametrize(
    ("text", "write"),
    [
        ("week of 9 May 2018", "Write 9–15 May 2018, or 7–13 May 2018."),
        ("20 May – 7 May 2019", "ends before it begins. Write the year of both dates."),
        ("12 or 13 Jun 18", "Write June 2018, which covers both"),
    ],
)
def test_what_may_be_two_is_refused_with_what_to_write(text: str, write: str) -> None:
    with pytest.raises(VagueDateError) as refused:
        read_vague_date(text)
    assert write in str(refused.value)


@pytest.mark.parametrize(
    "text", ["20181306", "12062018", "20180230", "Jun 18", "week of May 2018", "31 June – Feb 2019"]
)
def test_what_is_still_no_date(text: str) -> None:
    assert read_vague_date(text) is None


@pytest.mark.parametrize("text", ["winter 2017/19", "winter 2018/17", "winter 2017-2017"])
def test_a_winter_of_other_years_is_none(text: str) -> None:
    with pytest.raises(VagueDateError, match="write winter 201"):
        read_vague_date(text)


@pytest.mark.parametrize(
    ("text", "write"),
    [
        ("June or July 2018", "Write 2018, which covers both"),
        ("June 2018 or July 2018", "Write 2018, which covers both"),
        ("early June or late July 2018", "Write 2018, which covers both"),
        ("7 or 8 May 2018", "Write May 2018, which covers both"),
        ("2017 or 2018", "Write the 2010s, which covers both"),
        ("2009 or 2010", "Add a fact for each with its source."),
    ],
)
def test_a_choice_is_refused_with_what_to_write(text: str, write: str) -> None:
    with pytest.raises(VagueDateError) as refused:
        read_vague_date(text)
    assert f"“{text}” is a choice between two dates" in str(refused.value)
    assert write in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "soon",
            "early",
            "early 7 May 2018",
            "before",
            "before Derna",
            "after it",
            "or",
            "by",
        ),
        *(
            "early May",
            "before 3/4/2018",
            "2018-99",
            "May 2018" + " " * LONGEST,
            "before 0001-01-01",
        ),
        *("before 2014 to 2016", "after 9999", "early May or so"),
    ],
)
def test_what_is_no_vague_date(text: str) -> None:
    assert read_vague_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("7-5-2018", "07-05-2018", "7–5–2018", "7 - 5 - 2018", "7 – 5 – 2018", "7—5—2018"),
        *("7‑5‑2018", "7−5−2018", "12-6-2018", "09-08-2018", "12-2 2019"),  # noqa: RUF001
    ],
)
def test_figures_that_are_one_of_two_days_are_no_months_over_a_new_year(text: str) -> None:
    assert len(read_typed_date(text)) == 2
    assert read_vague_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "early May 2018",
        "mid-2016",
        "before May 2018",
        "by June 2018",
        "June or July 2018",
        "winter 2017/18",
    ],
)
def test_learners_answers_are_read_without_it(text: str) -> None:
    assert read_typed_date(text) == ()


@given(st.text() | st.lists(WORDS, max_size=8).map(" ".join))
def test_no_text_is_too_strange(text: str) -> None:
    try:
        found = read_vague_date(text)
    except VagueDateError as error:
        assert str(error)
        return
    assert found is None or parse(found.date.text) == found.date
