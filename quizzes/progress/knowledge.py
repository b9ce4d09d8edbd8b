"""How well a learner knows the facts on a reading page, in a word for each.

Registered with ``quizzes.facts.knowledge``, so that the facts room need not know of learners.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quizzes.accounts.models import User
from quizzes.facts.knowledge import Knowledge
from quizzes.lib import clock
from quizzes.scheduling import MemoryState, retrievability
from quizzes.study.sessions import today

from .figures import FRESH, LASTING

# Below this chance of recall a fact is on its way out; the scheduler asks again at 0.9.
FADING = 0.8

WORDS: dict[str, Promise] = {
    "learning": _("learning"),
    "fading": _("fading"),
    "fair": _("fair"),
    "strong": _("strong"),
}


def knowledge(learner: User, statements: Collection[int]) -> dict[int, Knowledge]:
    """Return what ``learner`` knows today of those ``statements`` that were asked; one query."""
    day = today(learner, clock.now())
    memories = learner.memories.filter(statement__in=statements)
    return {memory.statement_id: _judged(memory.state, day) for memory in memories}


def _judged(state: MemoryState, day: date) -> Knowledge:
    recall = retrievability(state, day)
    level = _level(recall, state.stability)
    return Knowledge(level, str(WORDS[level]), recall, due=max(state.due, day))


def _level(recall: float, stability: float) -> str:
    """A fact is learned in days, then held for weeks; whatever it was, it may be fading now."""
    if stability < FRESH:
        return "learning"
    if recall < FADING:
        return "fading"
    return "strong" if stability > LASTING else "fair"
