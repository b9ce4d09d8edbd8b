"""The form with which learners say how they want to review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from quizzes.scheduling import RETENTIONS

from .models import MOST_NEW, MOST_REVIEWS, StudySettings


class StudySettingsForm(forms.ModelForm):
    """How much, how well, when and how; each with a word on what it leads to."""

    desired_retention = forms.TypedChoiceField(
        label=_("How much to remember"),
        help_text=_(
            "A fact comes back when your chance of recalling it has fallen to this. The minutes are"
            " what to expect in the next month, by your own pace."
        ),
        choices=[(it, f"{it:.0%}") for it in RETENTIONS],
        coerce=float,
        widget=forms.RadioSelect,
    )
    days_off = forms.TypedMultipleChoiceField(
        label=_("Days off"),
        help_text=_("Nothing is planned for these days. You may review all the same."),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = StudySettings
        fields = (
            "new_a_day",
            "reviews_a_day",
            "desired_retention",
            "days_off",
            "exam_day",
            "answers",
            "asks_context",
        )
        labels = {
            "new_a_day": _("New facts a day"),
            "reviews_a_day": _("Facts to review a day, at most"),
            "exam_day": _("Day of an exam (optional)"),
            "answers": _("How to answer"),
            "asks_context": _("Ask about violence and hardship, too"),
        }
        help_texts = {
            "new_a_day": format_lazy(
                _("0 to {most}. With 0 you only keep what you have learned."), most=MOST_NEW
            ),
            "reviews_a_day": format_lazy(
                _("1 to {most}. What does not fit waits for the next day."), most=MOST_REVIEWS
            ),
            "exam_day": _("Every fact you have learned comes back in the week before it."),
            "asks_context": _(
                "Such questions have a note before them, and you can skip each. Without the tick"
                " they are left out of your reviews and quizzes, but not of what a teacher gives"
                " you."
            ),
        }
        widgets = {
            "new_a_day": forms.NumberInput(attrs={"min": 0, "inputmode": "numeric"}),
            "reviews_a_day": forms.NumberInput(attrs={"min": 1, "inputmode": "numeric"}),
            "exam_day": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "answers": forms.RadioSelect,
        }

    def __init__(self, *args: Any, minutes: Mapping[float, int], **kwargs: Any) -> None:
        """Tell beside each retention how many ``minutes`` a day it is likely to take."""
        super().__init__(*args, **kwargs)
        wanted = self.fields["desired_retention"]
        assert isinstance(wanted, forms.ChoiceField)
        wanted.choices = [(it, _cost(it, minutes[it])) for it in RETENTIONS]

    def clean_days_off(self) -> list[int]:
        """Refuse a week without a day to review on."""
        days: list[int] = self.cleaned_data["days_off"]
        if len(set(days)) == len(WEEKDAYS):
            raise forms.ValidationError(_("Leave at least one day on which to review."))
        return sorted(days)

    def save(self, commit: bool = True) -> StudySettings:
        """Store the settings and return them; two sent at once are one."""
        kept, _created = StudySettings.objects.update_or_create(
            learner=self.instance.learner, defaults=self.cleaned_data
        )
        return kept


def _cost(retention: float, minutes: int) -> str:
    said = ngettext(
        "%(percent)s: about %(minutes)s minute a day",
        "%(percent)s: about %(minutes)s minutes a day",
        minutes,
    )
    return said % {"percent": f"{retention:.0%}", "minutes": minutes}
