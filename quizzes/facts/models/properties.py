"""What can be said of an entity, and the words for saying and asking it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.facts.wording import WordingError, check_wording

from .base import PackRecord, is_one_of
from .entities import Entity
from .history import kept_history


class PropertyDatatype(models.TextChoices):
    ENTITY = "entity", _("entity")
    DATE = "date", _("date")
    QUANTITY = "quantity", _("quantity")
    TEXT = "text", _("text")
    QUOTATION = "quotation", _("quotation")


class PropertyMarks(models.TextChoices):
    NOTHING = "", _("nothing")
    START = "start", _("when the subject began")
    END = "end", _("when the subject ended")
    SPAN = "span", _("when the subject took place")
    PARENT = "parent", _("what the subject is a part of")
    SIDE = "side", _("on whose side the subject stands")


class Property(PackRecord):
    """A kind of statement, such as *began* or *was commanded by*, with its wording."""

    Datatype = PropertyDatatype

    Marks = PropertyMarks

    label = models.CharField(_("label"), max_length=100)
    datatype = models.CharField(_("data type"), max_length=20, choices=Datatype)
    subject_kinds = models.JSONField(_("kinds of subject"), default=list, blank=True)
    value_kinds = models.JSONField(_("kinds of value"), default=list, blank=True)
    single_valued = models.BooleanField(
        _("one value"), default=False, help_text=_("A subject has only one value at a time.")
    )
    single_subject = models.BooleanField(
        _("one subject"), default=False, help_text=_("A value belongs to only one subject.")
    )
    marks = models.CharField(
        _("tells"), max_length=10, choices=Marks, blank=True, default=Marks.NOTHING
    )
    is_claim = models.BooleanField(
        _("is a claim"),
        default=False,
        help_text=_("The subject is who says it, as in “Human Rights Watch reported that …”."),
    )
    sentence = models.CharField(
        _("sentence"),
        max_length=250,
        help_text=_("As in “{subject} [was|were] commanded by {value}”, without a full stop."),
    )
    ask_value = models.CharField(
        _("question for the value"), max_length=250, blank=True, help_text=_("Empty: not asked.")
    )
    ask_subject = models.CharField(
        _("question for the subject"), max_length=250, blank=True, help_text=_("Empty: not asked.")
    )

    asked = models.BooleanField(
        _("is asked"),
        default=True,
        help_text=_(
            "Without it such facts are only read: no question of any format is made of them. "
            "For what teaches nothing when asked, such as the day a web page was looked up."
        ),
    )

    history = kept_history("pack_digest")

    class Meta:
        ordering = ["label", "slug"]
        verbose_name = _("property")
        verbose_name_plural = _("properties")
        constraints = [
            is_one_of("property_datatype_known", "datatype", PropertyDatatype),
            is_one_of("property_marks_known", "marks", PropertyMarks),
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Raise ValidationError, by field, for what an editor can get wrong."""
        from quizzes.facts.kinds import check_kinds

        self.clean_itself()
        if errors := check_kinds(self):
            raise ValidationError(errors)

    def clean_itself(self) -> None:
        """Raise ValidationError for all but kinds that its statements are not of."""
        from quizzes.facts.checks import check_datatype

        errors: dict[str, Any] = {}
        errors.update(check_datatype(self))
        for field in ("subject_kinds", "value_kinds"):
            unknown = set(getattr(self, field)) - set(Entity.Kind.values)
            if unknown:
                errors[field] = _("Unknown kind “%(kind)s”. Known are: %(known)s.") % {
                    "kind": sorted(unknown)[0],
                    "known": ", ".join(Entity.Kind.values),
                }
        for field in ("sentence", "ask_value", "ask_subject"):
            try:
                check_wording(getattr(self, field))
            except WordingError as error:
                errors[field] = str(error)
        if errors:
            raise ValidationError(errors)
