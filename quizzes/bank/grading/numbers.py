"""Grading a typed number (rules 2 and 9)."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from quizzes.lib.quantities import Kind, Quantity
from quizzes.lib.typed_numbers import read_typed_number
from quizzes.lib.units import measure_of, unit_words

from .verdicts import Grade, Verdict, best, refuse

# Of two numbers both are asked for, so that "50 and 60" is meant as "50 or 60".
_AND = re.compile(r"(?<=\d)\s*(?:&|\band\b|,(?=\s))\s*(?=\d)", re.IGNORECASE)
_RIGHT = Grade(Verdict.RIGHT)
_WRONG = Grade(Verdict.WRONG)
_PAIRS = (Kind.RANGE, Kind.EITHER)
_SAME_SIDE = {
    Kind.AT_LEAST: (Kind.AT_LEAST, Kind.MORE_THAN),
    Kind.MORE_THAN: (Kind.AT_LEAST, Kind.MORE_THAN),
    Kind.AT_MOST: (Kind.AT_MOST, Kind.LESS_THAN),
    Kind.LESS_THAN: (Kind.AT_MOST, Kind.LESS_THAN),
}


def grade_number(typed: str, accepted: Sequence[Quantity], shown: str = "") -> Grade:
    """Grade a typed number by the best fitting of the accepted ones. Never raises.

    ``shown`` is the right answer in words, "265 kilometres". The unit may be left out, but miles
    are no kilometres.

    The figure has to be the sourced one, never a near one; "about" or "at least" may be left out or
    added where it says no other thing than the source. Where the source gives two numbers, both
    are wanted, and one of them, or one between the ends of a range, is PARTIAL.
    """
    if refusal := refuse(typed):
        return refusal
    number = read_typed_number(typed)
    if number is None and any(key.kind in _PAIRS for key in accepted):
        number = read_typed_number(_AND.sub(" or ", typed))
    if number is None:
        note = _("That could not be read as one number.")
        return Grade(Verdict.WRONG, note, unclear=True)
    grade = best(_compare(number, key) for key in accepted)
    return grade if grade.verdict is Verdict.WRONG else _grade_unit(typed, shown) or grade


def _grade_unit(typed: str, shown: str) -> Grade | None:
    """Grade the unit of a number that is right; None where nothing is wrong with it."""
    wanted, given = measure_of(shown), measure_of(typed)
    unit = " ".join(unit_words(shown))
    if given == wanted or not unit:
        return None
    if given:
        return Grade(Verdict.WRONG, _("The answer counts %(unit)s.") % {"unit": unit})
    if not unit_words(typed):
        return None
    # "265 away" may be meant well, "265 people" is no distance.
    note = _("Give the number alone, or in %(unit)s.") % {"unit": wanted}
    return Grade(Verdict.PARTIAL, note)


def _compare(number: Quantity, key: Quantity) -> Grade:
    if key.kind in _PAIRS:
        return _compare_with_pair(number, key)
    if number.kind in _PAIRS:
        hedges = any(figure in number.numbers for figure in key.numbers) or not number.excludes(key)
        return Grade(Verdict.WRONG, _("Give one number only.")) if hedges else _WRONG
    if number.numbers != key.numbers:
        return _WRONG
    if number.kind in (Kind.EXACT, Kind.ABOUT) or number.kind in _SAME_SIDE.get(key.kind, ()):
        return _RIGHT
    if number.excludes(key):
        return _WRONG
    return Grade(Verdict.PARTIAL, _("Give the number without “at least”, “up to” and the like."))


def _compare_with_pair(number: Quantity, key: Quantity) -> Grade:
    # A range and a choice of the same numbers are the same figures, "50–60" and "50 or 60".
    if number.kind in _PAIRS and number.numbers == key.numbers:
        return _RIGHT
    if number.kind not in (Kind.EXACT, Kind.ABOUT):
        return _WRONG
    figure = Quantity.of(number.numbers[0])
    if figure.excludes(key):
        return _WRONG
    if key.kind is Kind.RANGE:
        return Grade(Verdict.PARTIAL, _("The source gives a range: give both ends."))
    return Grade(Verdict.PARTIAL, _("The source gives two numbers: give both."))
