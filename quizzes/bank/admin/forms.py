"""The forms with which editors write questions and their answers."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from quizzes.bank.models import Correction, Question
from quizzes.facts.admin.meanwhile import renew_state
from quizzes.facts.admin.naming import Typed
from quizzes.facts.admin.widgets import ChooseOne
from quizzes.facts.models import Statement

from .own_words import program_draft, with_words
from .written import OFFERED, Wish, default_answer, made_of
from .wrong_answers import LONGEST, lines_of

MOST_FURTHER = 20
STEM_LENGTH = Question._meta.get_field("stem").max_length


def state_of(question: Question) -> str:
    """Return what names the present state of a question, so that two editors notice each other."""
    said = (
        question.snapshot(),
        question.own_stem,
        question.own_wrong,
        question.own_outdated,
        question.own_basis,
        question.blocked,
    )
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


class BlockForm(forms.Form):
    """Why a question is to be asked no longer."""

    reason = forms.CharField(
        label=_("Why it is blocked"),
        max_length=300,
        widget=AdminTextInputWidget,
        help_text=_("For the other editors. Nobody is asked it until it is let go again."),
    )


class Lines(forms.CharField):
    """Some texts, each on a line of its own."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", AdminTextareaWidget(attrs={"rows": 4}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Return the lines that are not empty."""
        lines = lines_of(super().clean(value))
        if len(lines) > self.most:
            raise forms.ValidationError(_("Write at most %(most)s lines.") % {"most": self.most})
        if any(len(line) > LONGEST for line in lines):
            raise forms.ValidationError(
                _("A line has at most %(count)s characters.") % {"count": LONGEST}
            )
        return lines


class Guarded(forms.Form):
    """Refuses what was written about another state of the question than that of now."""

    state = forms.CharField(required=False, widget=forms.HiddenInput)
    overtaken = False
    question: Question | None

    def guard(self) -> None:
        """Note, and say, that the question has been changed meanwhile."""
        if self.question and self.data.get("state", "") != state_of(self.question):
            self.overtaken = True
            renew_state(self, state_of(self.question))
            self.add_error(
                None,
                _(
                    "Nothing was saved: meanwhile the question has changed. Look at it as it is "
                    "now, then save again if you still want to."
                ),
            )

    def tell(self, flaws: dict[str, list[str]]) -> None:
        """Put what is wrong beside the fields; what has no field of its own above them."""
        for name, messages in flaws.items():
            self.add_error(name if name in self.fields else None, messages)


class OwnWordsForm(Guarded):
    """An editor's words for a question of the program's; ``draft`` is what comes of them."""

    own_stem = forms.CharField(
        label=_("Own question"),
        required=False,
        max_length=STEM_LENGTH,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("Instead of the program’s. Leave it empty to ask in the program’s words."),
    )
    own_wrong = Lines(
        most=6,
        label=_("Own wrong answers"),
        help_text=_("Two or three, each on a line. Leave it empty to offer the program’s."),
    )

    def __init__(self, question: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        self.draft = program_draft(question)
        self.initial.update(
            state=state_of(question), own_stem=question.own_stem, own_wrong=question.own_wrong
        )
        if question.format != Question.Format.CHOICE:
            del self.fields["own_wrong"]

    def clean(self) -> dict[str, Any]:
        """Hold the words against the rules that hold for the program's."""
        cleaned = super().clean() or self.cleaned_data
        self.guard()
        if self.errors:
            return cleaned
        cleaned["own_stem"] = " ".join(cleaned["own_stem"].split())
        cleaned.setdefault("own_wrong", [])
        if not (cleaned["own_stem"] or cleaned["own_wrong"]):
            return cleaned
        if self.draft is None:
            self.add_error(None, _("The program asks nothing of the kind any more."))
            return cleaned
        assert self.question
        stem, wrong = cleaned["own_stem"], cleaned["own_wrong"]
        self.draft, flaws = with_words(self.question, self.draft, stem, wrong)
        self.tell(flaws)
        return cleaned


class ChooseFact(ChooseOne):
    """One fact, by any spelling of whom it speaks of; where no scripts run, by its slug."""

    help_text = _("or type its slug:")

    def typed_names(self, data: Any, name: str) -> list[str]:
        typed = str(data.get(f"{name}-typed", "")).strip()[:100]
        if not typed:
            return []
        found = Statement.objects.filter(slug=typed.replace("\0", "")).values_list("pk", flat=True)
        return [str(found[0]) if found else Typed(typed)]


class FactChoice(forms.ModelChoiceField):
    """A fact that was chosen from the list, or whose slug was typed."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Typed):
            raise forms.ValidationError(
                _("There is no fact with the slug “%(typed)s”.") % {"typed": value}
            )
        return super().to_python(value)


class WrittenForm(Guarded):
    """A question written by hand; ``draft`` is what comes of it.

    The fact and the format of a stored one are fixed: its key is made of them.
    """

    statement = FactChoice(
        Statement.objects.all(),
        label=_("Fact"),
        help_text=_("The question is asked, reviewed and retired with it."),
    )
    format = forms.ChoiceField(
        label=_("Format"),
        choices=[(it.value, capfirst(it.label)) for it in OFFERED],
    )
    stem = forms.CharField(
        label=_("Question"),
        max_length=STEM_LENGTH,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("A whole question of at most 45 words that can be answered by itself."),
    )
    right = forms.CharField(
        label=_("Right answer"),
        required=False,
        max_length=LONGEST,
        widget=AdminTextInputWidget,
        help_text=_("Leave it empty if it is the fact’s own value."),
    )
    further = Lines(
        most=MOST_FURTHER,
        label=_("Also accepted"),
        help_text=_("Other ways to answer rightly, each on a line. Spellings need not be listed."),
    )
    wrong = Lines(
        most=6,
        label=_("Wrong answers"),
        help_text=_("For a choice: two or three that are false for certain, each on a line."),
    )

    reason = forms.CharField(
        label=_("Why the right answer changes"),
        required=False,
        max_length=Correction._meta.get_field("reason").max_length,
        widget=AdminTextInputWidget,
        help_text=_("If it does: who had learned the old answer is told, and reads this."),
    )
    asks_else = forms.BooleanField(
        label=_("It asks something else now"),
        required=False,
        help_text=_("Then the old answer was not wrong, and nobody is told."),
    )

    def __init__(self, question: Question | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        self.draft: Any = None
        if question is None:
            del self.fields["reason"], self.fields["asks_else"]
            field: Any = Question._meta.get_field("statement")
            self.fields["statement"].widget = ChooseFact(field, admin.site)
            self.fields["statement"].widget.choices = self.fields["statement"].choices  # type: ignore[attr-defined]
            return
        del self.fields["statement"], self.fields["format"]
        if question.format != Question.Format.CHOICE:
            del self.fields["wrong"]
        self.initial.update(_stored(question))

    def clean(self) -> dict[str, Any]:
        """Hold the question against the rules that hold for the program's."""
        cleaned = super().clean() or self.cleaned_data
        self.guard()
        if self.errors:
            return cleaned
        wish = Wish(
            statement=self.question.statement if self.question else cleaned["statement"],
            format=self.question.format if self.question else cleaned["format"],
            stem=" ".join(cleaned["stem"].split()),
            right=" ".join(cleaned["right"].split()),
            further=cleaned["further"],
            wrong=cleaned.get("wrong", []),
        )
        if wish.wrong and wish.format != Question.Format.CHOICE:
            self.add_error("wrong", _("Only a choice offers wrong answers."))
            return cleaned
        made = made_of(wish, self.question.pk if self.question else None)
        self.draft = made.draft
        self.tell(made.flaws)
        return cleaned


def _stored(question: Question) -> dict[str, Any]:
    """What the form of a stored question begins with."""
    right = question.right_answer
    names = question.answer_kind not in (Question.AnswerKind.DATE, Question.AnswerKind.NUMBER)
    is_default = right == default_answer(question.statement)
    return {
        "state": state_of(question),
        "stem": question.stem,
        "right": "" if is_default else right,
        "further": [] if is_default or not names else question.answers[1:],
        "wrong": [option["text"] for option in question.options if not option["correct"]],
    }
