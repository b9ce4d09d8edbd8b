"""Events set beside one another in time: what placing and ordering share."""

from __future__ import annotations

from collections.abc import Collection

from quizzes.bank.generation.case import Case
from quizzes.bank.generation.company import Event, events_beside
from quizzes.bank.generation.drafts import Answer, Beside
from quizzes.bank.models import Question
from quizzes.facts.models import Statement


def own_event(case: Case, *, speaks: bool) -> Event | None:
    """Return the event that a case's fact dates, if it may be set among others.

    ``speaks``: the stem names who claims it, so that a mere claim may be, too.
    """
    own = Event.of(case.statement, case.pool)
    ordinary = case.statement.sensitivity == Statement.Sensitivity.ORDINARY
    return own if own and ordinary and (speaks or not _is_claimed(own)) else None


def other_events(case: Case, own: Event, kept: Collection[int]) -> Beside[Event]:
    """Return the events to set beside it; see ``events_beside``."""
    found = events_beside(case, own, kept)
    fit = [event for event in found.kept if not _is_claimed(event)]
    return Beside(fit, (event for event in found.others if not _is_claimed(event)))


def own_text(question: Question) -> str:
    """Return the words for the event that a stored question's own fact dates."""
    return Answer.of_entity(question.statement.subject).text


def _is_claimed(event: Event) -> bool:
    """Whether somebody merely claims it: in a row of events nobody would be named as saying so."""
    row = event.row
    return bool(row.attributed_to_id or row.unattributed or row.property.is_claim)
