"""Taking the last answer of a review back: the question is asked again as if it had not been."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from quizzes.accounts.models import User
from quizzes.scheduling import Pace, Rating, taken_back

from .answering import keep_state, locked_memory, proved
from .before import is_where_it_left, state_before
from .models import Response, ReviewSession
from .sessions import put_first

# An answer, and what it did. The count of how often it was taken back alone tells of it.
ANSWER = {
    "answered_at": None,
    "study_day": None,
    "first_given": "",
    "given": "",
    "verdict": "",
    "note": "",
    "score": None,
    "rating": None,
    "counted": False,
    "retrievability": None,
    "stability": None,
    "difficulty": None,
    "lapses": None,
    "due": None,
    "memory_before": None,
    "overruled_at": None,
    "proposal": None,
    "old_verdict": "",
    "old_score": None,
}


# So many answers to one question may be taken back until the first of their tokens is forgotten.
TOKENS_KNOWN = 20


class CannotUndo(Exception):
    """The answer stands, and nothing was changed. The message says why, for people."""


def may_undo(response: Response) -> bool:
    """Whether a learner is offered to take an answer back: in a review alone; no query.

    Once a later answer is given, or the day is over, it is refused all the same.
    """
    return response.session_id is not None and response.answered_at is not None


def undo(response: Response, day: date) -> None:
    """Take an answer back: the memory is as before, and its question comes next.

    Load the response and its session locked, in one transaction with this. Its token is used up,
    so that a copy of the answer on its way does not answer anew; see ``is_taken_back``. Raises
    CannotUndo unless it is the last answer of the review of ``day``, and where the memory has moved
    since.
    """
    session = response.session
    if session is None or session.day != day or _last(session) != response:
        raise CannotUndo(_("Only the last answer of today’s review can be taken back."))
    _put_memory_back(response)
    if response.counted:
        session.pace = asdict(_pace_before(session, response))
    for column, value in ANSWER.items():
        setattr(response, column, value)
    response.undone += 1
    response.token = _token_after(response.token)
    response.save(update_fields=[*ANSWER, "undone", "token"])
    put_first(session, response.statement_id)


def is_taken_back(learner: User, token: UUID) -> bool:
    """Whether ``token`` was that of an answer which the learner has taken back; one query."""
    later = []
    for _time in range(TOKENS_KNOWN):
        token = _token_after(token)
        later.append(token)
    return learner.responses.filter(token__in=later).exists()


def _token_after(token: UUID) -> UUID:
    """The token of a question that is asked again, which tells what the one before it was for."""
    return uuid5(token, "taken back")


def _last(session: ReviewSession) -> Response | None:
    answers = session.responses.filter(answered_at__isnull=False)
    return answers.order_by("-answered_at", "-pk").first()


def _pace_before(session: ReviewSession, response: Response) -> Pace:
    """The learner's pace as if the answer had not been given."""
    rating = Rating(response.rating or Rating.AGAIN)
    shown = proved(response, rating > Rating.AGAIN, rating)
    return taken_back(Pace(**session.pace), shown, response.retrievability)


def _put_memory_back(response: Response) -> None:
    """Leave the memory as the answer found it, not yet told of what it told; practice left it."""
    learner = response.learner
    assert learner is not None
    memory = locked_memory(learner, response.statement)
    if memory is None:
        return
    if response.counted:
        if not is_where_it_left(memory, response):
            raise CannotUndo(_("The fact has been asked again since, so the answer stands."))
        before = state_before(response)
        if before is None:
            memory.delete()
            return
        keep_state(memory, before)
    if response.told_id and memory.correction_id is None:
        memory.correction_id = response.told_id
        memory.save(update_fields=["correction"])
