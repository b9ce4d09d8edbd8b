"""Comparing drafts with the stored questions, and writing what has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q

from quizzes.bank.models import Question
from quizzes.facts.models import Statement
from quizzes.facts.signals import Change

from .drafts import Draft
from .making import drafts_for, reason_not_to_ask
from .pool import Pool

Status = Question.Status
CONTENT = (
    "stem",
    "options",
    "answers",
    "answer_kind",
    "right_answer",
    "explanation",
    "difficulty",
)


@dataclass(slots=True)
class Report:
    """What a build did: keys of questions, and the refused ones with the reason.

    ``silent`` are statements asked in no way, with the reason.
    """

    made: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    silent: dict[str, str] = field(default_factory=dict)


def build_bank(statements: Iterable[int] | None = None) -> Report:
    """Bring the questions of ``statements`` (primary keys; all if None) in step with the facts.

    A question keeps its key and id for ever; its version rises when what it asks, offers or
    accepts changes. Running it again changes nothing.
    """
    report = Report()
    pool = Pool()
    wanted = None if statements is None else set(statements)
    stored = Question.objects.select_related("statement").prefetch_related("entities")
    if wanted is not None:
        stored = stored.filter(statement__in=wanted)
    questions = {question.key: question for question in stored}
    asked = {key: _wrong_texts(question) for key, question in questions.items()}
    stems: dict[tuple[str, str], str] = {}
    drafts: list[Draft] = []
    for statement in pool.statements.values():
        if statement.status != Statement.Status.PUBLISHED:
            continue
        if wanted is not None and statement.pk not in wanted:
            continue
        if reason := reason_not_to_ask(statement):
            report.silent[statement.slug] = reason
        drafts += drafts_for(statement, pool, asked)
    for draft in drafts:
        _refuse_shared_stem(draft, stems)
    with transaction.atomic():
        _store(drafts, questions, report)
    return report


def follow_facts(sender: Any, change: Change, **kwargs: Any) -> None:
    """Renew the questions that a change to the facts touches; a receiver of facts_changed."""
    build_bank(touched(change))


def touched(change: Change) -> set[int]:
    """Return the statements whose questions may differ after ``change``.

    These are the statements changed; those that speak of or offer a changed entity; those of
    a changed property; and those that share a subject or a value with a changed statement,
    because their wrong options or their being disputed may depend on it.
    """
    ids = set(change.statements)
    entities = change.entities
    if entities:
        speaking = Q(subject__in=entities) | Q(value_entity__in=entities)
        speaking |= Q(where__in=entities) | Q(attributed_to__in=entities)
        speaking |= Q(questions__entities__in=entities)
        ids |= set(Statement.objects.filter(speaking).values_list("pk", flat=True))
    if change.properties:
        of_property = Statement.objects.filter(property__in=change.properties)
        ids |= set(of_property.values_list("pk", flat=True))
    by_property: defaultdict[int, set[int]] = defaultdict(set)
    for row in Statement.objects.filter(pk__in=change.statements):
        by_property[row.property_id] |= {row.subject_id}
        near = Q(subject=row.subject_id)
        if row.value_entity_id:
            near |= Q(value_entity=row.value_entity_id)
        if row.value_date_first and row.value_date_last:
            near |= Q(
                value_date_first__lte=row.value_date_last, value_date_last__gte=row.value_date_first
            )
        if row.value_text:
            near |= Q(value_text__iexact=row.value_text)
        neighbours = Statement.objects.filter(near, property=row.property_id)
        ids |= set(neighbours.values_list("pk", flat=True))
    # A question whose fact is gone from the list of published ones must be retired too.
    return ids


def _wrong_texts(question: Question) -> list[str]:
    return [option["text"] for option in question.options if not option["correct"]]


def _refuse_shared_stem(draft: Draft, stems: dict[tuple[str, str], str]) -> None:
    """Two questions never share a stem with different answers."""
    if draft.problem:
        return
    first = stems.setdefault((draft.format, draft.stem), draft.right_answer)
    if first != draft.right_answer:
        draft.problem = "another question has the same stem and another answer"


def _store(drafts: list[Draft], questions: dict[str, Question], report: Report) -> None:
    new: list[tuple[Question, Draft]] = []
    for draft in drafts:
        if draft.problem:
            report.refused[draft.key] = draft.problem
        question = questions.pop(draft.key, None)
        if question is None:
            new.append((_fresh(draft), draft))
            if not draft.problem:
                report.made.append(draft.key)
        elif _update(question, draft):
            report.changed.append(draft.key)
        elif not draft.problem:
            report.unchanged.append(draft.key)
    Question.objects.bulk_create([question for question, _ in new])
    through = Question.entities.through
    through.objects.bulk_create(
        through(question_id=question.pk, entity_id=entity)
        for question, draft in new
        for entity in sorted(draft.entities)
    )
    for question in questions.values():
        if question.status != Status.RETIRED:
            question.status = Status.RETIRED
            question.save(update_fields=["status", "updated_at"])
            report.retired.append(question.key)


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
    asks_otherwise = any(
        getattr(question, name) != getattr(fresh, name) for name in (*CONTENT, "status", "problem")
    )
    if asks_otherwise:
        if any(getattr(question, name) != getattr(fresh, name) for name in CONTENT):
            question.version += 1
        for name in (*CONTENT, "status", "problem"):
            setattr(question, name, getattr(fresh, name))
        question.save()
    if {entity.pk for entity in question.entities.all()} != draft.entities:
        question.entities.set(draft.entities)
        return True
    return asks_otherwise
