"""Why a fact is asked now, for the learner who wonders."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from quizzes.scheduling import retrievability, review

from .answering import proved
from .models import Response
from .pace import pace_for
from .preferences import calendar


@dataclass(frozen=True, slots=True)
class Why:
    """What the program knows of a memory before its fact is asked.

    ``percent`` is the chance of recall on the study day ``day``; ``last_day`` is when it was last
    asked and counted, ``due`` when it was to come back. ``if_right`` is about when it comes next
    after a right answer to this question. For a new fact there is ``if_right`` alone. ``again``:
    it has been asked on this day already.
    """

    day: date
    if_right: date
    percent: int | None = None
    last_day: date | None = None
    due: date | None = None
    reps: int = 0
    lapses: int = 0
    again: bool = False


def why(response: Response, day: date) -> Why:
    """Return why a question is asked on a learner's study day; one query."""
    learner = response.learner
    assert learner is not None
    memory = learner.memories.filter(statement=response.statement_id).first()
    state = memory.state if memory else None
    pace = pace_for(response, memory)
    wishes = replace(calendar(learner, response.statement), loads=None)
    if_right = review(state, proved(response, right=True), day, wishes, pace=pace).state.due
    if state is None:
        return Why(day, if_right)
    return Why(
        day,
        if_right,
        percent=round(100 * retrievability(state, day)),
        last_day=state.last_day,
        due=state.due,
        reps=state.reps,
        lapses=state.lapses,
        again=state.last_day >= day,
    )
