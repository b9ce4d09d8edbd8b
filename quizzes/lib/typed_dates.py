"""Dates as people type them, read into EDTF.

English month names, whole or shortened, and Arabic ones; day first or month first; any decimal
digits, Arabic-Indic ones too; and plain EDTF.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from .edtf import EdtfDate, EdtfError, parse

Order = Literal["day first", "month first"]

LONGEST = 100
MOST_NUMBERS = 8  # a period from one day to another has six
_NUMBER = re.compile(r"\d+")
"""Characters; whatever is longer is no date, and is not worth the time of looking."""

LONGEST_SHORT_SPAN = 30
"""Years; "1618–48" is meant as one of these, "2018-99" is a slip in something else."""

_MONTHS = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_ABOUT = {"about", "around", "approximately", "approx", "roughly", "circa", "ca", "c"}
_PERHAPS = {"possibly", "perhaps", "probably", "maybe"}
_FILLERS = {"on", "in", "during", "the", "of", "day", "month", "year", "years"}
_FILLERS |= {"يوم", "من", "في", "شهر", "عام", "سنة"}

# As they are called from Egypt to Sudan, with the forms of alef made one.
_ARABIC_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            *("يناير", "فبراير", "مارس", "ابريل", "مايو", "يونيو يونيه", "يوليو يوليه"),
            *("اغسطس", "سبتمبر", "اكتوبر", "نوفمبر", "ديسمبر"),
        ],
        start=1,
    )
    for name in names.split()
}
_ALEFS = str.maketrans(dict.fromkeys("أإآ", "ا"))

_ORDINALS = [
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth", "nineteenth", "twentieth"),
]
_TENS = {"twenty": 20, "thirty": 30}
_ORDINAL = re.compile(rf"\b(?:(twenty|thirty)[\s-])?({'|'.join(_ORDINALS)}|thirtieth)\b")
# "7-May-18", "12 Jun 18", "Jun 12, 18": two figures behind the day and the month's name.
_SHORT_YEAR = re.compile(
    r"(.*?\b(?:\d{1,2}(?:st|nd|rd|th)?(?:\s+|[./-])(?:of\s+)?[^\W\d_]{3,}\.?(?:,?\s+|[.,/-])"
    r"|[^\W\d_]{3,}\.?\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+|,)))(\d\d)"
)
# Hyphens that do not break a line, figure dashes and minus signs, as they are pasted.
_DASHES = str.maketrans(dict.fromkeys("‐‑‒−", "-"))  # noqa: RUF001
_BREAK = re.compile(r"[\s,،.;/–—-]+")
_JOINT = re.compile(r"\s*(?:[–—-]|\b(?:to|until|till|through)\b)\s*")
_BETWEEN = re.compile(r"between\s+(.+?)\s+and\s+(.+)")
_UNTIL = re.compile(r"(?:until|till|up to)\s+(.+)")
_SINCE = re.compile(r"(?:from|since)\s+(.+?)(?:\s+(?:on|onwards?))?")
_SHORT_YEARS = re.compile(r"(\d\d)(\d\d)\s*[–-]\s*(\d\d)")
# "7May2018": a name between figures.
_JAMMED = re.compile(r"(?<=\d)(?=[^\W\d_]{3})|(?<=[^\W\d_]{3})(?=\d)")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_YEAR = re.compile(r"\d{4}|\d{3}x|'\d\d")


def read_typed_date(text: str) -> tuple[EdtfDate, ...]:
    """Return every date the text can mean: none, one, or two for ``03/04/2018``.

    Of two readings the first has the day before the month. "about", "circa" and their like make
    a date approximate, "possibly" and a question mark uncertain. "from … to …", "between … and
    …" and dashes make intervals, in which one side may borrow year and month from the other;
    "until …" and "from … on" make open ones. Of years, the second may have two digits if few years
    lie between: "2014–16". The name of a weekday is skipped, not checked.
    A year of two digits stands last among three numbers, or behind a day and a month's name, and
    lies in 1969–2068. A day may be an ordinal in words. Never raises.
    """
    folded = _fold(text)
    if not folded:
        return ()
    if edtf := _parsed(folded):
        return (edtf,)
    if readings := _both_orders(folded):
        return readings
    short = _SHORT_YEAR.fullmatch(folded)
    return _both_orders(f"{short[1]}'{short[2]}") if short else ()


def _both_orders(folded: str) -> tuple[EdtfDate, ...]:
    readings = (_read(folded, "day first"), _read(folded, "month first"))
    return tuple(dict.fromkeys(date for date in readings if date))


def missing_year(text: str) -> bool:
    """Return whether the text would be a date if only it had a year: "7 May", "7/5", "May"."""
    names_more_than_a_number = re.search(r"[^\W\d_]{3}|\d\D+\d", text)
    if not names_more_than_a_number or read_typed_date(text):
        return False
    # A leap year, so that 29 February counts.
    supposed = read_typed_date(f"{_fold(text)} 2000")
    return any("-" in date.text for date in supposed)


def _fold(text: str) -> str:
    """Return the text in lower case with ASCII digits, straight apostrophes and no loose ends."""
    if len(text) > LONGEST or len(_NUMBER.findall(text)) > MOST_NUMBERS:
        return ""
    # What is copied from a text in Arabic may carry signs that turn the direction.
    shown = (sign for sign in text if unicodedata.category(sign) != "Cf")
    digits = (str(unicodedata.decimal(sign, sign)) for sign in shown)
    plain = "".join(digits).translate(_DASHES).casefold().replace("’", "'")
    folded = _ORDINAL.sub(_in_figures, plain.translate(_ALEFS))
    folded = _JAMMED.sub(" ", folded)
    folded = " ".join(folded.split()).strip(" ,،;!")
    return folded if folded.endswith("..") else folded.removesuffix(".")


def _in_figures(ordinal: re.Match[str]) -> str:
    """Write "seventh" as 7th and "twenty-first" as 21st; any of the endings will be read."""
    tens, ones = ordinal.groups()
    number = 30 if ones == "thirtieth" else _ORDINALS.index(ones) + 1
    if tens and number > 9:
        return ordinal[0]
    return f"{_TENS.get(tens, 0) + number}th"


def _read(text: str, order: Order) -> EdtfDate | None:
    """Return the one meaning of a folded text under an order of day and month."""
    if single := _parsed(_point(text, order)):
        return single
    if match := _SHORT_YEARS.fullmatch(text):
        century, first, last = match.groups()
        short = int(last) - int(first) <= LONGEST_SHORT_SPAN
        return _parsed(f"{century}{first}/{century}{last}") if short else None
    for left, right in _splits(text):
        if span := _span(left, right, order):
            return span
    return _half_open(text, order)


def _splits(text: str) -> Iterator[tuple[str, str]]:
    """Yield each way to take the text apart into the two ends of an interval."""
    if match := _BETWEEN.fullmatch(text):
        yield match.group(1), match.group(2)
    text = text.removeprefix("from ")
    for joint in _JOINT.finditer(text):
        yield text[: joint.start()], text[joint.end() :]


def _half_open(text: str, order: Order) -> EdtfDate | None:
    for pattern, form in ((_UNTIL, "../{}"), (_SINCE, "{}/..")):
        match = pattern.fullmatch(text)
        if match and (point := _point(match.group(1), order)):
            return _parsed(form.format(point))
    return None


def _point(text: str, order: Order) -> str:
    """Return EDTF for the words of one date, not yet checked; empty if it cannot be told."""
    clues = _clues(text)
    parts = clues.settled(order) if clues else None
    return parts.edtf() if parts else ""


def _span(left: str, right: str, order: Order) -> EdtfDate | None:
    start, end = _clues(left), _clues(right)
    if not start or not end:
        return None
    # "May 7–31, 2018": the name of the month stands before a list of days.
    if start.month and not start.year and end.is_day and any(map(_DAY.fullmatch, start.numbers)):
        end = replace(end, month=start.month)
    first, last = start.settled(order), end.settled(order)
    if not first or not last:
        return None
    points = first.borrowing(last).edtf(), last.borrowing(first).edtf()
    return _parsed("/".join(points)) if all(points) else None


def _parsed(edtf: str) -> EdtfDate | None:
    try:
        return parse(edtf)
    except EdtfError:
        return None


@dataclass(frozen=True, slots=True)
class _Clues:
    """The words of one date, sorted by kind. ``month`` is one given by name, or a season."""

    month: int | None
    numbers: tuple[str, ...]
    about: bool
    perhaps: bool

    @property
    def year(self) -> str:
        """The number that can only be a year; empty if there is none."""
        if years := [number for number in self.numbers if _YEAR.fullmatch(number)]:
            return years[0]
        three = self.month is None and len(self.numbers) == 3
        return self.numbers[2] if three and len(self.numbers[2]) == 2 else ""

    @property
    def small(self) -> list[str]:
        """The numbers beside the year."""
        rest = list(self.numbers)
        if self.year:
            # The last one, since in 7.5.07 the year looks like another number.
            rest.reverse()
            rest.remove(self.year)
            rest.reverse()
        return rest

    @property
    def is_day(self) -> bool:
        """Whether these are a day without a month: "31", "31 2018"."""
        return self.month is None and len(self.small) == 1

    def settled(self, order: Order) -> _Parts | None:
        """Return which number is what; ``None`` if there are too many or too few."""
        mark = ("%" if self.perhaps else "~") if self.about else "?" if self.perhaps else ""
        if not all(map(_DAY.fullmatch, self.small)):
            return None
        values = [_day(number) for number in self.small]
        if self.month:
            values = [*values, self.month]
        elif len(values) == 1 and not self.year:
            return _Parts("", None, values[0], mark)
        elif order == "month first" or _YEAR.fullmatch(self.numbers[0]):
            values.reverse()
        if len(values) > 2:
            return None
        day, month = [None, None, *values][-2:]
        return _Parts(_whole_year(self.year), month, day, mark)


@dataclass(frozen=True, slots=True)
class _Parts:
    """Year, month and day of one date as far as given; ``mark`` is EDTF's qualifier."""

    year: str
    month: int | None
    day: int | None
    mark: str

    def borrowing(self, other: _Parts) -> _Parts:
        """Return these parts with year, and month of a bare day, taken from the other side."""
        bare = self.month is None and self.day is not None and other.day is not None
        month = other.month if bare else self.month
        return replace(self, year=self.year or other.year, month=month)

    def edtf(self) -> str:
        """Return EDTF, not yet checked against the calendar; empty without a year or month."""
        if not self.year or (self.day is not None and self.month is None):
            return ""
        numbers = [f"-{part:02}" for part in (self.month, self.day) if part is not None]
        return f"{self.year}{''.join(numbers)}{self.mark}"


def _clues(text: str) -> _Clues | None:
    """Return the words of one date by kind; ``None`` if there is a word that fits nowhere."""
    text = re.sub(r"\b(\d{3})0s\b", r"\1x", text)
    words = [word for word in _BREAK.split(_spelled_marks(text)) if word]
    numbers = [word for word in words if _DAY.fullmatch(word) or _YEAR.fullmatch(word)]
    months = [month for word in words if (month := _month(word))]
    skipped = [word for word in words if word in _FILLERS or _index(word, _WEEKDAYS) is not None]
    about = [word for word in words if word in _ABOUT]
    perhaps = [word for word in words if word in _PERHAPS]
    known = len(numbers) + len(months) + len(skipped) + len(about) + len(perhaps)
    if known < len(words) or len(months) > 1 or not (numbers or months):
        return None
    return _Clues(next(iter(months), None), tuple(numbers), bool(about), bool(perhaps))


def _spelled_marks(text: str) -> str:
    return text.replace("~", " about ").replace("?", " possibly ").replace("%", " about possibly ")


def _month(word: str) -> int | None:
    if number := _ARABIC_MONTHS.get(word):
        return number
    index = _index(word, _MONTHS)
    return _SEASONS.get(word) if index is None else index + 1


def _index(word: str, names: list[str]) -> int | None:
    """Return which name the word is or shortens; three letters are enough to tell them apart."""
    if len(word) < 3:
        return None
    return next((index for index, name in enumerate(names) if name.startswith(word)), None)


def _day(number: str) -> int:
    match = _DAY.fullmatch(number)
    assert match is not None
    return int(match.group(1))


def _whole_year(year: str) -> str:
    """Return a year of two digits in full, by the rule of POSIX: 69–99 are 1969–1999."""
    if not year or len(year) == 4:
        return year
    digits = year[-2:]
    return f"{19 if int(digits) >= 69 else 20}{digits}"
