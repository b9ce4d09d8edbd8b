"""The forms with which teachers make question sets."""

from urllib.parse import urlencode

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from quizzes.facts.models import Topic

from .models import UNFIT, Question, QuestionQuerySet, QuestionSet
from .question_sets import offered

PAGE = 50
MOST_SHOWN = 2000


class SetTitleForm(forms.ModelForm):
    """The title of a question set; only its owner sees it until it is given to a class."""

    class Meta:
        model = QuestionSet
        fields = ["title"]
        labels = {"title": _("Title of the set")}
        widgets = {"title": forms.TextInput(attrs={"autocomplete": "off"})}


class FilterForm(forms.Form):
    """Which questions to choose from, and how many of them to show; all from the address.

    A filter that is not known filters nothing: an old link still shows a page.
    """

    topic = forms.ModelChoiceField(
        Topic.objects.all(),
        label=_("Topic"),
        required=False,
        empty_label=_("All topics"),
        to_field_name="slug",
    )
    format = forms.ChoiceField(
        label=_("Format"),
        required=False,
        choices=[
            ("", _("All formats")),
            *((it.value, capfirst(it.label)) for it in Question.Format if it not in UNFIT),
        ],
    )
    difficulty = forms.TypedChoiceField(
        label=_("Difficulty"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", _("Any difficulty")),
            *((it.value, capfirst(it.label)) for it in Question.Difficulty),
        ],
    )
    shown = forms.IntegerField(
        required=False, min_value=PAGE, max_value=MOST_SHOWN, widget=forms.HiddenInput
    )

    def questions(self) -> QuestionQuerySet:
        """Return all questions that fit the filter."""
        self.is_valid()
        wanted = self.cleaned_data
        return offered(wanted.get("topic"), wanted.get("format", ""), wanted.get("difficulty"))

    def how_many(self) -> int:
        """Return how many questions to show at once."""
        self.is_valid()
        return self.cleaned_data.get("shown") or PAGE

    def query(self, shown: int) -> str:
        """Return the address's query that asks for the same filter with ``shown`` questions."""
        self.is_valid()
        topic: Topic | None = self.cleaned_data.get("topic")
        wanted = {
            "topic": topic.slug if topic else "",
            "format": self.cleaned_data.get("format", ""),
            "difficulty": str(self.cleaned_data.get("difficulty") or ""),
            "shown": str(min(shown, MOST_SHOWN)) if shown > PAGE else "",
        }
        return urlencode({name: value for name, value in wanted.items() if value})
