"""Blind guessers: each picks an answer by its look alone, and must not beat chance."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from quizzes.bank.formats.placing import gaps
from quizzes.bank.models import Question

from .base import Bank, Rule, Told, day_of_text, place_of, texts_of

Format = Question.Format

# In one of so many sound banks any one of all the guessers of a family passes for a method.
FALSE_ALARM = 1 / 20
# So many questions may show the same dates, or the same known events, with the same answer.
MOST_ALIKE = 3
# What is not of one topic.
OVER_ALL = ""


@dataclass(frozen=True, slots=True)
class Riddle:
    """A question as a guesser sees it, who knows nothing: what is asked, and the answers."""

    question: Question
    asked: str
    answers: tuple[str, ...]
    right: int

    @property
    def chance(self) -> float:
        """The chance (0 to 1) of hitting the right answer blindly."""
        return 1 / len(self.answers)


# The place of the answer that is picked; None where the method has nothing to go by.
Guess = Callable[[Riddle], int | None]
Score = Callable[[int, Riddle], Any]


def riddles(bank: Bank) -> dict[str, list[Riddle]]:
    """Return the riddles of a bank by what they are: one for each question that can be guessed.

    Of a matching it is the question's own line; of an order, which event came first; of
    a timeline, which gap.
    """
    found = {"choice": [*_riddles(bank.choices, _of_choice)]}
    ordered = [it for it in found["choice"] if it.question.answer_kind in ("date", "number")]
    return found | {
        "choice of dates and numbers": ordered,
        "matching": [*_riddles(bank.of(Format.MATCHING), _of_matching)],
        "timeline": [*_riddles(bank.of(Format.PLACING), _of_placing)],
        "map": [*_riddles(bank.of(Format.MAP), _of_map)],
        "order": [*_riddles(bank.of(Format.ORDERING), _of_ordering)],
        "true or false": [*_riddles(bank.of(Format.TRUE_FALSE), _of_true_false)],
    }


def _riddles(questions: Iterable[Question], make: Callable[[Question], Riddle]) -> Iterator[Riddle]:
    for question in questions:
        riddle = make(question)
        if 0 <= riddle.right < len(riddle.answers):
            yield riddle


def _of_choice(question: Question) -> Riddle:
    return Riddle(question, question.stem, tuple(texts_of(question)), place_of(question))


def _of_matching(question: Question) -> Riddle:
    content = question.content
    own = content["own"]
    return Riddle(question, content["prompts"][own], (*content["options"],), content["key"][own])


def _of_placing(question: Question) -> Riddle:
    content = question.content
    return Riddle(question, question.stem, (*gaps(content["events"]),), content["slot"])


def _of_map(question: Question) -> Riddle:
    points = question.content["points"]
    right = [point["correct"] for point in points].index(True)
    return Riddle(question, question.stem, tuple(point["text"] for point in points), right)


def _of_ordering(question: Question) -> Riddle:
    # They are stored in their order and shown in any other, so here they are sorted by name.
    items = sorted(question.content["items"], key=lambda item: str(item["text"]))
    first = [item["rank"] for item in items].index(0)
    return Riddle(question, question.stem, tuple(item["text"] for item in items), first)


def _of_true_false(question: Question) -> Riddle:
    return Riddle(question, question.stem, ("Yes", "No"), 0 if question.content["so"] else 1)


def _by(score: Score) -> Guess:
    """A guesser that picks the answer with the highest score, the first of several."""
    return lambda riddle: max(range(len(riddle.answers)), key=lambda n: score(n, riddle))


# Words that nearly every sentence has, so that nobody takes them for a hint.
_PLAIN = frozenset(
    ("the", "and", "for", "from", "was", "were", "has", "had", "that", "with", "who")
)


def _words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w{3,}", text)} - _PLAIN


def _in_the_stem(n: int, riddle: Riddle) -> int:
    return len(_words(riddle.answers[n]) & _words(riddle.asked))


def _most_words_of_the_stem(riddle: Riddle) -> int | None:
    """The answer that shares most words with what is asked; None where none shares any."""
    best = _by(_in_the_stem)(riddle)
    return best if best is not None and _in_the_stem(best, riddle) else None


def _in_common(n: int, riddle: Riddle) -> int:
    own = _words(riddle.answers[n])
    return sum(len(own & _words(one)) for m, one in enumerate(riddle.answers) if m != n)


def _rank(n: int, riddle: Riddle) -> int:
    return sorted(riddle.answers).index(riddle.answers[n])


PLACES: dict[str, Guess] = {
    "the first": _by(lambda n, riddle: -n),
    "the middle": _by(lambda n, riddle: n == len(riddle.answers) // 2),
    "the last": _by(lambda n, riddle: n),
}
LOOKS: dict[str, Guess] = {
    "the longest": _by(lambda n, riddle: len(riddle.answers[n])),
    "the shortest": _by(lambda n, riddle: -len(riddle.answers[n])),
    "the first of the alphabet": _by(lambda n, riddle: -_rank(n, riddle)),
    "the last of the alphabet": _by(_rank),
    "most words of the stem": _most_words_of_the_stem,
    "most in common with the others": _by(_in_common),
    "least in common with the others": _by(lambda n, riddle: -_in_common(n, riddle)),
}


def _days(riddle: Riddle) -> list[date]:
    """The first days of the dates among which one is to be picked; empty if they are none."""
    if riddle.question.answer_kind != Question.AnswerKind.DATE:
        return []
    read = [day_of_text(text) for text in riddle.answers]
    return [day for day in read if day] if all(read) else []


def _stands_alone(part: Callable[[date], int]) -> Guess:
    """A guesser that picks the date of which a part is another than all the others have."""

    def guess(riddle: Riddle) -> int | None:
        parts = [part(day) for day in _days(riddle)]
        if len(set(parts)) != 2:
            return None
        alone = [n for n, one in enumerate(parts) if parts.count(one) == 1]
        return alone[0] if len(alone) == 1 else None

    return guess


def _apart(n: int, riddle: Riddle) -> int:
    days = _days(riddle)
    return sum(abs((days[n] - day).days) for day in days) if days else 0


def _dated(guess: Guess) -> Guess:
    return lambda riddle: guess(riddle) if _days(riddle) else None


DATES: dict[str, Guess] = {
    "the odd year out": _stands_alone(lambda day: day.year),
    "the odd month out": _stands_alone(lambda day: day.month),
    "the date nearest to the others": _dated(_by(lambda n, riddle: -_apart(n, riddle))),
    "the date furthest from the others": _dated(_by(_apart)),
}


def seen_elsewhere(riddles: Sequence[Riddle], *, as_key: bool) -> Guess:
    """A guesser who has seen the other questions: it counts how often each answer stands there.

    ``as_key``: how often it is the right one there.
    """
    seen = Counter(
        text
        for riddle in riddles
        for n, text in enumerate(riddle.answers)
        if not as_key or n == riddle.right
    )

    def count(n: int, riddle: Riddle) -> int:
        here = 1 if not as_key or n == riddle.right else 0
        return seen[riddle.answers[n]] - here

    return _by(count)


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
        for name, guess in _guessers(kind, found).items()
    )


def results_by_topic(bank: Bank) -> list[Result]:
    """Return what each guesser who has a method of its own reached on the riddles of a topic."""
    return _judged(
        _tried(kind, name, guess, of_topic, topic)
        for kind, found in riddles(bank).items()
        for topic, of_topic in _by_topic(found)
        for name, guess in _guessers(kind, of_topic).items()
        if "elsewhere" not in name
    )


def _by_topic(found: Iterable[Riddle]) -> Iterator[tuple[str, list[Riddle]]]:
    def topic(riddle: Riddle) -> str:
        return riddle.question.statement.topic.title

    for title, group in groupby(sorted(found, key=topic), key=topic):
        yield title, list(group)


def _guessers(kind: str, found: Sequence[Riddle]) -> dict[str, Guess]:
    if kind == "true or false":
        return {"always yes": PLACES["the first"], "always no": PLACES["the last"]}
    elsewhere = {"what is offered most elsewhere": seen_elsewhere(found, as_key=False)}
    if kind in ("choice", "map"):
        elsewhere["what is right most elsewhere"] = seen_elsewhere(found, as_key=True)
    dates = DATES if kind == "choice of dates and numbers" else {}
    # Events to be put in order have no places before they are.
    return LOOKS | dates | elsewhere | ({} if kind == "order" else PLACES)


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


def unlikely(least: Sequence[float]) -> float:
    """Return below which chance a result is none, so that all together seldom raise an alarm.

    ``least`` are the chances of the best results that there can be. Of a family the limit is
    shared out (Bonferroni), but among those alone that could reach it (Tarone 1990): who has
    three riddles to guess cannot be told from a lucky one.
    """
    shares = 1
    while sum(one <= FALSE_ALARM / shares for one in least) > shares:
        shares += 1
    return FALSE_ALARM / shares


def at_least(hits: int, chances: Sequence[float]) -> float:
    """The chance (0 to 1) that one who guesses blindly hits so often or more.

    ``chances`` are those of hitting each by itself; the sum of their distributions is exact.
    """
    spread = [1.0]
    for chance in chances:
        missed = [share * (1 - chance) for share in spread]
        hit = [share * chance for share in spread]
        spread = [a + b for a, b in zip([*missed, 0.0], [0.0, *hit], strict=True)]
    return min(1.0, sum(spread[hits:]))


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
