"""Blind guessers: none of them may beat chance."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from .base import Bank, Rule, Told
from .guesses import Guess, guessers_of
from .luck import at_least, unlikely
from .riddles import Riddle, riddles

# So many questions may show the same dates, or the same known events, with the same answer.
MOST_ALIKE = 3
# What is not of one topic.
OVER_ALL = ""


@dataclass(frozen=True, slots=True)
class Result:
    """How often a guesser was right, of how many; ``allowed`` is not beyond chance.

    ``expected`` is how often chance alone is right, ``luck`` the chance (0 to 1) to be right so
    often or more without a method, and ``least`` that of being right each time. ``topic`` is
    empty over the whole bank.
    """

    kind: str
    name: str
    hits: int
    tries: int
    expected: float
    luck: float
    least: float
    topic: str = OVER_ALL
    allowed: bool = True

    @property
    def share(self) -> float:
        """The share of right guesses, 0 to 1."""
        return self.hits / self.tries if self.tries else 0.0

    @property
    def chance(self) -> float:
        """The share of right guesses that chance alone brings, 0 to 1."""
        return self.expected / self.tries if self.tries else 0.0


def results(bank: Bank) -> list[Result]:
    """Return what each guesser reached on each kind of riddle, over the whole bank."""
    return _judged(
        _tried(kind, name, guess, found)
        for kind, found in riddles(bank).items()
        for name, guess in guessers_of(kind, found).items()
    )


def results_by_topic(bank: Bank) -> list[Result]:
    """Return what each guesser who has a method of its own reached on the riddles of a topic."""
    return _judged(
        _tried(kind, name, guess, of_topic, topic)
        for kind, found in riddles(bank).items()
        for topic, of_topic in _by_topic(found)
        for name, guess in guessers_of(kind, of_topic).items()
        if "elsewhere" not in name
    )


def _by_topic(found: Iterable[Riddle]) -> Iterator[tuple[str, list[Riddle]]]:
    def topic(riddle: Riddle) -> str:
        return riddle.question.statement.topic.title

    for title, group in groupby(sorted(found, key=topic), key=topic):
        yield title, list(group)


def _tried(
    kind: str, name: str, guess: Guess, found: Sequence[Riddle], topic: str = OVER_ALL
) -> Result:
    picks = [(riddle, guess(riddle)) for riddle in found]
    tried = [(riddle, pick) for riddle, pick in picks if pick is not None]
    hits = sum(pick == riddle.right for riddle, pick in tried)
    chances = [riddle.chance for riddle, _pick in tried]
    luck, least = at_least(hits, chances), math.prod(chances)
    return Result(kind, name, hits, len(tried), sum(chances), luck, least, topic)


def _judged(found: Iterable[Result]) -> list[Result]:
    """Results of one family, held against what is unlikely among so many."""
    family = list(found)
    limit = unlikely([it.least for it in family])
    return [replace(it, allowed=it.luck > limit or _is_half(it)) for it in family]


def _is_half(result: Result) -> bool:
    """Whether a war's few parties and dates explain a result: they come back as answers.

    So chance cannot be asked for of whoever has seen the answers elsewhere: half is.
    """
    is_seen = result.name == "what is right most elsewhere"
    return is_seen and result.hits <= result.tries / 2


def _guessable(bank: Bank) -> Iterator[Told]:
    for result in (*results(bank), *results_by_topic(bank)):
        if not result.allowed:
            where = f" in “{result.topic}”" if result.topic else ""
            yield (
                None,
                f"{result.kind}: picking {result.name} is right {result.hits} times of "
                f"{result.tries}{where}, where chance brings {result.expected:.0f}",
            )


def _repeated(bank: Bank) -> Iterator[Told]:
    """Whatever stands again and again beside the same answer: having seen one, one knows all."""
    shown: defaultdict[tuple[str, ...], list[Riddle]] = defaultdict(list)
    for kind in ("choice of dates and numbers", "timeline"):
        for riddle in riddles(bank)[kind]:
            shown[kind, *sorted(riddle.answers)].append(riddle)
    for alike in shown.values():
        rights = Counter(riddle.right for riddle in alike)
        ((_right, times),) = rights.most_common(1)
        if times > MOST_ALIKE:
            for riddle in alike:
                yield riddle.question, f"shows what {times} questions show with the same answer"


def places(bank: Bank) -> dict[str, list[int]]:
    """Return how often the right answer stands first, second and so on, by kind of riddle.

    For dates and numbers, which stand in order, that is also the key's rank.
    """
    found = {}
    for kind, these in riddles(bank).items():
        if kind in ("choice", "choice of dates and numbers", "timeline", "true or false"):
            most = max((len(riddle.answers) for riddle in these), default=0)
            counts = Counter(riddle.right for riddle in these)
            found[kind] = [counts[place] for place in range(most)]
    return found


def _uneven(bank: Bank) -> Iterator[Told]:
    """Places of the right answer that chance would leave so seldom; those too frequent are found
    by the guessers who pick them.
    """
    found: list[tuple[str, int, int, int, float, float]] = []
    for kind, counts in places(bank).items():
        total = sum(counts)
        elsewhere = [1 - 1 / len(counts)] * total if counts else []
        for place, count in enumerate(counts, start=1):
            luck = at_least(total - count, elsewhere)
            found.append((kind, place, count, total, luck, math.prod(elsewhere)))
    limit = unlikely([least for *_, least in found])
    for kind, place, count, total, luck, _least in found:
        if luck <= limit:
            yield None, f"{kind}: the answer stands in place {place} {count} times of {total}"


def by_kind(found: Iterable[Result]) -> Iterator[tuple[str, list[Result]]]:
    """Return results together by kind of riddle, for printing."""
    for kind, group in groupby(found, key=lambda result: result.kind):
        yield kind, list(group)


RULES = (
    Rule("guessable", "Guessers who beat chance", _guessable),
    Rule("repeated", "The same beside the same answer again and again", _repeated),
    Rule("uneven", "Places in which the answer stands too seldom", _uneven),
)
