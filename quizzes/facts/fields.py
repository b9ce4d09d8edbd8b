"""Fields for dates and numbers with their precision, and the bounds they cover beside them."""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from quizzes.lib.edtf import EdtfDate, EdtfError, parse
from quizzes.lib.quantities import Quantity, QuantityError
from quizzes.lib.quantities import parse as parse_quantity
from quizzes.lib.typed_dates import read_typed_date


class EdtfEdge(models.DateField):
    """The first or last day that the EDTF text in another column covers; null if open."""

    def __init__(self, *args: Any, of: str = "", edge: str = "first", **kwargs: Any) -> None:
        self.of = of
        self.edge = edge
        kwargs |= {"null": True, "blank": True, "editable": False}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of, "edge": self.edge}

    def pre_save(self, model_instance: models.Model, add: bool) -> date | None:
        text = getattr(model_instance, self.of)
        day: date | None = getattr(parse(text), self.edge) if text else None
        setattr(model_instance, self.attname, day)
        return day


class EdtfField(models.CharField):
    """An EDTF date such as ``2018-05-07``, ``2016-08`` or ``2018-05-07/2019-02-12``.

    A model declares an ``EdtfEdge`` beside it for the first and the last day it covers.
    An editor may type a date in any usual unambiguous way; it is kept as EDTF.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        """Leave room to write out a date whose EDTF is short."""
        from .form_fields import TypedDateField

        options: dict[str, Any] = {"max_length": 100, "form_class": TypedDateField}
        return super().formfield(**(options | kwargs))

    def clean(self, value: Any, model_instance: models.Model | None) -> str:
        cleaned: str = super().clean(as_edtf(value) if value else value, model_instance)
        return cleaned


class QuantityEdge(models.DecimalField):
    """The lower or upper bound of the quantity text in another column; null if open."""

    def __init__(self, *args: Any, of: str = "", edge: str = "low", **kwargs: Any) -> None:
        self.of = of
        self.edge = edge
        kwargs |= {"null": True, "blank": True, "editable": False}
        super().__init__(*args, **(kwargs | {"max_digits": 20, "decimal_places": 4}))

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of, "edge": self.edge}

    def pre_save(self, model_instance: models.Model, add: bool) -> Decimal | None:
        text = getattr(model_instance, self.of)
        low, high = parse_quantity(text).bounds() if text else (None, None)
        bound = low if self.edge == "low" else high
        setattr(model_instance, self.attname, bound)
        return bound


def as_edtf(typed: str) -> str:
    """Return the EDTF text for a date an editor typed, EDTF itself or any usual form.

    Raises ValidationError where nothing, or more than one date, can be read from it.
    """
    try:
        return parse(typed.strip()).text
    except EdtfError as error:
        # 2018-13-01 is a slip in an EDTF date; "2014-16" is no month and can only be two years.
        is_edtf = re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", typed.strip())
        readings = () if is_edtf else read_typed_date(typed)
        if len(readings) == 1:
            return readings[0].text
        if not readings:
            raise ValidationError(str(error)) from error
        raise ValidationError(
            _("“%(typed)s” could mean %(one)s or %(other)s. Write the month as a word."),
            params={
                "typed": typed,
                "one": readings[0].spoken(),
                "other": readings[1].spoken(),
            },
        ) from error


# Columns are read far more often than they differ.
@lru_cache(maxsize=65_536)
def optional_date(text: str) -> EdtfDate | None:
    """Parse an EDTF column: ``None`` where it is empty.

    ``None`` too for what is no date: it never gets into the database, but the page that shows
    an editor the mistake shows the statement with it.
    """
    try:
        return parse(text) if text else None
    except EdtfError:
        return None


@lru_cache(maxsize=65_536)
def optional_quantity(text: str) -> Quantity | None:
    """Parse a quantity column: ``None`` where it is empty or, as above, no quantity."""
    try:
        return parse_quantity(text) if text else None
    except QuantityError:
        return None
