"""What learners send the editors: problems with a fact, and spellings of a name."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.lib import clock

from .base import is_one_of
from .entities import Entity
from .statements import Statement


class Report(models.Model):
    """A problem with a fact that somebody has told the editors of."""

    statement = models.ForeignKey(
        Statement, on_delete=models.CASCADE, related_name="reports", verbose_name=_("fact")
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="reports",
        verbose_name=_("reported by"),
    )
    text = models.TextField(_("what is wrong"), validators=[MaxLengthValidator(1000)])
    made_at = models.DateTimeField(_("reported"), default=clock.now, editable=False)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True, editable=False)
    outcome = models.TextField(
        _("what came of it"), blank=True, help_text=_("For the editors, and for who reported it.")
    )

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("report of a problem")
        verbose_name_plural = _("reports of problems")
        indexes = [models.Index(fields=["statement", "settled_at"])]

    def __str__(self) -> str:
        return self.text[:80]


class AliasProposalStatus(models.TextChoices):
    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")


class AliasProposal(models.Model):
    """A way to write an entity's name that a learner typed and holds to be right."""

    Status = AliasProposalStatus

    entity = models.ForeignKey(
        Entity, on_delete=models.CASCADE, related_name="alias_proposals", verbose_name=_("entity")
    )
    text = models.CharField(_("typed"), max_length=150)
    times = models.PositiveIntegerField(_("times proposed"), default=1, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    made_at = models.DateTimeField(_("first proposed"), default=clock.now, editable=False)

    class Meta:
        ordering = ["-times", "made_at"]
        verbose_name = _("proposed alias")
        verbose_name_plural = _("proposed aliases")
        constraints = [
            models.UniqueConstraint(fields=["entity", "text"], name="alias_proposed_once"),
            is_one_of("alias_proposal_status_known", "status", AliasProposalStatus),
        ]

    def __str__(self) -> str:
        return f"{self.text} ({self.entity})"
