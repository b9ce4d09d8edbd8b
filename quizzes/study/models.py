"""One learner at work: memories, the day's review, quizzes, and every answer given."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.bank.grading import Verdict
from quizzes.bank.models import Correction, Question
from quizzes.facts.models import AliasProposal, Statement
from quizzes.lib import clock
from quizzes.scheduling import MemoryState, Stage

NEW_A_DAY, REVIEWS_A_DAY = 10, 60  # unless the learner sets others
MOST_NEW, MOST_REVIEWS = 50, 400
LEAST_RETENTION, MOST_RETENTION = 0.80, 0.95


class StudySettings(models.Model):
    """How a learner wants to review; who has set nothing has no row, see ``preferences``."""

    class Answers(models.TextChoices):
        """How a learner likes to answer."""

        MIXED = "mixed", _("First by choosing, then by writing")
        WRITTEN = "written", _("By writing, wherever that can be asked")
        CHOSEN = "chosen", _("By choosing, wherever that can be asked")

    learner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="study_settings"
    )
    new_a_day = models.PositiveSmallIntegerField(
        _("new facts a day"), default=NEW_A_DAY, validators=[MaxValueValidator(MOST_NEW)]
    )
    reviews_a_day = models.PositiveSmallIntegerField(
        _("facts to review a day, at most"),
        default=REVIEWS_A_DAY,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_REVIEWS)],
    )
    desired_retention = models.FloatField(
        _("how much to remember"),
        default=0.9,
        validators=[MinValueValidator(LEAST_RETENTION), MaxValueValidator(MOST_RETENTION)],
    )
    # Weekdays, Monday as 0; never all seven.
    days_off = models.JSONField(_("days off"), default=list, blank=True)
    exam_day = models.DateField(_("day of an exam"), null=True, blank=True)
    answers = models.CharField(
        _("how to answer"), max_length=8, choices=Answers.choices, default=Answers.MIXED
    )
    asks_context = models.BooleanField(
        _("ask about violence and hardship, too, with a note before it"), default=True
    )

    class Meta:
        verbose_name = verbose_name_plural = _("study settings")

    def __str__(self) -> str:
        return str(self.learner)


class SetAside(models.Model):
    """A fact that a learner does not want to be asked, until they take it up again."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="set_aside"
    )
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="set_aside")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("fact set aside")
        verbose_name_plural = _("facts set aside")
        constraints = [
            models.UniqueConstraint(fields=["learner", "statement"], name="set_aside_once"),
        ]

    def __str__(self) -> str:
        return f"{self.learner}: {self.statement}"


class MemoryQuerySet(models.QuerySet["Memory"]):
    """A learner's memories; always asked for by learner first: ``user.memories…``."""

    def due(self, day: date) -> MemoryQuerySet:
        """Those to be asked on ``day`` or before, of facts that are still published."""
        return self.filter(due__lte=day, statement__status=Statement.Status.PUBLISHED)


class Memory(models.Model):
    """What one learner remembers of one fact: one FSRS state, whatever the question format."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memories"
    )
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="memories")
    stability = models.FloatField(help_text=_("Days until recall falls to 90 %."))
    difficulty = models.FloatField(help_text=_("1 to 10."))
    stage = models.CharField(max_length=12, choices=[(s.value, s.value) for s in Stage])
    last_day = models.DateField(help_text=_("The study day it was last asked and counted."))
    due = models.DateField()
    reps = models.PositiveIntegerField(default=0)
    lapses = models.PositiveIntegerField(default=0)
    correction = models.ForeignKey(
        Correction,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="memories",
        help_text=_("What was learned has been corrected since, and the learner not yet told."),
    )

    objects = MemoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("memory")
        verbose_name_plural = _("memories")
        constraints = [
            models.UniqueConstraint(fields=["learner", "statement"], name="memory_once_per_fact"),
        ]
        indexes = [models.Index(fields=["learner", "due"])]

    def __str__(self) -> str:
        return f"{self.learner}: {self.statement}"

    @property
    def state(self) -> MemoryState:
        """The scheduler's view of this memory."""
        return MemoryState(
            stability=self.stability,
            difficulty=self.difficulty,
            last_day=self.last_day,
            due=self.due,
            stage=Stage(self.stage),
            reps=self.reps,
            lapses=self.lapses,
        )


class ReviewSession(models.Model):
    """A learner's review on one study day: what is still to be asked, and how it goes."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="review_sessions"
    )
    day = models.DateField()
    # Statement ids in the order they will be asked; a wrong answer puts its fact back.
    queue = models.JSONField(default=list)
    planned = models.PositiveIntegerField(default=0)
    # The fields of the scheduler's Pace that are known by now; a new review begins with the last's.
    pace = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "day"], name="one_review_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.learner}, {self.day}"


class Attempt(models.Model):
    """A quiz: questions drawn once, answered one by one. Without a learner it is a visitor's.

    In a test the answers are kept as they are given and judged together, when it is handed in.
    """

    class Mode(models.TextChoices):
        PRACTICE = "practice", _("after each question")
        TEST = "test", _("at the end, as in a test")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="attempts",
        null=True,
        blank=True,
    )
    title = models.CharField(max_length=150)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.PRACTICE)
    counts = models.BooleanField(
        default=True, help_text=_("The answers are evidence for the memory; else mere practice.")
    )
    own = models.BooleanField(
        default=False, help_text=_("Begun by whoever takes it, who may drop it; not class work.")
    )
    started_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("quiz attempt")

    def __str__(self) -> str:
        return self.title

    @property
    def awaits_handing_in(self) -> bool:
        """Whether it is a test at which the learner still works, so that nothing is judged yet."""
        return self.mode == self.Mode.TEST and self.finished_at is None


class Response(models.Model):
    """A question shown to somebody and what they answered: also the review log.

    The token is used up by the first answer, so a double click or a reload counts once.
    ``shown`` keeps the question as it was shown. The scheduling columns are filled for
    learners only; ``counted`` says that the answer moved the memory.
    """

    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="responses",
        null=True,
        blank=True,
    )
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="responses")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="responses")
    attempt = models.ForeignKey(
        Attempt, on_delete=models.CASCADE, related_name="responses", null=True, blank=True
    )
    session = models.ForeignKey(
        ReviewSession, on_delete=models.CASCADE, related_name="responses", null=True, blank=True
    )
    position = models.PositiveIntegerField(default=0)
    question_version = models.PositiveIntegerField()
    shown = models.JSONField()
    shown_at = models.DateTimeField(null=True, blank=True)
    # An answer in a test that is not handed in: the form as it was sent, and when it was.
    draft = models.JSONField(null=True, blank=True)
    drafted_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    study_day = models.DateField(null=True, blank=True)
    revealed_day = models.DateField(
        null=True, blank=True, help_text=_("The study day the right answer of a test was shown.")
    )
    first_given = models.CharField(
        max_length=1000,
        blank=True,
        help_text=_("A written answer that said too little, so that it was asked for once more."),
    )
    given = models.CharField(max_length=1000, blank=True)
    verdict = models.CharField(
        max_length=8, choices=[(v.value, v.value) for v in Verdict], blank=True
    )
    note = models.CharField(max_length=300, blank=True)
    score = models.FloatField(
        null=True, blank=True, help_text=_("The part of the mark earned, 0 to 1.")
    )
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    counted = models.BooleanField(default=False)
    retrievability = models.FloatField(null=True, blank=True)
    stability = models.FloatField(null=True, blank=True)
    difficulty = models.FloatField(null=True, blank=True)
    lapses = models.PositiveIntegerField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    memory_before = models.JSONField(
        null=True,
        blank=True,
        encoder=DjangoJSONEncoder,
        help_text=_("The memory before an answer that may be taken back; none if new."),
    )
    undone = models.PositiveSmallIntegerField(
        default=0, help_text=_("How often the learner took an answer to it back.")
    )
    overruled_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When the learner said that the answer was right.")
    )
    proposal = models.ForeignKey(
        AliasProposal,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="responses",
        help_text=_("What the answer was sent as: another spelling of the name."),
    )
    told = models.ForeignKey(
        Correction,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The correction that the learner is told of with the answer."),
    )
    regraded_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When it was judged anew by a corrected key.")
    )
    regraded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    regraded_for = models.ForeignKey(
        Correction, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # What it was worth when it was given, before it was regraded or overruled.
    old_verdict = models.CharField(max_length=8, blank=True)
    old_score = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(attempt__isnull=False) | models.Q(session__isnull=False),
                name="response_in_quiz_or_review",
            ),
            models.UniqueConstraint(
                fields=["attempt", "position"],
                condition=models.Q(attempt__isnull=False),
                name="response_once_per_place",
            ),
        ]
        indexes = [
            models.Index(fields=["learner", "study_day"]),
            models.Index(fields=["learner", "statement"]),
            models.Index(
                fields=["learner", "proposal"],
                condition=models.Q(proposal__isnull=False),
                name="response_with_proposal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} – {self.verdict or 'open'}"

    @property
    def is_right(self) -> bool:
        """Whether the answer earns the mark: right, or right but for a slip."""
        return self.verdict in (Verdict.RIGHT, Verdict.ALMOST)
