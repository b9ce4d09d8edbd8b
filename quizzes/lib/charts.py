"""Small pictures of figures, as SVG that needs no script and no inline style.

A page that shows one shows the same figures in a table, for those who cannot see it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from quizzes.lib.svg import short

WIDTH, HEIGHT = 360, 130
HEAD, FOOT = 16, 18  # room for the numbers above the bars and the labels below the axis
BASE = HEIGHT - FOOT
FILLED = 0.7  # the part of its column that a bar takes


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: the short ``label`` below it and its ``value``, 0 or more."""

    label: str
    value: int


def bar_chart(bars: Sequence[Bar], *, name: str, title: str, description: str) -> SafeString:
    """Return an SVG with one bar for each of ``bars``, left to right.

    ``name`` makes the ids and must be unique on the page. ``title`` says what is shown and
    ``description`` what is to be seen in it; both are read out in place of the picture. Colours
    and type come from the style sheet: ``.chart``, ``.chart-bar``, ``.chart-axis``.
    """
    column = WIDTH / max(1, len(bars))
    highest = max((bar.value for bar in bars), default=0) or 1
    drawn = format_html_join(
        "",
        "{}",
        (
            (_drawn(bar, column * place, column, bar.value / highest),)
            for place, bar in enumerate(bars)
        ),
    )
    return format_html(
        '<svg class="chart" viewBox="0 0 {width} {height}" role="img"'
        ' aria-labelledby="{name}-title {name}-description" xmlns="http://www.w3.org/2000/svg">'
        '<title id="{name}-title">{title}</title>'
        '<desc id="{name}-description">{description}</desc>'
        "{drawn}"
        '<path class="chart-axis" d="M0 {base}H{width}"/>'
        "</svg>",
        width=WIDTH,
        height=HEIGHT,
        base=BASE,
        name=name,
        title=title,
        description=description,
        drawn=drawn,
    )


def _drawn(bar: Bar, start: float, column: float, share: float) -> SafeString:
    """One bar with its label and, unless it is empty, its number."""
    middle = short(start + column / 2)
    height = share * (BASE - HEAD)
    label = format_html(
        '<text x="{}" y="{}" text-anchor="middle">{}</text>', middle, HEIGHT - 5, bar.label
    )
    if not bar.value:
        return label
    return format_html(
        '<rect class="chart-bar" x="{}" y="{}" width="{}" height="{}"/>'
        '<text x="{}" y="{}" text-anchor="middle">{}</text>{}',
        short(start + column * (1 - FILLED) / 2),
        short(BASE - height),
        short(column * FILLED),
        short(height),
        middle,
        short(BASE - height - 4),
        bar.value,
        label,
    )
