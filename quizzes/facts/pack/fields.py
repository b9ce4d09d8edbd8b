"""The fields of a pack's records: how each is read from text and written back."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models

from quizzes.lib.edtf import parse

Reader = Callable[[str], Any]

# Of names of an entity or sources of a statement. The desk's form for so many is one that Django
# still takes (DATA_UPLOAD_MAX_NUMBER_FIELDS).
MOST_PARTS = 150

SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
_WRITTEN_OUT = re.compile(r"[+-]?(?=\.?[0-9])[0-9]{0,10}(\.[0-9]{0,30})?")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record.

    ``read`` turns its text into a value and raises ValueError with a message that says what
    would be right. ``refers_to`` names the kind of record whose slug it holds. ``many`` makes
    it a list. A field with ``parts`` is a list of small records of its own.
    """

    name: str
    read: Reader = str
    required: bool = False
    default: Any = ""
    refers_to: str = ""
    many: bool = False
    parts: Sequence[Field] = ()


def slug(text: str) -> str:
    """Read a slug."""
    if not re.fullmatch(SLUG, text):
        raise ValueError(f"“{text}” is not a slug; use small letters, digits and single hyphens")
    if len(text) > 100:
        raise ValueError("a slug has at most 100 characters")
    return text


def check_count(count: int) -> None:
    """Raise ValueError for a list that the desk could not show and save again."""
    if count > MOST_PARTS:
        raise ValueError(f"{count} entries; at most {MOST_PARTS} are allowed")


def text(longest: int) -> Reader:
    """Return a reader of text with at most ``longest`` characters."""

    def read(value: str) -> str:
        if len(value) > longest:
            raise ValueError(f"{len(value)} characters; at most {longest} are allowed")
        return value

    return read


def yes_or_no(value: str) -> bool:
    """Read a yes or no."""
    known = {"yes": True, "true": True, "no": False, "false": False}
    if value.lower() not in known:
        raise ValueError(f"“{value}” is neither yes nor no")
    return known[value.lower()]


def choice(choices: type[models.TextChoices]) -> Reader:
    """Return a reader of one of the choices."""

    def read(value: str) -> str:
        if value not in choices.values:
            known = ", ".join(c for c in choices.values if c)
            raise ValueError(f"“{value}” is not known; write one of: {known}")
        return value

    return read


def number_from(low: int, high: int) -> Reader:
    """Return a reader of a whole number from ``low`` to ``high``."""

    def read(value: str) -> int:
        digits = value if value.isascii() and value.isdigit() and len(value) < 20 else "-1"
        if not low <= int(digits) <= high:
            raise ValueError(f"“{value}” is not a whole number from {low} to {high}")
        return int(value)

    return read


def degrees(limit: int) -> Reader:
    """Return a reader of a coordinate from −``limit`` to ``limit`` degrees."""

    def read(value: str) -> Decimal:
        # Written out: a number with an exponent can be too large, or so small that it would be
        # taken for 0.
        if not _WRITTEN_OUT.fullmatch(value) or abs(number := Decimal(value)) > limit:
            shown = value if len(value) <= 40 else f"{value[:40]}…"
            raise ValueError(f"“{shown}” is not a number from -{limit} to {limit}")
        return number.quantize(Decimal("0.00001")) + 0  # there is no -0 in the database

    return read


def edtf(value: str) -> str:
    """Read an EDTF date."""
    return parse(value).text


def as_text(value: Any) -> str:
    """Write a value the way ``read`` takes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)
