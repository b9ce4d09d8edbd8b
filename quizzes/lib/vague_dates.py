"""Dates as sources word them, "early May 2018" or "before 2016", read as far as they can be kept.

Editors are shown how a date was read. What learners type is read by ``typed_dates``, which takes
none of these; whoever types one is asked for a date without the vague word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from .edtf import EdtfDate, EdtfError, parse
from .typed_dates import LONGEST, read_typed_date

# The parts of a time, which EDTF has no sign for; "mid-May" as well as "the middle of May".
_PART = re.compile(
    r"\b(?:at\s+)?(?:the\s+)?(?:very\s+)?(?:"
    r"(?P<part>early|mid|late)\b(?:\s+on\b)?(?:\s+in\b)?(?:\s+the\b)?"
    r"|(?P<of>(?:beginning|start|middle|end|close|(?:first|second|latter)\s+half"
    r"|(?:first|second|third|fourth|last)\s+(?:weeks?|days|third|quarter))\s+of)\b"
    r")[\s-]*"
)
_CHOICE = re.compile(r"(.+?)\s+or\s+(?:in\s+|on\s+)?(.+)")
_FIGURES = re.compile(r"(\d{4})(\d\d)(\d\d)")
_WEEK = re.compile(
    r"(?:in\s+|during\s+)?(?:the\s+)?week\s+"
    r"(?:(?P<of>of)|beginning|commencing|starting|from)(?:\s+on)?\s+(?P<day>.+)"
)
_ENDS = (
    re.compile(r"between\s+(.+?)\s+and\s+(.+)"),
    re.compile(r"(?:from\s+)?(.+?)\s*(?:[–—-]|\b(?:to|until|till|through)\b)\s*(.+)"),
)
_YEAR = re.compile(r"\b\d{4}\b")
_WINTER = re.compile(r"(?:the\s+|in\s+)*winter\s+(?:of\s+)?(\d{4})\s*[/–-]\s*(\d{4}|\d\d)")
# From … on and up to …; whether the day, month or year that is named lies within.
_BOUNDS = (
    (re.compile(r"(?:on\s+)?or\s+before\s+(.+)|(.+?)\s+or\s+(?:before|earlier)"), "/{}", True),
    (re.compile(r"(?:on\s+)?or\s+after\s+(.+)|(.+?)\s+or\s+(?:after|later)"), "{}/..", True),
    (
        re.compile(r"(?:by|no\s+later\s+than|not\s+later\s+than|not\s+after)\s+(.+)"),
        "/{}",
        True,
    ),
    (re.compile(r"(?:until|till|up\s+to)\s+(.+)"), "../{}", True),
    (
        re.compile(r"(?:no\s+earlier\s+than|not\s+earlier\s+than|not\s+before)\s+(.+)"),
        "{}/..",
        True,
    ),
    (re.compile(r"(?:from|since)\s+(.+?)(?:\s+(?:on|onwards?))?"), "{}/..", True),
    (re.compile(r"(?:some\s+time\s+|sometime\s+)?(?:before|prior\s+to)\s+(.+)"), "/{}", False),
    (re.compile(r"(?:as\s+|was\s+)*reported\s+(?:on|in)\s+(?:the\s+)?(.+)"), "/{}", True),
    (re.compile(r"(?:some\s+time\s+|sometime\s+)?after\s+(.+)"), "{}/..", False),
)


class VagueDateError(ValueError):
    """A wording that cannot be kept truthfully; the message tells an editor what to type."""


@dataclass(frozen=True, slots=True)
class VagueDate:
    """A date as far as it can be kept, and the word that cannot: "early"; empty if none is lost."""

    date: EdtfDate
    left_out: str = ""


def read_vague_date(text: str) -> VagueDate | None:
    """Return how a wording that is no plain date is to be kept; None if it is none of these.

    "Early", "the end of" and their like are left out, for the month or year alone is true and no
    day is made up. "By" and "before" make an interval of which nobody knows when it began, for
    they do not say that it went on until then. "Before" and "after" end it with the day, month or
    year before, or begin it with the one after. A winter of two years is that of the first; a week
    is its seven days; of two ends of which one has a year, the other has the year that puts them in
    order.
    What is a plain date in two readings is none of these: whoever typed it is to say which.
    Raises VagueDateError for a choice between two dates, and for a week that may be two.
    """
    folded = " ".join(text.casefold().split()).strip(" ,;.") if len(text) <= LONGEST else ""
    if not folded or len(read_typed_date(folded)) > 1:
        return None  # "7-5-2018" is one of two days, and no ten months up to May
    for read in (_winter, _figures, _week, _over_new_year):
        if found := read(folded):
            return found
    if bounded := _bounded(folded):
        return bounded
    _refuse_choice(text.strip(), folded)
    return _without_part(folded)


def _winter(text: str) -> VagueDate | None:
    match = _WINTER.fullmatch(text)
    if not match:
        return None
    first, second = match.groups()
    years = f"{first}–{second}"
    if int(second[-2:]) != (int(first) + 1) % 100 or (
        len(second) == 4 and int(second) < int(first)
    ):
        raise VagueDateError(
            _(
                "“winter %(years)s” is not one winter. For the one that began in December "
                "%(first)s write winter %(first)s."
            )
            % {"years": years, "first": first}
        )
    return VagueDate(parse(f"{first}-24"))


def _figures(text: str) -> VagueDate | None:
    """Read "20180612"; with the year behind, its figures are no month and day."""
    match = _FIGURES.fullmatch(text)
    found = _parsed("-".join(match.groups())) if match else None
    return VagueDate(found) if found else None


def _week(text: str) -> VagueDate | None:
    """Read the seven days that begin on a day; "the week of" one is plain for a Monday alone."""
    match = _WEEK.fullmatch(text)
    point = _point(match["day"]) if match else None
    first = point.date.first if point and point.date.precision == "day" else None
    if match is None or point is None or first is None:
        return None
    monday = first - timedelta(days=first.weekday())
    try:
        if match["of"] and first != monday:
            message = _(
                "The week of %(day)s may begin on that day or only hold it. Write %(one)s, or "
                "%(other)s."
            )
            weeks = {"one": _seven_days(first).spoken(), "other": _seven_days(monday).spoken()}
            raise VagueDateError(message % (weeks | {"day": point.date.spoken()}))
        return VagueDate(_seven_days(first, mark=point.date.text[10:]))
    except OverflowError:
        return None


def _seven_days(first: date, mark: str = "") -> EdtfDate:
    last = first + timedelta(days=6)
    return parse(f"{first.isoformat()}{mark}/{last.isoformat()}{mark}")


def _over_new_year(text: str) -> VagueDate | None:
    """Read two ends of which one has the year, where the months run over the end of a year.

    "7 May – 12 Feb 2019" began in 2018. Where the months run on, both ends are in the same year,
    and the text is a plain date.
    """
    for pattern in _ENDS:
        match = pattern.fullmatch(text)
        found = _with_a_year_lent(*match.groups(), typed=text) if match else None
        if found:
            return VagueDate(found)
    return None


def _with_a_year_lent(left: str, right: str, *, typed: str) -> EdtfDate | None:
    years = [_YEAR.search(left), _YEAR.search(right)]
    if years[1] and not years[0]:
        left = f"{left} {int(years[1][0]) - 1}"
    elif years[0] and not years[1]:
        right = f"{right} {int(years[0][0]) + 1}"
    else:
        return None
    start, end = _point(left), _point(right)
    if not start or not end or start.left_out or end.left_out:
        return None
    if not {start.date.precision, end.date.precision} <= {"day", "month"}:
        return None
    if start.date.text[5:7] == end.date.text[5:7]:
        message = _("“%(typed)s” ends before it begins. Write the year of both dates.")
        raise VagueDateError(message % {"typed": typed})
    if start.date.text[5:7] < end.date.text[5:7]:
        return None  # a plain date, if it were one
    return _parsed(f"{start.date.text}/{end.date.text}")


def _bounded(text: str) -> VagueDate | None:
    for pattern, form, within in _BOUNDS:
        match = pattern.fullmatch(text)
        point = _point(next(filter(None, match.groups()))) if match else None
        if point is None:
            continue
        edtf = point.date.text if within else _beside(point.date, after=form.endswith(".."))
        found = _parsed(form.format(edtf)) if edtf else None
        if found:
            # The end of a time is just where "until the end of" ends.
            exact = within and not form.startswith("{") and point.left_out.startswith("end")
            return VagueDate(found, "" if exact else point.left_out)
    return None


def _point(text: str) -> VagueDate | None:
    """Return the one date without an interval that a text means."""
    readings = read_typed_date(text)
    found = VagueDate(readings[0]) if len(readings) == 1 else None
    found = found or (None if readings else _without_part(text))
    return found if found and found.date.precision != "interval" else None


def _beside(point: EdtfDate, *, after: bool) -> str:
    """Return the EDTF of the day, month or year next to one, with its mark; empty if none is."""
    edge = point.last if after else point.first
    assert edge is not None
    try:
        day = edge + timedelta(days=1 if after else -1)
    except OverflowError:
        return ""
    mark = point.text[-1] if point.text[-1] in "~?%" else ""
    length = {"day": 10, "month": 7, "season": 7}.get(point.precision, 4)
    return f"{day.isoformat()[:length]}{mark}"


def _refuse_choice(typed: str, text: str) -> None:
    match = _CHOICE.fullmatch(text)
    reach = _reach(*match.groups()) if match else None
    if reach is None:
        return
    if covering := cover(*reach):
        message = _(
            "“%(typed)s” is a choice between two dates, and only one can be kept. Write %(cover)s, "
            "which covers both, or add a fact for each with its source."
        ) % {"typed": typed, "cover": covering}
    else:
        message = _(
            "“%(typed)s” is a choice between two dates, and only one can be kept. Add a fact for "
            "each with its source."
        ) % {"typed": typed}
    raise VagueDateError(message)


def _reach(left: str, right: str) -> tuple[date, date] | None:
    """Return the first and last day of two dates, of which one may borrow from the other."""
    for words in (f"{left} to {right}", f"{_PART.sub('', left)} to {_PART.sub('', right)}"):
        for span in read_typed_date(words):
            if span.precision == "interval" and span.first and span.last:
                return span.first, span.last
    return None


def cover(first: date, last: date) -> str:
    """Return the month, year or decade that holds both days, in words; empty if there is none."""
    one, other = first.isoformat(), last.isoformat()
    if one[:7] == other[:7]:
        return parse(one[:7]).spoken()
    if one[:4] == other[:4]:
        return parse(one[:4]).spoken()
    return parse(f"{one[:3]}X").spoken() if one[:3] == other[:3] else ""


def _without_part(text: str) -> VagueDate | None:
    parts = [" ".join((match["part"] or match["of"]).split()) for match in _PART.finditer(text)]
    readings = read_typed_date(_PART.sub("", text)) if parts else ()
    if len(readings) != 1 or "day" in _precisions(readings[0]):
        return None  # "early 7 May 2018" is a slip
    return VagueDate(readings[0], ", ".join(dict.fromkeys(parts)))


def _precisions(found: EdtfDate) -> list[str]:
    return [parse(end).precision for end in found.text.split("/") if end not in ("", "..")]


def _parsed(edtf: str) -> EdtfDate | None:
    try:
        return parse(edtf)
    except EdtfError:
        return None
