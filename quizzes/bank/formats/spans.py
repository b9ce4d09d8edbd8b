"""When events were, by the facts as they stand now; told by the words in which they were shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from quizzes.facts.models import Entity, Property, Statement
from quizzes.facts.wording import capitalised
from quizzes.lib.edtf import EdtfDate, parse


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when something may have been, by all who date it."""

    first: date
    last: date

    def before(self, other: Span) -> bool:
        """Whether it certainly came first."""
        return self.last < other.first


# By the words in which events are shown. One that nothing dates for certain is not there.
Spans = Mapping[str, Span]


def spans_of(texts: Iterable[str]) -> dict[str, Span]:
    """Return the spans of the events with these ``texts``; one query, none without texts.

    Where sources differ a span reaches over all their dates.
    """
    wanted = {form for text in texts for form in (text, _within_a_sentence(text))}
    if not wanted:
        return {}
    rows = (
        Statement.objects.standing()
        .filter(
            property__marks=Property.Marks.SPAN,
            subject__kind=Entity.Kind.EVENT,
            subject__clause__in=wanted,
        )
        .exclude(value_date="")
    )
    dates: dict[str, list[EdtfDate]] = {}
    for text, value in rows.values_list("subject__clause", "value_date"):
        dates.setdefault(capitalised(text), []).append(parse(value))
    return {text: span for text, found in dates.items() if (span := _over(found))}


def _within_a_sentence(text: str) -> str:
    """A text that was capitalised, as it was before."""
    return re.sub(r"^(\W*)(\w)", lambda m: m[1] + m[2].lower(), text, count=1)


def _over(dates: Iterable[EdtfDate]) -> Span | None:
    """The span that reaches over some dates; None if one of them is vague or has no end."""
    spans = []
    for it in dates:
        if it.approximate or it.uncertain or not (it.first and it.last):
            return None
        spans.append(Span(it.first, it.last))
    return Span(min(it.first for it in spans), max(it.last for it in spans))
