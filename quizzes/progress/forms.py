"""The day for which a learner asks what they would still recall."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Further ahead the forgetting curve says little, and no exam is.
FURTHEST = timedelta(days=730)


class DayForm(forms.Form):
    """A day ``on`` which recall is expected: from ``today`` on, within two years."""

    on = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("This is not a date. Write it like 2026-12-24.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.last = today + FURTHEST
        self.fields["on"].widget.attrs |= {"min": today.isoformat(), "max": self.last.isoformat()}

    def clean_on(self) -> date | None:
        """Return the day; raise ValidationError where it is over or too far ahead."""
        on: date | None = self.cleaned_data["on"]
        if on and on < self.today:
            raise ValidationError(_("That day is over. Choose today or a later one."))
        if on and on > self.last:
            last = date_format(self.last, "j F Y")
            raise ValidationError(_("Choose a day up to %(day)s.") % {"day": last})
        return on
