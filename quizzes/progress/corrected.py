"""What was corrected of the facts a learner had learned: what they were told, and what is to come.

Of what is still to come only the topics are told: what has changed is the answer to a question
that comes in the next review.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.utils.functional import Promise

from quizzes.accounts.models import User
from quizzes.facts.explore.lines import NOTES
from quizzes.facts.models import Statement
from quizzes.study.corrections import Note, notes_of
from quizzes.study.models import Response

from .held import known

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Told:
    """What a learner was told ``at`` a moment of a fact; ``note`` comes before what is painful."""

    at: datetime | None
    fact: Statement
    notes: list[Note]

    @property
    def note(self) -> Promise | str:
        """The content note, or nothing."""
        return NOTES.get(self.fact.sensitivity, "")

    @property
    def restricted(self) -> bool:
        """Whether it is kept behind its note."""
        return self.fact.sensitivity == Statement.Sensitivity.RESTRICTED


@dataclass(frozen=True, slots=True)
class Coming:
    """How many ``facts`` of a topic were corrected of which the learner has not been told."""

    topic: str
    facts: int


@dataclass(frozen=True, slots=True)
class Corrected:
    """The corrections ``told``, the latest first, of one ``page``, and those ``coming``."""

    page: Page[Response]
    told: list[Told]
    coming: list[Coming]

    @property
    def facts_coming(self) -> int:
        """Of how many facts a correction is still to be told."""
        return sum(it.facts for it in self.coming)


def corrected(learner: User, page: str) -> Corrected:
    """Return a page of what was corrected; as many queries however much that is."""
    shown = Paginator(_told_with(learner), PER_PAGE).get_page(page)
    rows = list(shown.object_list)
    notes = notes_of(rows, learner.pk)
    told = [Told(row.answered_at, row.statement, notes[row.pk]) for row in rows if notes[row.pk]]
    return Corrected(shown, told, _coming(learner))


def _told_with(learner: User) -> QuerySet[Response]:
    """The answers with which a learner was told of a correction, the latest first."""
    answered = learner.responses.filter(told__isnull=False, answered_at__isnull=False)
    return answered.select_related("statement").order_by("-answered_at", "-pk")


def _coming(learner: User) -> list[Coming]:
    untold = known(learner).filter(correction__isnull=False)
    rows = untold.values_list("statement__topic__title").annotate(facts=Count("pk"))
    ordered = rows.order_by("statement__topic__position", "statement__topic__title")
    return [Coming(topic, facts) for topic, facts in ordered]
