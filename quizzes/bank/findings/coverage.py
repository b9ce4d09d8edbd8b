"""Facts of which too little is asked, and facts of which nothing may be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from quizzes.bank.formats import FORMATS
from quizzes.bank.models import Question
from quizzes.facts.models import Statement

from .base import Bank, Rule, Told

Sensitivity, Direction = Statement.Sensitivity, Question.Direction


def _uncovered(bank: Bank) -> Iterator[Told]:
    """Ordinary facts without a question, or, where they matter, without one of each sort.

    A flashcard judges nobody and true or false is half a guess: they count only besides.
    """
    shown: defaultdict[int, set[str]] = defaultdict(set)
    for question in bank.questions:
        shown[question.statement_id].add(FORMATS[question.format].evidence)
    for fact in bank.facts_to_ask:
        evidence = shown[fact.pk]
        if fact.importance == 1:
            if not evidence & {"choice", "recall"}:
                yield fact, "has no question that the program judges"
            continue
        if "choice" not in evidence:
            yield fact, f"of importance {fact.importance} has nothing to recognise"
        if "recall" not in evidence:
            yield fact, f"of importance {fact.importance} has nothing to recall"


def _exempted(bank: Bank) -> Iterator[Told]:
    """Facts that matter, of a kind that is not asked: one of the two is not meant so."""
    for fact in bank.facts_to_read:
        if fact.importance > 1:
            kind = fact.property.label
            yield fact, f"of importance {fact.importance} is of a kind that is only read ({kind})"


def kinds_to_read(bank: Bank) -> Counter[str]:
    """Return how many ordinary facts are exempt from being asked, by the label of their kind."""
    return Counter(fact.property.label for fact in bank.facts_to_read)


def _unasked(bank: Bank) -> Iterator[Told]:
    for question in bank.questions:
        fact = question.statement
        if not fact.property.asked:
            yield question, f"asks what is only to be read ({fact.property.label})"
        if fact.sensitivity == Sensitivity.RESTRICTED:
            yield question, "asks a restricted fact"
        elif fact.sensitivity == Sensitivity.CONTEXT and not _by_source_or_speaker(question):
            yield question, "asks a context fact otherwise than by who says so"


def _by_source_or_speaker(question: Question) -> bool:
    # What editors write has no direction of its own, and is read by a rule of its own.
    if question.origin == Question.Origin.WRITTEN:
        return True
    if question.direction == Direction.SUBJECT:
        return question.statement.property.is_claim
    return question.direction in (Direction.CLAIMANT, Direction.SOURCE)


RULES = (
    Rule("coverage", "Facts of which too little is asked", _uncovered),
    Rule("exempted", "Facts that matter, of a kind that is only read", _exempted),
    Rule("unasked", "Facts asked as they must not be", _unasked),
)
