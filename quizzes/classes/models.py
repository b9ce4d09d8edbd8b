"""Classes: teachers, pupils, and the work they are given."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.bank.models import QuestionSet
from quizzes.study.models import Attempt

if TYPE_CHECKING:
    from quizzes.accounts.models import User

# Without letters and digits that look alike when read off a blackboard.
JOIN_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def new_join_code() -> str:
    """Return a random code of eight letters and digits that are easily read aloud."""
    return "".join(secrets.choice(JOIN_ALPHABET) for _ in range(8))


class SchoolClass(models.Model):
    """A class that learners join with its code."""

    name = models.CharField(_("name"), max_length=100)
    join_code = models.CharField(_("join code"), max_length=8, unique=True, default=new_join_code)
    teachers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="taught_classes")
    learners = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Enrolment", related_name="joined_classes"
    )
    # With the code, or the link that holds it; nobody joins a class that is archived.
    open_to_join = models.BooleanField(_("open to join"), default=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("class")
        verbose_name_plural = _("classes")

    def __str__(self) -> str:
        return self.name

    def admit(self, learner: User) -> bool:
        """Enrol ``learner``; return whether they were not enrolled before."""
        return Enrolment.objects.get_or_create(school_class=self, learner=learner)[1]


class Enrolment(models.Model):
    """A learner's membership of a class."""

    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.CASCADE, related_name="enrolments"
    )
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments"
    )
    joined_at = models.DateTimeField(auto_now_add=True)
    # The teachers of the class made the pupil's account, so they may give it another password.
    made_account = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("enrolment")
        constraints = [
            models.UniqueConstraint(fields=["school_class", "learner"], name="enrolled_once"),
        ]

    def __str__(self) -> str:
        return f"{self.learner} in {self.school_class}"


class Assignment(models.Model):
    """A question set given to a class with a due date."""

    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.CASCADE, related_name="assignments"
    )
    question_set = models.ForeignKey(
        QuestionSet, on_delete=models.PROTECT, related_name="assignments"
    )
    title = models.CharField(_("title"), max_length=100)
    due_at = models.DateTimeField(_("due"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = _("assignment")

    def __str__(self) -> str:
        return self.title


class AssignmentAttempt(models.Model):
    """A learner's one attempt at an assignment."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="attempts")
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignment_attempts"
    )
    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="assigned")

    class Meta:
        verbose_name = _("assignment attempt")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "learner"], name="one_attempt_per_assignment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner}: {self.assignment}"


class MarkChange(models.Model):
    """A teacher set the mark of a pupil's work, or took that back; the latest one counts."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="mark_changes"
    )
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mark_changes"
    )
    percent = models.PositiveSmallIntegerField(
        _("mark in per cent"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text=_("Leave it empty to let the answers decide again."),
    )
    comment = models.CharField(
        _("comment"), max_length=300, help_text=_("Why; the pupil sees it, too.")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("change of a mark")
        indexes = [models.Index(fields=["assignment", "learner", "at"])]

    def __str__(self) -> str:
        return f"{self.learner}, {self.assignment}: {self.percent}"


class Regrading(models.Model):
    """Somebody judged the finished attempts at an assignment anew, by corrected keys."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="regradings")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()
    # How many answers were judged, and of how many the mark is another.
    judged = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("regrading")

    def __str__(self) -> str:
        return f"{self.assignment}, {self.at}"
