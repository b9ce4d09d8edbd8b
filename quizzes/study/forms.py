"""The form that starts a quiz."""

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from quizzes.bank.models import Question
from quizzes.facts.models import Topic

LENGTHS = (5, 10, 20)


class QuizForm(forms.Form):
    """A topic, or none for all of them, and a length."""

    topic = forms.ModelChoiceField(
        Topic.objects.none(),
        label=_("Topic"),
        to_field_name="slug",
        required=False,
        empty_label=_("All topics"),
    )
    length = forms.TypedChoiceField(
        label=_("How many questions"),
        choices=[(length, length) for length in LENGTHS],
        coerce=int,
        initial=10,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        questions = Question.objects.for_quizzes().filter(statement__topic=OuterRef("pk"))
        topics = self.fields["topic"]
        assert isinstance(topics, forms.ModelChoiceField)
        topics.queryset = Topic.objects.filter(Exists(questions))
