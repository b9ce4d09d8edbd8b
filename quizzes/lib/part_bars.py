"""A picture of parts of wholes: lying bars, of which each part contains the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from quizzes.lib.svg import WIDTH, box, chart, path, text

ROW, NAME, BAR = 36, 13, 14  # the height of a row, the base line of its name, and of its bar
INNER = 8  # the height of the innermost part


@dataclass(frozen=True, slots=True)
class Parts:
    """A whole by name, the ``part`` of it and the ``core`` of that, and what is said of them."""

    label: str
    whole: float
    part: float
    core: float
    words: str


def part_bars(rows: Sequence[Parts], *, name: str, title: str, description: str) -> SafeString:
    """Return an SVG with a bar for each of ``rows``, all on one scale.

    The whole is a frame, the part a lighter bar in it, the core a dark and thinner
    bar in that. The classes are ``.whole``, ``.part`` and ``.core``.
    """
    widest = max((row.whole for row in rows), default=0) or 1
    return chart(
        format_html_join("", "{}", ((_row(row, n, widest),) for n, row in enumerate(rows))),
        ROW * len(rows) + 2,
        name=name,
        title=title,
        description=description,
        kind="part-bars",
    )


def key_part(kind: str) -> SafeString:
    """Return a small picture of a "whole", "part" or "core" for a legend."""
    drawn = box(1, 3.5, 10, 5) if kind == "core" else box(1, 1.5, 10, 9)
    return format_html(
        '<svg class="key part-bars" viewBox="0 0 12 12" aria-hidden="true">{}</svg>',
        path(kind, drawn),
    )


def _row(row: Parts, number: int, widest: float) -> SafeString:
    top = number * ROW
    scale = (WIDTH - 2) / widest
    bar = top + NAME + 4
    return format_html(
        "{}{}{}{}{}",
        text(0, top + NAME, row.label, anchor="start", kind="row-name"),
        text(WIDTH, top + NAME, row.words, anchor="end"),
        path("whole", box(1, bar, row.whole * scale, BAR)),
        path("part", box(1, bar, row.part * scale, BAR) if row.part else ""),
        path("core", box(1, bar + (BAR - INNER) / 2, row.core * scale, INNER) if row.core else ""),
    )
