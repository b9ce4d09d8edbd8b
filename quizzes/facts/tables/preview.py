"""What a table would do, as its page shows it: found out once, and kept until it is imported."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from quizzes.facts.effects import MOST_SHOWN, Altered, Corrected, Shortened, Standing
from quizzes.facts.models import PackRecord, Property
from quizzes.facts.pack.problems import MOST_PROBLEMS, Problem
from quizzes.facts.signals import Steps

from .importing import Trial, trial
from .plan import Difference, Item
from .sheets import Sheet
from .spoken import spoken

# How many rows of each kind, and how many mistakes, are listed.
LISTED = 100
PROBLEMS_LISTED = MOST_PROBLEMS + 1
REPEATS_LISTED = 20
STATUS = "status"
GROUPS = ("conflicts", "changed", "new")


@dataclass(frozen=True, slots=True)
class Listed:
    """A record that would be made or changed: its row, and its id if there is one already."""

    slug: str
    line: int
    pk: int | None
    sentence: str
    differences: Sequence[Difference]


@dataclass(frozen=True, slots=True)
class Group:
    """The records of which the same would become; ``name`` is one of GROUPS."""

    name: str
    count: int
    listed: Sequence[Listed]

    @property
    def more(self) -> int:
        """How many are not listed."""
        return self.count - len(self.listed)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a table would do. With problems nothing can be imported.

    ``fingerprint`` is what the import must have in common with it. There are no ``effects`` where
    nothing would change that learners are asked. ``begun`` counts the new facts by the state in
    which they would begin, ``turned`` those of another state by the one they would have then.
    """

    rows: int
    groups: Sequence[Group]
    unchanged: int
    problems: Sequence[Problem]
    problem_count: int
    fingerprint: str
    effects: Shortened | None = None
    repeats: Sequence[Problem] = ()
    repeat_count: int = 0
    begun: Mapping[str, int] = field(default_factory=dict)
    turned: Mapping[str, int] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """How many records would be new, changed and so on."""
        found = {group.name: group.count for group in self.groups}
        return {name: found.get(name, 0) for name in GROUPS} | {"unchanged": self.unchanged}

    @property
    def more_repeats(self) -> int:
        """How many rows that say what another fact says are not listed."""
        return self.repeat_count - len(self.repeats)

    @property
    def more_problems(self) -> int:
        """How many mistakes are not listed."""
        return self.problem_count - len(self.problems)


def preview_of(model: type[PackRecord], sheet: Sheet) -> Steps[Preview]:
    """Find out what a table would do, by doing it and undoing it again; others must wait."""
    found = yield from trial(model, sheet, LISTED)
    plan = found.plan
    datatypes = dict(Property.objects.order_by().values_list("slug", "datatype"))
    lists = {name: getattr(plan, name) for name in GROUPS}
    groups = [_group(name, items, found, datatypes) for name, items in lists.items() if items]
    return Preview(
        rows=len(sheet.rows),
        groups=groups,
        unchanged=plan.unchanged,
        problems=plan.problems[:PROBLEMS_LISTED],
        problem_count=len(plan.problems),
        fingerprint=found.fingerprint,
        effects=found.effects.shortened(MOST_SHOWN) if found.effects else None,
        repeats=plan.repeats[:REPEATS_LISTED],
        repeat_count=len(plan.repeats),
        begun=_states(plan.new),
        turned=_states([item for item in plan.items if not item.is_new]),
    )


def _states(items: Sequence[Item]) -> dict[str, int]:
    """Into which states facts would come that are not in them, and how many into each."""
    return dict(Counter(it.new for item in items for it in item.differences if it.field == STATUS))


def _group(name: str, items: Sequence[Item], found: Trial, datatypes: Mapping[str, str]) -> Group:
    listed = [
        Listed(
            slug=item.parsed.slug,
            line=item.parsed.line,
            pk=None if item.is_new else item.row.pk,
            sentence=found.sentences.get(item.parsed.slug, ""),
            differences=spoken(found.plan.kind, item, datatypes),
        )
        for item in items[:LISTED]
    ]
    return Group(name, len(items), listed)


def as_json(preview: Preview) -> str:
    """Write a preview as text."""
    return json.dumps(asdict(preview), ensure_ascii=False)


def from_json(text: str) -> Preview:
    """Read what ``as_json`` wrote."""
    told: dict[str, Any] = json.loads(text)
    groups = [
        Group(group["name"], group["count"], [_listed(it) for it in group["listed"]])
        for group in told["groups"]
    ]
    said = {name: [Problem(**it) for it in told[name]] for name in ("problems", "repeats")}
    effects = _shortened(told["effects"]) if told.get("effects") else None
    return Preview(**(told | {"groups": groups, "effects": effects} | said))


def _shortened(told: dict[str, Any]) -> Shortened:
    ordered = [Altered(**it) for it in told["ordered"]]
    corrected = [Corrected(**it) for it in told["corrected"]]
    standing = [Standing(**it) for it in told.get("standing", ())]
    parts = {"ordered": ordered, "corrected": corrected, "standing": standing}
    return Shortened(**(told | parts))


def _listed(told: dict[str, Any]) -> Listed:
    return Listed(**(told | {"differences": [Difference(**it) for it in told["differences"]]}))
