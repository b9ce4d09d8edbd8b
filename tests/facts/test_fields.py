"""Columns for dates and numbers, with the bounds beside them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from quizzes.facts.fields import as_edtf
from quizzes.facts.form_fields import read_date
from quizzes.facts.models import Source, Statement
from quizzes.lib.edtf import EdtfError, parse
from quizzes.lib.quantities import QuantityError
from tests.factories import EntityPropertyFactory, SourceFactory, StatementFactory


def strength(quantity: str) -> Statement:
    made: Statement = StatementFactory(
        cited=False,
        property=EntityPropertyFactory(slug="strength", datatype="quantity"),
        value_date="",
        value_quantity=quantity,
    )
    made.refresh_from_db()
    return made


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2018-05-07", date(2018, 5, 7), date(2018, 5, 7)),
        ("2018-02", date(2018, 2, 1), date(2018, 2, 28)),
        ("2018~", date(2018, 1, 1), date(2018, 12, 31)),
        ("201X", date(2010, 1, 1), date(2019, 12, 31)),
        ("2018-05-07/2019-02", date(2018, 5, 7), date(2019, 2, 28)),
        ("2018/..", date(2018, 1, 1), None),
        ("../2018", None, date(2018, 12, 31)),
        ("", None, None),
    ],
)
def test_it_works(text: str, first: date | None, last: date | None) -> None:
    source = SourceFactory(published=text)
    source.refresh_from_db()
    assert (source.published_first, source.published_last) == (first, last)


@pytest.mark.django_db
def test_the_days_follow_a_change() -> None:
    source = SourceFactory(published="2018")
    source.published = "2019-03"
    source.save()
    assert source.published_first == date(2019, 3, 1)
    source.refresh_from_db()
    assert (source.published_first, source.published_last) == (date(2019, 3, 1), date(2019, 3, 31))
    source.published = ""
    source.save()
    source.refresh_from_db()
    assert (source.published_first, source.published_last) == (None, None)


@pytest.mark.django_db
def test_the_days_are_filled_in_bulk() -> None:
    Source.objects.bulk_create(
        Source(slug=f"s{year}", title="T", origin="o", cite_as="T", published=str(year))
        for year in (2017, 2018)
    )
    found = Source.objects.order_by("slug").values_list("published_first", "published_last")
    assert list(found) == [
        (date(2017, 1, 1), date(2017, 12, 31)),
        (date(2018, 1, 1), date(2018, 12, 31)),
    ]


@pytest.mark.django_db
def test_an_unreadable_date_is_never_stored() -> None:
    with transaction.atomic(), pytest.raises(EdtfError):
        SourceFactory(published="soon")
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2018-05-07", "2018-05-07"),
        (" 2018-05 ", "2018-05"),
        ("2018-05-07/2019-02-12", "2018-05-07/2019-02-12"),
        ("7 May 2018", "2018-05-07"),
        ("May 7, 2018", "2018-05-07"),
        ("7th of May 2018", "2018-05-07"),
        ("May 2018", "2018-05"),
        ("about June 2018", "2018-06~"),
        ("25/12/2018", "2018-12-25"),
        ("7–31 May 2018", "2018-05-07/2018-05-31"),
        ("from May 2018 to February 2019", "2018-05/2019-02"),
        ("until 2019", "../2019"),
        ("٧ May ٢٠١٨", "2018-05-07"),
    ],
)
def test_an_editor_may_write_dates_in_any_usual_way(typed: str, kept: str) -> None:
    assert as_edtf(typed) == kept
    assert Source._meta.get_field("published").clean(typed, None) == kept


def test_a_date_with_two_readings_is_refused_with_both() -> None:
    with pytest.raises(ValidationError) as refused:
        as_edtf("03/04/2018")
    assert refused.value.messages == [
        "“03/04/2018” could mean 3 April 2018 or 4 March 2018. Write the month as a word."
    ]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("soon", "“soon” is not a date. Write the year first: 2018-05-07, 2018-05 or 2018."),
        ("2018-02-30", "“2018-02-30” does not exist: days in February 2018 go from 01 to 28."),
        ("2018-99", "“2018-99”: months go from 01 to 12, seasons from 21 (spring) to 24"),
        ("2018-14-01", "“2018-14-01”: months go from 01 to 12"),
        ("2019/2018", "“2019/2018” ends before it starts. Write the earlier date first."),
        ("100%(date)s", "“100%(date)s” is not a date."),
        ("..", "“..” is not a date."),
        ("/", "A date is missing."),
    ],
)
def test_an_unreadable_date_is_refused_with_what_would_be_right(typed: str, message: str) -> None:
    with pytest.raises(ValidationError) as refused:
        as_edtf(typed)
    assert refused.value.messages[0].startswith(message)


@given(st.one_of(st.text(), st.text("0123456789-/.~?%Xx May")))
def test_typing_anything_gives_a_date_or_a_plain_message(typed: str) -> None:
    try:
        kept = as_edtf(typed)
    except ValidationError as error:
        assert all(error.messages)
    else:
        assert parse(kept).text == kept
        assert as_edtf(kept) == kept


def test_a_long_way_to_write_a_date_is_read_too() -> None:
    field = Source._meta.get_field("published").formfield()
    assert field is not None
    typed = "from 17 September 2018 to 22 December 2018"
    assert len(typed) > 40
    assert field.clean(typed) == typed
    assert as_edtf(typed) == "2018-09-17/2018-12-22"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("46", "46", "46"),
        ("~19270", "17343", "21197"),
        (">=4", "4", None),
        (">1100", "1100", None),
        ("<=10", None, "10"),
        ("35..60", "35", "60"),
        ("50|60", "50", "60"),
        ("2.5", "2.5", "2.5"),
        ("~999999999999999", "899999999999999.1", "1099999999999998.9"),
    ],
)
def test_bounds_of_a_number(text: str, low: str | None, high: str | None) -> None:
    made = strength(text)
    found = [None if bound is None else Decimal(bound) for bound in (low, high)]
    assert [made.value_low, made.value_high] == pytest.approx(found)


@pytest.mark.django_db
def test_bounds_follow_a_change() -> None:
    made = strength("46")
    made.value_quantity = ">=50"
    made.save()
    made.refresh_from_db()
    assert [made.value_low, made.value_high] == [50, None]


@pytest.mark.django_db
def test_an_unreadable_number_is_never_stored() -> None:
    with transaction.atomic(), pytest.raises(QuantityError):
        strength("many")
    assert not Statement.objects.exists()


def test_what_a_form_has_not_accepted_reads_as_no_date_or_number() -> None:
    """The page that shows the mistake shows the statement too."""
    unread = Statement(value_date="soon", when="then", value_quantity="many")
    assert (unread.date_value, unread.when_date, unread.quantity) == (None, None, None)
    assert Statement(value_date="soon").value_text_for_people == "soon"
    assert Statement(value_quantity="many", unit="keepers").value_text_for_people == "many keepers"


@pytest.mark.parametrize(
    "typed",
    [
        *("7/5/2018", "7-5-2018", "07-05-2018", "7–5–2018", "7 - 5 - 2018", "7 – 5 – 2018"),
        *("7—5—2018", "7‑5‑2018", "7−5−2018"),  # noqa: RUF001
    ],
)
def test_a_date_that_can_be_one_of_two_days_is_asked_about(typed: str) -> None:
    with pytest.raises(ValidationError, match="could mean 7 May 2018 or 5 July 2018"):
        read_date(typed)


@pytest.mark.parametrize("typed", ["2014-16", "2014–16", "2014 - 16", "2014‑16"])
def test_two_years_are_read_with_any_dash(typed: str) -> None:
    assert read_date(typed).date.text == "2014/2016"
