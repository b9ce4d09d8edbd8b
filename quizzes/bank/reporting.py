"""Learners tell the editors of a problem with a question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quizzes.accounts.models import User
from quizzes.facts.explore.reporting import MOST_A_DAY, TooManyReports

from .models import Question, QuestionReport

__all__ = ["MOST_A_DAY", "QuestionReportForm", "Seen", "TooManyReports", "report"]


class QuestionReportForm(forms.ModelForm):
    """What is wrong with a question, in the learner's words."""

    class Meta:
        model = QuestionReport
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3, "maxlength": 500})}
        labels = {"text": _("What is wrong with it?")}
        help_texts = {"text": _("In a few words. Only the editors see it.")}


@dataclass(frozen=True, slots=True)
class Seen:
    """A question as a learner saw it: its snapshot, its version, and what was answered to it."""

    shown: Mapping[str, Any]
    version: int
    given: str
    verdict: str


def report(
    question: Question, reporter: User, text: str, seen: Seen, now: datetime
) -> QuestionReport:
    """Return the report of a problem with a question, made unless the same one is still open.

    Raises TooManyReports once ``reporter`` has made ``MOST_A_DAY`` in the last 24 hours.
    """
    with transaction.atomic():
        # One at a time for each person, so that a double click counts once.
        User.objects.select_for_update().get(pk=reporter.pk)
        mine = reporter.question_reports.filter(question=question, text=text)
        if same := mine.filter(status=QuestionReport.Status.OPEN).first():
            return same
        yesterday = now - timedelta(days=1)
        if reporter.question_reports.filter(made_at__gt=yesterday).count() >= MOST_A_DAY:
            raise TooManyReports
        return reporter.question_reports.create(
            question=question,
            text=text,
            stem=seen.shown["stem"],
            shown=seen.shown,
            version=seen.version,
            given=seen.given,
            verdict=seen.verdict,
            made_at=now,
        )
