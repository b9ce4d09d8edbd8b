"""The whole fact base at hand, what a finding is, and what a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from quizzes.facts.chronology import EVENTS
from quizzes.facts.models import Entity, PackRecord, Property, Source, Statement, Topic


@dataclass(frozen=True, slots=True)
class Finding:
    """Something an editor has to mend: the rule it breaks, the record, and what would be right.

    ``kind`` is the kind of the record: statement, entity, property, topic or source.
    """

    rule: str
    kind: str
    slug: str
    message: str


# What a rule tells of one record.
Told = tuple[PackRecord, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is looked for: its short name, its heading, and how it is found."""

    name: str
    title: str
    find: Callable[[FactBase], Iterable[Told]]

    def findings(self, base: FactBase) -> list[Finding]:
        """Return what breaks the rule, in order of slug; each thing once."""
        found = {
            Finding(self.name, str(record._meta.model_name), record.slug, message)
            for record, message in self.find(base)
        }
        return sorted(found, key=lambda finding: (finding.slug, finding.message))


class FactBase:
    """All that readers see, read once in a number of queries that does not grow."""

    def __init__(self) -> None:
        self.sources = list(Source.objects.all())
        self.topics = list(Topic.objects.all())
        self.properties = list(Property.objects.all())
        self.entities = list(Entity.objects.prefetch_related("aliases", "different_from"))
        published = Statement.objects.published().with_disputed().for_reading()
        self.published: list[Statement] = list(published.order_by("slug"))

    @classmethod
    def of(cls, statement: Statement) -> FactBase:
        """Return the base as it is for one statement alone, which need not be saved."""
        base = cls.__new__(cls)
        base.sources = list(Source.objects.all())
        base.topics, base.properties, base.entities = [], [], []
        base.published = [statement]
        return base

    @cached_property
    def standing(self) -> list[Statement]:
        """Published statements that are not merely kept for the record."""
        return [row for row in self.published if stands(row)]

    @cached_property
    def proper_names(self) -> list[str]:
        """The names of people, groups, places …; an event's is wording of the editors' own."""
        named = [entity for entity in self.entities if not is_event(entity)]
        return [name for entity in named for name in names_of(entity)]


def stands(statement: Statement) -> bool:
    """Whether a published statement is held to be worth asking."""
    return statement.rank != Statement.Rank.DEPRECATED


def is_disputed(statement: Statement) -> bool:
    """Whether a statement of a ``FactBase`` is disputed."""
    return bool(statement.is_disputed)  # type: ignore[attr-defined]


def is_event(entity: Entity) -> bool:
    """Whether an entity is something that took place."""
    return entity.kind in EVENTS


def names_of(entity: Entity) -> list[str]:
    """The label of an entity and its aliases."""
    return [entity.label, *(alias.text for alias in entity.aliases.all())]


def listed(records: Iterable[PackRecord]) -> str:
    """The slugs of records for a message: "“a”, “b”"."""
    return ", ".join(f"“{slug}”" for slug in sorted({record.slug for record in records}))
