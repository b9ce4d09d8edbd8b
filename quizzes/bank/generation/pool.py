"""The facts at hand while questions are made: who else stands where a statement stands."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property, lru_cache

from quizzes.facts.models import Entity, Property, Statement
from quizzes.lib.edtf import parse
from quizzes.lib.names import fold
from quizzes.lib.quantities import parse as parse_quantity

from .drafts import Answer


class Pool:
    """All statements that are not retired, indexed for finding rivals and wrong options.

    Statements of any rank count: an option that even one source calls true is not offered.
    """

    def __init__(self) -> None:
        rows = (
            Statement.objects.exclude(status=Statement.Status.RETIRED)
            .with_disputed()
            .for_reading()
            .prefetch_related("value_entity__aliases", "subject__aliases", "attributed_to__aliases")
        )
        self.statements: dict[int, Statement] = {row.pk: row for row in rows.order_by("slug")}
        self._names: dict[int, frozenset[str]] = {}
        self._values: dict[int, Answer] = {}

    @cached_property
    def by_property(self) -> dict[int, list[Statement]]:
        """Statements by the primary key of their property."""
        found: defaultdict[int, list[Statement]] = defaultdict(list)
        for row in self.statements.values():
            found[row.property_id].append(row)
        return found

    @cached_property
    def by_subject(self) -> dict[tuple[int, int], list[Statement]]:
        """Statements by the primary keys of their property and subject."""
        found: defaultdict[tuple[int, int], list[Statement]] = defaultdict(list)
        for row in self.statements.values():
            found[row.property_id, row.subject_id].append(row)
        return found

    @cached_property
    def dated(self) -> dict[bool, list[Statement]]:
        """Standing statements with a date as value: those that date events, and the others."""
        found: defaultdict[bool, list[Statement]] = defaultdict(list)
        for row in self.statements.values():
            if row.property.datatype == Property.Datatype.DATE and stands(row):
                found[bool(row.property.marks)].append(row)
        return found

    @cached_property
    def claims(self) -> list[Statement]:
        """Standing statements that somebody named claims."""
        return [row for row in self.statements.values() if row.attributed_to_id and stands(row)]

    @cached_property
    def speakers(self) -> list[Statement]:
        """Standing statements whose subject is who says it."""
        return [row for row in self.statements.values() if row.property.is_claim and stands(row)]

    @cached_property
    def related(self) -> set[frozenset[int]]:
        """Pairs of entities of which one is said of the other: a part, a member, a successor."""
        return {
            frozenset((row.subject_id, row.value_entity_id))
            for row in self.statements.values()
            if row.value_entity_id
        }

    def names(self, entity: Entity) -> frozenset[str]:
        """All names of an entity, folded."""
        if entity.pk not in self._names:
            texts = [entity.label, *(alias.text for alias in entity.aliases.all())]
            self._names[entity.pk] = frozenset(map(fold, texts))
        return self._names[entity.pk]

    def same_subject(self, statement: Statement) -> list[Statement]:
        """The other statements with the same subject and property."""
        rows = self.by_subject[statement.property_id, statement.subject_id]
        return [row for row in rows if row.pk != statement.pk]

    def value(self, statement: Statement) -> Answer:
        """The value of a statement as an answer."""
        if statement.pk not in self._values:
            self._values[statement.pk] = Answer.of_value(statement)
        return self._values[statement.pk]

    def others(self, statement: Statement) -> list[Statement]:
        """The standing ones among the other statements with the same subject and property."""
        return [row for row in self.same_subject(statement) if stands(row)]

    def same_value(self, statement: Statement) -> list[Statement]:
        """The other statements on other subjects whose value for the property may be the same."""
        return [
            row
            for row in self.by_property[statement.property_id]
            if row.subject_id != statement.subject_id and may_agree(row, statement)
        ]


# Every value is compared with every other, so each is read but once.
_date = lru_cache(maxsize=8192)(parse)
_quantity = lru_cache(maxsize=8192)(parse_quantity)


def stands(statement: Statement) -> bool:
    """Whether readers see the statement and it is held to be worth asking."""
    return (
        statement.status == Statement.Status.PUBLISHED
        and statement.rank != Statement.Rank.DEPRECATED
    )


def same_time(one: Statement, other: Statement) -> bool:
    """Whether two statements may hold at one time; one without a time may hold at any."""
    first, second = one.when_date, other.when_date
    return first is None or second is None or first.overlaps(second)


def may_agree(one: Statement, other: Statement) -> bool:
    """Whether the values of two statements on one property can both be true of one thing."""
    if one.value_entity_id or other.value_entity_id:
        return one.value_entity_id == other.value_entity_id
    if one.value_date and other.value_date:
        return _date(one.value_date).overlaps(_date(other.value_date))
    if one.value_quantity and other.value_quantity:
        return not _quantity(one.value_quantity).excludes(_quantity(other.value_quantity))
    return one.value_text.casefold() == other.value_text.casefold()
