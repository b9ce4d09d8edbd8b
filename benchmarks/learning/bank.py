"""The shape of the bank: facts, their weight and their questions, without a word of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from quizzes.bank.formats import FORMATS, dealt
from quizzes.bank.formats.base import EvidenceKind
from quizzes.facts.models import Statement
from quizzes.facts.pack import load_pack
from quizzes.study.sessions import askable


@dataclass(frozen=True, slots=True)
class Item:
    """A question: how it is asked, in which direction, and among how many one guesses."""

    id: int
    fact: int
    key: str
    format: str
    direction: str
    evidence: EvidenceKind
    options: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as a review sees it; of equals the lower ``order`` comes first."""

    id: int
    topic: int
    importance: int
    order: int
    items: tuple[Item, ...]


def pack_bank() -> list[Fact]:
    """Load the pack and return its facts that can be asked, in the order they are learned."""
    load_pack(settings.FACT_PACK)
    statements = (
        askable()
        .exclude(slug__startswith="bench-")
        .exclude(topic__slug="many-topic")
        .order_by("-importance", "topic__position", "topic", "pk")
    )
    return [_fact(statement, order) for order, statement in enumerate(statements)]


def _fact(statement: Statement, order: int) -> Fact:
    items = []
    for question in statement.questions.published().order_by("pk"):
        format = FORMATS[question.format]
        items.append(
            Item(
                id=question.pk,
                fact=statement.pk,
                key=question.key,
                format=question.format,
                direction=question.direction,
                evidence=format.evidence,
                options=format.guesses(dealt(question)),
            )
        )
    return Fact(statement.pk, statement.topic_id, statement.importance, order, tuple(items))
