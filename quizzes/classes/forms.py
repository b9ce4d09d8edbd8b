"""The forms of the classes room."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quizzes.accounts.models import User
from quizzes.bank.models import Question, QuestionSet

from .models import Assignment, MarkChange, SchoolClass
from .pupil_lists import ListRefused, read_list
from .teachers import may_teach, taught_by

# A due date further ahead is a slip.
FURTHEST_YEARS = 5
# Of a list of pupils, pasted or in a file.
MOST_SIGNS = 100_000
MOST_TOLD = 20


class JoinForm(forms.Form):
    """The code of a class, as a pupil types it."""

    code = forms.CharField(
        label=_("Code of the class"),
        max_length=40,
        help_text=_("Eight letters and digits, from your teacher."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type the code first.")},
    )


class ClassForm(forms.ModelForm):
    """The name of a class; its pupils see it."""

    class Meta:
        model = SchoolClass
        fields = ["name"]
        labels = {"name": _("Name of the class")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "off"})}


class TeacherForm(forms.Form):
    """Another teacher of the class, by user name."""

    username = forms.CharField(
        label=_("Username of the teacher"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Type a username first.")},
    )

    def __init__(self, *args: Any, school_class: SchoolClass, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school_class = school_class

    def clean_username(self) -> User:
        """Return the teacher. Whoever learns in the class cannot teach it."""
        found = may_teach(self.cleaned_data["username"])
        if found is None:
            raise ValidationError(_("No teacher has this username."))
        if self.school_class.learners.filter(pk=found.pk).exists():
            raise ValidationError(_("This is a pupil of the class."))
        return found


class PupilListForm(forms.Form):
    """Pupils who get an account: pasted, or in a file."""

    names = forms.CharField(
        label=_("Names"),
        required=False,
        max_length=MOST_SIGNS,
        strip=False,
        help_text=_(
            "One pupil in each line. To choose the username yourself, write it behind the name, "
            "after a comma: “Amina Ali, amina7b”."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
    )
    table = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_("A text or CSV file: the name in the first column, the username in the next."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
    )

    def clean_table(self) -> str:
        """Return the text of the file, or "" if there is none."""
        table = self.cleaned_data["table"]
        if not table:
            return ""
        if table.size > MOST_SIGNS:
            raise ValidationError(_("The file is too large for a list of names."))
        try:
            text: str = table.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError(
                _("The file is no text in UTF-8. Save it as “CSV UTF-8”, or paste the names.")
            ) from None
        return text

    def clean(self) -> dict[str, Any]:
        """Read the list into ``listed``, the names pasted before those of the file."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            text = f"{cleaned['names']}\n{cleaned['table']}".strip("\n")
            try:
                cleaned["listed"] = read_list(text)
            except ListRefused as refused:
                self.add_error("names", refused.problems[:MOST_TOLD])
        return cleaned


class MarkForm(forms.ModelForm):
    """A mark that a teacher sets, with the reason."""

    class Meta:
        model = MarkChange
        fields = ["percent", "comment"]
        widgets = {"comment": forms.TextInput(attrs={"autocomplete": "off"})}


class AssignmentForm(forms.ModelForm):
    """What to give to which class until when.

    Only the teacher's own classes and sets can be chosen, and only sets that have questions.
    Of an assignment that exists, class and set stay as they are. Times are in the teacher's
    time zone, which must be active.
    """

    class Meta:
        model = Assignment
        fields = ["school_class", "question_set", "title", "due_at"]
        labels = {
            "school_class": _("Class"),
            "question_set": _("Question set"),
            "title": _("Title"),
            "due_at": _("Due"),
        }
        widgets = {
            "title": forms.TextInput(attrs={"autocomplete": "off"}),
            "due_at": forms.DateTimeInput(
                attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
            ),
        }
        help_texts = {"title": _("Your pupils see it. Leave it empty to use the set's title.")}
        error_messages = {
            "due_at": {"invalid": _("Write the date and time like 2026-03-08 20:00.")},
            "school_class": {"invalid_choice": _("Choose one of your classes.")},
            "question_set": {"invalid_choice": _("Choose one of your sets that has questions.")},
        }

    def __init__(self, *args: Any, teacher: User, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["title"].required = False
        self.fields["due_at"].help_text = gettext("In your time zone, %(zone)s.") % {
            "zone": timezone.get_current_timezone_name()
        }
        if self.instance.pk:
            del self.fields["school_class"], self.fields["question_set"]
            return
        self.initial.setdefault("due_at", in_a_week(now))
        with_questions = teacher.question_sets.filter(questions__in=Question.objects.for_quizzes())
        current = taught_by(teacher).filter(archived_at=None)
        self._offer("school_class", current, gettext("Choose a class"))
        self._offer("question_set", with_questions.distinct(), gettext("Choose a set"))

    def clean_due_at(self) -> datetime:
        """Refuse a moment too far ahead, or past unless it was so already and stays."""
        due_at: datetime = self.cleaned_data["due_at"]
        # By the year, before any arithmetic: the calendar ends in 9999, in some zones earlier.
        if due_at.year > self.now.year + FURTHEST_YEARS:
            raise ValidationError(_("This is too far ahead. Choose a date within five years."))
        if due_at <= self.now and due_at != self.instance.due_at:
            raise ValidationError(_("This is in the past. Choose a later date or time."))
        return due_at

    def clean(self) -> dict[str, Any]:
        """Fill an empty title with the set's."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        question_set: QuestionSet | None = cleaned.get("question_set")
        if question_set is None and self.instance.pk:
            question_set = self.instance.question_set
        if question_set and not cleaned.get("title"):
            cleaned["title"] = question_set.title
        return cleaned

    def _offer(self, name: str, choices: QuerySet[Any], prompt: str) -> None:
        """Let the field offer ``choices``; where there is but one, it is chosen already."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = choices
        field.empty_label = prompt
        first_two = choices[:2]
        if len(first_two) == 1 and not self.initial.get(name):
            self.initial[name] = first_two[0].pk


def in_a_week(now: datetime) -> datetime:
    """Return the last minute of the day a week from now, in the active time zone."""
    day = timezone.localdate(now) + timedelta(days=7)
    return timezone.make_aware(datetime.combine(day, time(23, 59)))
