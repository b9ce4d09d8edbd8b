"""The pace of a learner, which the answers in reviews teach and by which every answer is judged.

It is kept with the day's review: that row is read and written with each answer anyway.
"""

from dataclasses import asdict

from django.db.models import OuterRef, Subquery

from quizzes.accounts.models import User
from quizzes.scheduling import AVERAGE, Evidence, Outcome, Pace, adapted

from .models import Memory, Response, ReviewSession
from .sessions import last_known


def last_pace(learner: User) -> Pace:
    """Return the learner's pace after the last review, or the average one; one query."""
    return Pace(**last_known(learner))


def kept_pace() -> Subquery:
    """A column ``pace`` for memories: that of the learner's last review, as it is kept."""
    last = ReviewSession.objects.filter(learner=OuterRef("learner")).order_by("-day")
    return Subquery(last.values("pace")[:1])


def pace_for(response: Response, memory: Memory | None) -> Pace:
    """Return the pace by which an answer is judged; no query.

    In a quiz it stands beside the memory (``kept_pace``); a new fact is judged by the average one.
    """
    if response.session:
        return Pace(**response.session.pace)
    return Pace(**(getattr(memory, "pace", None) or {})) if memory else AVERAGE


def follow(session: ReviewSession, evidence: Evidence, outcome: Outcome) -> None:
    """Let a review's pace follow an answer that counted; the row is not yet saved."""
    session.pace = asdict(adapted(Pace(**session.pace), evidence, outcome.retrievability))
