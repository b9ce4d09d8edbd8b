"""A picture of days: a square for each, the weeks side by side, the weekdays below one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format, get_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from quizzes.lib.svg import WIDTH, box, chart, path, text

LEFT = 30  # room for the names of weekdays
WEEKS = 26  # side by side; a year is told in two rows, so that a day can be seen on a phone
WIDEST = 22.0  # of a day, where there are few weeks
LETTER = 5.6  # the width of one, about
HEAD, GAP = 15, 12  # room for the names of months, and between two rows
# How much of its place the square of a day takes, from hardly anything to much, so that this is
# not told by colour alone; without anything it is a dot.
SIZES = (0.12, 0.26, 0.48, 0.7, 0.92)


def week_start(day: date) -> date:
    """Return the first day of the week of ``day``, as the reader's language counts it."""
    # Django counts from Sunday, Python from Monday.
    first = (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7
    return day - timedelta(days=(day.weekday() - first) % 7)


def level(value: int, steps: Sequence[int]) -> int:
    """Return how many of the ascending ``steps`` a value reaches."""
    return sum(value >= step for step in steps)


def calendar_chart(
    values: Mapping[date, int],
    first: date,
    last: date,
    steps: Sequence[int],
    *,
    name: str,
    title: str,
    description: str,
) -> SafeString:
    """Return an SVG of the days from ``first`` to ``last``, which bears a frame.

    The square of a day is as big and as dark as the number of ``steps``, up to four, that its
    value reaches; a day without any is a dot. ``name``, ``title`` and ``description`` are those
    of ``svg.chart``; the classes are ``.day``, ``.is-level-1`` and so on, ``.day-frame``.
    """
    grid = _Grid.of(first, last)
    squares: defaultdict[int, list[str]] = defaultdict(list)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        reached = level(values.get(day, 0), steps)
        squares[reached].append(_square(*grid.middle(day), SIZES[reached] * grid.cell))
    parts = [path(f"day is-level-{it}", "".join(squares[it])) for it in sorted(squares)]
    parts.append(path("day-frame", _square(*grid.middle(last), grid.cell - 0.5)))
    parts += [_weekdays(grid, row) for row in range(grid.rows)]
    parts += [_months(first, last, grid)]
    return chart(
        format_html_join("", "{}", ((part,) for part in parts)),
        grid.rows * grid.height - GAP + 4,
        name=name,
        title=title,
        description=description,
        kind="calendar-chart",
    )


def key_square(reached: int) -> SafeString:
    """Return a small picture of a day's square for a legend; it is not read out."""
    return format_html(
        '<svg class="key calendar-chart" viewBox="0 0 12 12" aria-hidden="true">{}</svg>',
        path(f"day is-level-{reached}", _square(6, 6, 12 * SIZES[reached])),
    )


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the days stand: in ``rows`` of weeks from the week that begins on ``start``."""

    start: date
    weeks: int
    cell: float

    @classmethod
    def of(cls, first: date, last: date) -> _Grid:
        start = week_start(first)
        weeks = (last - start).days // 7 + 1
        return cls(start, weeks, min(WIDEST, (WIDTH - LEFT) / min(weeks, WEEKS)))

    @property
    def rows(self) -> int:
        return -(-self.weeks // WEEKS)

    @property
    def height(self) -> float:
        """How high a row is, with what is above and below its days."""
        return HEAD + 7 * self.cell + GAP

    def row(self, day: date) -> int:
        return (day - self.start).days // 7 // WEEKS

    def middle(self, day: date) -> tuple[float, float]:
        """Where the middle of a day's square lies."""
        week, weekday = divmod((day - self.start).days, 7)
        x = LEFT + (week % WEEKS + 0.5) * self.cell
        return x, self.row(day) * self.height + HEAD + (weekday + 0.5) * self.cell


def _square(x: float, y: float, size: float) -> str:
    return box(x - size / 2, y - size / 2, size, size)


def _weekdays(grid: _Grid, row: int) -> SafeString:
    """The names of every other weekday, beginning with the first."""
    top = row * grid.height + HEAD
    names = []
    for n in (0, 2, 4, 6):
        name = WEEKDAYS_ABBR[(grid.start + timedelta(days=n)).weekday()]
        names.append((text(0, top + (n + 0.5) * grid.cell + 4, name, anchor="start"),))
    return format_html_join("", "{}", names)


def _months(first: date, last: date, grid: _Grid) -> SafeString:
    """The name of a month above the week in which it begins, and above the first of a row.

    A January bears its year.
    """
    found: list[tuple[SafeString]] = []
    row, free = -1, 0.0  # from where on there is room in the row
    for number in range(grid.weeks):
        week = grid.start + timedelta(weeks=number)
        days = [week + timedelta(days=n) for n in range(7)]
        begins = [it for it in days if it.day == 1 and first <= it <= last]
        x, new_row = grid.middle(week)[0] - grid.cell / 2, grid.row(week) != row
        if new_row:
            row, free = grid.row(week), 0.0
        named = begins[0] if begins else max(week, first)
        words = date_format(named, "M Y" if named.month == 1 else "M")
        if (begins or new_row) and x >= free and x + LETTER * len(words) <= WIDTH:
            y = row * grid.height + HEAD - 4
            found.append((text(x, y, words, anchor="start"),))
            free = x + LETTER * (len(words) + 0.5)
    return format_html_join("", "{}", found)
