"""Where a name is asked for: the room that asks questions registers itself here."""

from __future__ import annotations

from typing import Protocol

from .models import AliasProposal, Entity


class Asker(Protocol):
    """What a room knows of the questions to which a name is the answer."""

    def questions_answered_with(self, proposal: AliasProposal) -> list[str]:
        """Return the questions that were answered with a proposed name."""

    def questions_for(self, entity: Entity) -> int:
        """Return how many questions are answered by typing a name of an entity."""


_askers: list[Asker] = []


def register(asker: Asker) -> None:
    """Let ``asker`` tell of its questions."""
    if asker not in _askers:
        _askers.append(asker)


def questions_answered_with(proposal: AliasProposal) -> list[str]:
    """Return the questions that were answered with a proposed name; none where none is known."""
    return [text for asker in _askers for text in asker.questions_answered_with(proposal)]


def questions_for(entity: Entity) -> int:
    """Return how many questions are answered by typing a name of an entity."""
    return sum(asker.questions_for(entity) for asker in _askers)
