"""How much a reader knows of what the facts say of somebody or of a place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from typing import NamedTuple

from quizzes.facts.knowledge import known_by

from .lines import Reader
from .mentions import Mentions

HELD = ("fair", "strong")


class Learned(NamedTuple):
    """How many facts a reader knows well, and how many others they have begun to learn."""

    held: int = 0
    begun: int = 0


def learned_by(reader: Reader, known: Mentions, entities: Set[int]) -> dict[int, Learned]:
    """Return what the ``reader`` has learned of each of ``entities``; nothing for a visitor.

    One query for a reader who is logged in.
    """
    if not reader.is_authenticated:
        return {}
    held, begun = Counter[int](), Counter[int]()
    levels = known_by(reader, known.speaking_of(entities))
    for fact, knowledge in levels.items():
        # A fact may have been withdrawn meanwhile.
        about = known.of_fact.get(fact, frozenset()) & entities
        (held if knowledge.level in HELD else begun).update(about)
    return {pk: Learned(held[pk], begun[pk]) for pk in entities}
