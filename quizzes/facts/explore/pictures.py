"""The pictures of the timeline and the places, and the legends that explain their marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from quizzes.lib.marks import FADING, FAIR, LEARNING, NEW, STRONG, key_mark
from quizzes.lib.timelines import Bar, Mark, timeline_chart

from .timeline import Timeline

# Where a month has more facts, a mark stands for several; more would hide one another.
MOST_MARKS = 28
_WORTHS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)

KNOWLEDGE: dict[str, Promise] = {
    NEW: gettext_lazy("not asked yet"),
    LEARNING: gettext_lazy("learning"),
    FADING: gettext_lazy("fading"),
    FAIR: gettext_lazy("fair"),
    STRONG: gettext_lazy("strong"),
}


@dataclass(frozen=True, slots=True)
class Key:
    """A line of a legend: the mark, what it means, and how often it stands in the picture."""

    mark: SafeString
    words: Promise
    count: int


def legend(kinds: Iterable[str], meanings: dict[str, Promise]) -> list[Key]:
    """Return the legend for marks of these kinds: a line for every meaning, also the unused."""
    counts = Counter(kinds)
    return [Key(key_mark(kind), words, counts[kind]) for kind, words in meanings.items()]


def timeline_picture(shown: Timeline, *, personal: bool, title: str = "") -> SafeString:
    """Return the picture of a timeline; ``personal`` marks tell what the reader knows.

    Give it a ``title`` where no list of the facts stands below it.
    """
    marks = shown.marks(personal=personal)
    worth = mark_worth(shown)
    description = ngettext("%(count)s fact.", "%(count)s facts.", shown.facts)
    description %= {"count": shown.facts}
    if worth > 1:
        description += " " + _("Each mark stands for up to %(count)s.") % {"count": worth}
    month, most = shown.fullest
    if most:
        description += " " + _("Most in one month: %(count)s, %(month)s.") % {
            "count": most,
            "month": month,
        }
    return timeline_chart(
        [Bar(capfirst(it.conflict.label), it.first, it.last) for it in shown.phases],
        _bundled(marks, worth),
        name="timeline-picture",
        title=title or _("What happened when; the list below says the same in words"),
        description=description,
    )


def mark_worth(shown: Timeline) -> int:
    """Return for how many facts a mark in the picture of a timeline may stand."""
    _month, most = shown.fullest
    return next(it for it in _WORTHS if most <= it * MOST_MARKS or it == _WORTHS[-1])


def _bundled(marks: list[Mark], worth: int) -> list[Mark]:
    """Of every so many marks of one kind in a month the first; what is left over has its own."""
    if worth == 1:
        return marks
    seen, kept = Counter[tuple[int, int, str]](), []
    for mark in marks:
        alike = (mark.first.year, mark.first.month, mark.kind)
        if seen[alike] % worth == 0:
            kept.append(mark)
        seen[alike] += 1
    return kept
