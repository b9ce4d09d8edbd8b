"""How a published fact was changed and withdrawn, as its readers saw it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from quizzes.facts.models import Statement
from quizzes.facts.models.parts import MEANING
from quizzes.facts.reasons import human_reason
from quizzes.facts.sentences import sentence

from .lines import note_of
from .past import as_statements

RESTRICTED = Statement.Sensitivity.RESTRICTED
# What one editor saves within this time is one correction to those who read it.
ONE_SITTING = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Correction:
    """A change of what readers were told: from the sentence ``before`` to the one ``after``.

    ``meaning`` says that the fact itself changed and not its wording alone. ``note`` is the
    content note of the graver of the two, ``restricted`` if it may only be read on purpose.
    """

    at: datetime
    before: str
    after: str
    reason: str
    meaning: bool
    inferred: str = ""
    note: str = ""
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """When and why a fact was taken back; ``at`` is unknown for those older than the history."""

    at: datetime | None
    reason: str


def corrections(statement: Statement) -> list[Correction]:
    """Return the corrections of a statement, the newest first; three queries at most.

    Two published states follow one another however long the fact was a draft between them. What
    one editor corrects within an hour is one correction. The names in old sentences are those of
    today. Drafts are not shown, nor what readers do not see.
    """
    kept = [it for it in _history(statement) if it.status == Statement.Status.PUBLISHED]
    steps = _steps(kept)
    states = [step[-1] for step in steps]
    told = list(zip(states, as_statements(states), strict=True))
    found = [
        Correction(
            at=state.history_date,
            before=sentence(old),
            after=sentence(new),
            reason=_reasons(step),
            meaning=_meaning(old) != _meaning(new),
            inferred=_year_inferred(old, new),
            note=note_of({old.sensitivity, new.sensitivity, statement.sensitivity}),
            restricted=RESTRICTED in (old.sensitivity, new.sensitivity, statement.sensitivity),
        )
        for step, ((_before, old), (state, new)) in zip(
            steps[1:], itertools.pairwise(told), strict=True
        )
    ]
    return [it for it in reversed(found) if it.before != it.after or it.inferred]


def withdrawal(statement: Statement) -> Withdrawal | None:
    """Return when a retired statement was withdrawn, or None if readers never saw it."""
    states = _history(statement)
    # What was there before the history was kept may have been published.
    kept_whole = any(it.history_type == "+" for it in states)
    if kept_whole and not any(it.status == Statement.Status.PUBLISHED for it in states):
        return None
    for before, state in reversed(list(zip([None, *states], states, strict=False))):
        retired = state.status == Statement.Status.RETIRED
        if retired and (before is None or before.status != Statement.Status.RETIRED):
            return Withdrawal(state.history_date, human_reason(state.history_change_reason))
    return Withdrawal(None, "")


def _history(statement: Statement) -> list[Any]:
    """The kept states, the oldest first; of those of one moment, which are one change, the last."""
    rows = statement.history.order_by("history_date", "history_id")
    return list({row.history_date: row for row in rows}.values())


def _steps(states: Sequence[Any]) -> list[list[Any]]:
    """Put what one editor saved within an hour together; the first state is no correction."""
    steps: list[list[Any]] = [[it] for it in states[:1]]
    for state in states[1:]:
        first = steps[-1][0]
        hers = first.history_user_id is not None and first.history_user_id == state.history_user_id
        if len(steps) > 1 and hers and state.history_date - first.history_date <= ONE_SITTING:
            steps[-1].append(state)
        else:
            steps.append([state])
    return steps


def _reasons(step: Sequence[Any]) -> str:
    """What people said of the changes of a step, each once."""
    said = (human_reason(state.history_change_reason) for state in step)
    return "; ".join(dict.fromkeys(reason for reason in said if reason))


def _meaning(statement: Statement) -> tuple[Any, ...]:
    return tuple(getattr(statement, column) for column in (*MEANING, "date_inferred"))


def _year_inferred(old: Statement, new: Statement) -> str:
    if old.date_inferred == new.date_inferred:
        return ""
    if new.date_inferred:
        return _("The year is now marked as inferred.")
    return _("The year is no longer marked as inferred.")
