"""The marks in pictures: each kind has a shape of its own, so that none is told by colour alone."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from quizzes.lib.svg import short

# The kinds, from knowing nothing to knowing well; ``plain`` says nothing of the reader.
PLAIN, NEW, LEARNING, FADING, FAIR, STRONG = KINDS = (
    *("plain", "new", "learning"),
    *("fading", "fair", "strong"),
)


def outline(kind: str, x: float, y: float, radius: float) -> str:
    """Return the path of one mark of ``kind`` around a point; an unknown kind is a plain one.

    New ones are open rings, those being learned open triangles, fading ones open diamonds, fair
    ones squares, strong and plain ones discs. What is open or filled is up to the style sheet:
    ``.mark`` with ``.is-new`` and so on.
    """
    r = radius
    match kind:
        case "learning":
            return f"M{short(x - r)} {short(y + r)}h{short(2 * r)}l{short(-r)} {short(-2 * r)}z"
        case "fading":
            side, back = short(r), short(-r)
            return f"M{short(x - r)} {short(y)}l{side} {back} {side} {side} {back} {side}z"
        case "fair":
            half = 0.9 * r
            side = short(2 * half)
            return f"M{short(x - half)} {short(y - half)}h{side}v{side}h{short(-2 * half)}z"
        case _:
            arc = f"a{short(r)} {short(r)} 0 1 0 "
            return f"M{short(x - r)} {short(y)}{arc}{short(2 * r)} 0{arc}{short(-2 * r)} 0"


def key_mark(kind: str) -> SafeString:
    """Return a small picture of one mark for a legend; it is not read out."""
    return format_html(
        '<svg class="key" viewBox="0 0 12 12" aria-hidden="true">'
        '<path class="mark is-{}" d="{}"/></svg>',
        kind,
        outline(kind, 6, 6, 4.5),
    )
