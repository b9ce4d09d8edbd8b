"""Ninety days of one learner in one school."""

from __future__ import annotations

from dataclasses import dataclass, field

from quizzes.bank.formats.base import EvidenceKind

from .bank import Fact
from .learners import DAYS, Learner, Life
from .schools import SchoolMaker


@dataclass(frozen=True)
class Pace:
    """How long answers take, in seconds, and how long a day's study is, in minutes.

    Assumed: reading and picking takes half the time of writing; a wrong answer is read about. They
    agree with what FSRS's own simulator takes for flashcards: seven seconds for a right one, 23
    for one forgotten.
    """

    minutes: float = 10
    choice: float = 9
    hint: float = 7
    recall: float = 16
    self_rated: float = 8
    wrong: float = 10

    def seconds(self, kind: EvidenceKind, right: bool) -> float:
        """Return how long an answer takes with its feedback."""
        took: float = getattr(self, kind)
        return took + (0 if right else self.wrong)


@dataclass(frozen=True, slots=True)
class Told:
    """An answer that was foretold: the chance to recall and to answer right, each as the school had
    it and as it truly was, and whether it was right."""

    recall: float
    true_recall: float
    right: float
    true_right: float
    was_right: bool


@dataclass
class Lived:
    """What came of it: facts known on day 90 and how long it took, and each answer foretold."""

    known: float = 0.0
    minutes: float = 0.0
    answers: int = 0
    met: int = 0
    told: list[Told] = field(default_factory=list)
    # Of each fact met, on the last day: recall foretold and true.
    in_the_end: list[tuple[float, float]] = field(default_factory=list)


def live(learner: Learner, facts: list[Fact], make: SchoolMaker, seed: int, pace: Pace) -> Lived:
    """Let a learner study for ninety days."""
    life, school, lived = Life(learner, facts, seed), make(facts), Lived()
    met: set[int] = set()
    for day in range(DAYS):
        if not life.studies[day]:
            continue
        school.begin(day)
        left = pace.minutes * 60
        while left > 0 and (item := school.next()):
            answer = life.answer(item, day)
            took = pace.seconds(item.evidence, answer.right)
            left -= took
            lived.minutes += took / 60
            lived.answers += 1
            met.add(item.fact)
            if foretold := school.hear(item, answer):
                lived.told.append(
                    Told(
                        foretold.recall,
                        answer.true_recall,
                        foretold.right,
                        answer.true_right,
                        answer.right,
                    )
                )
    lived.met = len(met)
    for fact in facts:
        truly = life.recall(fact.id, DAYS)
        lived.known += truly
        told_now = school.recall(fact.id, DAYS)
        if told_now is not None:
            lived.in_the_end.append((told_now, truly))
    return lived
