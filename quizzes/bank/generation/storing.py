"""Writing the drafts over the stored questions, so that only what has changed is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from quizzes.bank.models import SHOWN, Question
from quizzes.facts.signals import Progress, Steps

from .corrections import Corrected, corrected
from .drafts import Draft

Status = Question.Status
# How many rows are written with one query.
STEP = 250
CONTENT = (*SHOWN, "difficulty")
# What else a build decides.
DECIDED = ("status", "problem", "own_basis", "own_outdated")


@dataclass(frozen=True, slots=True)
class Changed:
    """A published question before and after: what a learner was shown and is shown now.

    One that is ``made`` has no before, one that is retired or refused no after; one that was not
    asked and is not now may still have been ``corrected``.
    """

    key: str
    statement: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    corrected: Corrected | None = None


@dataclass(slots=True)
class Report:
    """What a build did: keys of questions, and the refused ones with the reason.

    ``silent`` are statements asked in no way, with the reason; ``changes`` what learners will see
    of it all.
    """

    made: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    silent: dict[str, str] = field(default_factory=dict)
    changes: list[Changed] = field(default_factory=list)


def storing(drafts: list[Draft], questions: dict[str, Question], report: Report) -> Steps[None]:
    """Bring ``questions``, by key, in step with ``drafts``; what no draft wants is retired."""
    yield Progress(_("The questions are stored"))
    new: list[Question] = []
    changed: list[Question] = []
    wanted = {draft.key: draft for draft in drafts}
    for draft in drafts:
        if draft.problem:
            report.refused[draft.key] = draft.problem
        question = questions.get(draft.key)
        if question is None:
            new.append(_fresh(draft))
            if not draft.problem:
                report.made.append(draft.key)
                report.changes.append(_change(None, new[-1]))
        else:
            # What was right once was learned, also of one that is not asked at the moment.
            before, known = _seen(question), question.snapshot()
            if _update(question, draft):
                changed.append(question)
                mended = corrected(known, draft)
                if mended or before != _seen(question):
                    report.changes.append(_change(before, question, mended))
    over = [question for key, question in questions.items() if key not in wanted]
    retired = [question for question in over if question.status != Status.RETIRED]
    for question in retired:
        before, question.status = _seen(question), Status.RETIRED
        if before:
            report.changes.append(_change(before, question))
    report.retired += [question.key for question in retired]
    _write(new, [*changed, *retired])
    kept = [question for key, question in questions.items() if key in wanted]
    relinked = _link("entities", new, kept, wanted) | _link("leans_on", new, kept, wanted)
    renewed = {question.key for question in changed} | relinked
    for draft in drafts:
        if draft.key in renewed:
            report.changed.append(draft.key)
        elif draft.key in questions and not draft.problem:
            report.unchanged.append(draft.key)


def _seen(question: Question) -> dict[str, Any] | None:
    """What learners see of a question, if they are asked it."""
    return question.snapshot() if question.status == Status.PUBLISHED else None


def _change(
    before: dict[str, Any] | None, question: Question, mended: Corrected | None = None
) -> Changed:
    return Changed(question.key, question.statement_id, before, _seen(question), mended)


def _write(new: Collection[Question], changed: Collection[Question]) -> None:
    Question.objects.bulk_create(new)
    if changed:
        columns = (*CONTENT, *DECIDED, "version", "updated_at")
        Question.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["id"], update_fields=columns
        )


def _link(
    role: str,
    new: Collection[Question],
    kept: Collection[Question],
    wanted: Mapping[str, Draft],
) -> set[str]:
    """Link questions with what they name or lean on; return the keys where that changed."""
    through: Any = getattr(Question, role).through
    target = "entity_id" if role == "entities" else "statement_id"
    stored: dict[int, set[int]] = {question.pk: set() for question in kept}
    links = through._default_manager.all()
    if len(stored) <= STEP:
        links = links.filter(question__in=stored)
    for question, other in links.values_list("question_id", target):
        if question in stored:
            stored[question].add(other)
    wrong = [it for it in kept if stored[it.pk] != getattr(wanted[it.key], role)]
    for start in range(0, len(wrong), STEP):
        outdated = [question.pk for question in wrong[start : start + STEP]]
        through._default_manager.filter(question__in=outdated).delete()
    through._default_manager.bulk_create(
        through(**{"question_id": question.pk, target: other})
        for question in (*new, *wrong)
        for other in sorted(getattr(wanted[question.key], role))
    )
    return {question.key for question in wrong}


def _fresh(draft: Draft) -> Question:
    question = Question(
        key=draft.key,
        statement=draft.statement,
        format=draft.format,
        direction=draft.direction,
        status=Status.REFUSED if draft.problem else Status.PUBLISHED,
        problem=draft.problem[:300],
    )
    for name in CONTENT:
        setattr(question, name, getattr(draft, name))
    return question


def _update(question: Question, draft: Draft) -> bool:
    """Bring a stored question in step; return whether anything about it changed."""
    fresh = _fresh(draft)
    if question.blocked and fresh.status == Status.PUBLISHED:
        fresh.status = Status.BLOCKED
    # An editor's own words are to be checked once the fact is not what it was.
    known = question.own_basis
    fresh.own_basis = draft.basis and (known or draft.basis)
    fresh.own_outdated = bool(fresh.own_basis and fresh.own_basis != draft.basis)
    differing = [
        name for name in (*CONTENT, *DECIDED) if getattr(question, name) != getattr(fresh, name)
    ]
    if any(name in CONTENT for name in differing):
        question.version += 1
    for name in differing:
        setattr(question, name, getattr(fresh, name))
    return bool(differing)
