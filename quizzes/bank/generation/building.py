"""Comparing drafts with the stored questions, and writing what has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from quizzes.bank.models import Question
from quizzes.facts.models import Statement
from quizzes.facts.signals import Change, Progress, Steps, finished

from .drafts import Draft
from .making import drafts_for, reason_not_to_ask
from .pool import Pool
from .reach import Reach
from .touching import touched

Status = Question.Status
# After a change to more statements than this the whole bank is gone through.
MANY = 50
# How many statements are gone through between two words of progress.
STEP = 250
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
    return finished(building(statements))


def building(statements: Iterable[int] | None = None) -> Steps[Report]:
    """Do what ``build_bank`` does, telling how many statements have been gone through."""
    wanted = None if statements is None else set(statements)
    pool = Pool() if wanted is None else Pool(Reach.of(wanted), wanted)
    round = yield from _round(pool, wanted)
    # Of two questions with one stem the first is asked, so both must be looked at.
    if wanted is not None and (more := round.sharing_stems()):
        wanted |= more
        pool = Pool(Reach.of(wanted), wanted)
        round = yield from _round(pool, wanted)
    round.refuse_shared_stems()
    with transaction.atomic():
        yield from _store(round.drafts, round.questions, round.report)
    return round.report


def _round(pool: Pool, wanted: set[int] | None) -> Steps[_Round]:
    """Draft the questions of the wanted statements (all if None)."""
    round = _Round(wanted)
    asked = {key: _wrong_texts(question) for key, question in round.questions.items()}
    rows = [row for row in pool.statements.values() if wanted is None or row.pk in wanted]
    for done, statement in enumerate(rows):
        if done % STEP == 0:
            yield Progress(_("Questions are made of the facts"), done, len(rows))
        if statement.status != Statement.Status.PUBLISHED:
            continue
        if reason := reason_not_to_ask(statement):
            round.report.silent[statement.slug] = reason
        round.drafts += drafts_for(statement, pool, asked)
    return round


class _Round:
    """The drafts of the wanted statements (all if None) beside their stored questions."""

    def __init__(self, wanted: set[int] | None) -> None:
        self.report = Report()
        self.wanted = wanted
        self.drafts: list[Draft] = []
        stored = Question.objects.all()
        if wanted is not None:
            stored = stored.filter(statement__in=wanted)
        self.questions = {question.key: question for question in stored}

    def sharing_stems(self) -> set[int]:
        """Other statements whose stored questions have a stem that is, or was, asked here."""
        stems = {draft.stem for draft in self.drafts if not draft.problem}
        asked = (q for q in self.questions.values() if q.status == Status.PUBLISHED)
        stems |= {question.stem for question in asked}
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


def follow_facts(sender: Any, change: Change, **kwargs: Any) -> Steps[Report]:
    """Renew the questions that a change to the facts touches; a receiver of facts_changed."""
    return building(touched(change) if len(change.statements) <= MANY else None)


def _wrong_texts(question: Question) -> list[str]:
    return [option["text"] for option in question.options if not option["correct"]]


def _store(drafts: list[Draft], questions: dict[str, Question], report: Report) -> Steps[None]:
    yield Progress(_("The questions are stored"))
    new: list[Question] = []
    changed: list[Question] = []
    named: dict[str, set[int]] = {}
    for draft in drafts:
        if draft.problem:
            report.refused[draft.key] = draft.problem
        named[draft.key] = draft.entities
        question = questions.get(draft.key)
        if question is None:
            new.append(_fresh(draft))
            if not draft.problem:
                report.made.append(draft.key)
        elif _update(question, draft):
            changed.append(question)
    over = [question for key, question in questions.items() if key not in named]
    retired = [question for question in over if question.status != Status.RETIRED]
    for question in retired:
        question.status = Status.RETIRED
    report.retired += [question.key for question in retired]
    _write(new, [*changed, *retired])
    kept = [question for key, question in questions.items() if key in named]
    relinked = _link(new, kept, named)
    renewed = {question.key for question in changed} | relinked
    for draft in drafts:
        if draft.key in renewed:
            report.changed.append(draft.key)
        elif draft.key in questions and not draft.problem:
            report.unchanged.append(draft.key)


def _write(new: Collection[Question], changed: Collection[Question]) -> None:
    Question.objects.bulk_create(new)
    if changed:
        columns = (*CONTENT, "status", "problem", "version", "updated_at")
        Question.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["id"], update_fields=columns
        )


def _link(
    new: Collection[Question], kept: Collection[Question], named: dict[str, set[int]]
) -> set[str]:
    """Link questions with the entities named in them; return the keys where that changed."""
    through = Question.entities.through._default_manager
    stored: dict[int, set[int]] = {question.pk: set() for question in kept}
    links = through.filter(question__in=stored) if len(stored) <= STEP else through.all()
    for question, entity in links.values_list("question_id", "entity_id"):
        if question in stored:
            stored[question].add(entity)
    wrong = [question for question in kept if stored[question.pk] != named[question.key]]
    for start in range(0, len(wrong), STEP):
        outdated = [question.pk for question in wrong[start : start + STEP]]
        through.filter(question__in=outdated).delete()
    through.bulk_create(
        through.model(question_id=question.pk, entity_id=entity)
        for question in (*new, *wrong)
        for entity in sorted(named[question.key])
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
    differing = [
        name
        for name in (*CONTENT, "status", "problem")
        if getattr(question, name) != getattr(fresh, name)
    ]
    if any(name in CONTENT for name in differing):
        question.version += 1
    for name in differing:
        setattr(question, name, getattr(fresh, name))
    return bool(differing)
