"""What can be asked: questions made from statements, and the sets teachers pick from them."""

from __future__ import annotations

import random
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.facts.models import Entity, Statement


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions by their standing."""

    def published(self) -> QuestionQuerySet:
        """Those that may be asked."""
        return self.filter(status=Question.Status.PUBLISHED)

    def for_quizzes(self) -> QuestionQuerySet:
        """Those whose answers the program judges itself, so that a score means something."""
        return self.published().exclude(format=Question.Format.FLASHCARD)


class Question(models.Model):
    """One way of asking one fact. Its key is permanent; its text follows the fact."""

    class Format(models.TextChoices):
        CHOICE = "choice", _("choice")
        TYPED = "typed", _("typed answer")
        FLASHCARD = "flashcard", _("flashcard")

    class Direction(models.TextChoices):
        VALUE = "value", _("asks for the value")
        SUBJECT = "subject", _("asks for the subject")
        CLAIMANT = "claimant", _("asks who claims it")

    class AnswerKind(models.TextChoices):
        NAME = "name", _("name")
        PERSONAL = "personal", _("name of a person or place, with spellings that vary")
        DATE = "date", _("date")
        NUMBER = "number", _("number")
        TEXT = "text", _("text")

    class Status(models.TextChoices):
        PUBLISHED = "published", _("published")
        RETIRED = "retired", _("retired with its fact")
        REFUSED = "refused", _("refused: breaks a rule")

    class Difficulty(models.IntegerChoices):
        EASY = 1, _("easy")
        MEDIUM = 2, _("medium")
        HARD = 3, _("hard")

    key = models.CharField(_("key"), max_length=150, unique=True, editable=False)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="questions")
    format = models.CharField(_("format"), max_length=12, choices=Format)
    direction = models.CharField(_("direction"), max_length=12, choices=Direction)
    version = models.PositiveIntegerField(_("version"), default=1)
    stem = models.CharField(_("question"), max_length=500)
    # For a choice: [{"text": …, "correct": true or false}, …] in the order shown.
    options = models.JSONField(_("options"), default=list, blank=True)
    # All accepted answers, the one to show first. Dates are EDTF, numbers quantities.
    answers = models.JSONField(_("accepted answers"), default=list, blank=True)
    answer_kind = models.CharField(_("kind of answer"), max_length=8, choices=AnswerKind)
    right_answer = models.CharField(_("right answer"), max_length=500, blank=True)
    explanation = models.TextField(_("explanation"), blank=True)
    difficulty = models.PositiveSmallIntegerField(
        _("difficulty"), choices=Difficulty, default=Difficulty.MEDIUM
    )
    status = models.CharField(_("status"), max_length=12, choices=Status, db_index=True)
    problem = models.CharField(_("why it is not asked"), max_length=300, blank=True)
    entities = models.ManyToManyField(
        Entity,
        blank=True,
        related_name="questions",
        help_text=_("The entities named in it; a change to one of them renews the question."),
    )
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        verbose_name = _("question")

    def __str__(self) -> str:
        return self.stem or self.key

    @property
    def has_note(self) -> bool:
        """Whether it is shown with a content note."""
        return self.statement.sensitivity != Statement.Sensitivity.ORDINARY

    def snapshot(self) -> dict[str, Any]:
        """Return what a learner is shown and graded by, to be kept with the response."""
        return {
            "stem": self.stem,
            "options": self.options,
            "answers": self.answers,
            "answer_kind": self.answer_kind,
            "right_answer": self.right_answer,
            "explanation": self.explanation,
        }

    def dealt(self) -> dict[str, Any]:
        """Return a snapshot in which names stand in a new order, or their place would be learned.

        Dates and numbers keep theirs.
        """
        options = list(self.options)
        if self.answer_kind not in (self.AnswerKind.DATE, self.AnswerKind.NUMBER):
            random.shuffle(options)
        return self.snapshot() | {"options": options}


class QuestionSet(models.Model):
    """Questions a teacher has picked, in order."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="question_sets"
    )
    title = models.CharField(_("title"), max_length=100)
    questions = models.ManyToManyField(Question, through="QuestionSetItem", related_name="sets")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("question set")

    def __str__(self) -> str:
        return self.title


class QuestionSetItem(models.Model):
    """One question's place in a set."""

    question_set = models.ForeignKey(QuestionSet, on_delete=models.CASCADE, related_name="items")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="set_items")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["question_set", "question"], name="question_once_per_set"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.question}"
