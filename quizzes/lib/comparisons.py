"""A picture of shares: what was expected of each span of time beside what was seen."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from quizzes.lib.svg import WIDTH, box, chart, path, short, text

LEFT, RIGHT = 34, 6  # room for the numbers of the scale, and at the end
HEAD, DEEP, FOOT = 10, 130, 20
SEEN, EXPECTED = 7.0, 5.0  # of a square, and half the breadth of a diamond
APART = 3.5  # how far each stands from the middle, that neither hides the other
LABEL = 42  # room for a label
# Where a scale may begin, and the shares that it names.
SCALES = {0.0: (0.0, 0.5, 1.0), 0.25: (0.25, 0.5, 0.75, 1.0), 0.5: (0.5, 0.75, 1.0)}


@dataclass(frozen=True, slots=True)
class Pair:
    """What was ``expected`` of some tries and the share ``seen``, both from 0 to 1.

    ``low`` and ``high`` are the bounds of what the tries make likely; see ``likely``. A span
    without a try has a ``label`` alone.
    """

    label: str
    expected: float | None = None
    seen: float | None = None
    low: float = 0.0
    high: float = 1.0


def likely(hits: int, tries: int) -> tuple[float, float]:
    """Return the bounds between which the true share lies with a confidence of 95 per cent.

    The score interval: E. B. Wilson, “Probable inference, the law of succession, and statistical
    inference”, Journal of the American Statistical Association 22 (1927). It needs a try at least.
    """
    z = 1.96
    share = hits / tries
    middle = (share + z * z / (2 * tries)) / (1 + z * z / tries)
    reach = z / (1 + z * z / tries)
    reach *= math.sqrt(share * (1 - share) / tries + z * z / (4 * tries * tries))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def comparison_chart(
    pairs: Sequence[Pair], *, name: str, title: str, description: str
) -> SafeString:
    """Return an SVG with two marks for each of ``pairs``, left to right, on a scale in per cent.

    What was seen is a filled square with a line from ``low`` to ``high``, what was expected an
    open diamond; those of neighbours are joined. The classes are ``.seen-mark``, ``.seen-range``,
    ``.expected-mark``, ``.expected-line``.
    """
    floor = _floor(pairs)
    column = (WIDTH - LEFT - RIGHT) / max(1, len(pairs))

    def at(place: int) -> float:
        return LEFT + (place + 0.5) * column

    def high(share: float) -> float:
        return HEAD + DEEP * (1 - (max(share, floor) - floor) / (1 - floor))

    parts = [_scale(floor, high), _labels(pairs, at, column)]
    ranges, squares, diamonds, line, joined = "", "", "", "", False
    for place, pair in enumerate(pairs):
        if pair.expected is None or pair.seen is None:
            joined = False
            continue
        left, right = at(place) - APART, at(place) + APART
        ranges += f"M{short(left)} {short(high(pair.high))}V{short(high(pair.low))}"
        squares += box(left - SEEN / 2, high(pair.seen) - SEEN / 2, SEEN, SEEN)
        diamonds += _diamond(right, high(pair.expected))
        line += f"{'L' if joined else 'M'}{short(right)} {short(high(pair.expected))}"
        joined = True
    parts += [
        path("expected-line", line),
        path("seen-range", ranges),
        path("seen-mark", squares),
        path("expected-mark", diamonds),
    ]
    return chart(
        format_html_join("", "{}", ((part,) for part in parts)),
        HEAD + DEEP + FOOT,
        name=name,
        title=title,
        description=description,
        kind="comparison-chart",
    )


def key_pair(kind: str) -> SafeString:
    """Return a small picture of the mark of what was "seen" or "expected", for a legend."""
    drawn = _diamond(6, 6) if kind == "expected" else box(2.5, 2.5, SEEN, SEEN)
    return format_html_join(
        "",
        '<svg class="key comparison-chart" viewBox="0 0 12 12" aria-hidden="true">{}</svg>',
        [(path(f"{kind}-mark", drawn),)],
    )


def _floor(pairs: Sequence[Pair]) -> float:
    """Where the scale begins: as high as shows all, so that small differences can be seen."""
    values = [it for pair in pairs if pair.seen is not None for it in (pair.low, pair.expected)]
    lowest = min((it for it in values if it is not None), default=0.0)
    return max(it for it in SCALES if it <= lowest)


def _diamond(x: float, y: float) -> str:
    side, back = short(EXPECTED), short(-EXPECTED)
    return f"M{short(x - EXPECTED)} {short(y)}l{side} {back} {side} {side} {back} {side}z"


def _scale(floor: float, high: Callable[[float], float]) -> SafeString:
    lines = []
    for share in SCALES[floor]:
        y = high(share)
        line = path("chart-axis" if share == floor else "chart-grid", f"M{LEFT} {short(y)}H{WIDTH}")
        lines.append((line, text(LEFT - 4, y + 4, f"{share:.0%}", anchor="end")))
    return format_html_join("", "{}{}", lines)


def _labels(pairs: Sequence[Pair], at: Callable[[int], float], column: float) -> SafeString:
    """The labels for which there is room, the last among them."""
    step = math.ceil(LABEL / column)
    places = range(len(pairs) - 1, -1, -step)
    y = HEAD + DEEP + FOOT - 5
    found = []
    for place in places:
        leaves = at(place) + LABEL / 2 > WIDTH
        x = WIDTH if leaves else at(place)
        found.append((text(x, y, pairs[place].label, anchor="end" if leaves else "middle"),))
    return format_html_join("", "{}", found)
