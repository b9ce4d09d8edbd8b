"""Editors' sentences on how accounts differ that were written before one of the accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from .models import Statement
from .timespans import TimeSpan

# What an account says; whoever changes it has given another account.
ACCOUNT = ("value_entity_id", "value_date", "value_quantity", "unit", "subject_id", "property_id")
STANDING = ("status", "rank")
# Of statements loaded ``with_disputed``.
DISPUTED = Q(is_disputed=True)


def older_notes(statements: Iterable[Statement] | None = None) -> dict[int, list[Statement]]:
    """Return the rivals that are newer than a statement's note on the dispute, by its id.

    Of all standing disputed statements, or of ``statements`` alone. A rival that carries the same
    note is one that its writer knew. Three queries; times are those of the kept history.
    """
    noted = Statement.objects.all().standing().with_disputed().filter(DISPUTED)
    noted = noted.exclude(dispute_note="")
    if statements is not None:
        noted = noted.filter(pk__in=[it.pk for it in statements])
    with_note = list(noted.order_by("slug"))
    pairs = _pairs(with_note)
    states = _states({it.pk for pair in pairs for it in pair})
    found: defaultdict[int, list[Statement]] = defaultdict(list)
    for one, rival in pairs:
        written = _since(states[one.pk], ("dispute_note",))
        given = _since(states[rival.pk], (*ACCOUNT, *STANDING))
        if written and given and given > written:
            found[one.pk].append(rival)
    return dict(found)


def _pairs(noted: Sequence[Statement]) -> list[tuple[Statement, Statement]]:
    """Each statement with a note beside each of its rivals that has another note, or none."""
    standing = Statement.objects.all().standing().worded().order_by("slug")
    rivals: defaultdict[tuple[int, int], list[Statement]] = defaultdict(list)
    for row in standing.filter(
        property__single_valued=True,
        subject__in={it.subject_id for it in noted},
        property__in={it.property_id for it in noted},
    ):
        rivals[row.subject_id, row.property_id].append(row)
    return [
        (one, other)
        for one in noted
        for other in rivals[one.subject_id, one.property_id]
        if one.pk != other.pk
        and one.dispute_note != other.dispute_note
        and exclude_each_other(one, other)
    ]


def exclude_each_other(one: Statement, other: Statement) -> bool:
    """Whether two values of one subject and single-valued property cannot both be true.

    As ``StatementQuerySet.rivals`` has it, for statements at hand; a test holds them together.
    """
    if not TimeSpan(one.when_first, one.when_last).meets(
        TimeSpan(other.when_first, other.when_last)
    ):
        return False
    if one.value_entity_id and other.value_entity_id:
        return one.value_entity_id != other.value_entity_id
    if one.value_date and other.value_date:
        span = TimeSpan(one.value_date_first, one.value_date_last)
        return not span.meets(TimeSpan(other.value_date_first, other.value_date_last))
    if one.quantity and other.quantity:
        return one.unit == other.unit and one.quantity.excludes(other.quantity)
    return False


def _states(ids: set[int]) -> dict[int, list[Any]]:
    """The kept states of statements, the newest first."""
    found: dict[int, list[Any]] = {pk: [] for pk in ids}
    columns = ("id", "history_date", "dispute_note", *ACCOUNT, *STANDING)
    rows = Statement.history.filter(id__in=ids).order_by("-history_date", "-history_id")
    for row in rows.values_list(*columns, named=True):
        found[row.id].append(row)
    return found


def _since(states: Sequence[Any], columns: Sequence[str]) -> datetime | None:
    """Return since when the columns are what they are; None without a history."""
    since = None
    for state in states:
        if any(getattr(state, it) != getattr(states[0], it) for it in columns):
            break
        since = state.history_date
    return since
