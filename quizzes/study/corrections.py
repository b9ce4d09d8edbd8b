"""Corrected facts: whoever has learned the old answer is asked early and told, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Least

from quizzes.accounts.models import LATEST_START
from quizzes.bank.models import Correction
from quizzes.lib.names import fold

from .models import Memory, Response

# Nowhere does a study day begin later than this after the UTC day: as late as anybody may set, in
# the zone that is furthest behind, which is by twelve hours.
LATEST_DAY = timedelta(hours=LATEST_START + 12)


@dataclass(frozen=True, slots=True)
class Note:
    """What a learner is told: what was said and what is said now, as an answer to ``stem``.

    ``question`` is the id of the one it is about, where it is not about the fact.
    """

    stem: str
    was: str
    now: str
    reason: str
    question: int | None = None

    def leads_to(self, later: Note) -> bool:
        """Whether a later one goes on where this one ends."""
        return self.question == later.question and _same(self.now, later.was)


def follow_corrections(sender: Any, corrections: Sequence[Correction], **kwargs: Any) -> None:
    """Let whoever remembers a corrected fact be told of it; a receiver of keys_corrected.

    The fact is due at once, and nothing else about the memory changes. Who has not been told of
    an earlier correction is told of both together; where the later one takes the earlier back
    there is nothing to tell, and the fact is due again when it would have been. A fixed number of
    queries however many learn. Of a question written by hand only those are told who answered it.
    """
    facts = {it.statement_id for it in corrections}
    made = [it.pk for it in corrections]
    memories = Memory.objects.filter(statement__in=facts)
    if of_questions := [it for it in corrections if it.question_id]:
        memories = memories.filter(*map(_learned_by, of_questions))
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


def notes(statement: int, since: int, until: datetime, learner: int | None) -> list[Note]:
    """Return what to tell a learner whom nothing was told of a fact ``since`` a correction.

    All are given by their ids; one query.

    Corrections of one answer that follow one another are told as one, from the first to the last.
    Those of a single question are told to who answered it before.
    """
    answered = Response.objects.filter(
        learner=learner, question=OuterRef("question"), answered_at__lte=OuterRef("at")
    )
    later = Correction.objects.filter(statement=statement, pk__gte=since, at__lte=until)
    return _told_together(later.filter(Q(question=None) | Q(pk=since) | Exists(answered)))


def notes_of(responses: Iterable[Response], learner: int) -> dict[int, list[Note]]:
    """Return what the ``learner`` was told with each of their answers, by its id; one query.

    It is what ``notes`` returns of each of those with which something was told.
    """
    told = [
        (it.pk, it.statement_id, it.told_id, it.answered_at)
        for it in responses
        if it.told_id and it.answered_at
    ]
    answered = Response.objects.filter(
        learner=learner, question=OuterRef("question"), answered_at__lte=OuterRef("at")
    )
    made = Correction.objects.filter(statement__in={fact for _pk, fact, _since, _until in told})
    rows = list(made.annotate(own=Exists(answered)))
    learned = {it.pk for it in rows if it.question_id is None or it.own}
    by_fact: defaultdict[int, list[Correction]] = defaultdict(list)
    for row in rows:
        by_fact[row.statement_id].append(row)
    return {
        pk: _told_together(
            it
            for it in by_fact[fact]
            if since <= it.pk and it.at <= until and (it.pk == since or it.pk in learned)
        )
        for pk, fact, since, until in told
    }


def _learned_by(correction: Correction) -> Exists:
    """Whether a memory's learner answered the question of a correction by its old key.

    Whoever was told the same of the fact itself has to have answered it since.
    """
    answers = Response.objects.filter(
        learner=OuterRef("learner"), question=correction.question_id, answered_at__isnull=False
    )
    earlier = Correction.objects.filter(statement=correction.statement_id, pk__lt=correction.pk)
    last = earlier.order_by("pk").last()
    if last and _same(last.was, correction.was) and _same(last.now, correction.now):
        answers = answers.filter(answered_at__gt=last.at)
    return Exists(answers)


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
        note = Note(it.stem, it.was, it.now, it.reason, it.question_id)
        place = next((n for n, old in enumerate(told) if old.leads_to(note)), None)
        if place is None:
            told.append(note)
        else:
            reason = it.reason or told[place].reason
            told[place] = replace(note, was=told[place].was, reason=reason)
    # Two questions may be corrected alike; that is told once.
    once = {(fold(it.was), fold(it.now)): it for it in reversed(told)}
    return [it for it in told if it in once.values() and not _same(it.was, it.now)]


def _same(one: str, other: str) -> bool:
    return fold(one) == fold(other)


def _earliest_day(at: datetime) -> date:
    """The earliest study day that it is anywhere at a moment."""
    return (at - LATEST_DAY).date()
