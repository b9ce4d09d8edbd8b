"""Blocking questions with a reason, and letting them go again."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from quizzes.bank.generation.building import build_bank
from quizzes.bank.models import Question
from quizzes.facts.turns import take_turn


def set_blocked(ids: Iterable[int], reason: str) -> list[Question]:
    """Block the questions with these ids for a ``reason``, or let them go where it is empty.

    Returns those whose state changed. They are asked, or no longer asked, at once.
    """
    with transaction.atomic():
        take_turn()
        rows = Question.objects.filter(pk__in=list(ids)).select_for_update()
        changed = [row for row in rows if row.blocked != reason]
        pks = [row.pk for row in changed]
        Question.objects.filter(pk__in=pks).update(blocked=reason)
        if changed:
            build_bank({row.statement_id for row in changed})
    return list(Question.objects.filter(pk__in=pks))
