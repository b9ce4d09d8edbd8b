"""Numbers as sources give them: exact, about, bounded, a range, or one of two."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_NUMBER = r"[0-9]{1,15}(?:\.[0-9]{1,6})?"
_ONE = re.compile(rf"\s*(~|>=|<=|>|<|)\s*({_NUMBER})\s*", re.ASCII)
_TWO = re.compile(rf"\s*({_NUMBER})\s*(\.\.|\|)\s*({_NUMBER})\s*", re.ASCII)
_ABOUT = Decimal("0.1")


class QuantityError(ValueError):
    """A text that is no quantity; the message says what would be right."""


class Kind(StrEnum):
    """What a source says about its number."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    RANGE = "range"
    EITHER = "either"


_SIGNS = {
    "": Kind.EXACT,
    "~": Kind.ABOUT,
    ">=": Kind.AT_LEAST,
    ">": Kind.MORE_THAN,
    "<=": Kind.AT_MOST,
    "<": Kind.LESS_THAN,
    "..": Kind.RANGE,
    "|": Kind.EITHER,
}
_SIGN_OF = {kind: sign for sign, kind in _SIGNS.items()}
_LOWER_BOUNDS = (Kind.AT_LEAST, Kind.MORE_THAN)
_UPPER_BOUNDS = (Kind.AT_MOST, Kind.LESS_THAN)


@dataclass(frozen=True)
class Quantity:
    """A sourced number. ``low`` and ``high`` are the numbers named, None where nothing bounds them.

    For "exact" and "about" both are the same number; the tolerance of "about" is not in them.
    Make one with :func:`parse`, or with :meth:`of` and :meth:`between`.
    """

    low: Decimal | None
    high: Decimal | None
    kind: Kind

    @classmethod
    def of(cls, number: Decimal, kind: Kind = Kind.EXACT) -> "Quantity":
        """Return the quantity that names one number."""
        return cls(
            low=None if kind in _UPPER_BOUNDS else number,
            high=None if kind in _LOWER_BOUNDS else number,
            kind=kind,
        )

    @classmethod
    def between(cls, one: Decimal, other: Decimal, kind: Kind = Kind.RANGE) -> "Quantity":
        """Return the range, or the choice, of two different numbers in either order.

        Raises QuantityError where the numbers are the same.
        """
        if one == other:
            raise QuantityError(f"Both numbers are {_digits(one)}: give it once.")
        return cls(low=min(one, other), high=max(one, other), kind=kind)

    @property
    def numbers(self) -> tuple[Decimal, ...]:
        """The numbers named, smallest first: one, or two for a range and a choice."""
        named = (number for number in (self.low, self.high) if number is not None)
        return tuple(dict.fromkeys(named))

    @property
    def text(self) -> str:
        """The quantity as it is stored; :func:`parse` reads it back."""
        sign = _SIGN_OF[self.kind]
        if self.kind in (Kind.RANGE, Kind.EITHER):
            return sign.join(map(_digits, self.numbers))
        return sign + _digits(self.numbers[0])

    def spoken(self) -> str:
        """Return the quantity in words around figures: "more than 1,100"."""
        numbers = [f"{_short(number):,f}" for number in self.numbers]
        return _wording(self.kind) % {"number": numbers[0], "other": numbers[-1]}

    def bounds(self) -> tuple[Decimal | None, Decimal | None]:
        """Return the lowest and highest number it can mean; None where nothing bounds it."""
        spans = self._spans()
        return spans[0].low, spans[-1].high

    def excludes(self, other: "Quantity") -> bool:
        """Whether the two cannot both be true; "about" reaches a tenth to either side."""
        return not any(_meet(a, b) for a in self._spans() for b in other._spans())

    def _spans(self) -> list["_Span"]:
        if self.kind is Kind.EITHER:
            return [_Span(number, number) for number in self.numbers]
        if self.kind is Kind.ABOUT:
            number = self.numbers[0]
            return [_Span(number * (1 - _ABOUT), number * (1 + _ABOUT))]
        return [_Span(self.low, self.high, self.kind in (Kind.MORE_THAN, Kind.LESS_THAN))]


@dataclass(frozen=True)
class _Span:
    low: Decimal | None
    high: Decimal | None
    is_open: bool = False


def parse(text: str) -> Quantity:
    """Read a stored quantity: 19270, ~19270, >=4, >1100, <=10, <10, 35..60 or 50|60.

    Raises QuantityError for anything else, and for a range that does not rise.
    """
    if one := _ONE.fullmatch(text):
        return Quantity.of(Decimal(one[2]), _SIGNS[one[1]])
    two = _TWO.fullmatch(text)
    if two is None:
        raise QuantityError(
            f"“{text}” is not a quantity. Write digits without separators, such as 19270, ~19270"
            " (about), >=4 (at least), >1100 (more than), <=10 (up to), <10 (fewer than),"
            " 35..60 (from 35 to 60) or 50|60 (50 or 60)."
        )
    low, high, kind = Decimal(two[1]), Decimal(two[3]), _SIGNS[two[2]]
    if kind is Kind.RANGE and low > high:
        raise QuantityError(f"“{text}” falls: write {two[3]}..{two[1]}, the smaller number first.")
    return Quantity.between(low, high, kind)


_WORDINGS = {
    Kind.ABOUT: gettext_noop("about %(number)s"),
    Kind.AT_LEAST: gettext_noop("at least %(number)s"),
    Kind.MORE_THAN: gettext_noop("more than %(number)s"),
    Kind.AT_MOST: gettext_noop("up to %(number)s"),
    Kind.LESS_THAN: gettext_noop("fewer than %(number)s"),
    Kind.RANGE: gettext_noop("between %(number)s and %(other)s"),
    Kind.EITHER: gettext_noop("%(number)s or %(other)s"),
}


def _wording(kind: Kind) -> str:
    return "%(number)s" if kind is Kind.EXACT else _(_WORDINGS[kind])


def _short(number: Decimal) -> Decimal:
    """Drop trailing zeros of the fraction, and of the fraction alone (no 1E+3)."""
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()


def _digits(number: Decimal) -> str:
    return f"{_short(number):f}"


def _meet(a: _Span, b: _Span) -> bool:
    return _reaches(a, b) and _reaches(b, a)


def _reaches(a: _Span, b: _Span) -> bool:
    """Whether the lower end of ``a`` is not beyond the upper end of ``b``."""
    if a.low is None or b.high is None:
        return True
    return a.low < b.high or (a.low == b.high and not (a.is_open or b.is_open))
