"""Sources named where they tell the answer, named twice, or named in several ways."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from quizzes.bank.formats import FORMATS
from quizzes.bank.models import Question
from quizzes.facts.models import Source
from quizzes.facts.wording import capitalised

from .base import Bank, Rule, Told, stems_of

_QUOTED = re.compile(r"“[^”]*”")


def _twice(bank: Bank) -> Iterator[Told]:
    for question in bank.questions:
        for stem in stems_of(question):
            bare = _QUOTED.sub("“”", stem).casefold()
            for source in bank.sources:
                if bare.count(_shortly(source)) > 1:
                    yield question, f"names {source.publisher or source.cite_as} twice"


def _shortly(source: Source) -> str:
    return (source.publisher or source.cite_as).casefold()


def _told(bank: Bank) -> Iterator[Told]:
    """Questions after a document, or its publisher, in which its publisher is named."""
    for question in bank.questions:
        answer = question.right_answer.casefold()
        for source in bank.sources:
            texts = (source.cite_as, source.title, source.publisher)
            asked = question.options and any(text and text.casefold() == answer for text in texts)
            asked = asked or f"“{source.title}”".casefold() in answer
            if asked and question.format != Question.Format.TRUE_FALSE:
                bare = _QUOTED.sub("“”", question.stem).casefold()
                if _shortly(source) in bare or source.cite_as.casefold() in bare:
                    yield question, f"names {source.cite_as}, whose text is asked for"


def _alike(bank: Bank) -> Iterator[Told]:
    """Stems that differ in nothing but how the same source is cited, with different answers."""
    alike: defaultdict[tuple[str, str], list[Question]] = defaultdict(list)
    cites = sorted((source.cite_as for source in bank.sources), key=len, reverse=True)
    prefix = re.compile(
        rf"^According to (?:[^,]*?(?:in|by) )?(?:{'|'.join(map(re.escape, cites)) or '-'}), "
    )
    for question in bank.questions:
        if FORMATS[question.format].stem_asks:
            bare = capitalised(prefix.sub("", question.stem))
            alike[question.format, bare].append(question)
    for (_format, bare), questions in alike.items():
        for one, other in combinations(questions, 2):
            if one.right_answer == other.right_answer or one.stem == other.stem:
                continue
            silent = bare in (one.stem, other.stem)
            if silent or _first_source(one) == _first_source(other):
                yield one, f"is told from “{other.stem}” by nothing but the citing"
                yield other, f"is told from “{one.stem}” by nothing but the citing"


def _first_source(question: Question) -> int | None:
    citations = question.statement.citations.all()
    return citations[0].source_id if citations else None


RULES = (
    Rule("source-twice", "Stems that name a source twice", _twice),
    Rule("source-told", "Stems that name the source that is asked for", _told),
    Rule("alike", "Stems told apart by nothing but the citing", _alike),
)
