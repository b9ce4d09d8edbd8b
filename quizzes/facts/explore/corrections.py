"""How a published fact was changed and withdrawn, as its readers saw it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
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
# What one editor undoes within this time was a slip that hardly anybody can have read.
A_SLIP = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Correction:
    """A change of what readers were told: from the sentence ``before`` to the one ``after``.

    ``meaning`` says that the fact itself changed and not its wording alone. ``withdrawn`` is since
    when it could not be read before, if it was not there for a while; ``passing`` the sentence that
    stood in the place of these two, which are the same, for a while. ``note`` is the content note
    of the gravest, ``restricted`` if it may only be read on purpose.
    """

    at: datetime
    before: str
    after: str
    reason: str
    meaning: bool
    inferred: str = ""
    withdrawn: datetime | None = None
    passing: str = ""
    note: str = ""
    restricted: bool = False

    @property
    def changed(self) -> bool:
        """Whether something else is said now than before."""
        return bool(self.before != self.after or self.inferred)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """When and why a fact was taken back; ``at`` is unknown for those older than the history."""

    at: datetime | None
    reason: str


def corrections(statement: Statement) -> list[Correction]:
    """Return the corrections of a statement, the newest first; three queries at most.

    Two published states follow one another however long the fact was away between them; that it
    was is told. What one editor corrects within an hour is one correction. The names in old
    sentences are those of today. Drafts are not shown, nor what readers do not see.
    """
    history = _history(statement)
    kept = [it for it in history if it.status == Statement.Status.PUBLISHED]
    said = dict(zip([it.history_id for it in kept], as_statements(kept), strict=True))
    away = _away(history)
    found = [
        _correction(statement, before[-1], step, said, away)
        for before, step in itertools.pairwise(_steps(kept))
    ]
    return [it for it in reversed(found) if it.changed or it.withdrawn or it.passing]


def _correction(
    statement: Statement,
    before: Any,
    step: Sequence[Any],
    said: Mapping[int, Statement],
    away: Mapping[int, Sequence[Any]],
) -> Correction:
    """What became of the state ``before`` in a step."""
    old, new = said[before.history_id], said[step[-1].history_id]
    gaps = [away[it.history_id] for it in step if it.history_id in away]
    told, passing = {old.sensitivity, new.sensitivity, statement.sensitivity}, ""
    if sentence(old) == sentence(new) and (stood := _stood_for_a_while(step, said, sentence(new))):
        passing = sentence(stood)
        told.add(stood.sensitivity)
    return Correction(
        at=step[-1].history_date,
        before=sentence(old),
        after=sentence(new),
        reason=_reasons([*itertools.chain(*gaps), *step]),
        meaning=_meaning(old) != _meaning(new),
        inferred=_year_inferred(old, new),
        withdrawn=gaps[0][0].history_date if gaps else None,
        passing=passing,
        note=note_of(told),
        restricted=RESTRICTED in told,
    )


def _away(history: Sequence[Any]) -> dict[int, list[Any]]:
    """By the published state that ends it, each time for which a fact was not to be read.

    What one editor takes back at once is left out.
    """
    found: dict[int, list[Any]] = {}
    gap: list[Any] = []
    public = False
    for state in history:
        if state.status != Statement.Status.PUBLISHED:
            if public:
                gap.append(state)
            continue
        public = True
        if gap and not _undone_at_once(gap[0], state):
            found[state.history_id] = gap
        gap = []
    return found


def _stood_for_a_while(
    step: Sequence[Any], said: Mapping[int, Statement], now: str
) -> Statement | None:
    """What stood there in a step that ends where it began; nothing if that was but a slip."""
    for state, following in itertools.pairwise(step):
        other = said[state.history_id]
        if sentence(other) != now and following.history_date - state.history_date > A_SLIP:
            return other
    return None


def _undone_at_once(one: Any, other: Any) -> bool:
    hers = one.history_user_id is not None and one.history_user_id == other.history_user_id
    return bool(hers and other.history_date - one.history_date <= A_SLIP)


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
