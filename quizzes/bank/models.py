"""What can be asked: questions made from statements, and the sets teachers pick from them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from quizzes.facts.models import Entity, Statement
from quizzes.lib import clock

# What a learner is shown and graded by.
SHOWN = (
    "stem",
    "options",
    "content",
    "answers",
    "answer_kind",
    "right_answer",
    "explanation",
)

# The difficulty by what learners answered, or else by rule.
BAND = Coalesce("measured", "difficulty")


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions by their standing."""

    def published(self) -> QuestionQuerySet:
        """Those that may be asked."""
        return self.filter(status=Question.Status.PUBLISHED)

    def for_quizzes(self) -> QuestionQuerySet:
        """Those whose answers the program judges itself, so that a score means something.

        True or false is half a guess: it is a first look in reviews and nothing else.
        """
        return self.published().exclude(format__in=UNFIT)

    def with_band(self) -> QuestionQuerySet:
        """Annotate ``band``: the difficulty by what learners answered, or else by rule."""
        return self.annotate(band=BAND)

    def of_band(self, band: int) -> QuestionQuerySet:
        """Those of a difficulty, taken likewise."""
        return self.of_bands([band])

    def of_bands(self, bands: Collection[int]) -> QuestionQuerySet:
        """Those of several difficulties, taken likewise."""
        return self.annotate(band=BAND).filter(band__in=bands)


class Question(models.Model):
    """One way of asking one fact. Its key is permanent; its text follows the fact."""

    class Format(models.TextChoices):
        CHOICE = "choice", _("choice")
        TYPED = "typed", _("typed answer")
        NUMBER = "number", _("number")
        DATE = "date", _("date")
        CLOZE = "cloze", _("sentence with a gap")
        ORDERING = "ordering", _("putting in order")
        MATCHING = "matching", _("matching")
        PLACING = "placing", _("placing on a timeline")
        MAP = "map", _("map")
        FLASHCARD = "flashcard", _("flashcard")
        TRUE_FALSE = "true-false", _("true or false")

    class Direction(models.TextChoices):
        VALUE = "value", _("asks for the value")
        SUBJECT = "subject", _("asks for the subject")
        CLAIMANT = "claimant", _("asks who claims it")
        SOURCE = "source", _("asks which source says it")

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
        BLOCKED = "blocked", _("blocked by an editor")

    class Origin(models.TextChoices):
        GENERATED = "generated", _("made of its fact")
        WRITTEN = "written", _("written by an editor")

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
    # What a format shows and grades by besides; only its own module reads it.
    content = models.JSONField(_("content"), default=dict, blank=True)
    # More lines than one where the answer has several parts.
    right_answer = models.TextField(_("right answer"), blank=True)
    explanation = models.TextField(_("explanation"), blank=True)
    difficulty = models.PositiveSmallIntegerField(
        _("difficulty"), choices=Difficulty, default=Difficulty.MEDIUM
    )
    status = models.CharField(_("status"), max_length=12, choices=Status, db_index=True)
    problem = models.CharField(_("why it is not asked"), max_length=300, blank=True)
    # Whether that lies with what stands around its fact, so that a change of that may end it.
    hopeful = models.BooleanField(default=False, editable=False)
    origin = models.CharField(
        _("origin"), max_length=10, choices=Origin, default=Origin.GENERATED, editable=False
    )
    blocked = models.CharField(
        _("why it is blocked"),
        max_length=300,
        blank=True,
        help_text=_("A blocked question is asked of nobody until it is let go again."),
    )
    own_stem = models.CharField(
        _("own question"),
        max_length=500,
        blank=True,
        help_text=_("Instead of the program’s; it stays when the fact changes."),
    )
    own_wrong = models.JSONField(
        _("own wrong answers"),
        default=list,
        blank=True,
        help_text=_("Instead of the program’s, for a choice; they stay when the fact changes."),
    )
    # What the program had made, or the fact said, when an editor last wrote something of their own.
    own_basis = models.CharField(max_length=64, blank=True, editable=False)
    own_outdated = models.BooleanField(
        _("own words to be checked"),
        default=False,
        help_text=_("The fact has changed since an editor wrote the question or its answers."),
    )
    measured = models.PositiveSmallIntegerField(
        _("difficulty by answers"),
        choices=Difficulty,
        null=True,
        blank=True,
        editable=False,
        help_text=_("From what learners answered, once enough have; it goes before the other."),
    )
    entities = models.ManyToManyField(
        Entity,
        blank=True,
        related_name="questions",
        help_text=_("The entities named in it; a change to one of them renews the question."),
    )
    leans_on = models.ManyToManyField(
        Statement,
        blank=True,
        related_name="leaning_questions",
        help_text=_("Other facts it shows beside its own; a change to one renews the question."),
    )
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        verbose_name = _("question")
        # Two questions with one stem are found by it.
        indexes = [models.Index(fields=["stem"])]

    def __str__(self) -> str:
        return self.stem or self.key

    @property
    def is_overridden(self) -> bool:
        """Whether an editor’s own words stand instead of the program’s."""
        return bool(self.own_stem or self.own_wrong)

    @property
    def how_hard(self) -> str:
        """The difficulty in a word: by what learners answered, or else by rule."""
        return str(Question.Difficulty(self.measured or self.difficulty).label)

    @property
    def has_note(self) -> bool:
        """Whether it is shown with a content note."""
        return self.statement.sensitivity != Statement.Sensitivity.ORDINARY

    def snapshot(self) -> dict[str, Any]:
        """Return what a learner is shown and graded by, to be kept with the response."""
        return {name: getattr(self, name) for name in SHOWN}


class Correction(models.Model):
    """What the bank held to be right of a fact, and what it holds now: the key has changed.

    ``was`` and ``now`` are right answers, ``stem`` is the question they answer. One with a
    ``question`` is of that alone, which an editor wrote; the fact is what it was.
    """

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="corrections")
    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, null=True, blank=True, related_name="corrections"
    )
    at = models.DateTimeField(default=clock.now)
    stem = models.CharField(max_length=500)
    was = models.TextField()
    now = models.TextField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("correction")
        indexes = [models.Index(fields=["statement", "at"])]

    def __str__(self) -> str:
        return f"{self.stem} {self.was} → {self.now}"


class QuestionReport(models.Model):
    """What a learner found wrong with a question; it waits for an editor."""

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        SETTLED = "settled", _("settled")

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="question_reports",
    )
    text = models.CharField(_("what is wrong"), max_length=500)
    # The question as it was shown, for it may have changed since; of older reports the stem alone.
    stem = models.CharField(_("question as shown"), max_length=500)
    shown = models.JSONField(default=dict, blank=True, editable=False)
    version = models.PositiveIntegerField(null=True, blank=True, editable=False)
    # What the learner had answered, as it is shown again, and what it counted as.
    given = models.CharField(max_length=1000, blank=True, editable=False)
    verdict = models.CharField(max_length=8, blank=True, editable=False)
    made_at = models.DateTimeField(_("reported"), default=clock.now)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    answer = models.CharField(_("what was done"), max_length=300, blank=True)

    class Meta:
        ordering = ["status", "-made_at", "-pk"]
        verbose_name = _("report of a question")
        verbose_name_plural = _("reports of questions")
        indexes = [models.Index(fields=["status", "-made_at"])]

    def __str__(self) -> str:
        return self.text


# Formats that no quiz or set asks.
UNFIT = (Question.Format.FLASHCARD, Question.Format.TRUE_FALSE)


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
