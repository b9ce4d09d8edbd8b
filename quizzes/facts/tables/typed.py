"""Dates and numbers as editors type them into cells, brought into the form of the pack."""

import re
from functools import lru_cache

from django.core.exceptions import ValidationError

from quizzes.facts.fields import as_edtf
from quizzes.facts.form_fields import TypedDateField, as_quantity
from quizzes.facts.models import Property
from quizzes.lib.typed_dates import read_typed_date

Datatype = Property.Datatype

_date_field = TypedDateField(max_length=100)


@lru_cache(maxsize=4096)
def typed_date(text: str) -> str:
    """Return the EDTF text of a date. Raises ValueError with what would be right."""
    try:
        return as_edtf(_date_field.clean(text))
    except ValidationError as error:
        if meant := _last_day_meant(text):
            raise ValueError(f"“{text}” is not a date; write {meant}") from error
        raise ValueError(" ".join(error.messages)) from error


def _last_day_meant(text: str) -> str:
    """Return the last day of the month where a day is named that the month does not have."""
    for day in re.finditer(r"\b(29|30|31)(?=st\b|th\b|\b)", text):
        for earlier in (30, 29, 28):
            readings = read_typed_date(f"{text[: day.start()]}{earlier}{text[day.end() :]}")
            if len(readings) == 1 and int(day[0]) > earlier:
                return f"{readings[0].spoken()} or {readings[0].text}"
    return ""


def typed_value(datatype: str, text: str) -> str:
    """Return a statement's value as the pack writes it. Raises ValueError."""
    if datatype == Datatype.DATE:
        return typed_date(text)
    if datatype == Datatype.QUANTITY:
        try:
            return as_quantity(text)
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from error
    return text
