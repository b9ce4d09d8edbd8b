from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizzes.lib.edtf import EdtfDate
from quizzes.lib.typed_dates import LONGEST, missing_year, read_typed_date

from .test_edtf import edtf_texts, parsed_or_none

WORDS = st.sampled_from(
    ["7", "31", "05", "2018", "'18", "may", "february", "from", "to", "between", "and", "until"]
    + ["on", "about", "?", "-", "–", "/", ".", ",", "xx"]
)


def readings(text: str) -> list[str]:
    return [edtf.text for edtf in read_typed_date(text)]


def meaning(edtf: EdtfDate) -> tuple[object, ...]:
    return edtf.first, edtf.last, edtf.approximate, edtf.uncertain


@pytest.mark.parametrize(
    "text",
    [
        "7 May 2018",
        "7 may 2018",
        "07 May 2018",
        "7 MAY, 2018.",
        "7-May-2018",
        "7th of May 2018",
        "the 7th of May, 2018",
        "May 7, 2018",
        "May 7th 2018",
        "2018 May 7",
        "2018, 7 May",
        "7 May '18",
        "7 May ’18",
        "7-May-18",
        "7 May 18",
        "7th of May, 18",
        "May 7, 18",
        "seventh of May 2018",
        "the Seventh of May, 2018",
        "May the seventh, 2018",
        "Monday, 7 May 2018",
        "on Mon 7 May 2018",
        "2018-05-07",
        "2018-05-07.",
        "2018/5/7",
        "2018.05.07",
        "٧ May ٢٠١٨",
        "۲۰۱۸-۰۵-۰۷",
        "7 May\xa02018",
        "7May2018",
        "7MAY 2018",
        "7th May2018",
        "7 مايو 2018",
        "٧ مايو ٢٠١٨",
        "يوم 7 من شهر مايو عام 2018",
    ],
)
def test_a_day_in_every_usual_way(text: str) -> None:
    assert readings(text) == ["2018-05-07"]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("12 Jun 18", ["2018-06-12"]),
        ("Jun 12, 18", ["2018-06-12"]),
        ("12-Jun-18", ["2018-06-12"]),
        ("about 12th of June 98", ["1998-06-12~"]),
        ("12–14 Jun 18", ["2018-06-12/2018-06-14"]),
        ("twenty-first of June 2018", ["2018-06-21"]),
        ("thirty first May 2018", ["2018-05-31"]),
        ("thirtieth May 2018", ["2018-05-30"]),
        ("thirty-second of May 2018", []),
        ("May 7-18", []),
        ("7 May 180", []),
        ("May 18", []),
    ],
)
def test_short_years_and_days_in_words(text: str, edtf: list[str]) -> None:
    assert readings(text) == edtf


@given(st.dates(date(1969, 1, 1), date(2068, 12, 31)))
def test_a_year_of_two_figures_behind_a_named_month(day: date) -> None:
    for form in (f"{day:%d-%b-%y}", f"{day:%d %B %y}", f"{day:%B} {day.day}, {day:%y}"):
        assert readings(form) == [day.isoformat()]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("May 2018", "2018-05"),
        ("in May, 2018", "2018-05"),
        ("aug 2016", "2016-08"),
        ("Sept. 2016", "2016-09"),
        ("5/2018", "2018-05"),
        ("5 2018", "2018-05"),
        ("2018/05", "2018-05"),
        ("2018", "2018"),
        ("in the year 2018", "2018"),
        ("2010s", "201X"),
        ("the 2010s", "201X"),
        ("autumn of 2018", "2018-23"),
        ("fall 2018", "2018-23"),
        ("13/5/2018", "2018-05-13"),
        ("5/13/2018", "2018-05-13"),
        ("13-5-2018", "2018-05-13"),
        ("3.3.2018", "2018-03-03"),
        ("1/1/68", "2068-01-01"),
        ("1/1/69", "1969-01-01"),
        ("around 2018", "2018~"),
        ("c. June 2018", "2018-06~"),
        ("in about June 2018", "2018-06~"),
        ("circa 7 May 2018", "2018-05-07~"),
        ("2018?", "2018?"),
        ("possibly about 2018", "2018%"),
    ],
)
def test_coarser_and_vaguer_dates(text: str, edtf: str) -> None:
    assert readings(text) == [edtf]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("from 7 May 2018 to 12 February 2019", "2018-05-07/2019-02-12"),
        ("7 May 2018 – 12 February 2019", "2018-05-07/2019-02-12"),
        ("7 May 2018-12 Feb 2019", "2018-05-07/2019-02-12"),
        ("2018-05-07 - 2019-02-12", "2018-05-07/2019-02-12"),
        ("7-31 May 2018", "2018-05-07/2018-05-31"),
        ("7 to 31 May 2018", "2018-05-07/2018-05-31"),
        ("between 7 and 31 May 2018", "2018-05-07/2018-05-31"),
        ("7-31/5/2018", "2018-05-07/2018-05-31"),
        ("May 7–12, 2018", "2018-05-07/2018-05-12"),
        ("from May 7 to June 12, 2018", "2018-05-07/2018-06-12"),
        ("7 May to 12 June 2018", "2018-05-07/2018-06-12"),
        ("7 May 2018 to 12 June", "2018-05-07/2018-06-12"),
        ("7 May 2018 – 8/2019", "2018-05-07/2019-08"),
        ("May-June 2018", "2018-05/2018-06"),
        ("2014–2016", "2014/2016"),
        ("from 2014 until 2016", "2014/2016"),
        ("2014–16", "2014/2016"),
        ("2014-16", "2014/2016"),
        ("1618–48", "1618/1648"),
        ("until 12 February 2019", "../2019-02-12"),
        ("from August 2016 on", "2016-08/.."),
        ("since August 2016", "2016-08/.."),
        ("2016-08/..", "2016-08/.."),
    ],
)
def test_intervals(text: str, edtf: str) -> None:
    assert readings(text) == [edtf]


@pytest.mark.parametrize(
    ("text", "day_first", "month_first"),
    [
        ("03/04/2018", "2018-04-03", "2018-03-04"),
        ("7.5.18", "2018-05-07", "2018-07-05"),
        ("07/05/07", "2007-05-07", "2007-07-05"),
        ("1-2-1969", "1969-02-01", "1969-01-02"),
        ("٧/٥/٢٠١٨", "2018-05-07", "2018-07-05"),
        ("7/5/2018 – 12/6/2018", "2018-05-07/2018-06-12", "2018-07-05/2018-12-06"),
    ],
)
def test_day_and_month_that_could_be_swapped(text: str, day_first: str, month_first: str) -> None:
    assert readings(text) == [day_first, month_first]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Derna",
        "7 May",
        "30 February 2018",
        "30-02-2018",
        "31/31/2018",
        "13-14-2018",
        "7 or 8 May 2018",
        "7 and 31 May 2018",
        "7 May 2018 2019",
        "7 8 May 2018",
        "12 May 5",
        "7 May 201",
        "early June 2018",
        "before June 2018",
        "June or July 2018",
        "winter 2017/18",
        "2018-99",
        "2018–99",
        "2018 - 99",
        "1618–49",
        "2018-00",
        "2018-05-99",
        "12 February 2019 to 7 May 2018",
        "7 of them in May 2018",
        "May 2018" + " " * LONGEST,
    ],
)
def test_what_is_no_single_date(text: str) -> None:
    assert readings(text) == []


@pytest.mark.parametrize("text", ["7 May", "May 7th", "7/5", "٧/٥", "29 Feb", "May", "7–31 May"])
def test_a_missing_year_is_noticed(text: str) -> None:
    assert missing_year(text)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [("أبريل 2016", "2016-04"), ("إبريل 2016", "2016-04"), ("في يونيه 2018", "2018-06")]
    + [("أغسطس ٢٠١٦", "2016-08"), ("12 فبراير 2019", "2019-02-12"), ("أكتوبر 2014", "2014-10")],
)
def test_arabic_names_of_months(text: str, edtf: str) -> None:
    assert readings(text) == [edtf]
    assert missing_year("7 مايو")


@pytest.mark.parametrize(
    "text", ["7 May 2018", "2018", "31 Feb", "Derna", "", "12", "until", "about", "7 May 201"]
)
def test_nothing_else_passes_for_a_missing_year(text: str) -> None:
    assert not missing_year(text)


@given(st.dates(), st.sampled_from(["", "-%m", "-%m-%d"]))
def test_what_is_spoken_is_read_back(day: date, form: str) -> None:
    edtf = parsed_or_none(f"{day.year:04}{day.strftime(form) if form else ''}")
    assert edtf
    assert read_typed_date(edtf.spoken()) == (edtf,)
    assert read_typed_date(edtf.phrase()) == (edtf,)


@given(edtf_texts())
def test_every_way_of_speaking_is_read_back(text: str) -> None:
    edtf = parsed_or_none(text)
    assume(edtf is not None)
    assert edtf is not None
    for words in (edtf.spoken(), edtf.phrase()):
        assert [meaning(reading) for reading in read_typed_date(words)] == [meaning(edtf)], words


@given(st.text() | st.lists(WORDS, max_size=9).map(" ".join))
def test_no_text_is_too_strange(text: str) -> None:
    dates = read_typed_date(text)
    assert len(dates) <= 2
    assert len({edtf.text for edtf in dates}) == len(dates)
    assert not (dates and missing_year(text))
