"""What can be wrong with questions beside one another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from quizzes.bank.models import Question

from .base import Bank, Rule, Told

# In a topic of a few dozen questions an answer may be right as often as this. The end of the
# siege and of the battle is one day; so is the day on which victory was declared.
MOST = 0.15
SMALL_TOPIC = 20


def _shared_stems(bank: Bank) -> Iterator[Told]:
    asked: defaultdict[tuple[str, str], list[Question]] = defaultdict(list)
    for question in bank.questions:
        asked[question.format, question.stem].append(question)
    for alike in asked.values():
        if len({question.right_answer for question in alike}) > 1:
            for question in alike:
                yield question, f"another question asks “{question.stem}” with another answer"


def _frequent_answers(bank: Bank) -> Iterator[Told]:
    by_topic: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for question in bank.choices:
        by_topic[question.statement.topic.title][question.right_answer] += 1
    for topic, counts in by_topic.items():
        total = counts.total()
        for answer, times in counts.items() if total >= SMALL_TOPIC else ():
            if times > MOST * total:
                yield None, f"“{answer}” is right in {times} of {total} choices of “{topic}”"


RULES = (
    Rule("shared-stem", "One stem with several answers", _shared_stems),
    Rule("frequent-answer", "Answers that are right too often", _frequent_answers),
)
