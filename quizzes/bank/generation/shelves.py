"""What wrong options are taken from, kept so that a few plausible ones are found among many."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zlib import crc32

from quizzes.facts.models import Statement

from .drafts import Answer

# Of more candidates than these the likely ones are looked at: those nearest in time, or, where
# nothing has a time, some drawn by lot.
MOST = 100
# So many statements on which one and the same answer rests are enough, where there are many.
ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible wrong option, and what is asked over and over of the statement it rests on."""

    answer: Answer
    row: Statement
    entity: int | None
    subject: int
    prop: int
    sensitivity: str
    day: date | None

    @classmethod
    def of(cls, answer: Answer, row: Statement) -> Candidate:
        """A candidate from its answer and its statement."""
        return cls(
            answer,
            row,
            entity=answer.entity.pk if answer.entity else None,
            subject=row.subject_id,
            prop=row.property_id,
            sensitivity=row.sensitivity,
            day=(answer.date and answer.date.first) or day_of(row),
        )


class Shelf:
    """Candidates in a fixed order."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.candidates = candidates if len(candidates) <= MOST else _thinned(candidates)
        self.is_small = len(self.candidates) <= MOST
        self._by_text: defaultdict[str, list[int]] = defaultdict(list)
        for n, candidate in enumerate(self.candidates):
            self._by_text[candidate.answer.text].append(n)
        places = list(enumerate(self.candidates))
        self._by_day = sorted((one.day.toordinal(), n) for n, one in places if one.day)
        self._by_lot = sorted((crc32(one.answer.text.encode()), n) for n, one in places)

    def likely(self, statement: Statement, keep: Sequence[str]) -> Sequence[Candidate]:
        """Return the candidates to look at for ``statement``, in their order.

        Those whose text is in ``keep`` are among them.
        """
        if self.is_small:
            return self.candidates
        found = {n for text in keep for n in self._by_text.get(text, ())}
        if day := day_of(statement):
            place = bisect_left(self._by_day, (day.toordinal(), 0))
            # As many before as behind, or a wrong date would always be the earlier.
            near = self._by_day[max(0, place - MOST // 2) : place + MOST // 2]
            found.update(n for _, n in near)
        if len(found) < MOST:
            start = bisect_left(self._by_lot, (crc32(statement.slug.encode()), 0))
            drawn = [*self._by_lot[start : start + MOST], *self._by_lot[:MOST]]
            found.update(n for _, n in drawn[: MOST - len(found)])
        return [self.candidates[n] for n in sorted(found)]


def day_of(statement: Statement) -> date | None:
    """The day from which a statement's distance in time is counted."""
    return statement.value_date_first or statement.when_first


def _thinned(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Leave out what only repeats an answer that rests on enough other statements."""
    seen: Counter[tuple[str, str]] = Counter()
    kept = []
    for one in candidates:
        seen[one.answer.text, one.sensitivity] += 1
        if seen[one.answer.text, one.sensitivity] <= ENOUGH:
            kept.append(one)
    return kept
