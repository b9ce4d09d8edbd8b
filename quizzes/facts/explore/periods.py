"""When events and conflicts took place, as their published statements say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from quizzes.facts.models import Entity, Property, Statement

from .date_words import date_words

Marks = Property.Marks
DATING = (Marks.SPAN, Marks.START, Marks.END)


@dataclass(frozen=True, slots=True)
class Period:
    """When something took place: its ``first`` day, if known, and all dates given, in words."""

    first: date | None
    words: str


def periods(subjects: Iterable[int]) -> dict[int, Period]:
    """Return the periods of the entities with the ids ``subjects``, as far as known; one query.

    Where the statements give more than one date, the words name each of them. What no statement
    dates took place when the facts about it hold, if it is an event and these have both ends.
    """
    dating = Q(property__marks__in=DATING) & ~Q(value_date="")
    holding = Q(subject__kind=Entity.Kind.EVENT, when_first__isnull=False, when_last__isnull=False)
    told = (
        Statement.objects.standing()
        .filter(dating | holding, subject__in=list(subjects))
        .select_related("property", "subject")
        .order_by("value_date_first", "when_first", "pk")
    )
    dated, held = defaultdict[int, list[Statement]](list), defaultdict[int, list[Statement]](list)
    for statement in told:
        (dated if statement.property.marks in DATING else held)[statement.subject_id].append(
            statement
        )
    return {pk: _held(statements) for pk, statements in held.items()} | {
        pk: _period(statements) for pk, statements in dated.items()
    }


def _held(statements: list[Statement]) -> Period:
    days = [(it, it.when_date) for it in statements]
    words = dict.fromkeys(date_words(it, day) for it, day in days if day)
    return Period(statements[0].when_first, _(" or ").join(words))


def _period(statements: list[Statement]) -> Period:
    spans, starts, ends = (
        [it for it in statements if it.property.marks == mark]
        for mark in (Marks.SPAN, Marks.START, Marks.END)
    )
    firsts = [it.value_date_first for it in (*spans, *starts) if it.value_date_first]
    return Period(min(firsts, default=None), _spoken(spans) or _from_to(starts, ends))


def _from_to(starts: list[Statement], ends: list[Statement]) -> str:
    words = {"start": _spoken(starts), "end": _spoken(ends)}
    if starts and ends:
        return _("%(start)s – %(end)s") % words
    return _("from %(start)s") % words if starts else _("until %(end)s") % words


def _spoken(statements: list[Statement]) -> str:
    """The dates in order, each once: “28 June 2018 or 12 February 2019”."""
    told = ((it, it.date_value) for it in statements)
    dates = dict.fromkeys(date_words(it, date) for it, date in told if date)
    return _(" or ").join(dates)
