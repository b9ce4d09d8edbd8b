"""Which facts the questions of a few statements may depend on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from quizzes.facts.models import Property, Statement


@dataclass(frozen=True, slots=True)
class Reach:
    """The facts on some properties, and all dates or all claims where those are asked for."""

    properties: frozenset[int]
    dates: bool
    claims: bool

    @classmethod
    def of(
        cls,
        statements: Collection[int],
        *,
        before: Collection[int] = (),
        properties: Collection[int] = (),
    ) -> Reach:
        """What the questions of ``statements`` (primary keys) may depend on.

        Those of the statements ``before`` as they were in any state that is kept, too, and those
        on some ``properties``.
        """
        told = _told(Statement.objects.filter(pk__in=statements))
        if before:
            told |= _told(Statement.history.filter(id__in=before))
        return cls(
            properties=frozenset(properties) | {prop for prop, *_ in told},
            # Dates of one property are wrong options for those of another.
            dates=any(datatype == Property.Datatype.DATE for _, datatype, _, _ in told),
            claims=any(is_claim or claimant for _, _, is_claim, claimant in told),
        )

    def needed(self, prefix: str = "") -> Q:
        """The condition for a statement, ``prefix`` away, to be within reach."""
        needed = Q(**{f"{prefix}property__in": self.properties})
        if self.dates:
            needed |= Q(**{f"{prefix}property__datatype": Property.Datatype.DATE})
        if self.claims:
            needed |= Q(**{f"{prefix}property__is_claim": True})
            needed |= Q(**{f"{prefix}attributed_to__isnull": False})
        return needed


def _told(rows: QuerySet[Any]) -> set[tuple[int, str, bool, int | None]]:
    columns = ("property", "property__datatype", "property__is_claim", "attributed_to")
    return set(rows.order_by().values_list(*columns))
