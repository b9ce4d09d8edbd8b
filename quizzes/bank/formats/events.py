"""Events set beside one another in time: what placing and ordering share."""

from __future__ import annotations

import re
from collections.abc import Collection

from quizzes.bank.generation.case import Case
from quizzes.bank.generation.company import Event, events_beside
from quizzes.bank.generation.drafts import Answer, Beside
from quizzes.bank.models import Question
from quizzes.facts.models import Statement

# Words by which an event says that others came first, or are still to come.
_PLACED = re.compile(
    r"\b(?:again|once more|after|before|later|earlier|second|third|last)\b", re.IGNORECASE
)
_NAMING = re.compile(r"\b(?:after|before)\b", re.IGNORECASE)
_WORD = re.compile(r"\w{4,}")
# So many words in common with what an event came after, or before, name that.
NAMED_BY = 2


def own_event(case: Case, *, speaks: bool) -> Event | None:
    """Return the event that a case's fact dates, if it may be set among others.

    ``speaks``: the stem names who claims it, so that a mere claim may be, too.
    """
    own = Event.of(case.statement, case.pool)
    ordinary = case.statement.sensitivity == Statement.Sensitivity.ORDINARY
    return own if own and ordinary and (speaks or not _is_claimed(own)) else None


def other_events(case: Case, own: Event, kept: Collection[int], *, dated: bool) -> Beside[Event]:
    """Return the events to set beside it; see ``events_beside``.

    None is told by its words, or by those of ``own``: who “clashed again” did so later. ``dated``:
    the others stand with their dates, so that only what they say of ``own`` would tell.
    """

    def fits(event: Event) -> bool:
        if _is_claimed(event) or _is_named(event, by=own):
            return False
        return not tells_its_place(event) or (dated and not _tells_of(event, own))

    found = events_beside(case, own, kept)
    return Beside(list(filter(fits, found.kept)), filter(fits, found.others))


def tells_its_place(event: Event) -> bool:
    """Whether the words for an event say that it came after others, or before them."""
    return _PLACED.search(event.text) is not None


def _tells_of(event: Event, own: Event) -> bool:
    """Whether an event that tells its place tells by that the place of another."""
    if tells_its_place(own):
        return True
    if _NAMING.search(event.text):
        return _is_named(own, by=event)
    return len(_words(event.text) & _words(own.text)) >= NAMED_BY


def _is_named(event: Event, by: Event) -> bool:
    """Whether one event's words say that it came after another, or before it."""
    _first, *rest = _NAMING.split(by.text)
    return len(_words(" ".join(rest)) & _words(event.text)) >= NAMED_BY


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}


def own_text(question: Question) -> str:
    """Return the words for the event that a stored question's own fact dates."""
    return Answer.of_entity(question.statement.subject).text


def _is_claimed(event: Event) -> bool:
    """Whether somebody merely claims it: in a row of events nobody would be named as saying so."""
    row = event.row
    return bool(row.attributed_to_id or row.unattributed or row.property.is_claim)
