"""The whole bank at hand, what a finding is, and what a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from quizzes.bank.models import Question
from quizzes.facts.models import Source, Statement
from quizzes.lib.edtf import EdtfError
from quizzes.lib.typed_dates import read_typed_date


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with the bank: the rule it breaks, the question's key, and what is wrong.

    ``key`` is a fact's slug where it is the fact that lacks something, and empty where neither is
    to blame, as for a guesser.
    """

    rule: str
    key: str
    message: str


# What a rule tells: of one question, of one fact, or of the bank as a whole (None).
Told = tuple[Question | Statement | None, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is looked for: its short name, its heading, and how it is found."""

    name: str
    title: str
    find: Callable[[Bank], Iterable[Told]]

    def findings(self, bank: Bank) -> list[Finding]:
        """Return what breaks the rule, in order of key; each thing once."""
        found = {Finding(self.name, _key_of(about), message) for about, message in self.find(bank)}
        return sorted(found, key=lambda finding: (finding.key, finding.message))


class Bank:
    """All published questions, read once in a number of queries that does not grow."""

    def __init__(self) -> None:
        self.questions = list(
            Question.objects.published()
            .select_related("statement__topic", "statement__property", "statement__subject")
            .prefetch_related("statement__citations__source")
            .order_by("key")
        )
        rows = Statement.objects.exclude(sensitivity=Statement.Sensitivity.ORDINARY)
        happened = rows.filter(property__marks="span").exclude(subject__clause="")
        clauses = happened.values_list("subject__clause", flat=True)
        # What happened in events that are asked of with a note, or not at all.
        self.grave = {clause.casefold() for clause in clauses}

    def of(self, *formats: str) -> list[Question]:
        """Return the questions in some formats."""
        return [question for question in self.questions if question.format in formats]

    @cached_property
    def choices(self) -> list[Question]:
        """The questions with options."""
        return self.of(Question.Format.CHOICE)

    @cached_property
    def sources(self) -> list[Source]:
        """The documents that have been read."""
        return list(Source.objects.order_by("slug"))

    @cached_property
    def ordinary_facts(self) -> list[Statement]:
        """The standing facts that have a source and bear no content note."""
        rows = Statement.objects.standing().filter(citations__isnull=False)
        ordinary = rows.filter(sensitivity=Statement.Sensitivity.ORDINARY)
        return list(ordinary.select_related("property").distinct())

    @property
    def facts_to_ask(self) -> list[Statement]:
        """The facts of which there have to be questions: all ordinary ones of a kind that is asked.

        ``facts_to_read`` are the others, and there is no third sort.
        """
        return [fact for fact in self.ordinary_facts if fact.property.asked]

    @property
    def facts_to_read(self) -> list[Statement]:
        """The ordinary facts that are not to be asked, as an editor said of their kind."""
        return [fact for fact in self.ordinary_facts if not fact.property.asked]


def texts_of(question: Question) -> list[str]:
    """The options of a question as they stand."""
    return [option["text"] for option in question.options]


def place_of(question: Question) -> int:
    """The index of the right option; -1 if there is not exactly one."""
    found = [n for n, option in enumerate(question.options) if option["correct"]]
    return found[0] if len(found) == 1 else -1


def day_of_text(text: str) -> date | None:
    """The first day of a date as it is written; None if it is none."""
    try:
        (read, *_others) = read_typed_date(text) or [None]
    except EdtfError:
        return None
    return read.first if read else None


def stems_of(question: Question) -> list[str]:
    """All that is asked in a question: its stem, or the lines that are to be matched."""
    return [question.stem, *question.content.get("prompts", ())]


def _key_of(about: Question | Statement | None) -> str:
    if about is None:
        return ""
    return about.key if isinstance(about, Question) else about.slug
