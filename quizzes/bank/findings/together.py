"""What can be wrong with questions beside one another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from quizzes.bank.formats import FORMATS, SHOWING_MORE
from quizzes.bank.models import Question

from .base import Bank, Rule, Told

# In so large a part of what is asked in a topic one answer may be right. The parties of a war are
# few and come back: with a third for whoever guesses among three options, whoever always names the
# commonest is right half as often as chance, so that naming it is no way to get on.
MOST = 0.15
# In a smaller topic two or three questions would be too much.
ENOUGH = 30
# What is asked there is not one thing, or is only yes or no.
MANIFOLD = (*SHOWING_MORE, Question.Format.TRUE_FALSE)


def _shared_stems(bank: Bank) -> Iterator[Told]:
    asked: defaultdict[tuple[str, str], list[Question]] = defaultdict(list)
    for question in bank.questions:
        asked[question.format, _all_that_is_asked(question)].append(question)
    for alike in asked.values():
        if len({question.right_answer for question in alike}) > 1:
            for question in alike:
                yield question, f"another question asks “{question.stem}” with another answer"


def _all_that_is_asked(question: Question) -> str:
    """The stem, and where it does not ask by itself what stands below it, in any order."""
    if FORMATS[question.format].stem_asks:
        return question.stem
    content = question.content
    shown = [str(part["text"]) for name in ("items", "events") for part in content.get(name, ())]
    paired = [*content.get("prompts", ()), *content.get("options", ())]
    return "\n".join([question.stem, *sorted([*shown, *paired])])


def _frequent_answers(bank: Bank) -> Iterator[Told]:
    for topic, counts in answers_by_topic(bank).items():
        total = counts.total()
        for answer, times in counts.items() if total >= ENOUGH else ():
            if times > MOST * total:
                yield None, f"“{answer}” is right {times} times of {total} in “{topic}”"


def answers_by_topic(bank: Bank) -> dict[str, Counter[str]]:
    """Return how often each answer is right in each topic.

    A fact that is asked in one direction counts once, in however many formats it is asked.
    """
    ways = {
        (question.statement_id, question.direction): question
        for question in bank.questions
        if question.format not in MANIFOLD
    }
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for question in ways.values():
        found[question.statement.topic.title][question.right_answer] += 1
    return dict(found)


RULES = (
    Rule("shared-stem", "One stem with several answers", _shared_stems),
    Rule("frequent-answer", "Answers that are right too often", _frequent_answers),
)
