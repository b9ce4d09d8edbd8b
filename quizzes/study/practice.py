"""Practising one fact: a short quiz of all the questions about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS
from quizzes.bank.models import Question
from quizzes.facts.models import Statement

from .attempts import start_attempt
from .models import Attempt, Response
from .selection import DIRECTIONS

LONGEST = 4
MOST_ALIKE = 2


def why_not_asked(statement: Statement) -> str:
    """Return, for readers, why a fact is not asked; nothing where it can be practised."""
    if statement.sensitivity == Statement.Sensitivity.RESTRICTED:
        return _("This is here to be read. It is too painful for a quiz and is never asked.")
    if statement.rank == Statement.Rank.DEPRECATED:
        return _("This is kept for the record and is never asked.")
    if questions_about(statement).exists():
        return ""
    if statement.sensitivity == Statement.Sensitivity.CONTEXT:
        return _("This could only be asked by who says it, so it is here to be read.")
    return _("No good question can be asked about this so far, so it is here to be read.")


def questions_about(statement: Statement) -> QuerySet[Question]:
    """Return the questions that may be asked about a statement, self-rated ones included."""
    asked = Statement.objects.standing().exclude(sensitivity=Statement.Sensitivity.RESTRICTED)
    return Question.objects.published().filter(statement__in=asked.filter(pk=statement.pk))


def practise(
    learner: User | None, statement: Statement, attempts: QuerySet[Attempt], now: datetime
) -> Attempt | None:
    """Return a quiz about one fact, or None if it is not asked.

    Of ``attempts``, which are the learner's or visitor's own, one about this fact of which
    nothing is answered yet is taken up again, so that a double click starts one.
    """
    questions = _short(questions_about(statement).select_related("statement"))
    if not questions:
        return None
    if begun := _begun(statement, attempts).filter(learner=learner).first():
        return begun
    return start_attempt(learner, questions, _title(), now)


def _short(questions: Iterable[Question]) -> list[Question]:
    """The few to ask: choices, then what asks for more; cards for want of others.

    No more than two of one format, so that there is some variety.
    """
    asked = sorted(questions, key=_easier_first)
    judged = [it for it in asked if FORMATS[it.format].evidence in ("choice", "recall")]
    seen = Counter[str]()
    varied = []
    for question in judged or asked:
        seen[question.format] += 1
        if seen[question.format] <= MOST_ALIKE:
            varied.append(question)
    return varied[:LONGEST]


def _begun(statement: Statement, attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    own = Response.objects.filter(attempt=OuterRef("pk"))
    return attempts.filter(
        Exists(own.filter(statement=statement)),
        ~Exists(own.exclude(statement=statement)),
        ~Exists(own.filter(answered_at__isnull=False)),
        # Class work with a single question is no practice.
        title=_title(),
        finished_at__isnull=True,
    )


def _title() -> str:
    """A title that tells nothing, for naming the subject would answer who it is."""
    return _("Practice")


def _easier_first(question: Question) -> tuple[bool, int, str]:
    asks_more = FORMATS[question.format].evidence != "choice"
    return asks_more, DIRECTIONS.index(question.direction), question.key
