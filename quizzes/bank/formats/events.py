"""Events set beside one another in time: what placing and ordering share."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.utils.translation import gettext_noop

from quizzes.bank.generation.case import Case
from quizzes.bank.generation.company import Event, events_beside
from quizzes.bank.generation.drafts import Answer, Beside
from quizzes.bank.models import Question
from quizzes.facts.models import Entity, Statement

# Words by which an event says that others came first, or are still to come; or that it was the end.
_PLACED = re.compile(
    r"\b(?:again|once more|after|before|later|earlier|first|second|third|last"
    r"|the end|whole|entire|surrender(?:ed)?|was dissolved)\b",
    re.IGNORECASE,
)
# Words that name what came first, so that dates before that are no temptation.
_BEHIND = re.compile(r"\bafter\b", re.IGNORECASE)
TELLS_ITS_PLACE = gettext_noop("its words tell its place among others")


def own_event(case: Case, *, speaks: bool) -> Event | None:
    """Return the event that a case's fact dates, if it may be set among others.

    ``speaks``: the stem names who claims it, so that a mere claim may be, too.
    """
    own = Event.of(case.statement, case.pool)
    ordinary = case.statement.sensitivity == Statement.Sensitivity.ORDINARY
    return own if own and ordinary and (speaks or not _is_claimed(own)) else None


def other_events(case: Case, own: Event, kept: Collection[int]) -> Beside[Event]:
    """Return the events to set beside it; see ``events_beside``.

    None tells its place, and with it that of others: who “clashed again” did so later.
    """

    def fits(event: Event) -> bool:
        return not (_is_claimed(event) or tells_its_place(event))

    found = events_beside(case, own, kept)
    return Beside(list(filter(fits, found.kept)), filter(fits, found.others))


def tells_its_place(event: Event) -> bool:
    """Whether the words for an event say that it came after others, or before them."""
    return _PLACED.search(event.text) is not None


def comes_behind(subject: Entity) -> bool:
    """Whether the words for an event name what it came after."""
    words = (subject.clause, subject.question_clause)
    return any(_BEHIND.search(it) is not None for it in words)


def own_text(question: Question) -> str:
    """Return the words for the event that a stored question's own fact dates."""
    return Answer.of_entity(question.statement.subject).text


def _is_claimed(event: Event) -> bool:
    """Whether somebody merely claims it: in a row of events nobody would be named as saying so."""
    row = event.row
    return bool(row.attributed_to_id or row.unattributed or row.property.is_claim)
