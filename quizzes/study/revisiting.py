"""What follows a result: the wrong ones in today's review, or the questions once more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from quizzes.accounts.models import User
from quizzes.bank.grading import Verdict
from quizzes.bank.models import Question

from .models import Attempt, Response
from .practice import asked_in_practice, practise_questions
from .sessions import EARNED, asked_of, locked_session, put_first

MISSED = (Verdict.WRONG, Verdict.PARTIAL)


def missed(responses: Iterable[Response], learner: User | None) -> list[int]:
    """Return the facts that were answered wrongly or in part in a quiz, and not rightly since.

    ``responses`` are all those of the quiz, in order. Where a ``learner`` missed something, one
    query tells what was answered since.
    """
    wrong = {it.statement_id: it for it in responses if it.verdict in MISSED}
    if learner is None or not wrong:
        return [*wrong]
    last = {fact: it.verdict for fact, it in wrong.items()}
    answers = learner.responses.filter(statement__in=wrong, verdict__in=(*EARNED, *MISSED))
    since = answers.exclude(pk__in=[it.pk for it in wrong.values()]).order_by("answered_at", "pk")
    for fact, at, verdict in since.values_list("statement", "answered_at", "verdict"):
        given_at = wrong[fact].answered_at
        if at and given_at and at >= given_at:
            last[fact] = verdict
    return [fact for fact in wrong if last[fact] in MISSED]


def reviewable(learner: User, facts: Collection[int], day: date) -> set[int]:
    """Return those of ``facts`` that may be put into the review of a day; one query.

    Those that were answered rightly on it, are set aside or not asked any more may not.
    """
    right = learner.responses.filter(study_day=day, verdict__in=EARNED)
    asked = asked_of(learner).filter(pk__in=facts).exclude(pk__in=right.values("statement"))
    return set(asked.values_list("pk", flat=True))


def bring_into_review(learner: User, facts: Sequence[int], now: datetime) -> int:
    """Put facts at the head of the learner's review of today; return how many will be asked.

    The memories stay as they are: whether the answer in the review counts is decided there. A
    second call changes nothing.
    """
    with transaction.atomic():
        session = locked_session(learner, now)
        found = reviewable(learner, facts, session.day)
        first = [fact for fact in facts if fact in found]
        put_first(session, *first, more=len(found.difference(session.queue)))
    return len(first)


def once_more(
    attempt: Attempt, learner: User | None, now: datetime, *, wrong: bool, pk: UUID | None = None
) -> Attempt | None:
    """Return practice made of the questions of a finished quiz, or of those still ``wrong`` alone.

    Without what the learner does not want to be asked; None if none is left.
    """
    responses: list[Response] = list(attempt.responses.order_by("position"))
    if wrong:
        still = missed(responses, learner)
        responses = [it for it in responses if it.statement_id in still and it.verdict in MISSED]
    questions_asked = asked_in_practice(Question.objects.all(), learner)
    found = questions_asked.in_bulk([it.question_id for it in responses])
    questions = [found[it.question_id] for it in responses if it.question_id in found]
    title = _("Once more: %(title)s") % {"title": attempt.title}
    if not attempt.counts:
        title = attempt.title  # it says so already
    return practise_questions(learner, questions, title, now, pk=pk)
