"""From one statement to the drafts of its questions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial

from django.utils.translation import gettext as _

from quizzes.bank.formats import FORMATS
from quizzes.bank.models import Question
from quizzes.facts.models import Statement

from .case import Before, Case
from .drafts import Draft
from .own_rules import flaw_of_words, right_after_all
from .own_words import override, written_drafts
from .pool import Pool
from .rules import flaw
from .stems import explanation_of
from .ways import directions_of, way_of


def reason_not_to_ask(statement: Statement) -> str:
    """Return why a statement may not be asked in any way, or nothing."""
    if statement.rank == Statement.Rank.DEPRECATED:
        return _("deprecated: kept, never asked")
    if statement.sensitivity == Statement.Sensitivity.RESTRICTED:
        return _("restricted: never asked")
    if not statement.property.asked:
        return _("its kind of fact is read, not asked")
    if not statement.citations.all():
        return _("has no source")
    return ""


def drafts_for(
    statement: Statement,
    pool: Pool,
    stored: Mapping[str, Before],
    own: Collection[Question] = (),
    asked: Collection[tuple[str, str]] | None = None,
) -> list[Draft]:
    """Return the drafts of a statement's questions; one with a ``problem`` is not to be asked.

    ``stored`` says by key what its stored questions show; ``own`` are those of them in which an
    editor's words stand. ``asked`` are the formats and directions to be drafted, None for all.
    """
    if reason_not_to_ask(statement):
        return []
    case = case_of(statement, pool, stored)
    drafts = list(_drafts(case, asked))
    changed = {question.key: question for question in own if question.is_overridden}
    for draft in drafts:
        if question := changed.get(draft.key):
            override(draft, question)
    drafts += written_drafts(case, (it for it in own if it.origin == Question.Origin.WRITTEN))
    for draft in drafts:
        _judge(draft, pool)
    return drafts


def _drafts(case: Case, asked: Collection[tuple[str, str]] | None) -> Iterator[Draft]:
    if asked is None:
        for format in FORMATS.values():
            yield from format.drafts(case)
        return
    directions, formats = case.directions, {format for format, _direction in asked}
    for name in FORMATS:
        if name in formats:
            # Many formats ask in all directions that the case has, others in those of their own.
            case.directions = [direction for direction in directions if (name, direction) in asked]
            for draft in FORMATS[name].drafts(case):
                if (draft.format, draft.direction) in asked:
                    yield draft


def _judge(draft: Draft, pool: Pool) -> None:
    """Refuse a draft that has a flaw; there is hope where other facts may be at fault for it."""
    format = FORMATS[draft.format]
    if draft.problem:
        draft.problem = _(draft.problem)
    elif problem := flaw(draft, asks=format.asks):
        draft.problem, draft.hopeful = problem, format.others_in == "words"
    # What editors write themselves they were told of before they saved it.
    elif problem := format.flaw(draft) or (
        right_after_all(draft, pool) if draft.basis else flaw_of_words(draft)
    ):
        draft.problem, draft.hopeful = problem, format.others_in != "nothing"
    # What may be right instead of an editor's own words is looked for among all facts.
    if draft.problem and draft.basis:
        draft.hopeful = True


def flaw_of(draft: Draft) -> str:
    """Return what is wrong with a draft, of all that its format may not have, or nothing."""
    format = FORMATS[draft.format]
    return flaw(draft, asks=format.asks) or format.flaw(draft)


def case_of(statement: Statement, pool: Pool, stored: Mapping[str, Before]) -> Case:
    """Return a statement as it lies before the formats."""
    disputed = bool(statement.is_disputed)  # type: ignore[attr-defined]
    return Case(
        statement=statement,
        pool=pool,
        disputed=disputed,
        explanation=explanation_of(statement, disputed=disputed),
        directions=directions_of(statement, pool, disputed=disputed),
        make=partial(way_of, statement, pool=pool, disputed=disputed),
        stored=stored,
    )
