"""Writing the drafts over the stored questions, so that only what has changed is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from quizzes.bank.models import SHOWN, Question
from quizzes.lib.prepared import Many, Prepared

from .corrections import Corrected, corrected
from .drafts import Draft
from .rules import STEM_LENGTH

Status = Question.Status
# How many rows are written with one query.
STEP = 250
CONTENT = (*SHOWN, "difficulty")
# What else a build decides.
DECIDED = ("status", "problem", "hopeful", "own_basis", "own_outdated")


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


class Links:
    """What some stored questions name and lean on, all by their primary keys."""

    def __init__(self, questions: Collection[int]) -> None:
        self.entities = _linked("entities", questions)
        self.leans_on = _linked("leans_on", questions)


# How a question is linked, by role: the table, and its column beside the question's.
LINKS: dict[str, tuple[Any, str]] = {
    "entities": (Question.entities.through, "entity_id"),
    "leans_on": (Question.leans_on.through, "statement_id"),
}


def _links(role: str) -> Prepared:
    through, target = LINKS[role]
    return Prepared(
        lambda: through._default_manager.filter(question__in=Many("questions")).values_list(
            "question_id", target
        )
    )


_LINKED = {role: _links(role) for role in LINKS}


def _linked(role: str, questions: Collection[int]) -> defaultdict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for question, other in _LINKED[role].rows(questions=questions):
        found[question].add(other)
    return found


def store(
    drafts: list[Draft], questions: dict[str, Question], links: Links, report: Report
) -> None:
    """Bring ``questions``, by key, in step with ``drafts``; what no draft wants is retired."""
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
            continue
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
        before, question.status, question.hopeful = _seen(question), Status.RETIRED, False
        if before:
            report.changes.append(_change(before, question))
    report.retired += [question.key for question in retired]
    _write(new, [*changed, *retired])
    kept = [question for key, question in questions.items() if key in wanted]
    relinked = _link("entities", links.entities, new, kept, wanted)
    relinked |= _link("leans_on", links.leans_on, new, kept, wanted)
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
    stored: Mapping[int, set[int]],
    new: Collection[Question],
    kept: Collection[Question],
    wanted: Mapping[str, Draft],
) -> set[str]:
    """Link questions with what they name or lean on; return the keys where that changed."""
    through, target = LINKS[role]
    wrong = [it for it in kept if stored.get(it.pk, set()) != getattr(wanted[it.key], role)]
    for start in range(0, len(wrong), STEP):
        outdated = [question.pk for question in wrong[start : start + STEP]]
        through._default_manager.filter(question__in=outdated).delete()
    _insert(
        through,
        ("question_id", target),
        [
            (question.id, other)
            for question in (*new, *wrong)
            for other in sorted(getattr(wanted[question.key], role))
        ],
    )
    return {question.key for question in wrong}


def _insert(model: Any, columns: Sequence[str], rows: Sequence[tuple[int, int]]) -> None:
    """Insert bare pairs of keys: there are so many that making an object of each is felt."""
    if not rows:
        return
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES (%s, %s)", rows)


def _fresh(draft: Draft) -> Question:
    return Question(
        key=draft.key,
        statement=draft.statement,
        format=draft.format,
        direction=draft.direction,
        **_content(draft),
        status=Status.REFUSED if draft.problem else Status.PUBLISHED,
        problem=draft.problem[:300],
        hopeful=draft.hopeful,
    )


def _content(draft: Draft) -> dict[str, Any]:
    content = {name: getattr(draft, name) for name in CONTENT}
    # A longer one is refused, and kept as far as there is room.
    return content | {"stem": draft.stem[:STEM_LENGTH]}


def _update(question: Question, draft: Draft) -> bool:
    """Bring a stored question in step; return whether anything about it changed."""
    content = _content(draft)
    asked = Status.BLOCKED if question.blocked else Status.PUBLISHED
    # An editor's own words are to be checked once the fact is not what it was.
    basis = draft.basis and (question.own_basis or draft.basis)
    decided = {
        "status": Status.REFUSED if draft.problem else asked,
        "problem": draft.problem[:300],
        "hopeful": draft.hopeful,
        "own_basis": basis,
        "own_outdated": bool(basis and basis != draft.basis),
    }
    was = {name: getattr(question, name) for name in (*content, *decided)}
    if was == content | decided:
        return False
    if any(was[name] != content[name] for name in content):
        question.version += 1
    for name, value in (content | decided).items():
        setattr(question, name, value)
    return True
