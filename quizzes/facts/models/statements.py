"""Statements: subject, property, value, with when, where, who says so and on what evidence."""

from __future__ import annotations

import builtins  # the field "property" hides the decorator inside the class
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quizzes.facts.fields import (
    EdtfEdge,
    EdtfField,
    QuantityEdge,
    optional_date,
    optional_quantity,
)
from quizzes.lib.edtf import EdtfDate
from quizzes.lib.quantities import Quantity

from .base import Announced, PackRecord, all_hold, is_one_of
from .entities import Entity
from .history import kept_history
from .properties import Property
from .queries import StatementQuerySet, day_of_statement, text_head, vague
from .sources import Source, Topic

VALUE_FIELDS = {
    Property.Datatype.ENTITY: "value_entity",
    Property.Datatype.DATE: "value_date",
    Property.Datatype.QUANTITY: "value_quantity",
    Property.Datatype.TEXT: "value_text",
    Property.Datatype.QUOTATION: "value_text",
}


def _only_value(filled: str) -> Q:
    """A condition that the one value column ``filled`` holds a value and the others none."""
    empty = {
        "value_entity": Q(value_entity__isnull=True),
        "value_date": Q(value_date=""),
        "value_quantity": Q(value_quantity=""),
        "value_text": Q(value_text=""),
    }
    condition = Q()
    for column, is_empty in empty.items():
        condition &= ~is_empty if column == filled else is_empty
    return condition


class StatementRank(models.TextChoices):
    PREFERRED = "preferred", _("preferred")
    NORMAL = "normal", _("normal")
    DEPRECATED = "deprecated", _("deprecated")


class StatementStatus(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    RETIRED = "retired", _("retired")


class StatementSensitivity(models.TextChoices):
    ORDINARY = "ordinary", _("ordinary")
    CONTEXT = "context", _("context")
    RESTRICTED = "restricted", _("restricted")


class StatementImportance(models.IntegerChoices):
    DETAIL = 1, _("1: a detail")
    USEFUL = 2, _("2: worth knowing")
    CENTRAL = 3, _("3: central")


class Statement(PackRecord):
    """One fact. Its slug names it for ever, whatever its value becomes."""

    Rank = StatementRank

    Status = StatementStatus

    Sensitivity = StatementSensitivity

    Importance = StatementImportance

    subject = models.ForeignKey(
        Entity, on_delete=models.PROTECT, related_name="statements", verbose_name=_("subject")
    )
    property = models.ForeignKey(
        Property, on_delete=models.PROTECT, related_name="statements", verbose_name=_("property")
    )
    value_entity = models.ForeignKey(
        Entity,
        on_delete=models.PROTECT,
        related_name="value_of",
        null=True,
        blank=True,
        verbose_name=_("value: entity"),
    )
    value_date = EdtfField(_("value: date"), help_text=_("A date such as 7 May 2018 or 2018-05."))
    value_date_first = EdtfEdge(of="value_date", edge="first")
    value_date_last = EdtfEdge(of="value_date", edge="last")
    value_quantity = models.CharField(
        _("value: number"),
        max_length=40,
        blank=True,
        help_text=_("19270, ~19270 (about), >=4, >1100, 35..60 (between), 50|60 (either)."),
    )
    value_low = QuantityEdge(of="value_quantity", edge="low")
    value_high = QuantityEdge(of="value_quantity", edge="high")
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    value_text = models.TextField(_("value: text"), blank=True)

    when = EdtfField(_("when"), help_text=_("The day or period for which this holds."))
    when_first = EdtfEdge(of="when", edge="first")
    when_last = EdtfEdge(of="when", edge="last")
    date_inferred = models.BooleanField(
        _("year inferred"), default=False, help_text=_("The source gives no year itself.")
    )
    where = models.ForeignKey(
        Entity,
        on_delete=models.PROTECT,
        related_name="located_statements",
        null=True,
        blank=True,
        verbose_name=_("where"),
    )
    attributed_to = models.ForeignKey(
        Entity,
        on_delete=models.PROTECT,
        related_name="claims",
        null=True,
        blank=True,
        verbose_name=_("claimed by"),
    )
    unattributed = models.BooleanField(
        _("claimed by nobody named"),
        default=False,
        help_text=_("“It was alleged …”, “reportedly …” with nobody named."),
    )
    rank = models.CharField(
        _("rank"),
        max_length=12,
        choices=Rank,
        default=Rank.NORMAL,
        help_text=_("Deprecated: kept for the record, never asked."),
    )
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, related_name="statements", verbose_name=_("topic")
    )
    importance = models.PositiveSmallIntegerField(
        _("importance"), choices=Importance, default=Importance.USEFUL
    )
    sensitivity = models.CharField(
        _("sensitivity"),
        max_length=12,
        choices=Sensitivity,
        default=Sensitivity.ORDINARY,
        help_text=_(
            "Context: asked only by who says it, with a note. Restricted: read, never asked."
        ),
    )
    disputed_mark = models.BooleanField(
        _("mark as disputed"),
        default=False,
        help_text=_("For disagreements the program cannot see; the others it works out itself."),
    )
    dispute = models.CharField(
        _("disagreement"),
        max_length=150,
        blank=True,
        help_text=_(
            "A short question that names it, as “When did the battle begin?”. "
            "Statements with the same one stand side by side."
        ),
    )
    dispute_note = models.CharField(
        _("how the sources differ"), max_length=400, blank=True, help_text=_("For readers.")
    )
    own_sentence = models.CharField(
        _("own sentence"), max_length=400, blank=True, help_text=_("Where the property's is poor.")
    )
    own_stem = models.CharField(_("own question for the value"), max_length=400, blank=True)
    own_subject_stem = models.CharField(
        _("own question for the subject"), max_length=400, blank=True
    )
    explanation = models.CharField(
        _("explanation"),
        max_length=500,
        blank=True,
        help_text=_("One or two sentences after the answer, from the sources."),
    )
    note = models.TextField(_("editor's note"), blank=True)
    wording_outdated = models.BooleanField(
        _("own wording to be checked"),
        default=False,
        help_text=_("Set when the fact changed under its own sentence or question."),
    )

    objects = StatementQuerySet.as_manager()
    history = kept_history(
        *("pack_digest", "value_date_first", "value_date_last", "value_low", "value_high"),
        *("when_first", "when_last"),
    )

    class Meta:
        ordering = ["topic", "slug"]
        verbose_name = _("statement")
        constraints = [
            models.CheckConstraint(
                condition=_only_value("value_entity")
                | _only_value("value_date")
                | _only_value("value_quantity")
                | _only_value("value_text"),
                name="statement_has_one_value",
                violation_error_message=_("Give exactly one value."),
            ),
            models.CheckConstraint(
                condition=~Q(subject=models.F("value_entity")),
                name="statement_not_about_itself",
                violation_error_message=_("Subject and value must differ."),
            ),
            models.CheckConstraint(
                condition=Q(attributed_to__isnull=True) | Q(unattributed=False),
                name="statement_claimed_once",
                violation_error_message=_(
                    "Either name who claims it or tick that nobody is named."
                ),
            ),
            models.CheckConstraint(
                condition=Q(importance__range=(1, 3)),
                name="statement_importance_in_range",
                violation_error_message=_("Importance is 1, 2 or 3."),
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}_first__isnull": True})
                    | Q(**{f"{name}_last__isnull": True})
                    | Q(**{f"{name}_first__lte": models.F(f"{name}_last")}),
                    name=f"statement_{name}_in_order",
                )
                for name in ("when", "value_date")
            ),
            models.CheckConstraint(
                condition=Q(value_low__isnull=True)
                | Q(value_high__isnull=True)
                | Q(value_low__lte=models.F("value_high")),
                name="statement_quantity_in_order",
            ),
            is_one_of("statement_rank_known", "rank", StatementRank),
            is_one_of("statement_status_known", "status", StatementStatus),
            is_one_of("statement_sensitivity_known", "sensitivity", StatementSensitivity),
        ]
        indexes = [
            models.Index(fields=["subject", "property"]),
            models.Index(fields=["property", "value_entity"]),
            # By these the question bank finds, among however many, what may be true of two.
            models.Index(fields=["property", "value_date_first", "value_date_last"]),
            models.Index(fields=["property", "value_low", "value_high"]),
            models.Index(
                fields=["property", "value_date_first", "value_date_last"],
                condition=vague("value_date_first", "value_date_last"),
                name="statement_vague_date",
            ),
            models.Index(
                fields=["property", "value_low", "value_high"],
                condition=vague("value_low", "value_high"),
                name="statement_vague_number",
            ),
            models.Index("property", text_head("value_text"), name="statement_text"),
            models.Index("property", day_of_statement(), name="statement_day"),
            models.Index(
                fields=["id"], condition=Q(attributed_to__isnull=False), name="statement_claimed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} – {self.property} – {self.value_text_for_people}"

    @builtins.property
    def date_value(self) -> EdtfDate | None:
        """The value as a date, if it is one."""
        return optional_date(self.value_date)

    @builtins.property
    def quantity(self) -> Quantity | None:
        """The value as a quantity, if it is one."""
        return optional_quantity(self.value_quantity)

    @builtins.property
    def when_date(self) -> EdtfDate | None:
        """The day or period for which the statement holds."""
        return optional_date(self.when)

    @builtins.property
    def value_text_for_people(self) -> str:
        """The value as a reader sees it alone: ``7 May 2018``, ``about 19,270 civilians``."""
        if self.value_entity:
            return self.value_entity.label
        if self.value_date:
            return self.date_value.spoken() if self.date_value else self.value_date
        if self.value_quantity:
            spoken = self.quantity.spoken() if self.quantity else self.value_quantity
            return f"{spoken}{self.unit}" if self.unit == "%" else f"{spoken} {self.unit}".strip()
        quoted = self.property.datatype == Property.Datatype.QUOTATION
        return f"“{self.value_text}”" if quoted else self.value_text

    def clean(self) -> None:
        """Raise ValidationError, by field, for what an editor can get wrong."""
        from quizzes.facts.checks import check_statement

        if errors := check_statement(self):
            raise ValidationError(errors)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Ask for each of the rules by itself, of which there are many, only if one is broken."""
        if not all_hold(self, exclude):
            super().validate_constraints(exclude)


class Citation(Announced):
    """Where a source supports a statement."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="citations")
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="citations", verbose_name=_("source")
    )
    locator = models.CharField(
        _("where in it"), max_length=150, help_text=_("Section or paragraph, as “Battle, para. 3”.")
    )
    quote = models.CharField(
        _("quotation"), max_length=200, blank=True, help_text=_("A few words at most.")
    )

    history = kept_history()

    class Meta:
        ordering = ["source__document", "pk"]
        verbose_name = _("citation")
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "source", "locator"], name="citation_once_per_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.locator}"
