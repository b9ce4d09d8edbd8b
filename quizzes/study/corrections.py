"""Corrected facts: whoever has learned the old answer is asked early and told, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Least

from quizzes.bank.models import Correction
from quizzes.lib.names import fold

from .models import Memory, Response

# Nowhere does a study day begin later than this after the UTC day: four hours into the day, in
# the zone that is furthest behind.
LATEST_DAY = timedelta(hours=16)


@dataclass(frozen=True, slots=True)
class Note:
    """What a learner is told: what was said and what is said now, as an answer to ``stem``."""

    stem: str
    was: str
    now: str
    reason: str


def follow_corrections(sender: Any, corrections: Sequence[Correction], **kwargs: Any) -> None:
    """Let whoever remembers a corrected fact be told of it; a receiver of keys_corrected.

    The fact is due at once, and nothing else about the memory changes. Who has not been told of
    an earlier correction is told of both together; where the later one takes the earlier back
    there is nothing to tell, and the fact is due again when it would have been. A fixed number of
    queries however many learn.
    """
    facts = {it.statement_id for it in corrections}
    made = [it.pk for it in corrections]
    memories = Memory.objects.filter(statement__in=facts)
    first = Correction.objects.filter(pk__in=made, statement=OuterRef("statement")).order_by("pk")
    today = _earliest_day(max(it.at for it in corrections))
    untold = Subquery(first.values("pk")[:1])
    memories.update(
        correction=Coalesce(F("correction_id"), untold, output_field=BigIntegerField()),
        due=Least("due", Value(today)),
    )
    if undone := _taken_back(facts, made):
        last = Response.objects.filter(
            learner=OuterRef("learner"), statement=OuterRef("statement"), counted=True
        ).order_by("-pk")
        memories.filter(correction__in=undone).update(
            correction=None, due=Coalesce(Subquery(last.values("due")[:1]), F("due"))
        )
        Response.objects.filter(told__in=undone, answered_at__isnull=True).update(told=None)


def notes(correction: Correction, until: datetime) -> list[Note]:
    """Return what to tell somebody whom nothing was told since ``correction``; one query.

    Corrections of one answer that follow one another are told as one, from the first to the last.
    """
    later = Correction.objects.filter(statement=correction.statement_id, at__lte=until)
    return _told_together(later.filter(pk__gte=correction.pk))


def _taken_back(facts: Collection[int], made: Collection[int]) -> list[int]:
    """Return the corrections of which, with all that followed, there is nothing left to tell."""
    by_fact: defaultdict[int, list[Correction]] = defaultdict(list)
    for it in Correction.objects.filter(statement__in=facts).order_by("pk"):
        by_fact[it.statement_id].append(it)
    return [
        it.pk
        for rows in by_fact.values()
        for place, it in enumerate(rows)
        if it.pk not in made and not _told_together(rows[place:])
    ]


def _told_together(corrections: Iterable[Correction]) -> list[Note]:
    """Put corrections of one fact together; they are a chain where one begins as another ends."""
    told: list[Note] = []
    for it in sorted(corrections, key=lambda it: it.pk):
        note = Note(it.stem, it.was, it.now, it.reason)
        place = next((n for n, old in enumerate(told) if _same(old.now, it.was)), None)
        if place is None:
            told.append(note)
        else:
            reason = it.reason or told[place].reason
            told[place] = replace(note, was=told[place].was, reason=reason)
    return [it for it in told if not _same(it.was, it.now)]


def _same(one: str, other: str) -> bool:
    return fold(one) == fold(other)


def _earliest_day(at: datetime) -> date:
    """The earliest study day that it is anywhere at a moment."""
    return (at - LATEST_DAY).date()
