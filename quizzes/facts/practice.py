"""Whether a fact can be practised: the room that asks questions registers itself here."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from .models import Statement

Judge = Callable[[Statement], str]

_judges: list[Judge] = []


def register(judge: Judge) -> None:
    """Let ``judge`` tell why a published statement is not asked, or "" where it can be."""
    if judge not in _judges:
        _judges.append(judge)


def why_not_asked(statement: Statement) -> str:
    """Return, for readers, why there is nothing to practise; nothing where there is."""
    reasons = [judge(statement) for judge in _judges]
    if not reasons:
        return _("There are no questions here.")
    return "" if "" in reasons else reasons[0]
