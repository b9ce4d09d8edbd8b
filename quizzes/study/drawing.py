"""Drawing the questions of a quiz: fairly mixed, each of another fact."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass, fields, replace
from typing import NamedTuple

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS
from quizzes.bank.models import Question
from quizzes.facts.models import Statement

from .preferences import wished


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a quiz may ask: ids of topics, formats, bands of difficulty; each empty for all."""

    topics: Collection[int] = ()
    formats: Collection[str] = ()
    bands: Collection[int] = ()

    def loosened(self) -> dict[str, Wanted]:
        """Return what is wanted without each of its limits in turn, by the name of the limit."""
        limits = [field.name for field in fields(self) if getattr(self, field.name)]
        return {name: replace(self, **{name: ()}) for name in limits}


class _Row(NamedTuple):
    """What the draw knows of a question; the names are those of its columns."""

    pk: int
    format: str
    stem: str
    statement: int
    statement__topic: int
    statement__subject: int
    statement__property: int
    statement__property__single_valued: bool
    statement__dispute: str

    @property
    def once(self) -> set[Hashable]:
        """What a quiz asks at most once, of all that this question is about."""
        held: set[Hashable] = {("fact", self.statement)}
        if self.statement__property__single_valued:
            held.add(("thing", self.statement__subject, self.statement__property))
        if self.statement__dispute:
            held.add(("dispute", self.statement__dispute))
        if FORMATS[self.format].stem_asks:
            held.add(("stem", self.stem))
        return held


def draw_questions(
    wanted: Wanted, length: int, seed: int, learner: User | None = None
) -> list[Question]:
    """Return up to ``length`` questions in the order to ask them; the same seed, the same ones.

    Each is of another fact and has another stem; of disputed accounts of one thing only one is
    drawn. The topics take turns while they last, and so do the formats. What the ``learner`` does
    not want to be asked is left out. Two queries, and one for the learner's settings.
    """
    drawn = _draw(_rows(wanted, learner), length, random.Random(seed))
    found = Question.objects.select_related("statement").in_bulk(drawn)
    return [found[pk] for pk in drawn]


def how_many(wanted: Wanted, seed: int, learner: User | None = None) -> int:
    """Return how many questions there would be for a quiz as long as can be; one query."""
    rows = list(_rows(wanted, learner))
    return len(_draw(rows, len(rows), random.Random(seed)))


def _rows(wanted: Wanted, learner: User | None) -> Iterable[_Row]:
    asked = Statement.objects.standing().exclude(sensitivity=Statement.Sensitivity.RESTRICTED)
    questions = Question.objects.for_quizzes().filter(statement__in=wished(asked, learner))
    if wanted.topics:
        questions = questions.filter(statement__topic__in=wanted.topics)
    if wanted.formats:
        questions = questions.filter(format__in=wanted.formats)
    if wanted.bands:
        questions = questions.of_bands(wanted.bands)
    return map(_Row._make, questions.order_by("pk").values_list(*_Row._fields))


def _draw(rows: Iterable[_Row], length: int, chance: random.Random) -> list[int]:
    """Go round the topics; of each take the next fact, by the format least drawn so far."""
    waiting = _by_topic(rows, chance)
    drawn, taken, formats = list[int](), set[Hashable](), Counter[str]()
    while waiting and len(drawn) < length:
        facts = waiting.pop(0)
        while facts:
            fit = [row for row in facts.pop() if not row.once & taken]
            if fit:
                row = min(fit, key=lambda row: (formats[row.format], chance.random()))
                drawn.append(row.pk)
                taken |= row.once
                formats[row.format] += 1
                waiting.append(facts)
                break
    return drawn


def _by_topic(rows: Iterable[_Row], chance: random.Random) -> list[list[list[_Row]]]:
    """The questions of each fact of each topic, topics and facts shuffled."""
    topics = defaultdict[int, defaultdict[int, list[_Row]]](lambda: defaultdict(list))
    for row in rows:
        topics[row.statement__topic][row.statement].append(row)
    shuffled = [list(facts.values()) for facts in topics.values()]
    for facts in shuffled:
        chance.shuffle(facts)
    chance.shuffle(shuffled)
    return shuffled
