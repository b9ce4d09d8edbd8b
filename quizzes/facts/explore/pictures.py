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
from quizzes.lib.timelines import Bar, timeline_chart

from .timeline import Timeline

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


def timeline_picture(shown: Timeline, *, personal: bool) -> SafeString:
    """Return the picture of a timeline; ``personal`` marks tell what the reader knows."""
    description = ngettext("%(count)s mark.", "%(count)s marks.", shown.facts)
    description %= {"count": shown.facts}
    if shown.months:
        fullest = max(shown.months, key=lambda month: len(month.facts))
        description += " " + _("Most in one month: %(count)s, %(month)s.") % {
            "count": len(fullest.facts),
            "month": fullest.label,
        }
    phases = [section.phase for section in shown.sections if section.phase]
    return timeline_chart(
        [Bar(capfirst(it.conflict.label), it.first, it.last) for it in phases],
        shown.marks(personal=personal),
        name="timeline-picture",
        title=_("What happened when; the list below says the same in words"),
        description=description,
    )
