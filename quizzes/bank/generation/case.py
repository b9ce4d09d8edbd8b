"""A fact as it lies before the formats: what is known of it, and the ways of asking it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from quizzes.bank.models import Question
from quizzes.facts.models import Statement

from .drafts import Answer, Draft
from .pool import Pool


@dataclass(frozen=True, slots=True)
class Way:
    """One direction in which a fact is asked.

    ``accepted`` are all answers that count as right, the one to show first. ``problem`` says why
    there would be more than one right answer, or nothing.
    """

    direction: str
    stem: str
    key: Answer
    accepted: list[str]
    kind: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Before:
    """What a stored question shows besides its own fact; it stays while it is certain.

    ``wrong`` are the texts of wrong options, ``leans_on`` primary keys of statements.
    """

    wrong: tuple[str, ...] = ()
    leans_on: frozenset[int] = frozenset()

    def holds(self, answer: Answer) -> bool:
        """Whether an answer was among the wrong options, also where it read otherwise."""
        return answer.text in self.wrong or answer.row in self.leans_on


@dataclass(slots=True)
class Case:
    """A statement to be asked, with the facts around it."""

    statement: Statement
    pool: Pool
    disputed: bool
    explanation: str
    # The directions in which it has questions of its own, and what makes a way of one.
    directions: list[str]
    make: Callable[[str], Way]
    stored: Mapping[str, Before] = field(default_factory=dict)
    _made: dict[str, Way] = field(default_factory=dict)

    @property
    def ways(self) -> list[Way]:
        """The ways in which the statement has questions of its own."""
        return [self.wording(direction) for direction in self.directions]

    def draft(self, format: str, way: Way, **more: Any) -> Draft:
        """Return the draft of a question that asks in ``way``; ``more`` are fields of it."""
        row = self.statement
        parts = (row.subject_id, row.value_entity_id, row.where_id, row.attributed_to_id)
        draft = Draft(
            statement=row,
            format=format,
            direction=way.direction,
            stem=way.stem,
            answers=list(way.accepted),
            answer_kind=way.kind,
            right_answer=way.key.text,
            explanation=self.explanation,
            difficulty=Question.Difficulty.MEDIUM,
            entities={pk for pk in parts if pk},
            problem=way.problem,
        )
        for name, value in more.items():
            setattr(draft, name, value)
        return draft

    def before(self, draft: Draft) -> Before:
        """Return what the stored question of a draft shows, if there is one."""
        return self.stored.get(draft.key, Before())

    def way(self, direction: str) -> Way | None:
        """Return the way of asking in a direction, if there is one."""
        return self.wording(direction) if direction in self.directions else None

    def wording(self, direction: str) -> Way:
        """Return the way of asking in a direction, whether it is asked so or not."""
        if direction not in self._made:
            self._made[direction] = self.make(direction)
        return self._made[direction]
