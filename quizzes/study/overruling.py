"""“I was right”: a learner overrules the verdict on a written answer in their own review, once."""

from __future__ import annotations

import contextlib
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from quizzes.bank.formats import FORMATS
from quizzes.bank.grading import Verdict
from quizzes.bank.reporting import TooManyReports, report
from quizzes.scheduling import Evidence, MemoryState, adapted, review, taken_back

from .answering import OUTCOME, is_practice, keep, locked_memory, log
from .before import is_where_it_left, state_before
from .models import Memory, Response
from .pace import pace_for
from .preferences import calendar
from .seen import seen_in
from .sessions import move_on
from .spellings import NotASpelling, propose

OVERRULED = (Verdict.WRONG, Verdict.PARTIAL)
WRITTEN = ("verdict", "score", "note", "old_verdict", "old_score", "overruled_at", *OUTCOME)


class CannotOverrule(Exception):
    """The verdict stands, and nothing was changed."""


def may_overrule(response: Response) -> bool:
    """Whether the learner may say that a written answer was right; no query.

    So it is in a review alone: in a quiz, which may be an assignment, the mark is not theirs.
    """
    return bool(
        response.session_id
        and response.learner_id
        and response.answered_at
        and response.overruled_at is None
        and response.verdict in OVERRULED
        and FORMATS[response.question.format].writes
    )


def overrule(response: Response, now: datetime) -> None:
    """Let an answer count as right: in the log, in the memory, in today's review.

    What was written goes to the editors. A second call does nothing. Load the response and its
    session locked, in one transaction with this. Raises CannotOverrule, where the fact has been
    asked again on a later day or corrected, too: the memory rests on that by now.
    """
    if response.overruled_at is not None:
        return
    if not may_overrule(response):
        raise CannotOverrule
    with transaction.atomic():
        _set_memory_right(response)
        _tell_editors(response, now)
        response.old_verdict, response.old_score = response.verdict, response.score
        response.verdict, response.score, response.note = Verdict.RIGHT, 1.0, ""
        response.overruled_at = now
        response.save(update_fields=WRITTEN)
        assert response.session is not None
        move_on(response.session, response.statement_id, again=False)


def _set_memory_right(response: Response) -> None:
    """Put the memory where a right answer would have left it; practice leaves it as it is."""
    learner, day = response.learner, response.study_day
    assert learner is not None
    assert day is not None
    memory = locked_memory(learner, response.statement)
    if memory and memory.correction_id:
        raise CannotOverrule  # the fact has been corrected since, and is to be asked
    right, pace = Evidence.recall(True), pace_for(response, memory)
    wishes = calendar(learner, response.statement)
    if response.counted:
        # The pace followed the wrong verdict.
        pace = taken_back(pace, Evidence.recall(False), response.retrievability)
        outcome = review(_before(response, memory), right, day, wishes, pace=pace)
    elif is_practice(response, memory, day):
        return
    else:
        outcome = review(memory.state if memory else None, right, day, wishes, pace=pace)
    if outcome.counted:
        assert response.session is not None
        response.session.pace = asdict(adapted(pace, right, outcome.retrievability))
        log(response, outcome)
        keep(memory, outcome, learner, response.statement)


def _before(response: Response, memory: Memory | None) -> MemoryState | None:
    """Return the memory as it was before the answer, if nothing has moved it since."""
    if memory is None or not is_where_it_left(memory, response):
        raise CannotOverrule
    return state_before(response)


def _tell_editors(response: Response, now: datetime) -> None:
    """Propose the text as another spelling, or else report what the learner holds to be right."""
    try:
        propose(response, now, insisting=True)
    except NotASpelling:
        assert response.learner is not None
        text = _("A learner holds this answer to be right: %(given)s") % {"given": response.given}
        with contextlib.suppress(TooManyReports):
            report(response.question, response.learner, text, seen_in(response), now)
