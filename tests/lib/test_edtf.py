import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.lib.edtf import EdtfDate, EdtfError, parse

DATE_SIGNS = "0123456789-/.~?%Xx "
ALMOST = re.compile(r"[0-2][0-9X]{3}(-[0-3][0-9X]){0,2}[~?%]?(/([0-2][0-9X]{3}(-[0-3][0-9])?)?)?")


@st.composite
def edtf_texts(draw: st.DrawFn) -> str:
    """EDTF points and intervals, valid but for intervals that end before they start."""

    def point() -> str:
        day = draw(st.dates())
        forms = ["%Y-%m-%d", "%Y-%m", "%Y", "%Y-%m-XX", "%Y-XX"]
        written = [f"{day.year:04}" + day.strftime(form[2:]) for form in forms]
        season = draw(st.integers(21, 24))
        decade = f"{day.year // 10:03}X"
        year_part = draw(st.sampled_from([*written, decade, f"{day.year:04}-{season}"]))
        return year_part + draw(st.sampled_from(["", "~", "?", "%"]))

    if draw(st.booleans()):
        return point()
    return draw(
        st.sampled_from([f"{point()}/{point()}", f"../{point()}", f"{point()}/..", f"{point()}/"])
    )


def parsed_or_none(text: str) -> EdtfDate | None:
    try:
        return parse(text)
    except EdtfError:
        return None


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2018-05-07", "2018-05-07", "2018-05-07", "day"),
        ("2016-02", "2016-02-01", "2016-02-29", "month"),
        ("2018-06-XX", "2018-06-01", "2018-06-30", "month"),
        ("2017", "2017-01-01", "2017-12-31", "year"),
        ("2018-XX", "2018-01-01", "2018-12-31", "year"),
        ("2018-XX-XX", "2018-01-01", "2018-12-31", "year"),
        ("201X", "2010-01-01", "2019-12-31", "decade"),
        ("20XX", "2000-01-01", "2099-12-31", "century"),
        ("000X", "0001-01-01", "0009-12-31", "decade"),
        ("2018-21", "2018-03-01", "2018-05-31", "season"),
        ("2018-22", "2018-06-01", "2018-08-31", "season"),
        ("2018-23", "2018-09-01", "2018-11-30", "season"),
        ("2019-24", "2019-12-01", "2020-02-29", "season"),
        ("9999-24", "9999-12-01", "9999-12-31", "season"),
        ("2018-05-07/2019-02", "2018-05-07", "2019-02-28", "interval"),
        ("../2019-02-12", None, "2019-02-12", "interval"),
        ("/2019-02-12", None, "2019-02-12", "interval"),
        ("2016-08/..", "2016-08-01", None, "interval"),
        ("2016-08/", "2016-08-01", None, "interval"),
    ],
)
def test_it_works(text: str, first: str | None, last: str | None, precision: str) -> None:
    edtf = parse(text)
    assert edtf.text == text
    assert edtf.first == (first and date.fromisoformat(first))
    assert edtf.last == (last and date.fromisoformat(last))
    assert edtf.precision == precision


def test_it_tidies_spaces_and_unknown_digits() -> None:
    assert parse(" 201x / 2020 ").text == "201X/2020"


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [
        ("2018-06", False, False),
        ("2018-06~", True, False),
        ("2018-06?", False, True),
        ("2018-06%", True, True),
        ("2018-05-07~/2018-06", True, False),
        ("2018-05-07/2018-06?", False, True),
        ("2018-05-07~/2018-06?", True, True),
        ("../2018-06~", True, False),
    ],
)
def test_qualifiers(text: str, approximate: bool, uncertain: bool) -> None:
    edtf = parse(text)
    assert (edtf.approximate, edtf.uncertain) == (approximate, uncertain)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("", "missing"),
        ("/", "missing"),
        ("../..", "missing"),
        ("2018-02-30", "February 2018 go from 01 to 28"),
        ("2018-02-00", "from 01"),
        ("2018-13", "from 01 to 12"),
        ("2018-00", "from 01 to 12"),
        ("2018-25", "from 21 \\(spring\\) to 24"),
        ("2018-21-03", "season has no day"),
        ("2018-21-XX", "season has no day"),
        ("0000", "no year 0000"),
        ("2018-5-7", "two digits"),
        ("7.5.2018", "year first"),
        ("Y12018", "year first"),
        ("-2018", "year first"),
        ("XXXX", "year first"),
        ("٢٠١٨", "year first"),
        ("2018-05-07T12:00", "year first"),
        ("~2018", "one sign after"),
        ("2018?~", "one sign after"),
        ("2018/open", "open end"),
        ("unknown/2018", "open end"),
        ("2018-05/2018-04", "earlier date first"),
        ("2018/2019/2020", "one slash"),
        ("201X-05", "only the last parts"),
        ("2018-XX-05", "only the last parts"),
    ],
)
def test_it_rejects_and_says_what_would_be_right(text: str, advice: str) -> None:
    with pytest.raises(EdtfError, match=advice):
        parse(text)


@pytest.mark.parametrize(
    ("text", "spoken", "phrase"),
    [
        ("2018-05-07", "7 May 2018", "on 7 May 2018"),
        ("2016-08", "August 2016", "in August 2016"),
        ("2018-06-XX", "June 2018", "in June 2018"),
        ("2017", "2017", "in 2017"),
        ("2018-21", "spring 2018", "in spring 2018"),
        ("201X", "the 2010s", "in the 2010s"),
        ("20XX", "the years 2000–2099", "in the years 2000–2099"),
        ("2018-06~", "about June 2018", "in about June 2018"),
        ("2016?", "possibly 2016", "possibly in 2016"),
        ("2018-05-07%", "possibly about 7 May 2018", "possibly on about 7 May 2018"),
        (
            "2018-05-07/2019-02-12",
            "7 May 2018 – 12 February 2019",
            "from 7 May 2018 to 12 February 2019",
        ),
        ("2018-05-07/2018-05-31", "7–31 May 2018", "from 7 to 31 May 2018"),
        ("2018-05-07/2018-06-12", "7 May – 12 June 2018", "from 7 May to 12 June 2018"),
        ("2018-05/2018-06", "May–June 2018", "from May to June 2018"),
        ("2018-05/2019-06", "May 2018 – June 2019", "from May 2018 to June 2019"),
        ("2018-05/2018-06-12", "May 2018 – 12 June 2018", "from May 2018 to 12 June 2018"),
        ("2014/2016", "2014–2016", "from 2014 to 2016"),
        ("2014/2015-07", "2014 – July 2015", "from 2014 to July 2015"),
        ("2018-05-07/2018-05-07", "7 May 2018", "on 7 May 2018"),
        ("2018-05~/2018-06", "about May 2018 – June 2018", "from about May 2018 to June 2018"),
        ("../2019-02-12", "until 12 February 2019", "until 12 February 2019"),
        ("/2019-02-12", "by 12 February 2019", "by 12 February 2019"),
        ("/2018-06~", "by about June 2018", "by about June 2018"),
        ("2016-08/..", "from August 2016 on", "from August 2016 on"),
    ],
)
def test_words(text: str, spoken: str, phrase: str) -> None:
    assert parse(text).spoken() == spoken
    assert parse(text).phrase() == phrase


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ("2018", "2018-05-07", True),
        ("2018-05-07", "2018-05-08", False),
        ("2018-05/2018-06", "2018-06-30/..", True),
        ("2018-05/2018-06", "2018-07-01/..", False),
        ("../2017", "2018/..", False),
        ("../2018", "2018/..", True),
        ("2018-24", "2019-02-12", True),
    ],
)
def test_overlaps_goes_both_ways(one: str, other: str, overlap: bool) -> None:
    assert parse(one).overlaps(parse(other)) is overlap
    assert parse(other).overlaps(parse(one)) is overlap


@pytest.mark.parametrize(
    ("outer", "inner", "contained"),
    [
        ("2018", "2018-05-07", True),
        ("2018-05-07", "2018", False),
        ("2018", "2018-12/2019-01", False),
        ("2016-08/..", "2018/..", True),
        ("2016-08/2020", "2018/..", False),
        ("../2018", "2018-12-31", True),
        ("../2018", "2019-01-01", False),
    ],
)
def test_contains(outer: str, inner: str, contained: bool) -> None:
    assert parse(outer).contains(parse(inner)) is contained


def test_days_counts_both_ends() -> None:
    assert parse("2018-05-07").days() == 1
    assert parse("2016-02").days() == 29
    assert parse("2018-05-31/2018-06-02").days() == 3
    assert parse("2018/..").days() is None
    assert parse("../2018").days() is None


@given(st.text() | st.text(DATE_SIGNS, max_size=24) | st.from_regex(ALMOST, fullmatch=True))
def test_nothing_but_edtf_error_is_raised(text: str) -> None:
    edtf = parsed_or_none(text)
    if edtf and edtf.first and edtf.last:
        assert edtf.first <= edtf.last


@given(edtf_texts())
def test_the_text_of_a_date_is_the_date(text: str) -> None:
    edtf = parsed_or_none(text)
    if edtf is None:
        assert "/" in text
    else:
        assert parse(edtf.text) == edtf


@given(st.dates(), st.integers(0, 4000))
def test_containing_is_overlapping_and_spans_count_their_days(start: date, more: int) -> None:
    end = min(date.max, start + timedelta(min(more, (date.max - start).days)))
    span = parse(f"{start}/{end}")
    assert span.days() == (end - start).days + 1
    for day in (start, end):
        assert span.contains(parse(str(day)))
        assert span.overlaps(parse(str(day)))
