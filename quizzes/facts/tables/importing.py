"""Trying a table, and importing it: the whole of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Model

from quizzes.accounts.models import User
from quizzes.facts.effects import Effects, follow, told, watched
from quizzes.facts.models import Alias, Citation, PackRecord, Statement
from quizzes.facts.models.history import last_entries
from quizzes.facts.pack.problems import MOST_PROBLEMS, PackError
from quizzes.facts.pack.records import FIELDS, MODELS
from quizzes.facts.pack.saving import save_records, try_records
from quizzes.facts.sentences import sentence
from quizzes.facts.signals import Change, Steps, announced, gathered
from quizzes.facts.turns import take_turn

from .plan import Plan, planned
from .sheets import Sheet

_ALL_KINDS: tuple[type[Model], ...] = (*MODELS.values(), Alias, Citation)
# So many records are tried however large the base is, and any number while it is no larger.
FEW = 50
LARGEST_BASE = 3_000


@dataclass(slots=True)
class Trial:
    """What a table would do, and the sentences readers would see, by slug.

    ``effects`` are those on questions and people, with the records replaced that were edited since
    the export; empty where the table breaks a rule.
    """

    plan: Plan
    fingerprint: str
    sentences: dict[str, str] = field(default_factory=dict)
    effects: Effects = field(default_factory=Effects)


class NotAsPreviewed(Exception):
    """What the table would do is no longer what was shown; nothing was changed."""


def trial(model: type[PackRecord], sheet: Sheet, shown: int) -> Steps[Trial]:
    """Find out what a table would do, by doing it and undoing it again; also if left half-way.

    The sentences are those of the first ``shown`` statements of each kind of change. The bank
    follows as it would, unless the base is large and more than a few records are changed.
    """
    plan = yield from planned(model, sheet)
    found = Trial(plan, plan.fingerprint())
    if not plan.items or len(plan.problems) >= MOST_PROBLEMS:
        return found  # nothing to try, or not all of it was read
    with transaction.atomic(), watched() as found.effects:
        with gathered() as change:
            pairs = [item.pair for item in plan.items]
            sound, history = not plan.problems, not _is_large(plan)
            known = _known(plan.kind)
            problems = yield from try_records(pairs, known, sound=sound, history=history)
        plan.problems = sorted([*plan.problems, *problems])
        if model is Statement and not plan.problems:
            found.sentences = _sentences(plan, shown)
        if not plan.problems:
            yield from _follow(change, found.effects)
        transaction.set_rollback(True)
    return found


def _is_large(plan: Plan) -> bool:
    """Whether a trial is one that nobody follows, see ``_follow``, to tell before it is made."""
    if plan.kind == "sources" or len(plan.items) <= FEW:
        return False  # sources bring with them what cites them
    new = len(plan.new) if plan.kind == "statements" else 0
    return Statement.objects.count() + new > LARGEST_BASE


def _follow(change: Change, effects: Effects) -> Steps[None]:
    """Find out what a change does to questions and people; of a very large one to people alone.

    Others must wait meanwhile, and to go through a large base takes minutes.
    """
    changed = len(change.statements) + len(change.entities) + len(change.properties)
    if changed > FEW and Statement.objects.count() > LARGEST_BASE:
        effects.untried, effects.facts = True, change.statements
    else:
        yield from follow(change)
    told(effects)


def _sentences(plan: Plan, shown: int) -> dict[str, str]:
    """The sentences of the first ``shown`` statements of each kind of change, by slug."""
    listed = (plan.conflicts[:shown], plan.changed[:shown], plan.new[:shown])
    return {item.row.slug: sentence(item.row) for items in listed for item in items}


def imported(
    model: type[PackRecord],
    sheet: Sheet,
    *,
    as_shown: str,
    overwrite: bool,
    by: User,
    reason: str,
) -> Steps[Plan]:
    """Import a table that has been tried, and let all that hangs on the facts follow.

    Records that were edited since the export are replaced if ``overwrite`` says so, and left
    otherwise. Raises NotAsPreviewed where the table would no longer do what had the fingerprint
    ``as_shown``, and PackError where it breaks a rule by now.
    """
    # Compared before the turn is taken, as everybody else who writes waits for its end.
    compared_with = last_entries(_ALL_KINDS)
    plan = yield from planned(model, sheet)
    with transaction.atomic():
        # Nobody edits a record from here to the end of the import.
        take_turn()
        if last_entries(_ALL_KINDS) != compared_with:
            plan = yield from planned(model, sheet)
        if plan.problems:
            raise PackError(plan.problems)
        if plan.fingerprint() != as_shown:
            raise NotAsPreviewed
        items = plan.items if overwrite else plan.leave_conflicts()
        with gathered(reason) as change:
            yield from save_records([item.pair for item in items], _known(plan.kind), by)
        yield from announced(change)
    return plan


def _known(kind: str) -> Mapping[str, Mapping[str, Any]]:
    """The stored rows of the kinds that records of ``kind`` refer to, by slug."""
    wanted = {spec.refers_to for spec in FIELDS[kind]}
    wanted |= {part.refers_to for spec in FIELDS[kind] for part in spec.parts}
    return {
        other: {row.slug: row for row in MODELS[other]._default_manager.all()}
        for other in wanted
        if other
    }
