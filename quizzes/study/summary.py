"""How a day's review went, for the page at its end."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Min, Prefetch, Q, prefetch_related_objects

from quizzes.accounts.models import User
from quizzes.bank.grading import Verdict
from quizzes.facts.models import Citation

from .models import Response, ReviewSession
from .selection import PARTS
from .sessions import EARNED, due_facts

FIRST_TRY = (*EARNED, Verdict.WRONG)


@dataclass(frozen=True)
class Summary:
    """``asked`` facts, ``right_at_once`` of them at the first try, and those ``missed`` then.

    ``tomorrow`` facts are due on the next study day; ``next_due`` is the first day on which one
    is, if any is.
    """

    asked: int
    right_at_once: int
    missed: list[Response]
    tomorrow: int
    next_due: date | None


def summary(session: ReviewSession) -> Summary:
    """Return how the review went; three queries however long it was.

    A try is an answer that was judged right or wrong: a partial one or a skip is none.
    """
    responses = (
        session.responses.filter(answered_at__isnull=False).select_related(*PARTS).order_by("pk")
    )
    asked, first_tries = set(), dict[int, Response]()
    for response in responses:
        asked.add(response.statement_id)
        if response.verdict in FIRST_TRY:
            first_tries.setdefault(response.statement_id, response)
    missed = [response for response in first_tries.values() if not response.is_right]
    with_sources(missed)
    tomorrow, next_due = _coming(session.learner, session.day)
    return Summary(
        asked=len(asked),
        right_at_once=len(first_tries) - len(missed),
        missed=missed,
        tomorrow=tomorrow,
        next_due=next_due,
    )


def with_sources(responses: list[Response]) -> None:
    """Load the citations of the responses' statements, in one query."""
    citations = Prefetch("statement__citations", Citation.objects.select_related("source"))
    prefetch_related_objects(responses, citations)


def _coming(learner: User, day: date) -> tuple[int, date | None]:
    tomorrow = day + timedelta(days=1)
    coming = due_facts(learner, date.max).aggregate(
        tomorrow=Count("pk", filter=Q(due__lte=tomorrow)),
        next_due=Min("due", filter=Q(due__gt=day)),
    )
    return coming["tomorrow"], coming["next_due"]
