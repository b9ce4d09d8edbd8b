"""Tests: answers are kept as they are given, can be changed, and are judged when handed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from quizzes.accounts.models import User
from quizzes.bank.formats import AnswerMissing

from .answering import GIVEN_LENGTH, answer, grade
from .attempts import OPEN, finish
from .models import Attempt, Response
from .selection import PARTS, is_current, refresh
from .sessions import today

SKIP = {"skip": "1"}
# Larger than any form a question has; what is beyond is not kept.
MOST_FIELDS, LONGEST_VALUE = 40, 1000
NOT_KEPT = ("csrfmiddlewaretoken", "version", "late", "over")


class OpenQuestions(Exception):
    """Questions are unanswered, and the learner has not said that this is meant so."""


class QuestionsChanged(Exception):
    """Editors have changed questions meanwhile; they are to be looked at before all is judged."""


def is_overtaken(response: Response, data: Mapping[str, str]) -> bool:
    """Whether an answer that comes ``late``, kept by a device, has a newer one in its place.

    A form holds the mark of the answer that it would go ``over``; no clock is asked for that.
    """
    if "late" not in data or data.get("over", "") == mark(response):
        return False
    return response.draft != bounded(data)


def mark(response: Response) -> str:
    """Return what tells an answer kept in a test from another one; none where there is none."""
    return response.drafted_at.isoformat() if response.drafted_at else ""


def keep_draft(response: Response, data: Mapping[str, str], now: datetime) -> bool:
    """Keep the form ``data`` as the answer to a question of a test, in place of an earlier one.

    Nothing is said of whether it is right. Returns whether it was kept, for the test may have been
    handed in meanwhile. Raises AnswerMissing where ``data`` holds no answer. Load the response
    locked, in one transaction with this.
    """
    response.given = grade(response.question, response.shown, data).given[:GIVEN_LENGTH]
    response.draft, response.drafted_at = bounded(data), now
    columns = ("draft", "drafted_at", "given")
    still_open = Response.objects.filter(pk=response.pk, answered_at__isnull=True)
    return bool(still_open.update(**{column: getattr(response, column) for column in columns}))


def questions_of(attempt: Attempt) -> list[Response]:
    """Return the questions of a test that are still asked, in their order."""
    return list(attempt.responses.filter(OPEN).select_related(*PARTS).order_by("position"))


def renewed(responses: Iterable[Response], now: datetime) -> list[Response]:
    """Bring questions that editors have changed up to date; return those that had an answer.

    An answer was given to other words, so that it is to be given anew.
    """
    lost = []
    for response in responses:
        if is_current(response):
            continue
        if response.draft is not None:
            lost.append(response)
            response.draft, response.drafted_at, response.given = None, None, ""
            response.save(update_fields=["draft", "drafted_at", "given"])
        refresh(response, now)
    return lost


def hand_in(attempt: Attempt, now: datetime, *, sure: bool) -> None:
    """Judge the answers of a test together and finish it; a second call does nothing.

    Each counts for the day it was given on; what is open counts as skipped now, when its answer is
    shown. Raises OpenQuestions unless the learner is ``sure``. Raises QuestionsChanged; call
    ``renewed`` then. A few queries for each question.
    """
    with transaction.atomic():
        # The lock keeps a second tab waiting; answers in the other tabs wait for their rows.
        attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
        if attempt.finished_at:
            return
        asked = attempt.responses.filter(OPEN).select_related("learner", *PARTS)
        responses = list(asked.select_for_update(of=("self",)).order_by("position"))
        if any(not is_current(it) for it in responses if it.draft is not None):
            raise QuestionsChanged
        if not sure and any(response.draft is None for response in responses):
            raise OpenQuestions
        _judge(attempt, responses, now)
        withdrawn = attempt.responses.filter(answered_at__isnull=True).count()
        finish(attempt, now, withdrawn=withdrawn)


def _judge(attempt: Attempt, responses: list[Response], now: datetime) -> None:
    if attempt.learner:
        _note_seen(responses, attempt.learner)
    for response in responses:
        response.attempt = attempt
        data, given_at = response.draft or SKIP, response.drafted_at or now
        # A skip shows the answer, and that is now.
        moment = now if "skip" in data else given_at
        try:
            answer(response, data, moment, final=True)
        except AnswerMissing:
            answer(response, SKIP, now, final=True)
    judged = Response.objects.filter(pk__in=[response.pk for response in responses])
    day = today(attempt.learner, now) if attempt.learner else None
    judged.update(draft=None, revealed_day=day)


def _note_seen(responses: list[Response], learner: User) -> None:
    """Set ``seen`` as ``answering.seen_on`` would, for the day of each answer; one query."""
    facts = [response.statement_id for response in responses]
    rows = learner.responses.filter(
        Q(study_day__isnull=False) | Q(revealed_day__isnull=False), statement__in=facts
    ).values_list("statement", "study_day", "revealed_day")
    seen: set[tuple[int, date | None]] = set()
    for fact, day, revealed in rows:
        seen |= {(fact, day), (fact, revealed)}
    for response in responses:
        if response.drafted_at:
            day = today(learner, response.drafted_at)
            response.seen = (response.statement_id, day) in seen  # type: ignore[attr-defined]


def bounded(data: Mapping[str, str]) -> dict[str, str]:
    """Return the form of an answer as it may be kept: no longer than any that a question has."""
    fields = [(name, value) for name, value in data.items() if name not in NOT_KEPT]
    # PostgreSQL keeps no null characters.
    return {
        name[:100].replace("\0", ""): value[:LONGEST_VALUE].replace("\0", "")
        for name, value in fields[:MOST_FIELDS]
    }
