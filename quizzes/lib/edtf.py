"""Dates with their precision: the Extended Date/Time Format of the Library of Congress.

Levels 0 and 1 (https://www.loc.gov/standards/datetime/), without times of day and without
years beyond 0001–9999. ``parse`` reads the text; the ``EdtfDate`` it returns knows which days
it covers and how to say itself.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

Precision = Literal["day", "month", "season", "year", "decade", "century", "interval"]

_POINT = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?"
    r"(?P<mark>[~?%]?)"
)
_SPRING, _WINTER = 21, 24
_MONTHS = (
    gettext_noop("January"),
    gettext_noop("February"),
    gettext_noop("March"),
    gettext_noop("April"),
    gettext_noop("May"),
    gettext_noop("June"),
    gettext_noop("July"),
    gettext_noop("August"),
    gettext_noop("September"),
    gettext_noop("October"),
    gettext_noop("November"),
    gettext_noop("December"),
)
_MARKS = {
    "": "%(date)s",
    "~": gettext_noop("about %(date)s"),
    "?": gettext_noop("possibly %(date)s"),
    "%": gettext_noop("possibly about %(date)s"),
}


class EdtfError(ValueError):
    """A text that is no EDTF date; the message tells an editor what would be right."""


@dataclass(frozen=True, slots=True)
class EdtfDate:
    """A day, month, season, year, decade, century or interval. Made by ``parse``.

    ``text`` is the EDTF text. ``first`` and ``last`` are the first and last day it covers, both
    included; ``None`` where an interval's end is open (``../2018``, "until 2018") or unknown
    (``/2018``, "by 2018"). ``approximate`` (``~``) and
    ``uncertain`` (``?``; ``%`` is both) say how sure the date is and do not widen it; an interval
    has them if either of its ends has.
    """

    text: str
    first: date | None
    last: date | None
    precision: Precision
    approximate: bool
    uncertain: bool

    def spoken(self) -> str:
        """Return the date as a noun: "7 May 2018", "about June 2018", "7–31 May 2018"."""
        return _spoken(self.text, get_language())

    def phrase(self) -> str:
        """Return the date as an adverbial: "on 7 May 2018", "in 2017", "from … to …"."""
        return _phrase(self.text, get_language())

    def within(self) -> str:
        """Return what a moment lies within: "between 4 and 7 June 2018", or else the phrase."""
        start, end = _ends(self.text)
        if not (start and end) or start == end:
            return self.phrase()
        left, _alike = _shortened(start, end)
        return _("between %(first)s and %(last)s") % {"first": left, "last": end.spoken()}

    def overlaps(self, other: EdtfDate) -> bool:
        """Return whether some day lies in both; an open or unknown end reaches for ever."""
        first, last = _bounds(self)
        other_first, other_last = _bounds(other)
        return first <= other_last and other_first <= last

    def contains(self, other: EdtfDate) -> bool:
        """Return whether every day of ``other`` lies in this date."""
        first, last = _bounds(self)
        other_first, other_last = _bounds(other)
        return first <= other_first and other_last <= last

    def days(self) -> int | None:
        """Return how many days are covered, both ends included; ``None`` if an end is open."""
        if self.first is None or self.last is None:
            return None
        return (self.last - self.first).days + 1


# A date is put into words over and over, for every question that shows it.
@lru_cache(maxsize=16_384)
def _spoken(text: str, language: str | None) -> str:
    start, end = _ends(text)
    if start and end and start != end:
        left, alike = _shortened(start, end)
        # An en dash between single words is set tight, between longer dates spaced.
        joint = "–" if alike else " – "
        return f"{left}{joint}{end.spoken()}"
    return _half_open(text, start, end) or _known(start, end).spoken()


@lru_cache(maxsize=16_384)
def _phrase(text: str, language: str | None) -> str:
    start, end = _ends(text)
    if start and end and start != end:
        left, _alike = _shortened(start, end)
        return _("from %(first)s to %(last)s") % {"first": left, "last": end.spoken()}
    return _half_open(text, start, end) or _known(start, end).phrase()


def parse(text: str) -> EdtfDate:
    """Read EDTF of level 0 or 1 such as ``2018-05-07``, ``201X``, ``2018-06~``, ``2016-08/..``.

    Spaces around the text and its ends are dropped and ``x`` counts as ``X``; nothing else is
    mended. Seasons are those of the north: spring (21) from March, summer (22), autumn (23), and
    winter (24) from December of the year named to the following February.

    Raises EdtfError for anything else, for days that do not exist and for an interval that ends
    before it starts.
    """
    sides = [side.strip() for side in text.replace("x", "X").split("/")]
    text = "/".join(sides)
    start, end = _ends(text)
    known = [point for point in (start, end) if point]
    if not known:
        raise EdtfError(_("A date is missing. Write 2018-05-07, 2018-05, 2018 or 2016-08/2018."))
    first = start.first() if start else None
    last = end.last() if end else None
    if first and last and last < first:
        raise EdtfError(
            _("“%(text)s” ends before it starts. Write the earlier date first.") % {"text": text}
        )
    return EdtfDate(
        text=text,
        first=first,
        last=last,
        precision="interval" if "/" in text else known[0].precision,
        approximate=any(point.mark in ("~", "%") for point in known),
        uncertain=any(point.mark in ("?", "%") for point in known),
    )


@dataclass(frozen=True, slots=True)
class _Point:
    """One date without a slash. ``month`` is 1–12, or 21–24 for a season."""

    year: str
    month: int | None
    day: int | None
    mark: str

    @property
    def precision(self) -> Precision:
        if self.day:
            return "day"
        if self.month:
            return "season" if self.month >= _SPRING else "month"
        unknown_digits: dict[int, Precision] = {0: "year", 1: "decade", 2: "century"}
        return unknown_digits[self.year.count("X")]

    def first(self) -> date:
        # There is no year 0000, so "000X" starts in 0001.
        year = max(1, int(self.year.replace("X", "0")))
        return date(year, self._months()[0], self.day or 1)

    def last(self) -> date:
        year = int(self.year.replace("X", "9"))
        month = self._months()[1]
        if self.month == _WINTER and year < date.max.year:
            year += 1
        elif self.month == _WINTER:
            month = 12
        return date(year, month, self.day or monthrange(year, month)[1])

    def _months(self) -> tuple[int, int]:
        if self.month is None:
            return 1, 12
        if self.month < _SPRING:
            return self.month, self.month
        start = 3 * (self.month - _SPRING) + 3
        return start, 2 if self.month == _WINTER else start + 2

    def spoken(self) -> str:
        return _(_MARKS[self.mark]) % {"date": self.plain()}

    def phrase(self) -> str:
        about = _(_MARKS["~" if self.mark in ("~", "%") else ""]) % {"date": self.plain()}
        placed = (_("on %(date)s") if self.day else _("in %(date)s")) % {"date": about}
        return _(_MARKS["?" if self.mark in ("?", "%") else ""]) % {"date": placed}

    def plain(self) -> str:
        """Return the words without "about" or "possibly"."""
        if self.day:
            return f"{self.day} {self.month_name()} {self.year}"
        if self.month:
            return f"{self.month_name()} {self.year}"
        if self.precision == "decade":
            return _("the %(decade)ss") % {"decade": self.year.replace("X", "0")}
        if self.precision == "century":
            # "The 21st century" would be 2001–2100, and "the 2000s" sounds like a decade.
            years = {"first": f"{self.first().year:04}", "last": self.last().year}
            return _("the years %(first)s–%(last)s") % years
        return self.year

    def month_name(self) -> str:
        assert self.month is not None
        if self.month >= _SPRING:
            return (_("spring"), _("summer"), _("autumn"), _("winter"))[self.month - _SPRING]
        return _(_MONTHS[self.month - 1])


def _ends(text: str) -> tuple[_Point | None, _Point | None]:
    """Return start and end of an EDTF text, ``None`` for an end that is open or unknown."""
    start, *more = text.split("/")
    if not more:
        point = _point(start) if start else None
        return point, point
    if len(more) > 1:
        raise EdtfError(_("A date has one slash at most: 2018-05-07/2019-02-12."))
    return _end(start), _end(more[0])


def _end(text: str) -> _Point | None:
    return None if text in ("", "..") else _point(text)


def _point(text: str) -> _Point:
    match = _POINT.fullmatch(text)
    if not match:
        raise EdtfError(_unreadable(text))
    year, month, day, mark = match.group("year", "month", "day", "mark")
    if year == "0000":
        raise EdtfError(_("There is no year 0000. Years go from 0001 to 9999."))
    if month and "X" in year or month == "XX" and day not in (None, "XX"):
        raise EdtfError(
            _("“%(text)s”: only the last parts can be unknown: 2018-05-XX, 2018-XX, 201X.")
            % {"text": text}
        )
    point = _Point(year, _number(month), _number(day), mark)
    _check(point, text)
    return point


def _number(digits: str | None) -> int | None:
    return None if digits in (None, "XX") else int(digits)


def _check(point: _Point, text: str) -> None:
    """Raise EdtfError unless the point's month and day exist."""
    month, day = point.month, point.day
    if month is None:
        return
    if not (1 <= month <= 12 or _SPRING <= month <= _WINTER):
        raise EdtfError(
            _("“%(text)s”: months go from 01 to 12, seasons from 21 (spring) to 24 (winter).")
            % {"text": text}
        )
    if month >= _SPRING and "-" in text[5:]:
        raise EdtfError(_("“%(text)s”: a season has no day.") % {"text": text})
    if day is None:
        return
    length = monthrange(int(point.year), month)[1]
    if not 1 <= day <= length:
        facts = {"text": text, "month": f"{point.month_name()} {point.year}", "days": length}
        raise EdtfError(
            _("“%(text)s” does not exist: days in %(month)s go from 01 to %(days)s.") % facts
        )


def _unreadable(text: str) -> str:
    """Return what is wrong with a text, as near as can be told."""
    if not text:
        return _("A date is missing. Write 2018-05-07, 2018-05 or 2018.")
    if text.casefold() in ("open", "unknown"):
        return _("Write “..” for an open end, as in 2016-08/.., and nothing for an unknown one.")
    if text[0] in "~?%" or text.endswith(("?~", "~?")):
        return _("Put one sign after the date: 2018-06~ about, 2018-06? uncertain, 2018-06% both.")
    if re.fullmatch(r"[0-9]{4}-[0-9]{1,2}(-[0-9]{1,2})?", text):
        return _("“%(text)s”: write month and day with two digits, as in 2018-05-07.") % {
            "text": text
        }
    return _("“%(text)s” is not a date. Write the year first: 2018-05-07, 2018-05 or 2018.") % {
        "text": text
    }


def _shortened(start: _Point, end: _Point) -> tuple[str, bool]:
    """Return the start in words without what it shares with the end, and whether both are short.

    "7–31 May 2018" and "2014–2016" are short, "7 May – 12 June 2018" is not.
    """
    alike = start.precision == end.precision and not (start.mark or end.mark)
    if alike and start.precision == "year":
        return start.plain(), True
    if not alike or start.year != end.year or not start.month:
        return start.spoken(), False
    if start.day and start.month == end.month:
        return str(start.day), True
    if start.day:
        return f"{start.day} {start.month_name()}", False
    return start.month_name(), True


def _half_open(text: str, start: _Point | None, end: _Point | None) -> str:
    """Return the words for an interval with one known end; empty if both are known.

    What has no beginning went on "until" its end; of what began nobody knows when, no more is
    known than that it was so "by" then.
    """
    if start is None and end:
        if text.startswith("/"):
            return _("by %(date)s") % {"date": end.spoken()}
        return _("until %(date)s") % {"date": end.spoken()}
    if end is None and start:
        return _("from %(date)s on") % {"date": start.spoken()}
    return ""


def _known(start: _Point | None, end: _Point | None) -> _Point:
    point = start or end
    assert point is not None
    return point


def _bounds(edtf: EdtfDate) -> tuple[date, date]:
    return edtf.first or date.min, edtf.last or date.max
