"""Fields of forms into which people type dates and numbers, and which show them in words."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from quizzes.lib.edtf import parse
from quizzes.lib.number_words import is_number_word
from quizzes.lib.quantities import QuantityError
from quizzes.lib.quantities import parse as parse_quantity
from quizzes.lib.typed_dates import missing_year, read_typed_date
from quizzes.lib.typed_numbers import read_typed_number
from quizzes.lib.vague_dates import VagueDate, VagueDateError, read_vague_date

from .fields import as_edtf, optional_date, optional_quantity


class TypedDateField(forms.CharField):
    """A date in a form: typed in any usual way, and shown again in words."""

    def clean(self, value: Any) -> Any:
        """Return what was typed if it is one date, or EDTF where only a part of it can be kept.

        Says in plain words what would be right.
        """
        typed = super().clean(value)
        if not typed:
            return typed
        read = read_date(typed)
        return typed if read.date.text == _plain_edtf(typed) else read.date.text

    def prepare_value(self, value: Any) -> Any:
        """Show EDTF in words, if the words read back as the same date."""
        date = optional_date(value) if isinstance(value, str) else None
        spoken = date.spoken() if date else ""
        return spoken if date and _edtf_of(spoken) == date.text else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another date was typed, not merely the same one in other words."""
        return bool(_edtf_of(initial or "") != _edtf_of(data or ""))


class TypedQuantityField(forms.CharField):
    """A number in a form: typed in any usual way, and shown again in words."""

    def clean(self, value: Any) -> Any:
        """Return the quantity's text; say in plain words what would be right."""
        typed = super().clean(value)
        return as_quantity(typed) if typed else typed

    def prepare_value(self, value: Any) -> Any:
        """Show a quantity's text in words, if they read back as the same quantity."""
        quantity = optional_quantity(value) if isinstance(value, str) else None
        spoken = quantity.spoken() if quantity else ""
        return spoken if quantity and _quantity_of(spoken) == quantity.text else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another number was typed, not merely the same one in other words."""
        return bool(_quantity_of(initial or "") != _quantity_of(data or ""))


def as_quantity(typed: str) -> str:
    """Return the quantity text for a number an editor typed, stored form or any usual one.

    Raises ValidationError where no number, or more than one, can be read from it, and where
    a unit would be lost.
    """
    stored = optional_quantity(typed)
    if re.fullmatch(r"[0-9]+\s*\.\.\s*[0-9]+", typed) and not stored:
        raise ValidationError(_("Write the smaller number first."))
    quantity = stored or read_typed_number(typed)
    if quantity is None:
        raise ValidationError(
            _(
                "“%(typed)s” is not a number that can be read. Write it as 46, about 19,270, "
                "more than 1,100, at least 4, up to 10, between 35 and 60, or 50 or 60."
            ),
            params={"typed": typed},
        )
    if unit := _unit_in(typed):
        raise ValidationError(
            _("Write the number alone here, and “%(unit)s” in the field “unit”."),
            params={"unit": unit},
        )
    try:
        return parse_quantity(quantity.text).text
    except QuantityError as error:  # more digits than are kept
        raise ValidationError(_("This number has too many digits.")) from error


_BESIDE_NUMBERS = re.compile(
    "about|around|approx(imately)?|roughly|some|nearly|almost|close|to|circa|ca?|at|least|not?|"
    "fewer|less|than|more|m(in|ax)imum|of|a|up|as|many|greater|over|above|in|excess|under|below|"
    "or|so|just|only|exactly|precisely|total|the|between|and|from"
)


def _unit_in(typed: str) -> str:
    """Return the words behind a number that say what is counted: "about 300 people"."""
    words = re.split(r"\s+", typed.strip())
    known = [not _is_unit_word(word) for word in words]
    unit = words[len(words) - known[::-1].index(True) :] if True in known else []
    return "%" if typed.rstrip().endswith("%") else " ".join(unit)


def _is_unit_word(word: str) -> bool:
    letters = re.findall(r"[^\W\d_]+", word.casefold())
    return any(not (_BESIDE_NUMBERS.fullmatch(it) or is_number_word(it)) for it in letters)


def _quantity_of(typed: str) -> str:
    try:
        return as_quantity(typed)
    except ValidationError:
        return typed


def _edtf_of(typed: str) -> str:
    try:
        return read_date(typed).date.text if typed else ""
    except ValidationError:
        return typed


def _plain_edtf(typed: str) -> str:
    try:
        return as_edtf(typed)
    except ValidationError:
        return ""


def read_date(typed: str) -> VagueDate:
    """Return the date that an editor typed, and the word of it that cannot be kept.

    Raises ValidationError with what would be right.
    """
    try:
        return VagueDate(parse(as_edtf(typed)))
    except ValidationError as error:
        try:
            vague = read_vague_date(typed)
        except VagueDateError as refused:
            raise ValidationError(str(refused)) from refused
        if vague:
            return vague
        if read_typed_date(typed) or re.fullmatch(r"[0-9Xx~?%/.\s-]+", typed):
            raise  # it says what the two readings are, or what is wrong with the figures
        if missing_year(typed):
            message = _("“%(typed)s” has no year. Add it, as in 7 May 2018.")
        elif read_typed_date(re.sub(r"\b[0-9]{1,2}\b", "1", typed, count=1)):
            message = _("“%(typed)s”: there is no such day.")
        else:
            message = _(
                "“%(typed)s” is not a date that can be read. Write it as 7 May 2018, May 2018, "
                "2018, about June 2018, spring 2017, or between 2014 and 2016."
            )
        raise ValidationError(message, params={"typed": typed}) from error
