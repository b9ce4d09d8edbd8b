"""The values of records as people read them: names for ids, words for dates and numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.facts.fields import EdtfField, optional_date, optional_quantity
from quizzes.facts.models import Entity, Source
from quizzes.lib.edtf import EdtfDate, parse

from .states import PARTS, State, Values, fields_of

KINDS = ("subject_kinds", "value_kinds")
# What the fields for the value are called at the desk, where one of them is asked for.
VALUES = {
    "value_entity": gettext_lazy("Value (name)"),
    "value_date": gettext_lazy("Value (date)"),
    "value_quantity": gettext_lazy("Value (number)"),
    "value_text": gettext_lazy("Value (words)"),
}


# Those of other records are for the editors alone.
NOTE_FOR_READERS = gettext_lazy("Note for readers")


def described_date(date: EdtfDate, left_out: str = "") -> str:
    """Return a date with its precision: "7 May 2018, a day", "about June 2018, a month".

    Of a period it is said that all of it is meant, since that is what is kept and shown; of what
    was typed, what is ``left_out``.
    """
    precision = {
        "day": _("a day"),
        "month": _("a month"),
        "season": _("a season of three months (%(months)s)") % {"months": _months(date)},
        "year": _("a year"),
        "decade": _("a decade"),
        "century": _("a century"),
        "interval": _("a period: all of that time, not some moment within it"),
    }[date.precision]
    if date.text.startswith("/"):
        precision = _("at some time up to then, or since some time before")
    elif date.precision == "interval" and date.first is None:
        precision = _("a period without a beginning: all the time up to then")
    elif date.precision == "interval" and date.last is None:
        precision = _("a period without an end: all the time from then on")
    described = f"{date.spoken()}, {precision}"
    if not left_out:
        return described
    lost = _("“%(words)s” cannot be kept, and is left out") % {"words": left_out}
    return f"{described}; {lost}"


def _months(date: EdtfDate) -> str:
    """Return the months of a season: "March–May 2017"."""
    ends = [day.isoformat()[:7] for day in (date.first, date.last) if day]
    return parse("/".join(ends)).spoken()


def label_of(field: models.Field) -> str:
    """Return what a field is called."""
    if field.model is Source and field.name == "note":
        return str(NOTE_FOR_READERS)
    return str(capfirst(VALUES.get(field.name, field.verbose_name)))


class InWords:
    """Says the values of the states of a ``model`` in words.

    All records that the states speak of are fetched at once, so one is made for a whole page.
    """

    def __init__(self, model: type[models.Model], states: Iterable[State]) -> None:
        self.part = PARTS.get(model)
        wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        for state in states:
            _collect(model, state.values, wanted)
            for values in state.parts.values() if self.part else ():
                assert self.part
                _collect(self.part.model, values, wanted)
        self.names = {
            target: {pk: str(row) for pk, row in target._base_manager.in_bulk(list(ids)).items()}
            for target, ids in wanted.items()
        }

    def value(self, field: models.Field, value: Any) -> str:
        """Return a field's value in words; nothing for none."""
        if field.related_model:
            ids = value if isinstance(value, frozenset) else {value} - {None}
            return ", ".join(sorted(self._name(field.related_model, pk) for pk in ids))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if field.name in KINDS:
            return ", ".join(str(Entity.Kind(it).label) for it in value if it in Entity.Kind)
        if field.choices:
            known = dict(field.flatchoices)
            return str(known.get(value, value)) if value not in ("", None) else ""
        if isinstance(field, EdtfField):
            date = optional_date(value)
            return date.spoken() if date else value
        if field.name == "value_quantity":
            quantity = optional_quantity(value)
            return quantity.spoken() if quantity else value
        if isinstance(value, Decimal):
            return f"{value.normalize():f}"
        return "" if value is None else str(value)

    def part_text(self, values: Values) -> str:
        """Return a part in one line: "The Gazette, 12 June 2018; paragraph 3"."""
        assert self.part
        said = (self.value(it, values[it.name]) for it in fields_of(self.part.model))
        return "; ".join(text for text in said if text)

    def _name(self, target: Any, pk: Any) -> str:
        return self.names.get(target, {}).get(pk) or _("a deleted record (%(pk)s)") % {"pk": pk}


def _collect(
    model: type[models.Model], values: Values, wanted: dict[type[models.Model], set[Any]]
) -> None:
    for field in fields_of(model):
        if field.related_model:
            value = values[field.name]
            ids = value if isinstance(value, frozenset) else {value}
            wanted[field.related_model] |= ids - {None}
