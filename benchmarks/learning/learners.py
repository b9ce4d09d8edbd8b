"""Who learns: a mind, and how it shows in answers."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from random import Random

from quizzes.bank.formats.base import EvidenceKind
from quizzes.scheduling import Rating

from .bank import Fact, Item
from .minds import ActivationMind, HalfLifeMind, MindMaker, fsrs_mind

DAYS = 90


@dataclass(frozen=True)
class Learner:
    """A kind of learner; all chances lie in 0–1.

    ``knows`` is the part of the facts known before. ``recognises`` is the chance to pick out among
    options what is not recalled unaided, besides guessing. ``transfers`` is the chance that
    practice in one direction (who commanded it?) counts for another (what did he command?); below
    1 every direction is a memory of its own. ``misses`` is the part of the days missed, ``pauses``
    are the first and last days of longer ones. ``slips`` is the chance to give a wrong answer
    though one knows; ``flatters`` to call a flashcard known that was not.
    """

    name: str
    mind: MindMaker
    knows: float = 0.1
    recognises: float = 0.0
    transfers: float = 1.0
    misses: float = 0.1
    pauses: tuple[tuple[int, int], ...] = ()
    slips: float = 0.02
    flatters: float = 0.05


HOLIDAY = ((40, 49),)
LEARNERS = (
    Learner("FSRS, defaults", fsrs_mind()),
    Learner("FSRS, weaker", fsrs_mind(0.5, -0.5)),
    Learner("FSRS, stronger", fsrs_mind(2.0, 0.3)),
    Learner("power law (ACT-R)", ActivationMind),
    Learner("exponential", HalfLifeMind),
    Learner("knows a third before", fsrs_mind(), knows=1 / 3),
    Learner("recognises more", fsrs_mind(), recognises=0.3),
    Learner("misses days, pauses", fsrs_mind(), misses=0.3, pauses=HOLIDAY),
    Learner("directions half apart", fsrs_mind(), transfers=0.5),
    Learner("directions apart", fsrs_mind(), transfers=0.0),
)

# How far a right answer of each kind strengthens a memory beside one produced unaided. That
# recognition strengthens less is well found (Rowland 2014, Psychological Bulletin 140); the figure
# is assumed.
GAIN: dict[EvidenceKind, float] = {
    "choice": 0.7,
    "hint": 0.5,
    "recall": 1.0,
    "self_rated": 0.9,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a learner answered, and with what true chance it was going to be right."""

    right: bool
    rating: Rating
    true_recall: float
    true_right: float


class Life:
    """One learner's days and answers, drawn by a seed: the same days whatever the school."""

    def __init__(self, learner: Learner, facts: list[Fact], seed: int) -> None:
        self.learner = learner
        luck = Random(f"{learner.name} {seed}")
        self.studies = [
            luck.random() >= learner.misses
            and not any(first <= day <= last for first, last in learner.pauses)
            for day in range(DAYS)
        ]
        self.draw = Random(luck.random())
        self.mind = learner.mind(Random(luck.random()))
        self.traces: dict[int, list[Hashable]] = {}
        for fact in facts:
            self.traces[fact.id] = self._traces(fact)
            knows = luck.random() < learner.knows
            for trace in self.traces[fact.id]:
                if knows:
                    self.mind.practise(trace, -1, True, 1.0)

    def recall(self, fact: int, day: int) -> float:
        """Return the true chance that a fact is recalled unaided, in any of its directions."""
        traces = self.traces[fact]
        return sum(self.mind.chance(trace, day) for trace in traces) / len(traces)

    def answer(self, item: Item, day: int) -> Answer:
        """Answer a question and read the feedback."""
        learner, draw = self.learner, self.draw
        trace = self._trace(item)
        chance = self.mind.chance(trace, day)
        recalled = draw.random() < chance
        lucky = self._lucky(item)
        knows = recalled or draw.random() < lucky
        right = knows and draw.random() >= learner.slips
        self._practise(item, day, recalled, GAIN[item.evidence])
        return Answer(
            right=right,
            rating=Rating.GOOD if right else Rating.AGAIN,
            true_recall=chance,
            true_right=(chance + (1 - chance) * lucky) * (1 - learner.slips),
        )

    def _lucky(self, item: Item) -> float:
        """The chance to answer right what is not recalled."""
        match item.evidence:
            case "recall":
                return 0.0
            case "self_rated":
                return self.learner.flatters
            case _:
                seen = self.learner.recognises
                return seen + (1 - seen) / item.options

    def _practise(self, item: Item, day: int, recalled: bool, gain: float) -> None:
        asked = self._trace(item)
        for trace in self.traces[item.fact]:
            if trace == asked:
                self.mind.practise(trace, day, recalled, gain)
            elif self.draw.random() < self.learner.transfers:
                came_too = self.draw.random() < self.mind.chance(trace, day)
                self.mind.practise(trace, day, came_too, gain)

    def _traces(self, fact: Fact) -> list[Hashable]:
        if self.learner.transfers == 1:
            return [fact.id]
        directions = sorted({item.direction for item in fact.items})
        return [(fact.id, direction) for direction in directions]

    def _trace(self, item: Item) -> Hashable:
        return item.fact if self.learner.transfers == 1 else (item.fact, item.direction)
