"""From one statement to the drafts of its questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from quizzes.bank.lexicon import PERSONAL_KINDS
from quizzes.bank.models import Question
from quizzes.facts.models import Entity, Property, Statement
from quizzes.facts.wording import placeholders

from .agreement import may_agree, same_time
from .distractors import candidates_for, choose
from .drafts import Answer, Draft, seeded
from .pool import Pool
from .rules import flaw, options_fit
from .stems import explanation_of, stem_of

Format, Direction, Kind = Question.Format, Question.Direction, Question.AnswerKind

# Why a question would have more than one right answer.
SAID_OF_ANOTHER = gettext_noop("the same is said of another subject")
MORE_VALUES = gettext_noop("the subject has more than one such value")
MORE_IN_SOURCE = gettext_noop("its source gives more than one value")

# Words of wrong options asked so far, by question key; they stay while they are certain.
Asked = Mapping[str, Sequence[str]]


def reason_not_to_ask(statement: Statement) -> str:
    """Return why a statement is asked in no way at all, or nothing."""
    if statement.rank == Statement.Rank.DEPRECATED:
        return _("deprecated: kept, never asked")
    if statement.sensitivity == Statement.Sensitivity.RESTRICTED:
        return _("restricted: never asked")
    if not statement.citations.all():
        return _("has no source")
    if not _directions(statement):
        if statement.sensitivity == Statement.Sensitivity.CONTEXT:
            return _("context: can only be asked by who says it, and nobody is named")
        return _("its property has no question")
    return ""


def drafts_for(statement: Statement, pool: Pool, asked: Asked) -> list[Draft]:
    """Return the drafts of a statement's questions; one with a ``problem`` is not to be asked."""
    if reason_not_to_ask(statement):
        return []
    disputed = bool(statement.is_disputed)  # type: ignore[attr-defined]
    explanation = explanation_of(statement, disputed=disputed)
    drafts = []
    for direction in _directions(statement):
        stem = stem_of(statement, direction, disputed=disputed)
        key = _key(statement, direction)
        problem = _ambiguity(statement, direction, pool, disputed)
        accepted = _accepted(statement, direction, key)
        for format in _formats(statement, direction):
            draft = _draft(statement, format, direction, stem, key)
            draft.explanation = explanation
            draft.answers = list(accepted)
            if format == Format.CHOICE and not problem:
                _add_options(draft, key, pool, asked.get(draft.key, ()))
            draft.problem = problem or flaw(draft)
            drafts.append(draft)
    return drafts


def _directions(statement: Statement) -> list[Question.Direction]:
    claim = [Direction.CLAIMANT] if stem_of(statement, Direction.CLAIMANT, disputed=False) else []
    prop = statement.property
    subject = [Direction.SUBJECT] if statement.own_subject_stem or prop.ask_subject else []
    if statement.sensitivity == Statement.Sensitivity.CONTEXT:
        return claim + (subject if prop.is_claim else [])
    value = [Direction.VALUE] if statement.own_stem or prop.ask_value else []
    return value + subject + claim


def _formats(statement: Statement, direction: str) -> list[str]:
    kind = _answer_kind(statement, direction)
    typed = [Format.TYPED] if kind != Kind.TEXT else []
    # On one day more may have happened than the facts know, so that no card can be turned.
    asks_what_happened = direction == Direction.SUBJECT and statement.value_date
    cards = [] if asks_what_happened else [Format.FLASHCARD]
    return [Format.CHOICE, *typed, *cards]


def _key(statement: Statement, direction: str) -> Answer:
    if direction == Direction.SUBJECT:
        return Answer.of_entity(statement.subject)
    if direction == Direction.CLAIMANT and statement.attributed_to:
        return Answer.of_entity(statement.attributed_to)
    return Answer.of_value(statement)


def _answer_kind(statement: Statement, direction: str) -> str:
    if direction == Direction.VALUE:
        if statement.property.datatype == Property.Datatype.DATE:
            return Kind.DATE
        if statement.property.datatype == Property.Datatype.QUANTITY:
            return Kind.NUMBER
    entity = _key(statement, direction).entity
    if entity is None or entity.kind in (Entity.Kind.EVENT, Entity.Kind.DOCUMENT):
        return Kind.TEXT
    return Kind.PERSONAL if entity.kind in PERSONAL_KINDS else Kind.NAME


def _draft(statement: Statement, format: str, direction: str, stem: str, key: Answer) -> Draft:
    parts = (statement.subject, statement.value_entity, statement.where, statement.attributed_to)
    return Draft(
        statement=statement,
        format=format,
        direction=direction,
        stem=stem,
        answer_kind=_answer_kind(statement, direction),
        right_answer=key.text,
        difficulty=Question.Difficulty.HARD if format == Format.TYPED else 2,
        entities={entity.pk for entity in parts if entity},
    )


def _accepted(statement: Statement, direction: str, key: Answer) -> list[str]:
    """All answers that count as right, the one to show first.

    A disputed fact is asked by one of its sources, so what the others say is not right here.
    """
    if direction != Direction.VALUE or statement.value_entity:
        return _names(key)
    return [statement.value_date or statement.value_quantity or statement.value_text]


def _names(answer: Answer) -> list[str]:
    if answer.entity is None:
        return [answer.text]
    return [answer.text, *(alias.text for alias in answer.entity.aliases.all())]


def _ambiguity(statement: Statement, direction: str, pool: Pool, disputed: bool) -> str:
    """Why the question would have more than one right answer, or nothing."""
    if direction == Direction.SUBJECT:
        shared = not statement.own_subject_stem and pool.same_value(statement)
        return _(SAID_OF_ANOTHER) if shared else ""
    if direction == Direction.CLAIMANT:
        return ""
    others = (row for row in pool.others(statement) if row.unit == statement.unit)
    rivals = [row for row in others if not may_agree(row, statement)]
    now = [row for row in rivals if same_time(row, statement)]
    if (now and not disputed) or (len(now) < len(rivals) and not _says_when(statement)):
        return _(MORE_VALUES)
    own = {citation.source_id for citation in statement.citations.all()}
    if any(own & {c.source_id for c in row.citations.all()} for row in now):
        return _(MORE_IN_SOURCE)
    return ""


def _says_when(statement: Statement) -> bool:
    """Whether the question for the value names its time; an editor's own is trusted to."""
    return bool(statement.own_stem) or "when" in placeholders(statement.property.ask_value)


def _add_options(draft: Draft, key: Answer, pool: Pool, keep: Sequence[str]) -> None:
    candidates = candidates_for(pool, draft.statement, draft.direction, key, keep)
    options = choose(
        key,
        candidates,
        seeded(draft.key),
        keep,
        lambda key, wrong: options_fit(draft.stem, key, wrong),
    )
    draft.options = [{"text": o.text, "correct": o is key} for o in options]
    draft.entities |= {o.entity.pk for o in options if o.entity}
    draft.difficulty = _difficulty(key, options)


def _difficulty(key: Answer, options: Sequence[Answer]) -> int:
    """Band a choice by how near its wrong options come: in days for dates, in kind for names."""
    wrong = [option for option in options if option is not key]
    if key.date and key.date.first:
        gaps = [abs((key.date.first - o.date.first).days) for o in wrong if o.date and o.date.first]
        nearest = min(gaps, default=0)
        return 3 if nearest <= 7 else 2 if nearest <= 60 else 1
    if key.entity and any(o.entity and o.entity.kind != key.entity.kind for o in wrong):
        return 1
    return 2
