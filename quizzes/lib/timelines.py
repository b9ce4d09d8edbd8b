"""A picture of time: phases as bars, and below them events as marks above an axis.

A page that shows one lists the same events in words, for those who cannot see it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quizzes.lib.marks import outline
from quizzes.lib.svg import short
from quizzes.lib.time_axis import TimeAxis, stacked, whole_months

WIDTH = 360
ROW = 21  # the height of a phase: its name, and its bar below it
BAR = 5
SIZES = (9.0, 8.0, 7.0)  # of a mark and its room; smaller would hide the shapes on a phone
LANE = 200  # the most height that the marks may take
FOOT = 17
EDGE = 40  # room before or after the axis for what lies beyond it
THINNEST = 2.0  # of a bar, that a single day can be seen
LETTER = 5.6  # the width of a letter, on the average
FIGURE = 7  # the width of a figure, on a phone
TICKS = 7
GAP = 4  # at least, between the names of two ticks


@dataclass(frozen=True, slots=True)
class Bar:
    """A phase: its name and its first and last day, where known."""

    label: str
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class _Name:
    """The name of a tick: where its text is set, and from where on it takes how much room."""

    day: date
    label: str
    x: float
    anchor: str
    begin: float
    room: float


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on some days, and the ``kind`` of its mark (``quizzes.lib.marks``)."""

    first: date
    last: date
    kind: str


def timeline_chart(
    bars: Sequence[Bar], marks: Sequence[Mark], *, name: str, title: str, description: str
) -> SafeString:
    """Return an SVG of ``bars`` and ``marks``, or nothing if there is no day to be shown.

    The axis covers the bars, or without them the marks; marks beyond it stand at its end, under
    "earlier" or "later". ``name``, ``title`` and ``description`` are those of a bar chart.
    """
    dated = [bar for bar in bars if bar.first or bar.last]
    found = _covered(dated, marks)
    if not found:
        return SafeString()
    earlier = [mark for mark in marks if mark.last < found[0]]
    later = [mark for mark in marks if mark.first > found[1]]
    before, after = EDGE * bool(earlier), EDGE * bool(later)
    axis = TimeAxis(*found, width=WIDTH - before - after, start=before)
    places = [_place(mark, axis) for mark in marks]
    size = next((it for it in SIZES if stacked(places, it, math.inf)[1] <= LANE), SIZES[-1])
    points, lane = stacked(places, size, LANE)
    base = ROW * len(dated) + 6 + lane
    return format_html(
        '<svg class="chart timeline-chart" viewBox="0 0 {width} {height}" role="img"'
        ' aria-labelledby="{name}-title {name}-description" xmlns="http://www.w3.org/2000/svg">'
        '<title id="{name}-title">{title}</title>'
        '<desc id="{name}-description">{description}</desc>'
        "{ticks}{bars}{marks}{edges}"
        '<path class="chart-axis" d="M0 {base}H{width}"/>'
        "</svg>",
        width=WIDTH,
        height=short(base + FOOT),
        name=name,
        title=title,
        description=description,
        ticks=_ticks(axis, base),
        bars=format_html_join(
            "", "{}", ((_bar(bar, axis, ROW * row),) for row, bar in enumerate(dated))
        ),
        marks=_marks(marks, points, base, size / 2 - 0.5),
        edges=_edges(bool(earlier), bool(later), base),
        base=short(base),
    )


def _covered(bars: Sequence[Bar], marks: Sequence[Mark]) -> tuple[date, date] | None:
    """The whole months that the axis covers."""
    days = [day for bar in bars for day in (bar.first, bar.last) if day]
    if not all(bar.first and bar.last for bar in bars) or not bars:
        # An open bar says nothing of how far time goes on.
        days += [day for mark in marks for day in (mark.first, mark.last)]
    return whole_months(min(days), max(days)) if days else None


def _place(mark: Mark, axis: TimeAxis) -> float:
    """Where a mark belongs, so that all of it lies within the picture."""
    if mark.last < axis.first:
        place = axis.start / 2
    elif mark.first > axis.last:
        place = (axis.start + axis.width + WIDTH) / 2
    else:
        place = axis.middle(max(mark.first, axis.first), min(mark.last, axis.last))
    return min(place, WIDTH - SIZES[0])


def _ticks(axis: TimeAxis, base: float) -> SafeString:
    """Lines at the beginning of months or years, with their names below."""
    days = axis.ticks(TICKS)
    names = {name.day: name for name in _apart(_names(axis, days))}
    parts = []
    for day in days:
        name = names.get(day)
        parts.append(
            format_html(
                '<path class="chart-grid" d="M{} 0V{}"/>{}',
                short(axis.at(day)),
                short(base),
                format_html(
                    '<text x="{}" y="{}" text-anchor="{}">{}</text>',
                    *(short(name.x), short(base + FOOT - 5), name.anchor, name.label),
                )
                if name
                else "",
            )
        )
    return format_html_join("", "{}", ((part,) for part in parts))


def _names(axis: TimeAxis, days: Sequence[date]) -> list[_Name]:
    yearly = all(day.month == 1 for day in days)
    found, end = [], axis.start + axis.width
    for place, day in enumerate(days):
        year = yearly or day.month == 1
        label = str(day.year) if year else date_format(day, "M" if place else "M Y")
        x, room = axis.at(day), FIGURE * len(label)
        if x - room / 2 < axis.start:
            found.append(_Name(day, label, x, "start", x, room))
        elif x + room / 2 > end:  # it would leave the picture
            found.append(_Name(day, label, end, "end", end - room, room))
        else:
            found.append(_Name(day, label, x, "middle", x - room / 2, room))
    return found


def _apart(names: Sequence[_Name]) -> list[_Name]:
    """Leave out names that would lie on others; that of a year stays before one of a month."""
    kept: list[_Name] = []
    for name in names:
        touches = kept and kept[-1].begin + kept[-1].room + GAP > name.begin
        if touches and name.day.month == 1 and kept[-1].day.month != 1:
            kept.pop()
        elif touches:
            continue
        kept.append(name)
    return kept


def _bar(bar: Bar, axis: TimeAxis, top: float) -> SafeString:
    """A phase: its name above its bar, moved back into the picture where it would leave it."""
    start, end = axis.span(bar.first, bar.last)
    end = max(end, THINNEST)
    start = min(start, end - THINNEST)
    room = LETTER * len(bar.label)
    leaves = start + room > WIDTH
    anchor, x = ("end", max(end, min(room, float(WIDTH)))) if leaves else ("start", start)
    return format_html(
        '<text class="phase-name" x="{}" y="{}" text-anchor="{}">{}</text>'
        '<path class="phase-bar" d="M{} {}h{}v{}h{}z"/>',
        *(short(x), short(top + 11), anchor, bar.label),
        *(short(start), short(top + 14), short(end - start), BAR, short(start - end)),
    )


def _marks(
    marks: Sequence[Mark], points: Sequence[tuple[float, float]], base: float, radius: float
) -> SafeString:
    """All marks of a kind as one path, which is short."""
    paths = defaultdict[str, list[str]](list)
    for mark, (x, high) in zip(marks, points, strict=True):
        paths[mark.kind].append(outline(mark.kind, x, base - high, radius))
    return format_html_join(
        "",
        '<path class="mark is-{}" d="{}"/>',
        ((kind, "".join(path)) for kind, path in sorted(paths.items())),
    )


def _edges(earlier: bool, later: bool, base: float) -> SafeString:
    """The words below what lies beyond the axis."""
    words = [(0, "start", _("earlier"))] * earlier + [(WIDTH, "end", _("later"))] * later
    return format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="{}">{}</text>',
        ((x, short(base + FOOT - 5), anchor, word) for x, anchor, word in words),
    )
