"""Comparing drafts with the stored questions, and writing what has changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from quizzes.bank.models import Question, QuestionQuerySet
from quizzes.facts.models import Statement
from quizzes.facts.signals import Change

from .drafts import Draft
from .making import drafts_for, reason_not_to_ask
from .pool import Pool

Status = Question.Status
# After a change to more statements than this the whole bank is gone through.
MANY = 50
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
    pool = Pool()
    wanted = None if statements is None else set(statements)
    round = _Round(pool, wanted)
    # Of two questions with one stem the first is asked, so both must be looked at.
    if wanted is not None and (more := round.sharing_stems()):
        round = _Round(pool, wanted | more)
    round.refuse_shared_stems()
    with transaction.atomic():
        _store(round.drafts, round.questions, round.report)
    return round.report


class _Round:
    """The drafts of the wanted statements (all if None) beside their stored questions."""

    def __init__(self, pool: Pool, wanted: set[int] | None) -> None:
        self.report = Report()
        self.wanted = wanted
        stored = Question.objects.select_related("statement").prefetch_related("entities")
        if wanted is not None:
            stored = stored.filter(statement__in=wanted)
        self.questions = {question.key: question for question in stored}
        asked = {key: _wrong_texts(question) for key, question in self.questions.items()}
        self.drafts: list[Draft] = []
        for statement in pool.statements.values():
            if statement.status != Statement.Status.PUBLISHED:
                continue
            if wanted is not None and statement.pk not in wanted:
                continue
            if reason := reason_not_to_ask(statement):
                self.report.silent[statement.slug] = reason
            self.drafts += drafts_for(statement, pool, asked)

    def sharing_stems(self) -> set[int]:
        """Other statements whose stored questions have a stem that is, or was, asked here."""
        stems = {draft.stem for draft in self.drafts if not draft.problem}
        stems |= {question.stem for question in self.questions.values()}
        sharing = Question.objects.filter(stem__in=stems).values_list("statement", flat=True)
        return set(sharing) - (self.wanted or set())

    def refuse_shared_stems(self) -> None:
        """Two questions never share a stem with different answers: the first is asked."""
        first: dict[tuple[str, str], str] = {}
        for draft in self.drafts:
            if draft.problem:
                continue
            answer = first.setdefault((draft.format, draft.stem), draft.right_answer)
            if answer != draft.right_answer:
                draft.problem = _("another question has the same stem and another answer")


def follow_facts(sender: Any, change: Change, **kwargs: Any) -> None:
    """Renew the questions that a change to the facts touches; a receiver of facts_changed."""
    build_bank(touched(change) if len(change.statements) <= MANY else None)


def touched(change: Change) -> set[int]:
    """Return the statements whose questions may differ after ``change``.

    These are the statements changed; those that speak of or offer a changed entity, or one
    that a changed statement names or named; those of a changed property; those that share a
    value with a changed statement or offer the one it had, because their wrong options may
    depend on it; and those with a refused question, which may have become possible.
    """
    told = Question.objects.filter(statement__in=change.statements)
    # A flashcard has no options, so its entities are those its statement named when it was made.
    named = told.filter(format=Question.Format.FLASHCARD).values_list("entities", flat=True)
    entities = change.entities | {pk for pk in named if pk}
    near = Q(property__in=change.properties) | Q(questions__status=Status.REFUSED)
    for row in Statement.objects.filter(pk__in=change.statements):
        parts = (row.subject_id, row.value_entity_id, row.attributed_to_id)
        entities |= {pk for pk in parts if pk}
        near |= _same_value(row)
    near |= Q(subject__in=entities) | Q(value_entity__in=entities)
    near |= Q(where__in=entities) | Q(attributed_to__in=entities)
    near |= Q(questions__entities__in=entities)
    ids = Statement.objects.filter(near).values_list("pk", flat=True)
    return change.statements | set(ids) | _offering(told)


def _same_value(row: Statement) -> Q:
    """Statements with the row's property whose value may be the same; entities go by themselves."""
    same = Q(pk=row.pk)
    if row.value_date_first and row.value_date_last:
        same |= Q(
            value_date_first__lte=row.value_date_last, value_date_last__gte=row.value_date_first
        )
    if row.value_text:
        same |= Q(value_text__iexact=row.value_text)
    return same & Q(property=row.property_id)


def _offering(told: QuestionQuerySet) -> set[int]:
    """Statements whose questions offer, as wrong, a value that the questions ``told`` ask for."""
    asked = set(
        told.filter(direction=Question.Direction.VALUE).values_list("right_answer", flat=True)
    )
    choices = Question.objects.published().filter(format=Question.Format.CHOICE) if asked else []
    return {
        question.statement_id for question in choices if asked.intersection(_wrong_texts(question))
    }


def _wrong_texts(question: Question) -> list[str]:
    return [option["text"] for option in question.options if not option["correct"]]


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
    Question.objects.bulk_create([question for question, _draft in new])
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
