"""Which facts a session asks, and in what order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .engine import loss_by_tomorrow

KEPT_APART = 3
"""Facts asked between two related ones, where there are others to ask."""

RELIEF = 0.8
"""Recall chance from which a due fact may wait while more is due than fits.

It is the lowest desired retention that a learner can choose: who has no time for more is served as
if that had been chosen, until there is time again. Without this, simulated learners who forget fast
were kept from new facts for good, and knew an eighth to a third less on day 90 for the same
time; see docs/benchmarks.md.
"""


@dataclass(frozen=True, slots=True)
class DueFact:
    """A fact to review: retrievability today (above 0, up to 1), stability in days (above 0)
    and importance 1–3, 3 being central.

    ``subject`` is what it is about and ``answer`` what it says of that, where these are things
    that other facts are about, too.
    """

    id: int
    topic: str | int
    retrievability: float
    stability: float
    importance: int
    subject: int | None = None
    answer: int | None = None


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact never asked: importance 1–3, 3 being central; of equals the lower order first.

    ``subject`` and ``answer`` as in ``DueFact``.
    """

    id: int
    topic: str | int
    importance: int
    order: int
    subject: int | None = None
    answer: int | None = None


Fact = DueFact | NewFact


def plan_session(
    due: Sequence[DueFact], new: Sequence[NewFact], *, limit: int, new_limit: int
) -> list[int]:
    """Return the ids of a session's facts in the order to ask them.

    At most ``limit`` due facts, the pressing ones before the others and of either those first that
    lose most by waiting. Besides them at most ``new_limit`` new ones, the most important, spread
    among the pressing ones; none while not even these fit. Neighbours differ in topic where the
    topics allow it, and between related facts others are asked, for the feedback to the one may
    tell the answer to the other; this goes before the order. An id given twice is asked once, as
    due if it is both. The same facts give the same session. Raises ValueError for a limit below
    zero.
    """
    if limit < 0 or new_limit < 0:
        raise ValueError(f"Limits are not below zero: {limit}, {new_limit}.")
    due_by_id = {fact.id: fact for fact in due}
    new_by_id = {fact.id: fact for fact in new if fact.id not in due_by_id}
    first_due = sorted(pressing(list(due_by_id.values()), limit), key=_most_lost)
    room = new_limit if len(first_due) <= limit else 0
    first_new = sorted(new_by_id.values(), key=_most_important)[:room]
    chosen = {fact.id for fact in first_due}
    others = [fact for fact in due_by_id.values() if fact.id not in chosen]
    rest = sorted(others, key=_most_lost)[: max(0, limit - len(first_due))]
    return [fact.id for fact in _mixed([*_spread(first_due[:limit], first_new), *rest])]


def pressing(due: Sequence[DueFact], limit: int) -> list[DueFact]:
    """Return the due facts that should not wait: all if they fit, else those that fade.

    They may be more than ``limit``; then there is no room for new facts. See ``RELIEF``.
    """
    if len(due) <= limit:
        return list(due)
    return [fact for fact in due if fact.retrievability < RELIEF]


def put_back(queue: Sequence[int], fact_id: int, gap: int = 4) -> list[int]:
    """Return the questions still to come with a fact to ask again after ``gap`` others.

    With fewer others it comes last. A fact that is in the queue already moves and stays single.
    Raises ValueError for a gap below zero.
    """
    if gap < 0:
        raise ValueError(f"A gap is not below zero: {gap}.")
    others = [waiting for waiting in queue if waiting != fact_id]
    return [*others[:gap], fact_id, *others[gap:]]


def _most_lost(fact: DueFact) -> tuple[float, int, int]:
    """Sort by what one more day of waiting costs: recall lost by tomorrow, times importance.

    When not everything can be reviewed, the knowledge kept is greatest if those facts come first
    from which a day takes most. The forgetting curve is steep at first and then flattens: fresh,
    weak memories need the day, while those that are strong or long gone can wait.
    """
    loss = loss_by_tomorrow(fact.retrievability, fact.stability)
    return -loss * fact.importance, -fact.importance, fact.id


def _most_important(fact: NewFact) -> tuple[int, int, int]:
    return -fact.importance, fact.order, fact.id


def _spread(due: Sequence[DueFact], new: Sequence[NewFact]) -> list[Fact]:
    """Return both sorts in their own order, each spread evenly over the whole."""
    places: list[tuple[float, int, Fact]] = []
    sorts: tuple[Sequence[Fact], Sequence[Fact]] = (due, new)
    for rank, sort in enumerate(sorts):
        places += [((index + 1 / 2) / len(sort), rank, fact) for index, fact in enumerate(sort)]
    return [fact for _place, _rank, fact in sorted(places, key=lambda place: place[:2])]


def _mixed(facts: list[Fact]) -> list[Fact]:
    """Return the facts reordered as little as need be so that neighbours differ in topic.

    The next fact is the first of another topic than the last, and of those the first that no fact
    just asked is related to. Only a topic that makes up more than half of what is left has to
    come now, or its facts would meet at the end.
    """
    waiting, mixed = list(facts), list[Fact]()
    left = Counter(fact.topic for fact in waiting)
    while waiting:
        before = mixed[-1].topic if mixed else None
        topic, count = left.most_common(1)[0]
        if topic != before and 2 * count > len(waiting):
            fit = [fact for fact in waiting if fact.topic == topic]
        else:
            fit = [fact for fact in waiting if fact.topic != before] or waiting
        chosen = _least_related(fit, mixed[-KEPT_APART:])
        waiting.remove(chosen)
        left[chosen.topic] -= 1
        mixed.append(chosen)
    return mixed


def _least_related(facts: Sequence[Fact], asked: Sequence[Fact]) -> Fact:
    """Return the first fact that is related to none just asked, or else was so longest ago."""

    def how_recently(fact: Fact) -> int:
        return max((place for place, it in enumerate(asked, 1) if are_related(it, fact)), default=0)

    return min(facts, key=how_recently)


def are_related(one: Fact, other: Fact) -> bool:
    """Whether two facts are of one subject, or one says what the other is about."""
    subjects = {one.subject, other.subject} - {None}
    told = {one.answer, other.answer} - {None}
    same = one.subject is not None and one.subject == other.subject
    return same or bool(subjects & told)
