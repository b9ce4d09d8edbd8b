"""Ways to study a bank: the project's own, and the others it is measured beside.

A school says on each day what to ask next, and hears the answers. All that it knows is what was
answered; nothing of the mind that answers.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from quizzes.scheduling import (
    AVERAGE,
    DueFact,
    Evidence,
    MemoryState,
    NewFact,
    Rating,
    adapted,
    plan_session,
    put_back,
    retrievability,
    review,
)
from quizzes.scheduling.engine import Strength, interval, step
from quizzes.study.models import NEW_A_DAY, REVIEWS_A_DAY
from quizzes.study.selection import best

from .bank import Fact, Item
from .learners import Answer

FIRST_DAY = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Foretold:
    """What a school holds of an answer to come: the chance to recall, and to answer right."""

    recall: float
    right: float


class School(ABC):
    """A way to study; one object for one learner."""

    @abstractmethod
    def begin(self, day: int) -> None:
        """Plan a day."""

    @abstractmethod
    def next(self) -> Item | None:
        """Return the question to ask now; None when the day's work is done."""

    @abstractmethod
    def hear(self, item: Item, answer: Answer) -> Foretold | None:
        """Take the answer; return what was foretold of it, if it was."""

    def recall(self, fact: int, day: int) -> float | None:
        """Return the recall foretold of a fact, if the school foretells any."""
        return None


class ByFact(School):
    """The project's scheduling: one memory for each fact.

    ``paced`` lets it learn the learner's own pace; ``wanted`` is the desired retention.
    """

    def __init__(self, facts: list[Fact], *, paced: bool = True, wanted: float = 0.9) -> None:
        self.facts = {fact.id: fact for fact in facts}
        self.paced, self.wanted = paced, wanted
        self.pace = AVERAGE
        self.memories: dict[int, MemoryState] = {}
        self.last_asked: dict[int, int] = {}
        self.asked = 0
        self.day = FIRST_DAY
        self.queue: list[int] = []

    def begin(self, day: int) -> None:
        self.day = FIRST_DAY + timedelta(day)
        due = [fact for fact, state in self.memories.items() if state.due <= self.day]
        new = [fact for fact in self.facts.values() if fact.id not in self.memories][:NEW_A_DAY]
        self.queue = plan_session(
            [self._due(self.facts[fact]) for fact in due],
            [NewFact(fact.id, fact.topic, fact.importance, fact.order) for fact in new],
            limit=REVIEWS_A_DAY,
            new_limit=NEW_A_DAY,
        )

    def next(self) -> Item | None:
        if not self.queue:
            return None
        fact = self.facts[self.queue[0]]
        state = self.memories.get(fact.id)
        # The project's own choice reads these columns of a question.
        stage = state.stage if state else None
        rows: list[Any] = [
            SimpleNamespace(
                stage=stage,
                last_asked=self.last_asked.get(item.id),
                lapses=state.lapses if state else 0,
                format=item.format,
                direction=item.direction,
                key=item.key,
                item=item,
            )
            for item in fact.items
        ]
        chosen: Any = best(rows)
        if chosen is None:
            self.queue.pop(0)
            return self.next()
        item: Item = chosen.item
        return item

    def hear(self, item: Item, answer: Answer) -> Foretold | None:
        state = self.memories.get(item.fact)
        evidence = evidence_of(item, answer)
        outcome = review(state, evidence, self.day, pace=self.pace)
        if outcome.counted:
            self.memories[item.fact] = self._due_again(outcome.state)
            if self.paced:
                self.pace = adapted(self.pace, evidence, outcome.retrievability)
        self.asked += 1
        self.last_asked[item.id] = self.asked
        others = [fact for fact in self.queue if fact != item.fact]
        self.queue = others if answer.right else put_back(others, item.fact)
        if not outcome.counted or outcome.retrievability is None:
            return None
        chance = outcome.retrievability
        guess = 1 / item.options if item.evidence in ("choice", "hint") else 0.0
        return Foretold(chance, chance + (1 - chance) * guess)

    def recall(self, fact: int, day: int) -> float | None:
        state = self.memories.get(fact)
        return retrievability(state, FIRST_DAY + timedelta(day)) if state else None

    def _due_again(self, state: MemoryState) -> MemoryState:
        days = interval(state.stability, self.wanted)
        return replace(state, due=self.day + timedelta(days))

    def _due(self, fact: Fact) -> DueFact:
        state = self.memories[fact.id]
        chance = retrievability(state, self.day)
        return DueFact(fact.id, fact.topic, chance, state.stability, fact.importance)


def evidence_of(item: Item, answer: Answer) -> Evidence:
    """Return what an answer proves, by the kind of its format."""
    match item.evidence:
        case "choice":
            return Evidence.choice(answer.right, item.options)
        case "hint":
            return Evidence.true_false(answer.right)
        case "self_rated":
            return Evidence.self_rated(answer.rating)
        case _:
            return Evidence.recall(answer.right)


@dataclass(frozen=True, slots=True)
class Card:
    """What a card scheduler keeps of one card; ``memory`` is its own."""

    due: int
    last: int
    memory: Any


Step = Callable[[Card | None, bool, int], Card]


class ByCard(School):
    """Every question is a card with a memory of its own, as in a flashcard program.

    Due cards come first, longest due first; then up to ``NEW_CARDS_A_DAY`` new ones, fact by fact,
    recognition first. Cards of one fact are kept to different days, and a wrong card comes back in
    the session until it is right. ``single`` makes one card for each fact, written if it can be.
    """

    NEW_CARDS_A_DAY = 20  # Anki's default

    def __init__(self, facts: list[Fact], step: Step, *, single: bool = False) -> None:
        self.step = step
        self.items = [item for fact in facts for item in self._cards(fact, single)]
        self.cards: dict[int, Card] = {}
        self.by_id = {item.id: item for item in self.items}
        self.day = 0
        self.queue: list[int] = []

    @staticmethod
    def _cards(fact: Fact, single: bool) -> Iterable[Item]:
        order = {"choice": 0, "hint": 1, "recall": 2, "self_rated": 3}
        items = sorted(fact.items, key=lambda item: order[item.evidence])
        if not single:
            return items
        written = [item for item in items if item.evidence == "recall"]
        return (written or items)[:1]

    def begin(self, day: int) -> None:
        self.day = day
        due = [item for item in self.items if item.id in self.cards]
        due = [item for item in due if self.cards[item.id].due <= day]
        due.sort(key=lambda item: (self.cards[item.id].due, item.id))
        new = [item for item in self.items if item.id not in self.cards]
        met: set[int] = set()
        fresh = 0
        self.queue = []
        for item in [*due, *new]:
            is_new = item.id not in self.cards
            if item.fact in met or (is_new and fresh == self.NEW_CARDS_A_DAY):
                continue
            fresh += is_new
            met.add(item.fact)
            self.queue.append(item.id)

    def next(self) -> Item | None:
        return self.by_id[self.queue[0]] if self.queue else None

    def hear(self, item: Item, answer: Answer) -> Foretold | None:
        card = self.cards.get(item.id)
        if card is None or card.last < self.day:
            self.cards[item.id] = self.step(card, answer.right, self.day)
        others = self.queue[1:]
        self.queue = others if answer.right else put_back(others, item.id)
        return None


def fsrs_step(card: Card | None, right: bool, day: int) -> Card:
    """FSRS-6 by its defaults, for a recall of nine in ten."""
    before: Strength | None = card.memory if card else None
    days = day - card.last if card else 0
    after = step(before, Rating.GOOD if right else Rating.AGAIN, days)
    return Card(day + interval(after.stability, 0.9), day, after)


def sm2_step(card: Card | None, right: bool, day: int) -> Card:
    """SM-2 (Woźniak 1990): a right answer is a 4, a wrong one a 2."""
    run, gap, ease = card.memory if card else (0, 0, 2.5)
    quality = 4 if right else 2
    ease = max(1.3, ease + 0.1 - (5 - quality) * (0.08 + (5 - quality) * 0.02))
    run = run + 1 if right else 0
    gap = {0: 1, 1: 1, 2: 6}.get(run) or round(gap * ease)
    return Card(day + gap, day, (run, gap, ease))


BOXES = (1, 2, 4, 8, 16, 32)


def leitner_step(card: Card | None, right: bool, day: int) -> Card:
    """Leitner's boxes: one on when right, back to the first when wrong."""
    box = card.memory if card else -1
    box = min(box + 1, len(BOXES) - 1) if right else 0
    return Card(day + BOXES[box], day, box)


SchoolMaker = Callable[[list[Fact]], School]
OURS = "by fact"
UNPACED = "by fact, without the pace"
SCHOOLS: dict[str, SchoolMaker] = {
    OURS: ByFact,
    UNPACED: lambda facts: ByFact(facts, paced=False),
    "FSRS, a card per question": lambda facts: ByCard(facts, fsrs_step),
    "SM-2, a card per question": lambda facts: ByCard(facts, sm2_step),
    "Leitner, a card per question": lambda facts: ByCard(facts, leitner_step),
    "FSRS, one card per fact": lambda facts: ByCard(facts, fsrs_step, single=True),
}
