"""When a key has changed: what was said to be right no longer is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from quizzes.bank.formats import SHOWING_MORE
from quizzes.bank.models import Correction, Question
from quizzes.bank.signals import keys_corrected
from quizzes.bank.statistics import figures_of
from quizzes.facts.models import Citation, Entity, Statement
from quizzes.facts.reasons import human_reason
from quizzes.facts.signals import Change
from quizzes.lib.names import fold, slip_edits
from quizzes.lib.prepared import Many, One, Prepared

from .drafts import Draft

if TYPE_CHECKING:
    from .storing import Changed

Direction, Format = Question.Direction, Question.Format
# Ways of asking the fact itself, with the columns the answer is made of, the foremost first; of its
# source there is none.
VALUE = ("value_entity_id", "value_date", "value_quantity", "unit", "value_text")
OF_THE_FACT: dict[str, tuple[str, ...]] = {
    Direction.VALUE: VALUE,
    Direction.SUBJECT: ("subject_id",),
    Direction.CLAIMANT: ("attributed_to_id",),
    Direction.SOURCE: (),
}
# Where the answer is not what the fact says, but a list, or a mere yes or no.
SAYING_OTHERWISE = (*SHOWING_MORE, Format.TRUE_FALSE)
# Kinds of answer that are compared to the letter; names are the same however they are written.
EXACT = (Question.AnswerKind.DATE, Question.AnswerKind.NUMBER)


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was right, what is right now, and the question that asks for it.

    ``event`` is the primary key of an event by whose words both are told.
    """

    direction: str
    stem: str
    was: str
    now: str
    event: int | None = None


def corrected(known: Mapping[str, Any], draft: Draft) -> Corrected | None:
    """Return what is corrected if the answer that was right is none of the right ones now.

    ``known`` is the question as it was stored, whether it was asked at the moment or not: of a
    fact that was withdrawn and comes back, it is what learners had learned.
    """
    if draft.direction not in OF_THE_FACT or draft.format in SAYING_OTHERWISE:
        return None
    if not known["answers"] or not draft.answers:
        return None
    old, new = known["answers"][0], {_same(draft, text) for text in draft.answers}
    other_unit = draft.answer_kind in EXACT and known["right_answer"] != draft.right_answer
    if _same(draft, old) in new and not other_unit:
        return None
    was, now, event = known["right_answer"], draft.right_answer, _told_by(draft)
    if event and slip_edits(fold(was), fold(now)) is not None:
        return None
    return Corrected(draft.direction, draft.stem, was, now, event.pk if event else None)


def _told_by(draft: Draft) -> Entity | None:
    """The event by whose clause the answer is told; that is no name, but says what happened."""
    column = next(iter(OF_THE_FACT[draft.direction]), "").removesuffix("_id")
    entity = getattr(draft.statement, column, None) if column else None
    is_event = entity is not None and entity.kind == Entity.Kind.EVENT and entity.clause
    return entity if is_event else None


def note_corrections(changes: Collection[Changed], change: Change) -> list[Correction]:
    """Keep and announce what a change to the facts has corrected; one for each way of asking.

    Only facts that were changed themselves are corrected, and those whose answer is what happened
    in an event that was given other words: a new name for somebody is none.
    """
    found: dict[tuple[int, str], Corrected] = {}
    for it in changes:
        mended = it.corrected
        if mended and (it.statement in change.statements or mended.event in change.entities):
            found.setdefault((it.statement, mended.direction), mended)
    named = [key for key, mended in found.items() if mended.event not in change.entities]
    for statement, direction in _respelt(named, change):
        del found[statement, direction]
    foremost = list(OF_THE_FACT)
    made = Correction.objects.bulk_create(
        Correction(
            statement_id=statement,
            at=change.at,
            stem=it.stem,
            was=it.was,
            now=it.now,
            reason=human_reason(change.reason),
        )
        for (statement, direction), it in sorted(
            found.items(), key=lambda item: (item[0][0], foremost.index(item[0][1]))
        )
    )
    if made:
        keys_corrected.send(sender=Correction, corrections=made)
    return made


def note_rewritten(
    question: Question, known: Mapping[str, Any], draft: Draft, at: datetime, reason: str
) -> Correction | None:
    """Keep and announce that the right answer of a question written by hand was wrong.

    ``known`` is the question as it was stored. None where the answer that was right still is, or
    where nobody was ever asked it.
    """
    mended = corrected(known, draft)
    asked = question.status == Question.Status.PUBLISHED or figures_of([question.pk])
    if mended is None or not asked:
        return None
    made = Correction.objects.create(
        statement_id=question.statement_id,
        question=question,
        at=at,
        stem=mended.stem,
        was=mended.was,
        now=mended.now,
        reason=reason,
    )
    keys_corrected.send(sender=Correction, corrections=[made])
    return made


def _respelt(found: Collection[tuple[int, str]], change: Change) -> list[tuple[int, str]]:
    """Return those of the statements and directions whose answer is the same, merely respelt.

    That is so where the columns are what they were when the fact was last published; of its source,
    where it is cited as it was. Three queries.
    """
    if not found:
        return []
    ids = {statement for statement, _direction in found}
    before = _told(_PUBLISHED_BEFORE.rows(statements=ids, at=change.at))
    now = _told(_NOW.rows(statements=ids))
    recited = _CITED_AT.firsts(statements=ids, at=change.at)
    return [
        (statement, direction)
        for statement, direction in found
        if statement in before
        and all(before[statement][it] == now[statement][it] for it in OF_THE_FACT[direction])
        and not (direction == Direction.SOURCE and statement in recited)
    ]


_COLUMNS = sorted({column for columns in OF_THE_FACT.values() for column in columns})


def _told(rows: Iterable[tuple[Any, ...]]) -> dict[int, dict[str, Any]]:
    """What the answers are made of, by statement; of several rows the last one counts."""
    return {pk: dict(zip(_COLUMNS, values, strict=True)) for pk, *values in rows}


_PUBLISHED_BEFORE = Prepared(
    lambda: (
        Statement.history.filter(
            id__in=Many("statements"), history_date__lt=One("at"), status=Statement.Status.PUBLISHED
        )
        # As these nobody was asked it.
        .exclude(rank=Statement.Rank.DEPRECATED)
        .exclude(sensitivity=Statement.Sensitivity.RESTRICTED)
        .order_by("history_date", "history_id")
        .values_list("id", *_COLUMNS)
    )
)
_NOW = Prepared(
    lambda: (
        Statement.objects.filter(pk__in=Many("statements")).order_by().values_list("pk", *_COLUMNS)
    )
)
_CITED_AT = Prepared(
    lambda: (
        Citation.history.filter(statement__in=Many("statements"), history_date=One("at"))
        .order_by()
        .values_list("statement")
    )
)


def _same(draft: Draft, text: str) -> str:
    """What makes two answers the same: names however they are written, others to the letter."""
    return text if draft.answer_kind in EXACT else fold(text)
