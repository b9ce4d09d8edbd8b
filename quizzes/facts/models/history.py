"""Who changed what in the fact base, when and why: every saved state of every record."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.db import models
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords


class _Manager(HistoryManager):  # type: ignore[misc]
    """The manager of a history, whose class is made once.

    The package makes it anew each time a history is asked for, and so with each record saved.
    """

    @classmethod
    @cache
    def from_queryset(cls, *args: Any) -> Any:
        return super().from_queryset(*args)


def kept_history(*worked_out: str, **kwargs: Any) -> HistoricalRecords:
    """Return a history of a model's rows without the columns ``worked_out`` from others.

    All states saved in one change carry the same moment and reason; ``quizzes.facts.signals``
    sees to it.
    """
    return HistoricalRecords(
        excluded_fields=list(worked_out),
        history_change_reason_field=models.CharField(max_length=200, null=True),
        history_manager=_Manager,
        user_model=settings.AUTH_USER_MODEL,
        **kwargs,
    )


def last_entries(kinds: Iterable[type[models.Model]]) -> tuple[int | None, ...]:
    """Return numbers that are others after every change to rows of these ``kinds``.

    Each change leaves something in the history. Ids are given before a change is committed, so
    that a late one may not be the last: the entries are counted too. A query for each kind.
    """
    histories = (kind.history for kind in kinds)  # type: ignore[attr-defined]
    states = [it.aggregate(last=models.Max("pk"), rows=models.Count("pk")) for it in histories]
    return tuple(number for state in states for number in (state["last"], state["rows"]))
