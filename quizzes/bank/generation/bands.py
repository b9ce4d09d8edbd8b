"""How hard a question is, by rule: by what is like the answer, and by what is to be recalled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rapidfuzz import fuzz

from quizzes.bank.models import Question
from quizzes.facts.models import Statement

from .drafts import Answer
from .rules import folded

EASY, MEDIUM, HARD = Question.Difficulty
# Dates so near to one another are told apart by whoever knows the day, or the month.
DAYS_HARD, DAYS_MEDIUM = 7, 60
# Numbers nearer than this part of the right one are hard to tell from it.
PART_HARD, PART_MEDIUM = 0.25, 0.6
# Names at least so like each other (of 100) are taken for one another.
LIKE_HARD, LIKE_MEDIUM = 60, 35
TELLING = 3  # the importance of what everybody is told


def of_choice(key: Answer, wrong: Sequence[Answer]) -> int:
    """Band a choice by how near its wrong answers come: in days, in size, in kind and name."""
    day = key.date.first if key.date else None
    if day:
        return of_days(abs((day - it).days) for it in map(_day, wrong) if it)
    if key.quantity:
        return _of_numbers(key, wrong)
    if key.entity and any(one.entity and one.entity.kind != key.entity.kind for one in wrong):
        return EASY
    likeness = max((fuzz.ratio(folded(key.text), folded(one.text)) for one in wrong), default=0)
    return HARD if likeness >= LIKE_HARD else MEDIUM if likeness >= LIKE_MEDIUM else EASY


def of_days(gaps: Iterable[int]) -> int:
    """Band what is told from others by time, by the smallest gap in days."""
    nearest = min(gaps, default=DAYS_MEDIUM + 1)
    return HARD if nearest <= DAYS_HARD else MEDIUM if nearest <= DAYS_MEDIUM else EASY


def of_pairs(keys: Sequence[Answer]) -> int:
    """Band pairs to be matched, by how like the answers are to one another."""
    bands = [of_choice(one, [it for it in keys if it is not one]) for one in keys]
    return sorted(bands)[len(bands) // 2]


def of_recall(key: Answer, accepted: Sequence[str], statement: Statement) -> int:
    """Band an answer that is to be written: by how much of it has to be known."""
    if key.date:
        exact = {"year": EASY, "decade": EASY, "month": MEDIUM}
        return exact.get(key.date.precision, HARD)
    if key.quantity:
        digits = str(max(key.quantity.numbers)).replace(".", "").strip("0")
        return MEDIUM if len(digits) <= 1 or statement.importance == TELLING else HARD
    words = min((len(folded(name).split()) for name in accepted if folded(name)), default=1)
    eased = (statement.importance == TELLING) + (words == 1)
    return HARD - eased


def easier(band: int) -> int:
    """Return the next easier band, if there is one."""
    return max(EASY, band - 1)


def _of_numbers(key: Answer, wrong: Sequence[Answer]) -> int:
    assert key.quantity
    right = float(max(key.quantity.numbers)) or 1
    others = [float(max(one.quantity.numbers)) for one in wrong if one.quantity]
    nearest = min((abs(right - one) / right for one in others), default=1)
    return HARD if nearest <= PART_HARD else MEDIUM if nearest <= PART_MEDIUM else EASY


def _day(answer: Answer) -> date | None:
    return answer.date.first if answer.date else None
