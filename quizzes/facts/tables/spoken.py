"""What differs in a record, as people read it: dates and numbers in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from quizzes.facts.fields import optional_date, optional_quantity
from quizzes.facts.models import Property
from quizzes.facts.pack.fields import edtf
from quizzes.facts.pack.records import FIELDS

from .plan import Difference, Item

Datatype = Property.Datatype


def spoken(kind: str, item: Item, datatypes: Mapping[str, str]) -> list[Difference]:
    """Return what differs in a record of a ``kind`` in words; other texts stay as they are.

    ``datatypes`` are those of the properties, by slug.
    """
    dates = {spec.name for spec in FIELDS[kind] if spec.read is edtf}
    now = item.parsed.record.get("property", "")
    before = next((it.old for it in item.differences if it.field == "property"), now)
    return [
        replace(it, old=_date(it.old), new=_date(it.new))
        if it.field in dates
        else replace(
            it,
            old=_value(datatypes.get(before, ""), it.old),
            new=_value(datatypes.get(now, ""), it.new),
        )
        if it.field == "value"
        else it
        for it in item.differences
    ]


def _value(datatype: str, text: str) -> str:
    if datatype == Datatype.QUANTITY:
        quantity = optional_quantity(text)
        return quantity.spoken() if quantity else text
    return _date(text) if datatype == Datatype.DATE else text


def _date(text: str) -> str:
    date = optional_date(text)
    return date.spoken() if date else text
