"""Loading a pack: the whole of it or nothing, and never over an edit made here unasked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import gettext as _

from quizzes.facts.reasons import LOADED
from quizzes.facts.signals import finished, one_change

from .links import leave_links, others_linked
from .parsing import Parsed, parse_records
from .problems import PackError, Problem
from .reading import read_pack
from .records import FIELDS, MODELS, digest, prefetched, record_of
from .saving import Pair, save_records

OnConflict = Literal["refuse", "overwrite", "keep"]


@dataclass(slots=True)
class Report:
    """What a load did: counts by kind, and the records that had been edited here.

    ``left`` are links between entities that were not written, as one of the two was kept.
    """

    created: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    conflicts: list[Problem] = field(default_factory=list)
    left: list[Problem] = field(default_factory=list)


def load_pack(folder: Path, on_conflict: OnConflict = "refuse") -> Report:
    """Load the pack in ``folder`` into the database.

    A record that was edited here since it was last loaded is a conflict: ``refuse`` stops the
    load, ``overwrite`` takes the pack's version, ``keep`` leaves the edited one.
    Raises PackError, with every problem found; then nothing has been changed.
    """
    raws = read_pack(folder)
    # From here on nobody edits a record between its being compared and its being written.
    with one_change(_(LOADED)):
        parsed = parse_records(raws)
        existing = {kind: {row.slug: row for row in prefetched(kind)} for kind in MODELS}
        report = Report()
        to_write = _compare(parsed, existing, on_conflict, report)
        if report.conflicts and on_conflict == "refuse":
            raise PackError(report.conflicts)
        to_write += _also_linked(to_write, existing["entities"], report)
        finished(save_records(to_write, existing))
    return report


def _also_linked(to_write: Sequence[Pair], stored: dict[str, Any], report: Report) -> list[Pair]:
    """The entities that are not in the pack and whose links change with those that are."""
    others = others_linked([item for item, _row in to_write], stored)
    report.changed.update(item.kind for item in others)
    return [(item, stored[item.slug]) for item in others]


def _compare(
    parsed: Sequence[Parsed],
    existing: dict[str, dict[str, Any]],
    on_conflict: OnConflict,
    report: Report,
) -> list[Pair]:
    to_write: list[Pair] = []
    same: defaultdict[str, list[Any]] = defaultdict(list)
    if on_conflict == "keep":
        stored = existing["entities"]
        pairs = [(it, stored.get(it.slug)) for it in parsed if it.kind == "entities"]
        kept = {item.slug for item, row in pairs if row is not None and _is_edited(item, row)}
        report.left = leave_links(pairs, kept)
    for item in parsed:
        kind, there = item.kind, digest(item.record)
        row = existing[kind].get(item.slug)
        if row is None:
            report.created[kind] += 1
            to_write.append((item, MODELS[kind](slug=item.slug, pack_digest=there)))
            continue
        here, loaded = digest(record_of(kind, row)), row.pack_digest
        row.pack_digest = there
        if here == there:
            report.unchanged[kind] += 1
            if loaded != there:
                same[kind].append(row)
            continue
        if loaded != here:
            report.conflicts.append(item.problem("", _conflict(item, row)))
            if on_conflict == "keep":
                continue
        report.changed[kind] += 1
        to_write.append((item, row))
    for kind, rows in same.items():  # the same edit on both sides
        MODELS[kind]._default_manager.bulk_update(rows, ["pack_digest"])
    return to_write


def _is_edited(item: Parsed, row: Any) -> bool:
    """Whether a record was edited here since it was loaded, and not to what the pack says."""
    return digest(record_of(item.kind, row)) not in (digest(item.record), row.pack_digest)


def _conflict(item: Parsed, row: Any) -> str:
    here = record_of(item.kind, row)
    names = [f.name for f in FIELDS[item.kind] if here.get(f.name) != item.record.get(f.name)]
    return f"“{item.slug}” has been edited here and differs in: {', '.join(names)}"
