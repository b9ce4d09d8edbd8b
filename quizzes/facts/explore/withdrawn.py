"""What readers are told of a fact that was withdrawn: what it said, and what is said instead."""

from __future__ import annotations

from dataclasses import dataclass

from quizzes.facts.models import Entity, Statement
from quizzes.facts.models.parts import ROLES
from quizzes.facts.sentences import sentence

from .corrections import Withdrawal, withdrawal
from .lines import FactLine, Reader, fact_lines, listed, note_of
from .mentions import mentions
from .past import as_statements


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A retired fact: when and why it went, its last public sentence, and what stands instead.

    ``said`` is empty where no public state of it is kept. ``instead`` are the facts that now say
    the same thing of the same subject, ``subject`` whom to read about, if there is anything.
    """

    withdrawal: Withdrawal
    said: str
    restricted: bool
    note: str
    instead: list[FactLine]
    subject: Entity | None


def withdrawn(statement: Statement, reader: Reader) -> Withdrawn | None:
    """Return what is to be read of a retired statement, or None if it was never published."""
    gone = withdrawal(statement)
    if gone is None:
        return None
    last = _last_public(statement)
    known = mentions().facts[statement.subject_id] > 0
    # Painful once is painful still, whatever it was called when it was published.
    painful = {it.sensitivity for it in (last, statement) if it}
    return Withdrawn(
        withdrawal=gone,
        said=sentence(last) if last else "",
        restricted=Statement.Sensitivity.RESTRICTED in painful,
        note=note_of(painful),
        instead=fact_lines(_instead(statement), reader),
        subject=statement.subject if known else None,
    )


def _instead(statement: Statement) -> list[Statement]:
    """The standing facts that say the one thing there is to say; of many things, none replaces."""
    if not statement.property.single_valued:
        return []
    same = Statement.objects.standing().filter(
        subject=statement.subject_id, property=statement.property_id
    )
    return list(listed(same).order_by("pk"))


def _last_public(statement: Statement) -> Statement | None:
    """The statement as it was last published, with the names and the wording of today."""
    public = statement.history.filter(status=Statement.Status.PUBLISHED)
    state = public.order_by("history_date", "history_id").last()
    if state is None:
        return None
    [past] = as_statements([state])
    named = filter(None, (getattr(past, role) for role in ROLES))
    return None if any(it.pk is None for it in named) else past  # somebody is gone altogether
