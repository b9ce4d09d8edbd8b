"""What can be wrong with one question by itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from quizzes.bank.generation.drafts import Draft
from quizzes.bank.generation.making import flaw_of
from quizzes.bank.models import Question
from quizzes.facts.findings.artefacts import artefacts

from .base import Bank, Rule, Told, day_of_text, place_of, texts_of

OPTIONS = 3
# So many words in a row stand twice only where a thing is said twice; a name or a clause that two
# sources share has fewer.
TWICE = 12
# Where a question shows events beside its own.
BESIDE = ("items", "events")


def _flaws(bank: Bank) -> Iterator[Told]:
    """The flaws a draft is refused for, looked for once more in what is stored."""
    for question in bank.questions:
        shown = question.snapshot()
        draft = Draft(question.statement, question.format, question.direction, **shown)
        if problem := flaw_of(draft):
            yield question, problem


def _traces(bank: Bank) -> Iterator[Told]:
    for question in bank.questions:
        for text in (question.stem, question.right_answer, *texts_of(question)):
            for trace in artefacts(text):
                yield question, f"{trace} in “{text}”"
        for trace in artefacts(question.explanation, prose=True):
            yield question, f"{trace} in its explanation"


def _unsourced(bank: Bank) -> Iterator[Told]:
    for question in bank.questions:
        if not question.statement.citations.all():
            yield question, "its fact has no source"
        if not question.explanation:
            yield question, "has no explanation"


def _untaught(bank: Bank) -> Iterator[Told]:
    """Facts behind whose questions nothing is told but the answer."""
    for question in bank.questions:
        fact = question.statement
        generated = question.origin == Question.Origin.GENERATED
        if generated and not (fact.explanation or fact.dispute_note):
            yield fact, "its questions are explained by nothing but the answer"


def _repeating(bank: Bank) -> Iterator[Told]:
    """Explanations that say a thing twice, as of a dispute whose note says it, too."""
    for question in bank.questions:
        words = re.findall(r"[\w’-]+", question.explanation)
        runs = Counter(tuple(words[n : n + TWICE]) for n in range(len(words) - TWICE + 1))
        if twice := [run for run, times in runs.items() if times > 1]:
            said = " ".join(twice[0])
            yield question.statement, f"is explained with “{said} …” twice"


def _grave(bank: Bank) -> Iterator[Told]:
    for question in bank.questions:
        beside = [part["text"] for name in BESIDE for part in question.content.get(name, ())]
        for text in (*texts_of(question), *beside):
            if text.casefold() in bank.grave:
                yield question, f"offers “{text}”, which needs a content note"


def _options(bank: Bank) -> Iterator[Told]:
    for question in bank.choices:
        texts = texts_of(question)
        if len({text.casefold() for text in texts}) != OPTIONS:
            yield question, f"has not {OPTIONS} different options"
        if place_of(question) < 0:
            yield question, "has not exactly one right option"
        if question.answer_kind == Question.AnswerKind.DATE:
            days = [day.toordinal() for day in map(day_of_text, texts) if day]
            if days != sorted(days):
                yield question, "its dates are out of order"
            elif any(later - earlier <= 1 for earlier, later in combinations(days, 2)):
                yield question, "two of its dates are a day apart or less"


RULES = (
    Rule("flaw", "Flaws of a question", _flaws),
    Rule("trace", "Traces of being put together", _traces),
    Rule("unsourced", "Questions without source or explanation", _unsourced),
    Rule("untaught", "Facts whose questions have no explanation besides the answer", _untaught),
    Rule("repeating", "Explanations that say a thing twice", _repeating),
    Rule("grave", "Grave matter offered without a note", _grave),
    Rule("options", "Options that do not go together", _options),
)
