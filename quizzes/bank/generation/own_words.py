"""What editors write themselves: their words instead of the program's, and whole questions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop

from quizzes.bank.models import Question
from quizzes.facts.sentences import sentence
from quizzes.lib.edtf import EdtfError
from quizzes.lib.names import fold
from quizzes.lib.typed_dates import read_typed_date
from quizzes.lib.typed_numbers import read_typed_number

from .case import Case
from .drafts import Draft, seeded

STALE = gettext_noop("the fact has changed since an editor wrote it, and gives another answer now")


def override(draft: Draft, question: Question) -> None:
    """Put an editor's own stem and wrong answers into a draft, which still has to keep all rules.

    What the program says by itself is noted as its ``basis``, so that a change of the fact shows,
    and so does a problem that has come up since, as an answer that has come to be right too.
    """
    draft.basis = _digest(draft.stem, draft.right_answer, draft.answers, draft.problem)
    # An editor's own words may be what makes a question possible.
    draft.problem, draft.hopeful = "", False
    if question.own_stem:
        draft.stem = question.own_stem
    if question.own_wrong and draft.format == Question.Format.CHOICE:
        right = {fold(text) for text in (draft.right_answer, *draft.answers)}
        if any(fold(text) in right for text in question.own_wrong):
            draft.problem = gettext_noop("one of the editor’s own wrong answers is right now")
        options = [{"text": draft.right_answer, "correct": True}]
        options += [
            {"text": _like_key(text, draft), "correct": False} for text in question.own_wrong
        ]
        draft.options = _arranged(options, draft)


def _arranged(options: list[dict[str, Any]], draft: Draft) -> list[dict[str, Any]]:
    """Dates and numbers in their order, names in an order of the question's own."""
    options = sorted(options, key=lambda option: str(option["text"]))
    if draft.answer_kind == Question.AnswerKind.DATE:
        return sorted(options, key=lambda option: _day(option["text"]))
    if draft.answer_kind == Question.AnswerKind.NUMBER:
        return sorted(options, key=lambda option: _number(option["text"]))
    seeded(draft.key).shuffle(options)
    return options


def _like_key(text: str, draft: Draft) -> str:
    """A date as the program writes it, for one written otherwise would stand out."""
    dates = read_typed_date(text) if draft.answer_kind == Question.AnswerKind.DATE else ()
    return dates[0].spoken() if len(dates) == 1 else text


def _day(text: str) -> int:
    try:
        read = read_typed_date(text)
    except EdtfError:
        return 0
    return read[0].first.toordinal() if read and read[0].first else 0


def _number(text: str) -> Decimal:
    read = read_typed_number(text)
    return read.numbers[0] if read else Decimal(0)


def written_drafts(case: Case, questions: Iterable[Question]) -> list[Draft]:
    """Return the drafts of the questions that an editor wrote about a fact: as they stand.

    Their explanation is the fact's; their ``basis`` is what the fact says. One about the fact as it
    was, whose answer it does not give any more, waits until an editor has read it again.
    """
    drafts, basis = [], _digest(sentence(case.statement))
    for question in questions:
        draft = Draft(
            statement=case.statement,
            format=question.format,
            direction=question.direction,
            own_key=question.key,
            stem=question.stem,
            options=list(question.options),
            content=dict(question.content),
            answers=list(question.answers),
            answer_kind=question.answer_kind,
            right_answer=question.right_answer,
            explanation=case.explanation,
            difficulty=question.difficulty,
            basis=basis,
        )
        if question.own_basis not in ("", basis) and not _still_right(question, case):
            draft.problem = STALE
        row = case.statement
        parts = (row.subject, row.value_entity, row.where, row.attributed_to)
        draft.entities = {entity.pk for entity in parts if entity}
        drafts.append(draft)
    return drafts


def _still_right(question: Question, case: Case) -> bool:
    """Whether the right answer of a written question is what the fact says now."""
    way = case.wording(Question.Direction.VALUE)
    return fold(question.right_answer) in {fold(text) for text in (way.key.text, *way.accepted)}


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
