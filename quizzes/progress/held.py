"""What a learner holds in memory: read once for a page, and never anybody else's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS
from quizzes.scheduling import MemoryState, Rating, retrievability
from quizzes.study.models import MemoryQuerySet
from quizzes.study.sessions import askable

# The formats in which the learner produces the answer, with nothing to pick from.
UNAIDED = [name for name, format in FORMATS.items() if format.evidence == "recall"]


@dataclass(frozen=True, slots=True)
class Held:
    """A fact that is still asked, as a learner remembers it.

    ``unaided`` says that the learner has produced its answer rightly, at least once. What was
    ``corrected`` since it was learned, and not yet told, was learned wrong.
    """

    state: MemoryState
    topic: int
    unaided: bool
    corrected: bool

    def chance(self, day: date) -> float:
        """Return the chance from 0 to 1 that it is recalled on ``day`` with no review until then.

        What was learned wrong is not recalled, however firmly it is held.
        """
        return 0.0 if self.corrected else retrievability(self.state, day)


def known(learner: User) -> MemoryQuerySet:
    """Return the learner's memories of facts that are still asked."""
    return learner.memories.filter(statement__in=askable())


def held_by(learner: User) -> list[Held]:
    """Return what the learner holds; one query.

    The stage of a memory does not tell what was recalled unaided: a right choice on a second day
    leads on to recall, and a lapse back. The log tells.
    """
    produced = learner.responses.filter(
        statement=OuterRef("statement"),
        counted=True,
        rating__gt=Rating.AGAIN,
        question__format__in=UNAIDED,
    )
    memories = known(learner).annotate(topic=F("statement__topic"), unaided=Exists(produced))
    return [
        Held(memory.state, memory.topic, memory.unaided, memory.correction_id is not None)
        for memory in memories
    ]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one expects of ``facts`` learned on a ``day``: how many are ``recalled``.

    Of these, ``recognised`` are of facts whose answer the learner has only ever picked out.
    """

    day: date
    facts: int
    recalled: float
    recognised: float

    @property
    def percent(self) -> int | None:
        """The share recalled, or None where nothing is learned."""
        return round(100 * self.recalled / self.facts) if self.facts else None

    @property
    def recalled_in_all(self) -> int:
        """How many facts are recalled, to the nearest whole one."""
        return round(self.recalled)

    @property
    def recognised_in_all(self) -> int:
        """How many of them were only ever picked out, to the nearest whole one."""
        return round(self.recognised)


def expected(held: Sequence[Held], day: date) -> Expectation:
    """Return what is recalled on ``day`` of what is held, if nothing is reviewed until then."""
    chances = [(it.chance(day), it.unaided) for it in held]
    return Expectation(
        day=day,
        facts=len(held),
        recalled=sum(chance for chance, _unaided in chances),
        recognised=sum(chance for chance, unaided in chances if not unaided),
    )
