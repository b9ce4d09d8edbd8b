"""Practice: quizzes whose answers are kept and leave the schedule as it is.

Of one fact all that is asked about it, for its reader has just seen the answer; what was wrong
lately; and whatever questions somebody wants to go through again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils.translation import gettext as _

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS
from quizzes.bank.grading import Verdict
from quizzes.bank.models import Question, QuestionQuerySet
from quizzes.facts.models import Statement

from .attempts import start_attempt
from .models import Attempt, Response
from .preferences import wished
from .selection import DIRECTIONS
from .sessions import today

LONGEST = 4
MOST_ALIKE = 2
LATELY = timedelta(days=14)
MOST_AT_ONCE = 20


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
    return asked_in_practice(Question.objects.filter(statement=statement))


def asked_in_practice(questions: QuestionQuerySet, learner: User | None = None) -> QuestionQuerySet:
    """Return those of ``questions`` that may be asked at all, self-rated ones included.

    Without those that the ``learner`` does not want to be asked.
    """
    asked = Statement.objects.standing().exclude(sensitivity=Statement.Sensitivity.RESTRICTED)
    fit = questions.published().filter(statement__in=wished(asked, learner))
    return fit.select_related("statement")


def practise_questions(
    learner: User | None,
    questions: Sequence[Question],
    title: str,
    now: datetime,
    *,
    pk: UUID | None = None,
) -> Attempt | None:
    """Return a quiz of ``questions`` whose answers leave the schedule as it is; None of none.

    Of two calls with one ``pk`` the second returns what the first has made.
    """
    if not questions:
        return None
    longest = Attempt._meta.get_field("title").max_length
    return start_attempt(learner, questions, title[:longest], now, pk=pk, counts=False, own=True)


def wrong_lately(learner: User, now: datetime) -> list[int]:
    """Return the facts answered wrongly in the last 14 days, once each, the most recent first.

    They are not left out for having been right since: that may have been in the same hour. What
    the learner does not want to be asked is. One query, of the answers of these days alone, and
    one for the settings.
    """
    since = today(learner, now) - LATELY + timedelta(days=1)
    wrong = learner.responses.filter(study_day__gte=since, verdict=Verdict.WRONG)
    questions = Question.objects.filter(statement=OuterRef("statement"))
    asked = Exists(asked_in_practice(questions, learner))
    rows = wrong.filter(asked).order_by().values("statement")
    last = rows.annotate(last=Max("answered_at"), place=Max("pk")).order_by("-last", "-place")
    return list(last.values_list("statement", flat=True))


def practise_wrong_lately(
    learner: User, now: datetime, *, pk: UUID | None = None
) -> Attempt | None:
    """Return practice of what was wrong lately, or None if nothing was.

    A fact is asked as it was when it was missed last, if that is still asked. Three queries
    besides those of the quiz.
    """
    facts = wrong_lately(learner, now)[:MOST_AT_ONCE]
    missed = learner.responses.filter(statement__in=facts, verdict=Verdict.WRONG).order_by("pk")
    last_missed = dict(missed.values_list("statement", "question"))
    by_fact: dict[int, Question] = {}
    for question in asked_in_practice(Question.objects.filter(statement__in=facts)):
        if question.pk == last_missed[question.statement_id]:
            by_fact[question.statement_id] = question
        else:
            by_fact.setdefault(question.statement_id, question)
    questions = [by_fact[fact] for fact in facts if fact in by_fact]
    return practise_questions(learner, questions, _("What was wrong lately"), now, pk=pk)


def practise(
    learner: User | None, statement: Statement, attempts: QuerySet[Attempt], now: datetime
) -> Attempt | None:
    """Return practice of one fact, or None if it is not asked; one set aside is, as it was chosen.

    Of ``attempts``, which are the learner's or visitor's own, one about this fact of which
    nothing is answered yet is taken up again, so that a double click starts one.
    """
    questions = _short(questions_about(statement))
    if not questions:
        return None
    if begun := _begun(statement, attempts).filter(learner=learner).first():
        return begun
    return start_attempt(learner, questions, _title(), now, counts=False)


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
