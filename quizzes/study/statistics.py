"""What the answers say of the questions: how often they were right, and how hard they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection

from django.db.models import Case, Count, F, FloatField, Min, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from quizzes.bank.grading import Verdict
from quizzes.bank.models import Question
from quizzes.bank.statistics import Figures, beyond_guessing, guesses_at

from .models import Response
from .sessions import EARNED

# With fewer first answers the rules know better than the learners.
ENOUGH = 30
EASY_FROM, MEDIUM_FROM = 0.85, 0.6
# How many questions are looked at or written at once.
STEP = 500

Difficulty = Question.Difficulty

# What an answer earned; of those given before this was noted the verdict tells.
_SCORE = Coalesce(
    F("score"),
    Case(When(verdict__in=EARNED, then=Value(1.0)), default=Value(0.0)),
    output_field=FloatField(),
)


def figures(questions: Collection[int]) -> dict[int, Figures]:
    """Return what was answered to questions, by primary key; see bank.statistics. One query."""
    return _summed(_answered().filter(question__in=list(questions)))


def given(question: int) -> dict[str, int]:
    """Return how often each answer was given to one question, by its text. One query."""
    rows = _answered().filter(question=question).order_by().values("given")
    return {row["given"]: row["times"] for row in rows.annotate(times=Count("pk"))}


def measure() -> Counter[int]:
    """Set the measured difficulty of every question; return how many have which.

    It comes from each learner's first counted answer to a question, once there are ``ENOUGH``;
    where there are fewer, the question has none.
    """
    bands: Counter[int] = Counter()
    columns = ("pk", "format", "options", "content", "answers", "answer_kind", "measured")
    last = 0
    while batch := list(Question.objects.filter(pk__gt=last).order_by("pk").only(*columns)[:STEP]):
        last = batch[-1].pk
        bands.update(_measure(batch))
    return bands


def band_of(share: float) -> Difficulty:
    """Return the difficulty of a question by the share of learners who knew the answer."""
    if share >= EASY_FROM:
        return Difficulty.EASY
    return Difficulty.MEDIUM if share >= MEDIUM_FROM else Difficulty.HARD


def _measure(batch: list[Question]) -> list[int]:
    answered = _first_counted([question.pk for question in batch])
    bands, changed = list[int](), defaultdict[Difficulty | None, list[int]](list)
    for question in batch:
        known = answered.get(question.pk, Figures())
        band = None
        if known.answers >= ENOUGH:
            band = band_of(beyond_guessing(known.share, guesses_at(question)))
            bands.append(band)
        if band != question.measured:
            changed[band].append(question.pk)
    for band, pks in changed.items():
        Question.objects.filter(pk__in=pks).update(measured=band)
    return bands


def _first_counted(questions: list[int]) -> dict[int, Figures]:
    """What each learner's first counted answer to the questions earned."""
    counted = Response.objects.filter(question__in=questions, counted=True)
    by_learner = counted.order_by().values("question", "learner")
    firsts = by_learner.annotate(first=Min("pk")).values("first")
    return _summed(Response.objects.filter(pk__in=firsts))


def _answered() -> QuerySet[Response]:
    return Response.objects.filter(answered_at__isnull=False).exclude(verdict=Verdict.SKIPPED)


def _summed(responses: QuerySet[Response]) -> dict[int, Figures]:
    rows = responses.order_by().values("question")
    rows = rows.annotate(answers=Count("pk"), earned=Sum(_SCORE))
    return {row["question"]: Figures(row["answers"], row["earned"]) for row in rows}
