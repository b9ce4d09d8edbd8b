"""All that is asked, by the program or an editor, held against the facts as they are now."""

from __future__ import annotations

from collections.abc import Iterator

from quizzes.bank.generation.drafts import Draft
from quizzes.bank.generation.own_rules import bearers_of, own_flaws
from quizzes.bank.generation.pool import Pool
from quizzes.bank.models import Question

from .base import Bank, Rule, Told, texts_of


def _against(bank: Bank) -> Iterator[Told]:
    if not bank.questions:
        return
    pool = Pool.whole()
    pool.cite(pool.statements[pk] for pk in {one.statement_id for one in bank.questions})
    bearers = bearers_of(
        text for one in bank.questions for text in (one.right_answer, *texts_of(one))
    )
    for question in bank.questions:
        flaws = own_flaws(_draft(question, pool), pool, bearers)
        yield from ((question, said) for _field, said in flaws)


def _draft(question: Question, pool: Pool) -> Draft:
    """The question as a draft; the right answer is looked at where an editor wrote it."""
    row = pool.statements[question.statement_id]
    key = question.key if question.origin == Question.Origin.WRITTEN else ""
    return Draft(row, question.format, question.direction, own_key=key, **question.snapshot())


RULES = (Rule("against", "What the facts or the rules of content are against", _against),)
