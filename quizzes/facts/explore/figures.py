"""Numbers and dates in a text, however they are written there.

A figure is named by what it means: ``1200`` for "1,200" and "twelve hundred", ``2018-05-12`` for
"12th May 2018", ``--05-12`` for a day whose year is not given, ``2018-05`` for a month.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from quizzes.lib.number_words import SCALES, is_number_word, read_words

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_D = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_M = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_Y = r"(?P<y>[12]\d{3})"
_JOINT = r"\s*(?:-|/|to|and|until|or)\s*"
# The more is said, the earlier it is tried.
_DATES = [
    re.compile(rf"(?<![\w/]){pattern}(?!\w|/\d)", re.ASCII)
    for pattern in (
        rf"(?P<from>\d{{1,2}})(?:st|nd|rd|th)?{_JOINT}{_D}\s(?:of\s)?{_M}(?:,?\s{_Y})?",
        rf"{_D}[\s-]*(?:of\s)?{_M}(?:,?[\s-]*{_Y})?",
        rf"{_M}\s?(?:the\s)?(?P<from>\d{{1,2}})-{_D}(?:,?\s{_Y})?",
        rf"{_M}\s?(?:the\s)?{_D}(?:,?\s{_Y})?",
        rf"{_M},?\s?{_Y}",
        r"(?P<first>[12]\d{3})(?P<sign>[-/.])(?P<m>\d\d?)(?P=sign)(?P<d>\d\d?)",
        r"(?P<d>\d\d?)(?P<sign>[-/.])(?P<m>\d\d?)(?P=sign)(?P<y>\d{4}|\d\d)",
        rf"{_Y}-(?P<m>\d\d)",
        rf"(?P<m>\d\d?)/{_Y}",
        r"(?P<d>\d\d?)/(?P<m>\d\d?)",
    )
]
_GROUPED = r"[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?:[ ']\d{3})+"
_NUMBER = re.compile(
    rf"(?<![\w.])(?P<digits>{_GROUPED}|\d+)(?:\s?(?P<scale>{'|'.join(SCALES)}))?(?!\w)", re.ASCII
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_WORD = re.compile(r"[a-z]+")
_BETWEEN_NUMBER_WORDS = re.compile(r"[\s-]+")
_EDTF_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NO_NUMBERS = {"none", "nil"}  # they are words before they are numbers


class Figure(NamedTuple):
    """A number or date between two places of a text, and all that it may mean."""

    start: int
    end: int
    meanings: frozenset[str]

    @property
    def is_day(self) -> bool:
        """Whether it is a date to the day, with or without its year."""
        return any(it.count("-") >= 2 for it in self.meanings)


def plain(text: str) -> str:
    """Return ``text`` as ``figures`` reads it: lower case, ASCII digits, one kind of dash."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = "".join(str(unicodedata.decimal(sign, sign)) for sign in text)
    return re.sub(r"[\u2010-\u2015\u2212]", "-", text.replace("’", "'").replace("\u066c", ","))


def without_thousands_signs(text: str) -> str:
    """Return ``text`` with 19,270 written as 19270."""
    return _THOUSANDS.sub("", text)


def figures(text: str) -> list[Figure]:
    """Return the numbers and dates in a ``plain`` text, in their order; never raises."""
    found: list[Figure] = []
    for figure in (*_dates(text), *_numbers(text), *_number_words(text)):
        if all(figure.end <= it.start or it.end <= figure.start for it in found):
            found.append(figure)
    return _with_borrowed_years(text, sorted(found))


def carried(meanings: Iterable[str]) -> frozenset[str]:
    """Return meanings with what they carry besides: a day its month, its year and its birthday."""
    found = set(meanings)
    for meaning in meanings:
        if _EDTF_DAY.fullmatch(meaning):
            found |= {meaning[:4], meaning[:7], f"-{meaning[4:]}"}
        elif re.fullmatch(r"\d{4}-\d\d", meaning):
            found.add(meaning[:4])
    return frozenset(found)


def of_edtf(edtf: str) -> set[str]:
    """Return what an EDTF date means: a day, month or year, or both ends of an interval."""
    points = (point.rstrip("~?%") for point in edtf.split("/"))
    return {it for it in points if re.fullmatch(r"\d{4}(-\d\d){0,2}", it)}


def of_number(number: Decimal) -> str:
    """Return the meaning of a number: its digits, without needless zeros."""
    whole = number.to_integral_value()
    return f"{whole if number == whole else number.normalize():f}"


def _dates(text: str) -> Iterator[Figure]:
    for pattern in _DATES:
        for match in pattern.finditer(text):
            if meanings := frozenset(_meanings(match.groupdict())):
                yield Figure(match.start(), match.end(), meanings)


def _meanings(said: dict[str, str | None]) -> Iterator[str]:
    year = said.get("y") or said.get("first") or ""
    year = f"20{year}" if len(year) == 2 else year
    name, day = said.get("name"), int(said.get("d") or 0)
    month = _MONTHS.index(name[:3]) + 1 if name else int(said.get("m") or 0)
    if not day:
        if 1 <= month <= 12:
            yield f"{year}-{month:02}"
        return
    orders = [(month, day)]
    if "from" in said:
        orders.append((month, int(said["from"] or 0)))
    elif not name and "first" not in said:
        orders.append((day, month))
    for month_, day_ in orders:
        if _is_day(int(year or 2000), month_, day_):
            yield f"{year or '-'}-{month_:02}-{day_:02}"


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _numbers(text: str) -> Iterator[Figure]:
    for match in _NUMBER.finditer(text):
        number = Decimal(re.sub(r"\D", "", match["digits"])) * SCALES.get(match["scale"], 1)
        yield Figure(match.start(), match.end(), frozenset([of_number(number)]))


def _number_words(text: str) -> Iterator[Figure]:
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        run = _run(text, words, at)
        found = None
        while run and not found:
            found = _read(text[words[at].start() : run[-1].end()])
            if not found:
                run.pop()
        if found:
            yield Figure(words[at].start(), run[-1].end(), frozenset([found]))
        at += max(1, len(run))


def _run(text: str, words: list[re.Match[str]], at: int) -> list[re.Match[str]]:
    """The number words that follow one another from the word ``at`` on."""
    run: list[re.Match[str]] = []
    for match in words[at : at + 12]:
        word = match[0]
        if run and not _BETWEEN_NUMBER_WORDS.fullmatch(text, run[-1].end(), match.start()):
            break
        joins = word == "and" if run else word == "a"
        if word in _NO_NUMBERS or not (is_number_word(word) or joins):
            break
        run.append(match)
    return run


def _read(words: str) -> str | None:
    found = read_words(words)
    return of_number(found[0]) if found and not found[1] and words != "a" else None


def _with_borrowed_years(text: str, found: list[Figure]) -> list[Figure]:
    """In "between 12 May and 3 June 2018" the year belongs to both days."""
    for place in range(len(found) - 2, -1, -1):
        one, other = found[place], found[place + 1]
        years = {it[:4] for it in other.meanings if _EDTF_DAY.fullmatch(it)}
        bare = all(it.startswith("--") for it in one.meanings)
        if bare and len(years) == 1 and re.fullmatch(_JOINT, text[one.end : other.start]):
            [year] = years
            whole = frozenset(f"{year}{it[1:]}" for it in one.meanings)
            found[place] = one._replace(meanings=one.meanings | whole)
    return found
