"""The timeline and the map, coloured by what a learner knows, and the same in figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from quizzes.accounts.models import User
from quizzes.facts.explore.phases import Phase, load_frame
from quizzes.facts.explore.places import Place, places
from quizzes.facts.explore.timeline import Timeline, dated, in_phases, outline, placing
from quizzes.facts.knowledge import known_by
from quizzes.lib.marks import FADING, FAIR, LEARNING, NEW, STRONG

# The columns of the table, from what is known well to what was never asked.
LEVELS = (STRONG, FAIR, FADING, LEARNING, NEW)
TIMELINE_TITLE = gettext_lazy("What happened when, by how well you know it")


@dataclass(frozen=True, slots=True)
class Row:
    """How many of the facts of a ``phase``, or of none, are known how well: as in ``LEVELS``."""

    phase: Phase | None
    counts: list[int]

    @property
    def facts(self) -> int:
        """All of its facts."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a learner knows over time and space."""

    timeline: Timeline
    rows: list[Row]
    places: list[Place]

    @property
    def begun(self) -> bool:
        """Whether anything of it was ever asked."""
        return bool(self.timeline.known) or any(sum(it.entry.learned) for it in self.places)

    @property
    def known_places(self) -> list[Place]:
        """The places of whose facts the learner has learned some, the best known first."""
        found = [it for it in self.places if sum(it.entry.learned)]
        return sorted(found, key=lambda it: (-it.entry.learned.held, -it.entry.facts))


def ground(learner: User) -> Ground:
    """Return it; as many queries however much is known."""
    frame = load_frame()
    placed = in_phases(placing(dated()), frame)
    known = known_by(learner, [spot.fact.pk for _phase, spots in placed for spot in spots])
    rows = []
    for phase, spots in placed:
        levels = Counter(known[it.fact.pk].level if it.fact.pk in known else NEW for it in spots)
        rows.append(Row(phase, [levels[level] for level in LEVELS]))
    return Ground(outline(placed, known), rows, places(learner))
