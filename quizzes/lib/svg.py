"""Numbers as the pictures write them, and the frame in which they stand."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

# A picture as wide as a small phone is the measure: its units are then about a phone's pixels.
WIDTH = 360


def short(number: float) -> str:
    """Write a coordinate without needless digits, and with a point in every language."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def chart(
    drawn: SafeString, height: float, *, name: str, title: str, description: str, kind: str = ""
) -> SafeString:
    """Return the SVG of a chart ``WIDTH`` wide, read out as one picture.

    ``name`` makes the ids and must be unique on the page. ``title`` says what is shown and
    ``description`` what is to be seen in it. Colours and type come from the style sheet, by
    ``.chart`` and, where it is given, the class ``kind``.
    """
    return format_html(
        '<svg class="chart{kind}" viewBox="0 0 {width} {height}" role="img"'
        ' aria-labelledby="{name}-title {name}-description" xmlns="http://www.w3.org/2000/svg">'
        '<title id="{name}-title">{title}</title>'
        '<desc id="{name}-description">{description}</desc>'
        "{drawn}</svg>",
        kind=f" {kind}" if kind else "",
        width=WIDTH,
        height=short(height),
        name=name,
        title=title,
        description=description,
        drawn=drawn,
    )


def text(
    x: float, y: float, words: object, *, anchor: str = "middle", kind: str = ""
) -> SafeString:
    """Return words whose base line is at ``y``, anchored at ``x``."""
    return format_html(
        '<text x="{}" y="{}" text-anchor="{}"{}>{}</text>',
        *(short(x), short(y), anchor),
        format_html(' class="{}"', kind) if kind else "",
        words,
    )


def path(kind: str, d: str) -> SafeString:
    """Return a path of the class ``kind``, or nothing where there is nothing to draw."""
    return format_html('<path class="{}" d="{}"/>', kind, d) if d else SafeString()


def box(x: float, y: float, width: float, height: float) -> str:
    """Return the outline of a rectangle, as a part of a path."""
    return f"M{short(x)} {short(y)}h{short(width)}v{short(height)}h{short(-width)}z"
