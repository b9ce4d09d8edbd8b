"""An editor's words instead of the program's: checked, kept, confirmed, or taken back."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from quizzes.bank.formats import FORMATS
from quizzes.bank.formats.cloze import GAP
from quizzes.bank.generation.building import build_bank
from quizzes.bank.generation.drafts import Draft
from quizzes.bank.generation.making import drafts_for
from quizzes.bank.generation.own_rules import Flaw, bearers_of, own_flaws
from quizzes.bank.generation.own_words import override
from quizzes.bank.generation.rules import flaw
from quizzes.bank.generation.surroundings import Surroundings
from quizzes.bank.models import Question
from quizzes.facts.turns import take_turn

from .wrong_answers import flaws_of_wrong

# Its wording says which of its two answers is right, and the program changes that with the facts.
NOT_REWORDED = (Question.Format.TRUE_FALSE,)

# What is wrong, in plain sentences, by the name of the field.
Flaws = dict[str, list[str]]


def may_be_reworded(question: Question) -> bool:
    """Whether an editor's words can stand instead of the program's."""
    return (
        question.origin == Question.Origin.GENERATED
        and question.format not in NOT_REWORDED
        and question.status != Question.Status.RETIRED
    )


def program_draft(question: Question) -> Draft | None:
    """Return what the program would ask by itself; None where it would ask nothing of the kind."""
    pk = question.statement_id
    pool = Surroundings({pk})
    statement = pool.statements.get(pk)
    if statement is None:
        return None
    drafts = drafts_for(statement, pool, {})
    return next((draft for draft in drafts if draft.key == question.key), None)


def with_words(
    question: Question, draft: Draft, stem: str, wrong: Sequence[str]
) -> tuple[Draft, Flaws]:
    """Return the program's ``draft`` with an editor's words in it, and what is wrong with those.

    ``stem`` and ``wrong`` are empty where the program's stay.
    """
    trial = copy(question)
    trial.own_stem, trial.own_wrong = stem, list(wrong)
    override(draft, trial)
    flaws: Flaws = {}
    format = FORMATS[draft.format]
    if said := flaw_of_stem(draft, question.pk):
        flaws["own_stem"] = [said]
    if wrong:
        flaws["own_wrong"] = flaws_of_wrong(draft, wrong)
    elif said := format.flaw(draft):
        field = "own_wrong" if draft.format == Question.Format.CHOICE else "own_stem"
        flaws.setdefault(field, []).append(sentence_of(said))
    looked_at = draft if wrong else replace(draft, options=[])
    for field, said in flaws_by_facts(looked_at, stem_is_own=bool(stem)):
        flaws.setdefault(f"own_{field}", []).append(said)
    return draft, {field: said for field, said in flaws.items() if said}


def flaws_by_facts(draft: Draft, *, stem_is_own: bool = True) -> list[Flaw]:
    """Return what the facts and the rules of content have against a draft, by field."""
    pool = Surroundings({draft.statement.pk})
    row = pool.statements.get(draft.statement.pk)
    if row is None:
        return []
    bearers = bearers_of([draft.right_answer, *(option["text"] for option in draft.options)])
    held = replace(draft, statement=row)
    return list(own_flaws(held, pool, bearers, stem_is_own=stem_is_own))


def flaw_of_stem(draft: Draft, pk: int | None) -> str:
    """Return what is wrong with the stem of a draft, of whatever is not stored as ``pk``."""
    format = FORMATS[draft.format]
    if said := flaw(draft, asks=format.asks):
        return sentence_of(said)
    if draft.format == Question.Format.CLOZE and draft.stem.count(GAP) != 1:
        return _("Leave one gap in the sentence, written %(gap)s.") % {"gap": GAP}
    others = Question.objects.published().filter(format=draft.format, stem=draft.stem)
    others = others.exclude(right_answer=draft.right_answer)
    if pk is not None:
        others = others.exclude(pk=pk)
    if format.stem_asks and others.exists():
        return _("Another question has the same words and another answer.")
    return ""


def keep_words(question: Question, stem: str, wrong: Sequence[str]) -> None:
    """Let an editor's words stand instead of the program's; without any, the program's stand."""
    question.own_stem, question.own_wrong = stem, list(wrong)
    _renew(question, "own_stem", "own_wrong")


def take_back(question: Question) -> None:
    """Ask in the program's words again."""
    question.own_stem, question.own_wrong = "", []
    # Else those offered until now would be offered on, as far as they are certain.
    question.options = []
    _renew(question, "own_stem", "own_wrong", "options")


def confirm(question: Question) -> None:
    """Note that an editor's words are still right as the fact stands now."""
    _renew(question)


def _renew(question: Question, *columns: str) -> None:
    with transaction.atomic():
        take_turn()
        question.own_basis, question.own_outdated = "", False
        question.save(update_fields=[*columns, "own_basis", "own_outdated", "updated_at"])
        build_bank([question.statement_id])
        question.refresh_from_db()


def sentence_of(said: str) -> str:
    """Return a flaw as the rules word it, made a sentence."""
    return f"{said[0].upper()}{said[1:]}."
