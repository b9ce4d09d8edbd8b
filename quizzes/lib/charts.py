"""Small pictures of figures, as SVG that needs no script and no inline style.

A page that shows one shows the same figures in a table, for those who cannot see it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from quizzes.lib.svg import WIDTH, chart, path, short, text

HEIGHT = 130
HEAD, FOOT = 16, 18  # room for the numbers above the bars and the labels below the axis
GROUP = 17  # room for the name of a group below the labels
FILLED = 0.7  # the part of its column that a bar takes
DIGIT = 6.6  # the width of one, about


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: the short ``label`` below it, or none, and its ``value``, 0 or more."""

    label: str
    value: int


@dataclass(frozen=True, slots=True)
class Group:
    """The name of some ``bars`` that stand side by side."""

    label: str
    bars: int


def bar_chart(
    bars: Sequence[Bar], *, name: str, title: str, description: str, groups: Sequence[Group] = ()
) -> SafeString:
    """Return an SVG with one bar for each of ``bars``, left to right.

    ``name``, ``title`` and ``description`` are those of ``svg.chart``; the classes are
    ``.chart-bar``, ``.chart-axis``, ``.chart-grid``. Where the columns are too narrow for all
    their numbers, those of the first bar and of the highest stand, beside a scale. ``groups``
    are named below the labels, from left to right.
    """
    column = WIDTH / max(1, len(bars))
    highest = max((bar.value for bar in bars), default=0) or 1
    base = HEIGHT - FOOT
    numbered = _numbered(bars, column)
    drawn = format_html_join(
        "",
        "{}",
        (
            (_drawn(bar, column * place, column, bar.value / highest, numbered=place in numbered),)
            for place, bar in enumerate(bars)
        ),
    )
    return chart(
        format_html(
            '{}{}{}<path class="chart-axis" d="M0 {}H{}"/>',
            _scale(highest, base) if len(numbered) < len(bars) else "",
            drawn,
            _named(groups, column),
            *(base, WIDTH),
        ),
        HEIGHT + (GROUP if groups else 0),
        name=name,
        title=title,
        description=description,
    )


def _numbered(bars: Sequence[Bar], column: float) -> set[int]:
    """The places of the bars whose numbers are written: all, or what has room of the main ones."""
    filled = [place for place, bar in enumerate(bars) if bar.value]
    widest = max((len(str(bar.value)) for bar in bars), default=0)
    if widest * DIGIT <= column or not filled:
        return set(range(len(bars)))
    highest = max(filled, key=lambda place: bars[place].value)
    first = filled[0]
    return {highest} if abs(highest - first) * column < widest * DIGIT else {first, highest}


def _scale(highest: int, base: float) -> SafeString:
    """Lines at round numbers up to the highest, each with its number."""
    lines = []
    for value in round_steps(highest):
        y = base - value / highest * (base - HEAD)
        line = path("chart-grid", f"M0 {short(y)}H{WIDTH}")
        lines.append((line, text(WIDTH, y - 3, value, anchor="end")))
    return format_html_join("", "{}{}", lines)


def round_steps(highest: int, most: int = 3) -> list[int]:
    """Return up to ``most`` round numbers, evenly apart, that do not exceed ``highest``."""
    for size in (10**power for power in range(12)):
        for step in (size, 2 * size, 5 * size):
            if highest // step <= most:
                return list(range(step, highest + 1, step))
    return []


def _named(groups: Sequence[Group], column: float) -> SafeString:
    """The names of the groups, each with a line above it as wide as its bars."""
    start, parts = 0.0, []
    for group in groups:
        end = start + group.bars * column
        line = path("chart-axis", f"M{short(start + 4)} {HEIGHT}H{short(end - 4)}")
        parts.append((line, text((start + end) / 2, HEIGHT + GROUP - 4, group.label)))
        start = end
    return format_html_join("", "{}{}", parts)


def _drawn(bar: Bar, start: float, column: float, share: float, *, numbered: bool) -> SafeString:
    """One bar with its label and, unless it is empty, its number."""
    middle, base = start + column / 2, HEIGHT - FOOT
    height = share * (base - HEAD)
    label = _label(bar.label, middle) if bar.label else SafeString()
    if not bar.value:
        return label
    return format_html(
        '<rect class="chart-bar" x="{}" y="{}" width="{}" height="{}"/>{}{}',
        short(start + column * (1 - FILLED) / 2),
        short(base - height),
        short(column * FILLED),
        short(height),
        text(middle, base - height - 4, bar.value) if numbered else "",
        label,
    )


def _label(words: str, middle: float) -> SafeString:
    """The label of a bar, moved into the picture where it would leave it."""
    half = DIGIT * len(words) / 2
    if middle < half:
        return text(0, HEIGHT - 5, words, anchor="start")
    if middle + half > WIDTH:
        return text(WIDTH, HEIGHT - 5, words, anchor="end")
    return text(middle, HEIGHT - 5, words)
