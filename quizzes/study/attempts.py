"""Quizzes: drawing the questions, going through them, and the score."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from quizzes.accounts.models import User
from quizzes.bank.formats import dealt
from quizzes.bank.grading import Verdict
from quizzes.bank.models import Question
from quizzes.facts.models import Statement, Topic

from .models import Attempt, Response
from .points import earned, in_figures, total
from .selection import PARTS, refresh
from .sessions import EARNED
from .signals import attempt_finished

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


def draw_questions(topic: Topic | None, length: int, seed: int) -> list[Question]:
    """Return up to ``length`` questions in the order to ask them; the same seed, the same ones.

    From one topic, or from all. Each is of another fact and has another stem; of disputed
    accounts of one thing only one is drawn. The formats are mixed. Two queries.
    """
    questions = Question.objects.for_quizzes().filter(statement__in=Statement.objects.standing())
    if topic:
        questions = questions.filter(statement__topic=topic)
    by_thing = defaultdict[tuple[int, int, int], list[tuple[int, str]]](list)
    rows = questions.order_by("pk").values_list(
        "statement__subject",
        "statement__property",
        "statement__property__single_valued",
        "statement",
        "pk",
        "stem",
    )
    for subject, prop, single, fact, pk, stem in rows:
        by_thing[subject, prop, 0 if single else fact].append((pk, stem))
    drawn = _draw(list(by_thing.values()), length, random.Random(seed))
    found = Question.objects.select_related("statement").in_bulk(drawn)
    return [found[pk] for pk in drawn]


def start_attempt(
    learner: User | None, questions: Sequence[Question], title: str, now: datetime
) -> Attempt:
    """Return a new quiz of ``questions`` in their order; without a learner it is a visitor's.

    Each question is kept as it stands now. Show the quiz at the address ``quiz_attempt``.
    """
    with transaction.atomic():
        attempt = Attempt.objects.create(learner=learner, title=title, started_at=now)
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
        _finish(attempt, now, withdrawn=counts.all - counts.answered)
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


def _draw(facts: list[list[tuple[int, str]]], length: int, chance: random.Random) -> list[int]:
    drawn, stems = list[int](), set[str]()
    chance.shuffle(facts)
    for questions in facts:
        if len(drawn) == length:
            break
        fresh = [(pk, stem) for pk, stem in questions if stem not in stems]
        if fresh:
            pk, stem = chance.choice(fresh)
            drawn.append(pk)
            stems.add(stem)
    return drawn


def _finish(attempt: Attempt, now: datetime, *, withdrawn: int) -> None:
    with transaction.atomic(savepoint=False):
        unfinished = Attempt.objects.filter(pk=attempt.pk, finished_at__isnull=True)
        if not unfinished.update(finished_at=now):
            return
        attempt.finished_at = now
        if withdrawn:
            attempt.responses.filter(answered_at__isnull=True).delete()
        attempt_finished.send(Attempt, attempt=attempt)
