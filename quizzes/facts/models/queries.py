"""The questions asked of the statements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Left, Lower, StrIndex
from django.db.models.lookups import GreaterThan

from .parts import ROLES

if TYPE_CHECKING:
    from .statements import Statement


Bound = Callable[[str], Any]
# Longer texts that begin alike are compared in full by whoever looks for the same text.
HEAD = 100


def text_head(text: Any) -> Any:
    """Return the expression by which a text is found, whatever its case; see the model's index."""
    return Left(Lower(text), HEAD)


def day_of_statement() -> Any:
    """Return the expression for the day from which a statement's distance in time is counted."""
    return Coalesce("value_date_first", "when_first")


def vague(first: str, last: str) -> Q:
    """Return the condition that two columns bound a span, and not one day or number; see the model.

    These few are looked through, while what is exact is found at once among however many.
    """
    unbounded = Q(**{f"{first}__isnull": True, f"{last}__isnull": False})
    unbounded |= Q(**{f"{first}__isnull": False, f"{last}__isnull": True})
    return unbounded | Q(**{f"{first}__lt": F(last)})


def _outer(column: str) -> Any:
    return OuterRef(column)


def _apart(first: str, last: str, other: Bound) -> Q:
    """The row's interval and the other's do not meet; a null end is open."""
    return _beyond(f"{first}__gt", other(last)) | _beyond(f"{last}__lt", other(first))


def _beyond(lookup: str, bound: Any) -> Q:
    return Q(pk__in=[]) if bound is None else Q(**{lookup: bound})


def _numbers_apart(other: Bound) -> Q:
    """The row's number and the other's exclude each other; see ``Quantity.excludes``.

    Of "50 or 60" each is held against the other number alone. A test holds the two together.
    """
    text = other("value_quantity")
    theirs = Value(text) if isinstance(text, str) else text
    ours = F("value_quantity")
    is_open = _is_open(ours) | _is_open(theirs)
    ends = ("value_low", "value_high")

    def all_apart(mine: tuple[str, ...], others: tuple[str, ...]) -> Q:
        """Each number named by the row alone is apart from each named by the other alone."""
        condition = Q()
        for one in mine:
            for two in others:
                condition &= _ends_apart(one or ends[0], one or ends[1], two, other, is_open)
        return condition

    return (
        all_apart(("",), ("",))
        | (_holds(ours, "|") & all_apart(ends, ("",)))
        | (_holds(theirs, "|") & all_apart(("",), ends))
        | (_holds(ours, "|") & _holds(theirs, "|") & all_apart(ends, ends))
    )


def _ends_apart(first: str, last: str, alone: str, other: Bound, is_open: Q) -> Q:
    """Two spans do not meet; those that touch at an open end do not either."""
    low, high = other(alone or "value_low"), other(alone or "value_high")
    touching = _beyond(first, high) | _beyond(last, low)
    return _beyond(f"{first}__gt", high) | _beyond(f"{last}__lt", low) | (touching & is_open)


def _is_open(text: Any) -> Q:
    """The number is "more than" or "fewer than" what it names, which is not in it."""
    return (_holds(text, ">") | _holds(text, "<")) & ~_holds(text, "=")


def _holds(text: Any, sign: str) -> Q:
    return Q(GreaterThan(StrIndex(text, Value(sign)), 0))


def _same_time(other: Bound) -> Q:
    """The row's ``when`` and the other's may overlap; a missing one may be any time."""
    first, last = other("when_first"), other("when_last")
    return (
        Q(when_first__isnull=True)
        | Q(when_first__lte=date.max if last is None else Coalesce(last, Value(date.max)))
    ) & (
        Q(when_last__isnull=True)
        | Q(when_last__gte=date.min if first is None else Coalesce(first, Value(date.min)))
    )


class StatementQuerySet(models.QuerySet["Statement"]):
    """Statements by their standing."""

    def published(self) -> StatementQuerySet:
        """Those that readers see."""
        return self.filter(status="published")

    def standing(self) -> StatementQuerySet:
        """Those that readers see and that are held to be worth asking."""
        return self.published().exclude(rank="deprecated")

    def worded(self) -> StatementQuerySet:
        """With all that a sentence about each needs, in the one query."""
        return self.select_related("property", *ROLES)

    def for_reading(self) -> StatementQuerySet:
        """With topic and sources besides, in a fixed number of queries."""
        return self.worded().select_related("topic").prefetch_related("citations__source")

    def rivals(self, statement: Statement | None = None) -> StatementQuerySet:
        """Standing statements that exclude a statement's value, or the outer query's.

        Same subject, same single-valued property, at a time that is not another, and values
        that cannot both be true. Numbers in different units are left to the editor.
        """
        other: Bound = _outer if statement is None else partial(getattr, statement)
        excluding = (
            (Q(value_entity__isnull=False) & ~Q(value_entity=other("value_entity_id")))
            | _apart("value_date_first", "value_date_last", other)
            | (_numbers_apart(other) & Q(unit=other("unit")))
        )
        return (
            self.standing()
            .filter(
                excluding,
                _same_time(other),
                property__single_valued=True,
                property=other("property_id"),
                subject=other("subject_id"),
            )
            .exclude(pk=other("pk"))
        )

    def with_disputed(self) -> StatementQuerySet:
        """Annotate ``is_disputed``: an editor says so, or another statement contradicts it.

        An editor does so with the mark, or by naming the disagreement.
        """
        return self.annotate(is_disputed=_disputed())


# Made once: putting it together takes longer than the database takes to answer it.
@cache
def _disputed() -> models.Case:
    from .statements import Statement

    rivals = Statement.objects.all().rivals()
    return models.Case(
        models.When(Q(disputed_mark=True) | ~Q(dispute=""), then=True),
        models.When(Exists(rivals), rank__in=["preferred", "normal"], then=True),
        default=False,
        output_field=models.BooleanField(),
    )
