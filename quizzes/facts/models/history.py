"""Who changed what in the fact base, when and why: every saved state of every record."""

from typing import Any

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords


def kept_history(*worked_out: str, **kwargs: Any) -> HistoricalRecords:
    """Return a history of a model's rows without the columns ``worked_out`` from others.

    All states saved in one change carry the same moment and reason; ``quizzes.facts.signals``
    sees to it.
    """
    return HistoricalRecords(
        excluded_fields=list(worked_out),
        history_change_reason_field=models.CharField(max_length=200, null=True),
        user_model=settings.AUTH_USER_MODEL,
        **kwargs,
    )
