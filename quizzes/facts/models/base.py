"""What all records of a fact pack share."""

from collections.abc import Collection
from typing import Any

from django.db import models, router
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from quizzes.facts.signals import one_change


class Announced(models.Model):
    """A part of the fact base: what follows its being saved or deleted is done with it.

    Either the questions follow, or the fact stays as it was. Saved by itself it is one change,
    whose moment its history has, too.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with one_change():
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with one_change():
            return super().delete(*args, **kwargs)


class PackRecord(Announced):
    """A record that lives in the fact pack under a permanent slug."""

    slug = models.SlugField(
        _("slug"),
        max_length=100,
        unique=True,
        help_text=_("A permanent short name in small letters and hyphens; never change it."),
    )
    # The digest of the record as last read from the pack. If the record's digest differs
    # from it, somebody has edited the record here since, and a load must not undo that.
    pack_digest = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta:
        abstract = True


def is_one_of(name: str, field: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    """Return a database constraint that ``field`` holds one of ``choices``."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": choices.values}),
        name=name,
        violation_error_message=_("This is not one of the choices."),
    )


def all_hold(row: models.Model, exclude: Collection[str] | None = None) -> bool:
    """Whether a row keeps every rule of its model that is a check, in one query for them all.

    As Django does it for each, rules on what is left out by ``exclude`` count as kept. What the
    database cannot tell counts as broken: each rule must then be asked for by itself.
    """
    values = row._get_field_expression_map(  # type: ignore[attr-defined]
        meta=row._meta, exclude={*(exclude or ())}
    )
    kept = Q()
    for rule in row._meta.constraints:
        condition = Q(rule.condition) if isinstance(rule, models.CheckConstraint) else Q()
        if condition.referenced_base_fields <= values.keys():
            # What is unknown is no breach.
            kept &= Q(Coalesce(condition, True, output_field=models.BooleanField()))
    return not (~kept).check(values, using=router.db_for_write(type(row), instance=row))
