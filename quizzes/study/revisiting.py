"""What follows a result: the wrong ones in today's review, or the questions once more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from quizzes.accounts.models import User
from quizzes.bank.grading import Verdict
from quizzes.bank.models import Question

from .models import Attempt, Response
from .practice import asked_in_practice, practise_questions
from .sessions import EARNED, asked_of, todays_session

MISSED = (Verdict.WRONG, Verdict.PARTIAL)


def missed(attempt: Attempt) -> list[int]:
    """Return the facts of a finished quiz that were answered wrongly or in part, in order."""
    wrong = attempt.responses.filter(verdict__in=MISSED).order_by("position")
    return list(dict.fromkeys(wrong.values_list("statement_id", flat=True)))


def bring_into_review(learner: User, facts: Collection[int], now: datetime) -> int:
    """Put facts at the head of the learner's review of today; return how many will be asked.

    Those that were answered rightly today, are set aside or not asked any more are left out. The
    memories stay as they are: whether the answer in the review counts is decided there. A second
    call changes nothing.
    """
    session_id = todays_session(learner, now).pk
    with transaction.atomic():
        session = learner.review_sessions.select_for_update().get(pk=session_id)
        right_today = learner.responses.filter(study_day=session.day, verdict__in=EARNED)
        asked = (
            asked_of(learner).filter(pk__in=facts).exclude(pk__in=right_today.values("statement"))
        )
        found = set(asked.values_list("pk", flat=True))
        first = [fact for fact in facts if fact in found]
        rest = [fact for fact in session.queue if fact not in found]
        session.planned += len(found - set(session.queue))
        session.queue = [*first, *rest]
        session.save(update_fields=["queue", "planned"])
    return len(first)


def once_more(
    attempt: Attempt, learner: User | None, now: datetime, *, wrong: bool, pk: UUID | None = None
) -> Attempt | None:
    """Return practice made of the questions of a finished quiz, or of the ``wrong`` ones alone.

    Without what the learner does not want to be asked; None if none is left.
    """
    responses: list[Response] = list(attempt.responses.order_by("position"))
    if wrong:
        responses = [response for response in responses if response.verdict in MISSED]
    questions_asked = asked_in_practice(Question.objects.all(), learner)
    found = questions_asked.in_bulk([it.question_id for it in responses])
    questions = [found[it.question_id] for it in responses if it.question_id in found]
    title = _("Once more: %(title)s") % {"title": attempt.title}
    if not attempt.counts:
        title = attempt.title  # it says so already
    return practise_questions(learner, questions, title, now, pk=pk)
