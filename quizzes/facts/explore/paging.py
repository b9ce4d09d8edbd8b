"""Long lists in sections, cut into numbered pages, with an index of all sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")

PER_PAGE = 100
# A last page with fewer than a fifth of a page is put to the one before it.
FEWEST = 5
# Lists that are shorter than this are seen at a glance.
ENOUGH_FOR_AN_INDEX = 30


@dataclass(frozen=True, slots=True)
class Section(Generic[Item]):
    """Items under a heading; ``key`` names it in an address, ``group`` is what it is a part of."""

    key: str
    heading: str
    items: Sequence[Item]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Cut(Generic[Item]):
    """What of a section stands on a page; ``continued`` if it began on an earlier one."""

    section: Section[Item]
    items: Sequence[Item]
    continued: bool


@dataclass(frozen=True, slots=True)
class Place(Generic[Item]):
    """A line of the index: a section and the page on which it begins."""

    section: Section[Item]
    page: int


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of several, counted from 1; ``total`` is the number of items on all of them."""

    number: int
    count: int
    total: int
    cuts: list[Cut[Item]]
    places: list[Place[Item]]

    @property
    def items(self) -> list[Item]:
        """The items on this page."""
        return [item for cut in self.cuts for item in cut.items]

    @property
    def everything(self) -> list[Item]:
        """The items on all pages."""
        return [item for place in self.places for item in place.section.items]

    @property
    def index(self) -> list[Place[Item]]:
        """The sections of all pages, where there is enough to choose from."""
        long = self.total >= ENOUGH_FOR_AN_INDEX
        return self.places if long and len(self.places) > 1 else []

    @property
    def previous(self) -> int | None:
        """The number of the page before, if there is one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The number of the page behind, if there is one."""
        return self.number + 1 if self.number < self.count else None

    @property
    def numbers(self) -> list[int | None]:
        """The page numbers to choose from: first, last and those near by; None for a gap."""
        near = {1, self.count, *range(self.number - 1, self.number + 2)}
        shown: list[int | None] = []
        for number in sorted(it for it in near if 1 <= it <= self.count):
            if shown and number - (shown[-1] or 0) > 1:
                shown.append(None)
            shown.append(number)
        return shown


def page_of(
    sections: Sequence[Section[Item]], asked: str, *, per_page: int = PER_PAGE
) -> Page[Item]:
    """Return the page that is ``asked`` for by number; the first or last where there is none such.

    A page holds ``per_page`` items, but for the last one.
    """
    kept = [section for section in sections if section.items]
    total = sum(len(section.items) for section in kept)
    count = max(1, -(-(total - per_page // FEWEST) // per_page))
    number = min(max(int(asked), 1), count) if _is_number(asked) else 1
    first = (number - 1) * per_page
    last = total if number == count else first + per_page
    cuts, places = [], []
    for section, start in _starts(kept):
        places.append(Place(section, min(start // per_page + 1, count)))
        items = section.items[max(first - start, 0) : max(last - start, 0)]
        if items:
            cuts.append(Cut(section, items, start < first))
    return Page(number, count, total, cuts, places)


def _is_number(asked: str) -> bool:
    return asked.isascii() and asked.isdecimal() and len(asked) < 9


def _starts(sections: Sequence[Section[Item]]) -> Iterator[tuple[Section[Item], int]]:
    start = 0
    for section in sections:
        yield section, start
        start += len(section.items)
