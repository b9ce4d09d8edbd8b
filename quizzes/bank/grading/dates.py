"""Grading a typed date (rule 8)."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement

from django.utils.translation import gettext as _

from quizzes.lib.edtf import EdtfDate, parse
from quizzes.lib.typed_dates import missing_year, read_typed_date
from quizzes.lib.vague_dates import VagueDate, VagueDateError, read_vague_date

from .verdicts import Grade, Verdict, best, refuse

_RIGHT = Grade(Verdict.RIGHT)
_WRONG = Grade(Verdict.WRONG)
_CHOICE = re.compile(r"\bor\b|;", re.IGNORECASE)
# What stands between two dates that are both given.
_AND = re.compile(r"\s*(?:\band\b|[&+;,])\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:\b(?:and|to|until|till|through)\b|[&+;,–—-])\s*", re.IGNORECASE)
_DAY_ALONE = re.compile(r"\d{1,2}(?:st|nd|rd|th)?")
_BY = re.compile(r"^\s*by\s+", re.IGNORECASE)
_OPEN = ("", "..")


def grade_date(typed: str, accepted: Sequence[EdtfDate]) -> Grade:
    """Grade a typed date by the best fitting of the accepted ones. Never raises.

    Too coarse is PARTIAL, finer and consistent RIGHT, a day off WRONG with a word about it. Digits
    that can be read as two dates are PARTIAL unless both readings fare alike. An interval wants
    both its ends, with "to" or "and" between them; one of them is PARTIAL. Of two dates none is an
    answer where one is asked for. What is vague ("early May") or no date is unclear.
    """
    if refusal := refuse(typed):
        return refusal
    wants_both = any(None not in _ends(key) for key in accepted if key.precision == "interval")
    if wants_both:
        typed = _as_interval(typed)
    if _CHOICE.search(typed):
        return _one_only()
    readings = read_typed_date(_without_by(typed, accepted))
    if not readings:
        vague = _grade_vague(typed, accepted)
        if not vague and not wants_both and _is_two(typed):
            return _one_only()
        return vague or _grade_without_year(typed, accepted)
    grades = [_grade_reading(reading, accepted) for reading in readings]
    if len({grade.verdict for grade in grades}) > 1:
        one, other = readings[0].spoken(), readings[-1].spoken()
        note = _("That can be read as %(one)s or as %(other)s: write the month as a word.")
        return Grade(Verdict.PARTIAL, note % {"one": one, "other": other})
    return grades[0]


def _one_only() -> Grade:
    return Grade(Verdict.WRONG, _("Give one date only."))


def _as_interval(typed: str) -> str:
    """Write the two ends of an interval as one, that are given as "7 and 31 May 2018"."""
    for left, right in _halves(typed, _AND):
        if read_typed_date(whole := f"{left} – {right}") or (_is_date(left) and _is_date(right)):
            return whole
    return typed


def _is_two(typed: str) -> bool:
    """Whether two dates are given: "7 May 2018 and 12 February"."""
    return any(_is_date(left) and _is_date(right) for left, right in _halves(typed, _AND))


def _halves(typed: str, between: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    for joint in between.finditer(typed):
        left, right = typed[: joint.start()], typed[joint.end() :]
        if left.strip() and right.strip():
            yield left, right


def _is_date(text: str) -> bool:
    """Whether it is a date, if only with the year or the month of another."""
    alone = _DAY_ALONE.fullmatch(text.strip()) is not None
    return alone or bool(read_typed_date(text)) or missing_year(text)


def _without_by(typed: str, accepted: Sequence[EdtfDate]) -> str:
    """Leave out the "by" of a deadline, where one is asked for: the answer is told with it."""
    asked = any(key.text.startswith("/") for key in accepted)
    return _BY.sub("", typed) if asked else typed


def _grade_vague(typed: str, accepted: Sequence[EdtfDate]) -> Grade | None:
    """Grade "early May 2018" or "by July 2015": never right, for a vague word fits many days."""
    vague = _vaguely(typed)
    if vague is None:
        return None
    grade = _grade_reading(vague.date, accepted)
    half_open = vague.date.precision == "interval" and None in _ends(vague.date)
    if not vague.left_out and not half_open:
        return grade
    if vague.left_out:
        note = _("Give the date without “%(word)s”.") % {"word": vague.left_out}
    else:
        note = _("Give the date itself, not what it was before or after.")
    wrong = grade.verdict is Verdict.WRONG
    return Grade(Verdict.WRONG if wrong else Verdict.PARTIAL, note, unclear=True)


def _vaguely(typed: str) -> VagueDate | None:
    try:
        return read_vague_date(typed)
    except VagueDateError:
        return None


def _grade_without_year(typed: str, accepted: Sequence[EdtfDate]) -> Grade:
    """Ask for the year, unless no year could make the date right."""
    years = sorted({end.year for key in accepted for end in (key.first, key.last) if end})
    if missing_year(typed):
        whole = [f"{typed} {year}" for year in years]
    else:
        # "7 May to 12 Feb", which is no interval of one year.
        whole = [
            f"{left} {first} – {right} {last}"
            for left, right in _halves(typed, _BETWEEN)
            if missing_year(left) and missing_year(right)
            for first, last in combinations_with_replacement(years, 2)
        ]
    if not whole:
        return _grade_first_end(typed, accepted)
    grades = [_grade_reading(it, accepted) for text in whole for it in read_typed_date(text)]
    closest = best(grades)
    if grades and closest.verdict is Verdict.WRONG:
        return closest
    return Grade(Verdict.PARTIAL, _("Which year?"))


def _grade_first_end(typed: str, accepted: Sequence[EdtfDate]) -> Grade:
    """Say what of two ends is no date, so that it can be written anew; else that nothing is."""
    spans = [key for key in accepted if key.precision == "interval" and None not in _ends(key)]
    for left, right in _halves(typed, _BETWEEN) if spans else ():
        if (start := read_typed_date(left)) and not _is_date(right):
            grade = best(_grade_reading(reading, spans) for reading in start)
            note = _("“%(text)s” could not be read as a date.") % {"text": right.strip()}
            wrong = grade.verdict is Verdict.WRONG
            return grade if wrong else Grade(Verdict.PARTIAL, note, unclear=True)
    return Grade(Verdict.WRONG, _("That could not be read as a date."), unclear=True)


def _grade_reading(reading: EdtfDate, accepted: Sequence[EdtfDate]) -> Grade:
    return best(_compare(reading, key) for key in accepted)


def _compare(reading: EdtfDate, key: EdtfDate) -> Grade:
    if key.precision == "interval":
        return _compare_with_interval(reading, key)
    if reading.precision == "interval":
        start, end = _ends(reading)
        # "Since August 2016" answers when something began, with nothing to be said about its end.
        if start is None or end is None:
            return _compare_points(start or end or reading, key)
    return _compare_points(reading, key)


def _compare_points(reading: EdtfDate, key: EdtfDate) -> Grade:
    if key.contains(reading):
        return _RIGHT
    if reading.contains(key):
        return Grade(Verdict.PARTIAL, _what_is_missing(reading, key))
    if reading.overlaps(key):
        return Grade(Verdict.PARTIAL, _("Give a more exact date."))
    return Grade(Verdict.WRONG, _near_miss(reading, key))


def _compare_with_interval(reading: EdtfDate, key: EdtfDate) -> Grade:
    key_ends = _ends(key)
    if reading.precision != "interval":
        if None in key_ends:  # no more than one end is known, so one is all there is to say
            return best(_compare_points(reading, end) for end in key_ends if end)
        met = [end for end in key_ends if end and end.overlaps(reading)]
        # A coarse answer that covers all of it ("2016") is as incomplete as one end.
        return _both_ends() if met or reading.contains(key) else _WRONG
    grades = [_compare_ends(*pair) for pair in zip(_ends(reading), key_ends, strict=True)]
    verdicts = {grade.verdict for grade in grades}
    if verdicts == {Verdict.RIGHT}:
        return _RIGHT
    if Verdict.WRONG in verdicts:
        return next(grade for grade in grades if grade.verdict is Verdict.WRONG)
    return next(grade for grade in grades if grade.verdict is Verdict.PARTIAL)


def _compare_ends(reading: EdtfDate | None, key: EdtfDate | None) -> Grade:
    if key is None:
        return _RIGHT if reading is None else _WRONG
    return _both_ends() if reading is None else _compare_points(reading, key)


def _both_ends() -> Grade:
    return Grade(Verdict.PARTIAL, _("Give both the first and the last date."))


def _ends(interval: EdtfDate) -> tuple[EdtfDate | None, EdtfDate | None]:
    """Both ends of an interval, None where one is open or unknown."""
    start, end = (None if end in _OPEN else parse(end) for end in interval.text.split("/"))
    return start, end


def _what_is_missing(reading: EdtfDate, key: EdtfDate) -> str:
    coarse = reading.precision in ("year", "decade", "century")
    if key.precision == "day" and reading.precision == "month":
        return _("Give the day as well.")
    if key.precision == "day" and (coarse or reading.precision == "season"):
        return _("Give the day and the month as well.")
    if key.precision == "month" and coarse:
        return _("Give the month as well.")
    return _("Give a more exact date.")


def _near_miss(reading: EdtfDate, key: EdtfDate) -> str:
    if reading.precision != "day" or key.precision != "day":
        return ""
    assert reading.first is not None
    assert key.first is not None
    if abs((reading.first - key.first).days) == 1:
        return _("One day off.")
    if (reading.first.month, reading.first.day) == (key.first.month, key.first.day):
        return _("The day and the month are right, the year is not.")
    return ""
