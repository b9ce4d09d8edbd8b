"""Quizzes: beginning them, going through them, dropping them, and the score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from quizzes.accounts.models import User
from quizzes.bank.formats import dealt
from quizzes.bank.grading import Verdict
from quizzes.bank.models import Question
from quizzes.facts.models import Statement

from .models import Attempt, Response
from .points import earned, in_figures, total
from .selection import PARTS, refresh
from .sessions import EARNED
from .signals import attempt_finished

UNFINISHED_SHOWN = 3

# A question that has been withdrawn since the quiz began is passed over.
OPEN = Q(
    answered_at__isnull=True,
    question__status=Question.Status.PUBLISHED,
    statement__status=Statement.Status.PUBLISHED,
)


@dataclass(frozen=True)
class Score:
    """How many of ``total`` questions were answered rightly, slips included.

    ``partial`` and ``skipped`` ones are counted apart. A skipped one earns nothing; of the partly
    right, ``shared`` earn a part of their point. ``points`` is what all earn together.
    """

    right: int
    partial: int
    skipped: int
    total: int
    shared: int
    points: float

    @property
    def points_in_figures(self) -> str:
        """The points, if some answers earn a part of one; else nothing, for they are ``right``."""
        return in_figures(self.points) if self.shared else ""

    @property
    def uncounted(self) -> int:
        """Of the partly right, how many earn nothing: a month, say, where the day was asked."""
        return self.partial - self.shared


@dataclass(frozen=True)
class Progress:
    """How many questions of a quiz are answered, of how many."""

    answered: int
    total: int


@dataclass(frozen=True)
class Counts:
    """How many questions of a quiz are answered, how many still open, and how many there are."""

    answered: int
    open: int
    all: int


COUNTED = {
    "answered": Count("answered_at"),
    "open": Count("pk", filter=OPEN),
    "all": Count("pk"),
}


def visible_attempts(user: User | AnonymousUser, visitor_ids: Iterable[str]) -> QuerySet[Attempt]:
    """Return the attempts somebody may see: a learner's own, and those begun as a visitor.

    ``visitor_ids`` are the ones that the browser session remembers.
    """
    own = Q(learner__isnull=True, pk__in=list(visitor_ids))
    if user.is_authenticated:
        own |= Q(learner=user)
    return Attempt.objects.filter(own)


def start_attempt(
    learner: User | None,
    questions: Sequence[Question],
    title: str,
    now: datetime,
    *,
    pk: UUID | None = None,
    **more: Any,
) -> Attempt:
    """Return a new quiz of ``questions`` in their order; without a learner it is a visitor's.

    Each question is kept as it stands now. Show the quiz at the address ``quiz_attempt``. ``more``
    are its ``mode``, whether it ``counts`` and is the learner's ``own``. Of two calls with one
    ``pk``, as by a double click, the second returns what the first has made.
    """
    with transaction.atomic():
        attempt, new = Attempt.objects.get_or_create(
            pk=pk or uuid4(), learner=learner, defaults={"title": title, "started_at": now, **more}
        )
        if not new:
            return attempt
        Response.objects.bulk_create(
            Response(
                learner=learner,
                attempt=attempt,
                question=question,
                statement_id=question.statement_id,
                position=position,
                question_version=question.version,
                shown=dealt(question),
            )
            for position, question in enumerate(questions, start=1)
        )
    return attempt


def unfinished(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    """Return those of ``attempts`` to go on with that are nobody's class work, the last few.

    Each has ``done`` answers of ``asked`` questions; what was withdrawn is in neither.
    """
    given = Q(responses__answered_at__isnull=False) | Q(responses__drafted_at__isnull=False)
    asked = Q(responses__answered_at__isnull=False) | Q(
        responses__question__status=Question.Status.PUBLISHED,
        responses__statement__status=Statement.Status.PUBLISHED,
    )
    return (
        attempts.filter(own=True, finished_at__isnull=True)
        .annotate(
            done=Count("responses", filter=given & asked), asked=Count("responses", filter=asked)
        )
        .filter(asked__gt=0)
        .order_by("-started_at")[:UNFINISHED_SHOWN]
    )


def drop(attempt: Attempt, now: datetime) -> bool:
    """End an unfinished quiz; return whether there is a result, that is, answers to keep.

    An answer that was judged stays in the log; what is still open goes, and the drafts of a test.
    """
    with transaction.atomic():
        attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
        if attempt.finished_at:
            return True
        if not attempt.responses.filter(answered_at__isnull=False).exists():
            attempt.delete()
            return False
        attempt.responses.filter(answered_at__isnull=True).delete()
        attempt.finished_at = now
        attempt.save(update_fields=["finished_at"])
    return True


def first_open(attempt: Attempt, now: datetime) -> Response | None:
    """Return the first question still to be answered, or None at the end of the quiz."""
    response = attempt.responses.filter(OPEN).select_related(*PARTS).order_by("position").first()
    if response:
        refresh(response, now)
    return response


def advance(attempt: Attempt, now: datetime, counts: Counts | None = None) -> Progress:
    """Return how far the attempt has come, and finish it if no question is open.

    One query to count, unless the ``counts`` are known.
    """
    counts = counts or Counts(**attempt.responses.aggregate(**COUNTED))
    if not counts.open and attempt.finished_at is None:
        finish(attempt, now, withdrawn=counts.all - counts.answered)
    return Progress(counts.answered, counts.answered + counts.open)


def with_counts(responses: QuerySet[Response]) -> QuerySet[Response]:
    """Annotate responses with the counts of their attempts, to be read by ``counts_of``."""
    beside = Response.objects.filter(attempt=OuterRef("attempt")).order_by().values("attempt")
    return responses.annotate(
        **{
            f"counted_{name}": Subquery(beside.annotate(**{name: count}).values(name))
            for name, count in COUNTED.items()
        }
    )


def counts_of(response: Response, *, was_open: bool) -> Counts:
    """Return the counts of an attempt after one of its responses, loaded with them, was dealt with.

    ``was_open``: it had not been answered when it was loaded.
    """
    known = Counts(*(getattr(response, f"counted_{name}") for name in COUNTED))
    if not was_open or response.answered_at is None:
        return known
    return replace(known, answered=known.answered + 1, open=known.open - 1)


def tally(responses: Iterable[Response]) -> Score:
    """Return the score that ``responses`` make; one not answered yet earns nothing."""
    responses = list(responses)
    counts = Counter(response.verdict for response in responses)
    partial = [it for it in responses if it.verdict == Verdict.PARTIAL]
    return Score(
        right=sum(counts[verdict] for verdict in EARNED),
        partial=counts[Verdict.PARTIAL],
        skipped=counts[Verdict.SKIPPED],
        total=counts.total(),
        shared=sum(earned(response) > 0 for response in partial),
        points=total(responses),
    )


def finish(attempt: Attempt, now: datetime, *, withdrawn: int) -> None:
    """End a quiz, once, and announce it; those ``withdrawn`` of its questions are let go."""
    with transaction.atomic(savepoint=False):
        unfinished = Attempt.objects.filter(pk=attempt.pk, finished_at__isnull=True)
        if not unfinished.update(finished_at=now):
            return
        attempt.finished_at = now
        if withdrawn:
            attempt.responses.filter(answered_at__isnull=True).delete()
        attempt_finished.send(Attempt, attempt=attempt)
