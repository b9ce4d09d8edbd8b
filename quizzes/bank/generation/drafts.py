"""What the parts of the generator hand to one another."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Generic, TypeVar
from zlib import crc32

from quizzes.facts.models import Entity, Statement
from quizzes.facts.wording import capitalised
from quizzes.lib.edtf import EdtfDate
from quizzes.lib.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Answer:
    """Something a question may ask for or offer: its text, and what it is underneath."""

    text: str
    entity: Entity | None = None
    date: EdtfDate | None = None
    quantity: Quantity | None = None
    # The primary key of the statement it rests on, where it is taken from another than is asked.
    row: int | None = field(default=None, compare=False)
    # The text without regard to capitals, which is compared over and over.
    folded: str = field(init=False, compare=False)
    # By which answers that are equally near are put in an order of each question's own.
    lot: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "folded", self.text.casefold())
        object.__setattr__(self, "lot", crc32(self.text.encode()))

    @classmethod
    def of_entity(cls, entity: Entity, row: int | None = None) -> Answer:
        """An entity by its name; an event by its clause."""
        is_event = entity.kind == Entity.Kind.EVENT and entity.clause
        text = capitalised(entity.clause if is_event else entity.label)
        return cls(text, entity=entity, row=row)

    @property
    def tells(self) -> bool:
        """Whether the text by itself says that something happened, as a name or date does not."""
        named = self.entity is not None and self.entity.kind != Entity.Kind.EVENT
        return not (named or self.date or self.quantity)

    @classmethod
    def of_value(cls, statement: Statement) -> Answer:
        """The value of a statement."""
        if statement.value_entity:
            return cls.of_entity(statement.value_entity, statement.pk)
        return cls(
            capitalised(statement.value_text_for_people),
            date=statement.date_value,
            quantity=statement.quantity,
            row=statement.pk,
        )


@dataclass(slots=True)
class Draft:
    """A question as the generator wants it, before it is compared with the stored one."""

    statement: Statement
    format: str
    direction: str
    stem: str = ""
    options: list[dict[str, Any]] = field(default_factory=list)
    content: dict[str, Any] = field(default_factory=dict)
    answers: list[str] = field(default_factory=list)
    answer_kind: str = "text"
    right_answer: str = ""
    explanation: str = ""
    difficulty: int = 2
    entities: set[int] = field(default_factory=set)
    leans_on: set[int] = field(default_factory=set)
    problem: str = ""
    # Whether it is refused for what stands around it, so that it may become possible with that.
    hopeful: bool = False
    # The key of a question that an editor wrote.
    own_key: str = ""
    # A digest of what the program would ask, or the fact says, where an editor's words stand.
    basis: str = ""

    @property
    def key(self) -> str:
        """The permanent key: statement, format and direction."""
        return self.own_key or f"{self.statement.slug}:{self.format}:{self.direction}"


Some = TypeVar("Some")


@dataclass(slots=True)
class Beside(Generic[Some]):
    """What may stand beside a fact: what is ``kept`` from before, and others as they are needed.

    ``strange`` tells how little one of the others, once it is there, looks like the fact's own.
    """

    kept: list[Some]
    others: Iterator[Some]
    strange: Callable[[Some], int] = field(default=lambda one: 0)

    def __iter__(self) -> Iterator[Some]:
        """All, those kept first."""
        return chain(self.kept, self.others)


def seeded(*parts: str) -> random.Random:
    """Return a random source that is always the same for the same ``parts``."""
    seed = hashlib.sha256("\0".join(parts).encode()).digest()
    return random.Random(seed)
