"""The form that starts a quiz."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS
from quizzes.bank.models import UNFIT, Question
from quizzes.facts.models import Topic

from .drawing import Wanted, how_many
from .models import Attempt

LENGTHS = (5, 10, 20, 30)
USUAL_LENGTH = 10
FORMATS_ASKED = [Question.Format(name) for name in FORMATS if name not in UNFIT]

Ticks = forms.CheckboxSelectMultiple


class QuizForm(forms.Form):
    """What to ask, how much of it, and when it is explained; nothing ticked is no limit.

    ``fewer`` takes what there is where too few questions match. ``token`` becomes the id of the
    quiz, so that a form sent twice begins one.
    """

    length = forms.TypedChoiceField(
        label=gettext_lazy("How many questions"),
        choices=[(length, length) for length in LENGTHS],
        coerce=int,
        initial=USUAL_LENGTH,
        widget=forms.RadioSelect,
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("Answers are explained"),
        choices=Attempt.Mode,
        initial=Attempt.Mode.PRACTICE,
        required=False,
        widget=forms.RadioSelect,
    )
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.none(),
        label=gettext_lazy("Topics"),
        to_field_name="slug",
        required=False,
        widget=Ticks,
    )
    formats = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of question"),
        choices=[(it.value, it.label) for it in FORMATS_ASKED],
        required=False,
        widget=Ticks,
    )
    bands = forms.TypedMultipleChoiceField(
        label=gettext_lazy("How hard"),
        choices=Question.Difficulty,
        coerce=int,
        required=False,
        widget=Ticks,
    )
    only_practice = forms.BooleanField(
        label=gettext_lazy("Practice only"),
        help_text=gettext_lazy(
            "Your answers do not change when a fact comes back. As you will have seen them, "
            "what you practise today counts in a review from tomorrow on."
        ),
        required=False,
    )
    fewer = forms.BooleanField(required=False, widget=forms.HiddenInput)
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        questions = Question.objects.for_quizzes().filter(statement__topic=OuterRef("pk"))
        topics = self.fields["topics"]
        assert isinstance(topics, forms.ModelMultipleChoiceField)
        topics.queryset = Topic.objects.filter(Exists(questions))

    @property
    def wanted(self) -> Wanted:
        """What a valid form asks for."""
        data = self.cleaned_data
        return Wanted([topic.pk for topic in data["topics"]], data["formats"], data["bands"])

    @property
    def title(self) -> str:
        """What the quiz of a valid form is called: its topics, if they are few."""
        topics = [topic.title for topic in self.cleaned_data["topics"]]
        if not topics:
            return _("All topics")
        if len(topics) > 2:
            return ngettext("%(count)s topic", "%(count)s topics", len(topics)) % {
                "count": len(topics)
            }
        longest = Attempt._meta.get_field("title").max_length
        return " · ".join(topics)[:longest]

    @property
    def unfolded(self) -> bool:
        """Whether to show what is folded away: something in it was chosen, or is wrong."""
        folded = ("topics", "formats", "bands", "only_practice")
        return any(self[name].value() or name in self.errors for name in folded)

    def refuse(self, found: int, seed: int, learner: User | None) -> None:
        """Say how many questions match, fewer than wanted, and what would bring more."""
        unwished = how_many(self.wanted, seed) - found if learner else 0
        if found:
            said = ngettext(
                "Only %(count)s question matches.", "Only %(count)s questions match.", found
            )
            self.add_error(None, said % {"count": found})
        elif not (self.wanted.loosened() or unwished > 0):
            self.add_error(None, _("There are no questions to ask yet."))
            return
        else:
            self.add_error(None, _("No question matches."))
        for said in self._ways_on(found, seed, learner):
            self.add_error(None, said)
        if unwished > 0:
            said = _("Left out by your settings, or set aside by you: %(count)s more.")
            self.add_error(None, said % {"count": unwished})

    def _ways_on(self, found: int, seed: int, learner: User | None) -> list[str]:
        words = {
            "topics": _("With all topics there would be %(count)s."),
            "formats": _("With all kinds of question there would be %(count)s."),
            "bands": _("With easy, medium and hard ones there would be %(count)s."),
        }
        loosened = self.wanted.loosened()
        counts = {name: how_many(it, seed, learner) for name, it in loosened.items()}
        ways = [words[name] % {"count": count} for name, count in counts.items() if count > found]
        return ways or [_("Choose fewer questions, or tick more.")] if counts else []
