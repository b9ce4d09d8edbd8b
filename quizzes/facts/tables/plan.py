"""What a table would do: the records it makes, changes and leaves, and what is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from quizzes.facts.models import PackRecord
from quizzes.facts.models.parts import WORDING
from quizzes.facts.pack.links import leave_links, others_linked
from quizzes.facts.pack.parsing import Parsed, make_symmetric, set_field, understand
from quizzes.facts.pack.problems import MOST_PROBLEMS, Problem
from quizzes.facts.pack.records import FIELDS, MODELS, Record, digest, prefetched, record_of
from quizzes.facts.pack.saving import Pair
from quizzes.facts.signals import Progress, Steps

from .columns import KINDS, edition, text_of
from .repeats import MEANT, repeats
from .rows import Rows, read_rows
from .sheets import Sheet

STEP = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a record: what it is now and what it would be, as a cell shows it."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Item:
    """A record that would be made or changed: the row of the table, and what would differ.

    ``meanwhile`` says that the record was edited here since the table was exported.
    """

    parsed: Parsed
    row: Any
    differences: Sequence[Difference]
    # The digest of the record as it is stored, or nothing for a new one.
    before: str = ""
    meanwhile: bool = False

    @property
    def is_new(self) -> bool:
        """Whether there is no such record yet."""
        return not self.before

    @property
    def pair(self) -> Pair:
        """What is handed on to be saved."""
        return self.parsed, self.row


@dataclass(slots=True)
class Plan:
    """All that a table would do. With problems nothing is done."""

    kind: str
    new: list[Item] = field(default_factory=list)
    changed: list[Item] = field(default_factory=list)
    conflicts: list[Item] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    # Links of entities that stay as they are, where those edited here do.
    left: list[Problem] = field(default_factory=list)
    # Rows that say what another fact says; they are no mistakes for certain.
    repeats: list[Problem] = field(default_factory=list)

    @property
    def items(self) -> list[Item]:
        """All that would be written."""
        return [*self.new, *self.changed, *self.conflicts]

    def leave_conflicts(self) -> list[Item]:
        """Return what is to be written where records edited meanwhile stay as they are.

        Nor are their links with others changed from the other side; ``left`` tells which.
        """
        kept = {item.parsed.slug for item in self.conflicts}
        items = [*self.new, *self.changed]
        self.left = leave_links([item.pair for item in items], kept)
        self.changed = [it for it in self.changed if it.before != digest(it.parsed.record)]
        return [*self.new, *self.changed]

    def fingerprint(self) -> str:
        """Return what two plans that do the same have in common, and no others."""
        told = hashlib.sha256()
        for item in sorted(self.items, key=lambda item: item.parsed.slug):
            after = digest(item.parsed.record)
            told.update(f"{item.parsed.slug} {item.before} {after} {item.meanwhile}\n".encode())
        return told.hexdigest()


def planned(model: type[PackRecord], sheet: Sheet) -> Steps[Plan]:
    """Compare the rows of a sheet with what is stored; nothing is written."""
    kind = KINDS[model]
    plan = Plan(kind)
    total = len(sheet.rows)
    yield Progress(_("The rows are compared"), 0, total)
    stored = {row.slug: row for row in prefetched(kind)}
    current = {slug: record_of(kind, row) for slug, row in stored.items()}
    rows = yield from read_rows(kind, sheet, current)
    if len(rows.problems) > MOST_PROBLEMS:
        plan.problems = rows.problems  # not all was read
        return plan
    parsed, problems = understand(rows.raws)
    # Of a cell of which something was said already the pack's reader need say no more.
    told = {(problem.line, problem.field) for problem in rows.problems}
    more = [problem for problem in problems if (problem.line, problem.field) not in told]
    plan.problems = sorted([*rows.problems, *more])
    broken = {problem.line for problem in plan.problems}
    sound = [item for item in parsed if item.line not in broken]
    if kind == "entities":
        _unlink(sound, current)
        make_symmetric(sound)
        others = others_linked(sound, stored)
        plan.changed = [_linked(it, stored[it.slug], current[it.slug]) for it in others]
    for done, item in enumerate(sound, 1):
        if done % STEP == 0:
            yield Progress(_("The rows are compared"), done, total)
        _add(plan, item, stored.get(item.slug), current.get(item.slug), rows)
    if kind == "statements":
        written = {it.parsed.line for it in plan.items}
        plan.repeats = [it for it in repeats(sound, current) if it.line in written]
    return plan


def _add(plan: Plan, item: Parsed, row: Any, record: Record | None, rows: Rows) -> None:
    model = MODELS[plan.kind]
    if record is None:
        differences = _differences(plan.kind, {}, item.record)
        plan.new.append(Item(item, model(slug=item.slug), differences))
        return
    _mark_outdated(item, record)
    before = digest(record)
    if before == digest(item.record):
        plan.unchanged += 1
        return
    differences = _differences(plan.kind, record, item.record)
    exported_as = rows.editions.get(item.line, "")
    meanwhile = bool(exported_as) and exported_as != edition(record)
    found = Item(item, row, differences, before, meanwhile)
    (plan.conflicts if meanwhile else plan.changed).append(found)


def _linked(item: Parsed, row: Any, record: Record) -> Item:
    """An entity that is not in the table, but linked in it or no longer."""
    differences = _differences("entities", record, item.record)
    return Item(item, row, differences, digest(record))


def _differences(kind: str, old: Record, new: Record) -> list[Difference]:
    """The fields that differ; of a new record also its state, and first, as it may go live."""
    found = [
        Difference(
            spec.name,
            text_of(spec, old[spec.name]) if spec.name in old else text_of(spec, None),
            text_of(spec, new.get(spec.name)),
        )
        for spec in FIELDS[kind]
        if old.get(spec.name) != new.get(spec.name) or (not old and spec.name == "status")
    ]
    return found if old else sorted(found, key=lambda it: it.field != "status")


def _mark_outdated(item: Parsed, record: Record) -> None:
    """Note, as the desk does, that a fact changed under its own sentence or questions."""
    if item.kind != "statements" or item.record.get("wording_outdated"):
        return
    changed = {
        spec.name
        for spec in FIELDS[item.kind]
        if record.get(spec.name) != item.record.get(spec.name)
    }
    worded = any(item.record.get(name) for name in WORDING)
    if worded and changed & {*MEANT} and not changed & {*WORDING, "wording_outdated"}:
        set_field(item, "wording_outdated", True)


def _unlink(items: Sequence[Parsed], current: Mapping[str, Record]) -> None:
    """Take away both directions of a “not to be confused with” where a row takes away one.

    The other row may still have it, because it had it when the table was exported.
    """
    by_slug = {item.slug: item for item in items}
    for item in items:
        before = set(current.get(item.slug, {}).get("different_from", []))
        for other in before - set(item.record.get("different_from", [])):
            twin = by_slug.get(other)
            links = twin.record.get("different_from", []) if twin else []
            if twin and item.slug in links:
                set_field(twin, "different_from", [slug for slug in links if slug != item.slug])
