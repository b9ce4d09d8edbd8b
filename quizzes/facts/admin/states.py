"""Every state a record has had, read from its kept history and that of its parts.

The citations of a statement and the aliases of an entity are parts of their record: what is
saved in one change has one moment, so that a state is the record with its parts at a moment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from quizzes.facts.models import Alias, Citation, Entity, PackRecord, Statement

Values = Mapping[str, Any]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A slug never changes, and the digest is the pack's affair.
NOT_SHOWN = ("id", "slug", "pack_digest")
MANY: dict[type[models.Model], tuple[str, ...]] = {Entity: ("different_from",)}


@dataclass(frozen=True, slots=True)
class Part:
    """What belongs to a record: the ``model`` of its rows, and the field that points to it."""

    model: type[models.Model]
    owner: str


PARTS: dict[type[models.Model], Part] = {
    Statement: Part(Citation, "statement"),
    Entity: Part(Alias, "entity"),
}


@dataclass(frozen=True, slots=True)
class State:
    """A record's values by field name, foreign keys as ids, and those of its parts by their id."""

    values: Values
    parts: Mapping[int, Values] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """What was saved at one moment: by whom, why, and the state before and after.

    ``before`` is None for a new record and for what is older than the history; ``added`` tells
    the two apart. ``token`` names the state that the change led to.
    """

    at: datetime
    user: int | None
    reason: str
    before: State | None
    after: State
    added: bool
    token: str

    @property
    def moment(self) -> int:
        """The moment as a whole number, for an address."""
        return (self.at - EPOCH) // timedelta(microseconds=1)


def fields_of(model: type[models.Model]) -> list[models.Field]:
    """Return the fields of a record or part that its history keeps and people may see."""
    part = next((part for part in PARTS.values() if part.model is model), None)
    hidden = (*NOT_SHOWN, part.owner) if part else NOT_SHOWN
    kept = _history_of(model).tracked_fields
    many = [model._meta.get_field(name) for name in MANY.get(model, ())]
    return [it for it in (*kept, *many) if it.name not in hidden]


def state_now(row: PackRecord) -> State:
    """Return the present state of a record as it stands in the database."""
    stored = type(row)._base_manager.get(pk=row.pk)
    return State(_values(stored), _parts_now(row))


def token_now(row: PackRecord) -> str:
    """Return what names the present state: the last entries in the histories that make it."""
    model = type(row)
    last = [_last_id(_history_of(model), {"id": row.pk})]
    if part := PARTS.get(model):
        last.append(_last_id(_history_of(part.model), {part.owner: row.pk}))
    return ".".join(map(str, last))


def changes_of(row: PackRecord) -> list[Change]:
    """Return all changes of a record and its parts, the oldest first.

    A number of queries that does not grow. What a part was before the history began is taken
    from its first entry, or from what it is now if it has none.
    """
    model, part = type(row), PARTS.get(type(row))
    entries = _entries(model, {"id": row.pk})
    parts: dict[int, Values] = {}
    part_entries: list[_Entry] = []
    if part:
        part_entries = _entries(part.model, {part.owner: row.pk})
        firsts = {it.pk: it for it in reversed(part_entries)}
        parts = {pk: it for pk, it in _parts_now(row).items() if pk not in firsts}
        parts |= {it.pk: it.values for it in firsts.values() if it.kind != "+"}
    return _gathered(entries, part_entries, parts, [0, 0] if part else [0])


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row of a history; ``kind`` is + for added, ~ for changed and - for deleted."""

    number: int
    at: datetime
    user: int | None
    reason: str
    kind: str
    pk: int
    values: Values


def _gathered(
    own: Sequence[_Entry], of_parts: Sequence[_Entry], parts: Mapping[int, Values], token: list[int]
) -> list[Change]:
    """Put the entries of each moment together; ``token`` has a number for each history."""
    moments: dict[datetime, tuple[list[_Entry], list[_Entry]]] = {}
    for place, entries in enumerate((own, of_parts)):
        for entry in entries:
            moments.setdefault(entry.at, ([], []))[place].append(entry)
    changes: list[Change] = []
    values: Values | None = None
    for at, (mine, theirs) in sorted(moments.items()):
        values = mine[-1].values if mine else values
        parts = _with_entries(parts, theirs)
        last = ([it.number for it in entries] for entries in (mine, theirs))
        token = [max([number, *new]) for number, new in zip(token, last, strict=False)]
        if values is None:
            continue  # a part that is older than all that is known of its record
        both = [*mine, *theirs]
        changes.append(
            Change(
                at=at,
                user=next((it.user for it in both if it.user), None),
                reason=next((it.reason for it in both if it.reason), ""),
                before=changes[-1].after if changes else None,
                after=State(values, parts),
                added=any(it.kind == "+" for it in mine),
                token=".".join(map(str, token)),
            )
        )
    return changes


def _with_entries(parts: Mapping[int, Values], entries: Sequence[_Entry]) -> dict[int, Values]:
    changed = dict(parts)
    for entry in entries:
        if entry.kind == "-":
            changed.pop(entry.pk, None)
        else:
            changed[entry.pk] = entry.values
    return changed


def _entries(model: type[models.Model], of: dict[str, int]) -> list[_Entry]:
    history = _history_of(model)
    kept = [it for it in fields_of(model) if not it.many_to_many]
    rows = list(history.objects.filter(**of).order_by("history_date", "history_id"))
    many = _many(model, history, [row.history_id for row in rows])
    return [
        _Entry(
            number=row.history_id,
            at=row.history_date,
            user=row.history_user_id,
            reason=row.history_change_reason or "",
            kind=row.history_type,
            pk=row.id,
            values={it.name: getattr(row, it.attname) for it in kept}
            | {name: frozenset(ids.get(row.history_id, ())) for name, ids in many.items()},
        )
        for row in rows
    ]


def _many(model: type[models.Model], history: Any, rows: list[int]) -> dict[str, dict[int, set]]:
    """Return the ids that each entry of a history had in the record's many-to-many fields."""
    found: dict[str, dict[int, set[int]]] = {}
    for name in MANY.get(model, ()):
        ids = found.setdefault(name, {})
        relation: Any = model._meta.get_field(name)
        kept = HistoricalRecords.m2m_models[relation]
        target = f"{relation.m2m_reverse_field_name()}_id"
        entries = kept.objects.filter(history__in=rows).values_list("history_id", target)
        for entry, other in entries:
            ids.setdefault(entry, set()).add(other)
    return found


def _values(row: models.Model) -> Values:
    """The values of a record or part as it stands."""
    return {
        it.name: frozenset(getattr(row, it.name).values_list("pk", flat=True))
        if it.many_to_many
        else getattr(row, it.attname)
        for it in fields_of(type(row))
    }


def _parts_now(row: PackRecord) -> dict[int, Values]:
    part = PARTS.get(type(row))
    if part is None:
        return {}
    rows = part.model._base_manager.filter(**{part.owner: row.pk}).order_by("pk")
    return {it.pk: _values(it) for it in rows}


def _last_id(history: Any, of: dict[str, int]) -> int:
    last: int | None = history.objects.filter(**of).aggregate(last=models.Max("history_id"))["last"]
    return last or 0


def _history_of(model: type[models.Model]) -> Any:
    return model.history.model  # type: ignore[attr-defined]
