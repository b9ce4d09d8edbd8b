"""Readers tell the editors of a problem with a fact."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quizzes.accounts.models import User
from quizzes.facts.models import Report, Statement

MOST_A_DAY = 20
LONGEST = 1000  # characters
UNSENT = "unsent_report"  # of the browser session: of which fact, and what was written


class ReportForm(forms.ModelForm):
    """What is wrong, in the reader's words."""

    class Meta:
        model = Report
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST})}
        labels = {"text": _("What is wrong?")}
        help_texts = {
            "text": _("In a few words, and where it is written otherwise. Only the editors see it.")
        }

    def clean_text(self) -> str:
        """Take a report that says something: letters or figures, not signs that nobody sees."""
        text: str = self.cleaned_data["text"]
        if not any(sign.isalnum() for sign in text):
            raise forms.ValidationError(_("Say in a few words what is wrong."))
        return text


def keep_unsent(session: SessionBase, slug: str, text: str) -> None:
    """Keep what was written of a fact when the login had expired, until after the next login.

    The session of the browser goes on through a login, without JavaScript, too; only one report is
    kept, and no more of it than could be sent.
    """
    if text.strip():
        session[UNSENT] = {"slug": slug, "text": text[:LONGEST]}


def take_unsent(session: SessionBase, slug: str) -> str:
    """Return, once, what was kept of a fact; with any other it is forgotten."""
    kept = session.pop(UNSENT, None) if UNSENT in session else None
    return kept["text"] if kept and kept["slug"] == slug else ""


class TooManyReports(Exception):
    """The reporter has sent as many reports as one person may in a day."""


def report(statement: Statement, reporter: User, text: str, now: datetime) -> Report:
    """Return the report of a problem, made unless the same one is still open.

    Raises TooManyReports once ``reporter`` has made ``MOST_A_DAY`` in the last 24 hours.
    """
    with transaction.atomic():
        # One at a time for each person, so that a double click counts once.
        User.objects.select_for_update().get(pk=reporter.pk)
        mine = reporter.reports.filter(statement=statement, settled_at=None, text=text)
        if same := mine.first():
            return same
        if reporter.reports.filter(made_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
            raise TooManyReports
        return Report.objects.create(statement=statement, reporter=reporter, text=text, made_at=now)
