"""What editors wrote themselves, held against the facts as they stand now."""

from __future__ import annotations

from collections.abc import Iterator

from quizzes.bank.generation.drafts import Draft
from quizzes.bank.generation.own_rules import bearers_of, own_flaws
from quizzes.bank.generation.pool import Pool
from quizzes.bank.models import Question

from .base import Bank, Rule, Told, texts_of


def _own(bank: Bank) -> Iterator[Told]:
    own = [question for question in bank.questions if _is_own(question)]
    if not own:
        return
    pool = Pool.whole()
    pool.cite(pool.statements[pk] for pk in {question.statement_id for question in own})
    bearers = bearers_of(text for one in own for text in (one.right_answer, *texts_of(one)))
    for question in own:
        stem_is_own = bool(question.own_stem) or _is_written(question)
        flaws = own_flaws(_draft(question, pool), pool, bearers, stem_is_own=stem_is_own)
        yield from ((question, said) for _field, said in flaws)


def _is_own(question: Question) -> bool:
    return question.is_overridden or _is_written(question)


def _is_written(question: Question) -> bool:
    return question.origin == Question.Origin.WRITTEN


def _draft(question: Question, pool: Pool) -> Draft:
    """The question as a draft, its wrong answers only where they are the editor's."""
    shown = question.snapshot()
    if not (question.own_wrong or _is_written(question)):
        shown["options"] = []
    row = pool.statements[question.statement_id]
    key = question.key if _is_written(question) else ""
    return Draft(row, question.format, question.direction, own_key=key, **shown)


RULES = (Rule("own", "Editors’ own words that the facts or the rules are against", _own),)
