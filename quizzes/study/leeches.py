"""Facts forgotten again and again: shown with what surrounds them, for asking has not helped."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from quizzes.bank.grading import Verdict
from quizzes.facts.models import Statement
from quizzes.facts.sentences import sentence
from quizzes.scheduling import LEECH_LAPSES

from .models import Response

SHOWN = 3
"""Facts told beside a leech; more would not be read."""


@dataclass(frozen=True, slots=True)
class Leech:
    """How often a fact has been forgotten, and what else is known of those it is about."""

    lapses: int
    beside: list[tuple[Statement, str]]


def leech(response: Response) -> Leech | None:
    """Return what helps to hold a fact that was forgotten once more; one query if it was."""
    lapses = response.lapses or 0
    if response.verdict != Verdict.WRONG or not response.counted or lapses < LEECH_LAPSES:
        return None
    return Leech(lapses, [(it, sentence(it)) for it in _beside(response.statement)])


def _beside(statement: Statement) -> list[Statement]:
    """The weightiest other facts on the same subject, then on what is said of it."""
    about = Q(subject=statement.subject_id)
    if statement.value_entity_id:
        about |= Q(subject=statement.value_entity_id)
    facts = (
        Statement.objects.standing()
        .worded()
        .filter(about, sensitivity=Statement.Sensitivity.ORDINARY)
        .exclude(pk=statement.pk)
        .exclude(subject=statement.subject_id, property=statement.property_id)
    )
    found = list(facts.order_by("-importance", "pk")[: 4 * SHOWN])
    found.sort(key=lambda it: it.subject_id != statement.subject_id)
    return found[:SHOWN]
