"""The facts at hand while questions are made: who else stands where a statement stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from quizzes.facts.models import Alias, Citation, Entity, Property, Source, Statement
from quizzes.lib.names import fold

from .agreement import may_agree, stands
from .drafts import Answer
from .likeness import Names
from .reach import Reach
from .shelves import Candidate, Shelf
from .values import Values

Datatype = Property.Datatype
# Far more than fit on a map.
MOST_PLACES = 200


class Pool:
    """Statements that are not retired, indexed for finding rivals and wrong options.

    Statements of any rank count: an option that even one source calls true is not offered.
    """

    def __init__(self, reach: Reach | None = None, wanted: Collection[int] = ()) -> None:
        """Read all statements, or those within ``reach``, where the ``wanted`` are to be asked."""
        current = Statement.objects.exclude(status=Statement.Status.RETIRED)
        found = current.filter(reach.needed()) if reach else current
        found = found.with_disputed().order_by("slug")
        self.statements: dict[int, Statement] = {row.pk: row for row in found}
        self._names: dict[int, Names] = {}
        self._values: dict[int, Answer] = {}
        rows = self.statements.values()
        _furnish(rows, all_of_them=reach is None)
        by_pk = Source.objects.in_bulk()
        # The documents that have been read; others are known by name alone.
        self.sources = sorted(by_pk.values(), key=lambda source: source.slug)
        if reach is None:
            _cite(rows, Citation.objects.all(), by_pk)
        else:
            asked = [self.statements[pk] for pk in wanted if pk in self.statements]
            told = {(row.property_id, row.subject_id) for row in asked}
            near = [row for row in rows if (row.property_id, row.subject_id) in told]
            _cite(near, Citation.objects.filter(statement__in=[row.pk for row in near]), by_pk)
            # Who is related to whom must be known of all.
            pairs = current.filter(value_entity__isnull=False).order_by()
            self.related = set(map(frozenset, pairs.values_list("subject_id", "value_entity_id")))

    @cached_property
    def by_property(self) -> dict[int, list[Statement]]:
        """Statements by the primary key of their property."""
        return _grouped(self.statements.values(), lambda row: row.property_id)

    @cached_property
    def by_subject(self) -> dict[tuple[int, int], list[Statement]]:
        """Statements by the primary keys of their property and subject."""
        return _grouped(self.statements.values(), lambda row: (row.property_id, row.subject_id))

    @cached_property
    def related(self) -> set[frozenset[int]]:
        """Pairs of entities of which one is said of the other: a part, a member, a successor."""
        return {
            frozenset((row.subject_id, row.value_entity_id))
            for row in self.statements.values()
            if row.value_entity_id
        }

    @cached_property
    def kin(self) -> dict[int, set[int]]:
        """Those related to an entity, by its primary key; none for one that is not there."""
        found: defaultdict[int, set[int]] = defaultdict(set)
        for pair in self.related:
            for one in pair:
                found[one] |= pair - {one}
        return dict(found)

    def names(self, entity: Entity) -> Names:
        """All names of an entity."""
        if entity.pk not in self._names:
            texts = [entity.label, *(alias.text for alias in entity.aliases.all())]
            self._names[entity.pk] = Names(map(fold, texts))
        return self._names[entity.pk]

    def value(self, statement: Statement) -> Answer:
        """The value of a statement as an answer."""
        if statement.pk not in self._values:
            self._values[statement.pk] = Answer.of_value(statement)
        return self._values[statement.pk]

    def same_subject(self, statement: Statement) -> list[Statement]:
        """The other statements with the same subject and property."""
        rows = self.by_subject[statement.property_id, statement.subject_id]
        return [row for row in rows if row.pk != statement.pk]

    def others(self, statement: Statement) -> list[Statement]:
        """The standing ones among the other statements with the same subject and property."""
        return [row for row in self.same_subject(statement) if stands(row)]

    def same_value(self, statement: Statement) -> list[Statement]:
        """The other statements on other subjects whose value for the property may be the same."""
        prop = statement.property_id
        if prop not in self._by_value:
            self._by_value[prop] = Values(self.by_property[prop])
        return [
            row
            for row in self._by_value[prop].near(statement)
            if row.subject_id != statement.subject_id and may_agree(row, statement)
        ]

    # What wrong options are taken from: answers that rest on standing statements.

    def values_of(self, prop: Property) -> Shelf:
        """The values that are given to a property."""
        return self._shelf(("values", prop.pk), self.by_property[prop.pk], self.value)

    def subjects_of(self, prop: Property) -> Shelf:
        """The subjects of a property."""
        return self._shelf(("subjects", prop.pk), self.by_property[prop.pk], _subject)

    def dates(self, *, marking: bool) -> Shelf:
        """The dates that are values: those that date events, or the others."""
        rows = (row for row in self._dated if bool(row.property.marks) == marking)
        return self._shelf(("dates", marking), rows, self.value)

    def speakers(self) -> Shelf:
        """The subjects who say something themselves."""
        rows = (row for row in self.statements.values() if row.property.is_claim)
        return self._shelf("speakers", rows, _subject)

    def claimants(self) -> Shelf:
        """Those to whom a claim is attributed."""
        rows = (row for row in self.statements.values() if row.attributed_to_id)
        return self._shelf("claimants", rows, _claimant)

    @cached_property
    def dated_events(self) -> list[Statement]:
        """Statements of when something happened, the earliest first; any the pool has read."""
        rows = [row for row in self._dated if row.property.marks == Property.Marks.SPAN]
        return sorted(rows, key=lambda row: (row.value_date_first or date.min, row.slug))

    @cached_property
    def placed(self) -> list[Entity]:
        """Places whose coordinates are known, in the order of their slugs."""
        found = Entity.objects.filter(kind=Entity.Kind.PLACE, latitude__isnull=False)
        return list(found.order_by("slug")[:MOST_PLACES])

    @property
    def _dated(self) -> Iterable[Statement]:
        rows = self.statements.values()
        return (row for row in rows if row.property.datatype == Datatype.DATE)

    def _shelf(
        self, name: Hashable, rows: Iterable[Statement], answer: Callable[[Statement], Answer]
    ) -> Shelf:
        if name not in self._shelves:
            self._shelves[name] = Shelf(
                [Candidate.of(answer(row), row) for row in rows if stands(row)]
            )
        return self._shelves[name]

    @cached_property
    def _shelves(self) -> dict[Hashable, Shelf]:
        return {}

    @cached_property
    def _by_value(self) -> dict[int, Values]:
        return {}


def _furnish(rows: Collection[Statement], *, all_of_them: bool) -> None:
    """Give the rows their properties and entities, each of which is read but once."""
    properties = Property.objects.in_bulk({row.property_id for row in rows})
    roles = ("subject", "value_entity", "where", "attributed_to")
    found, aliases = Entity.objects.all(), Alias.objects.all()
    if not all_of_them:  # of which there may be more than a query can name
        wanted = {getattr(row, f"{role}_id") for row in rows for role in roles} - {None}
        found, aliases = found.filter(pk__in=wanted), aliases.filter(entity__in=wanted)
    entities = {entity.pk: entity for entity in found}
    _attach("aliases", entities, aliases, "entity_id")
    for row in rows:
        row.property = properties[row.property_id]
        for role in roles:
            pk = getattr(row, f"{role}_id")
            setattr(row, role, entities[pk] if pk else None)


def _cite(
    rows: Collection[Statement], cited: Iterable[Citation], sources: Mapping[int, Source]
) -> None:
    """Give the rows their citations, which only those need whose subject is asked about."""
    _attach("citations", {row.pk: row for row in rows}, cited, "statement_id")
    for row in rows:
        for citation in row.citations.all():
            citation.source = sources[citation.source_id]


def _attach(name: str, owners: Mapping[int, Any], parts: Iterable[Any], owner: str) -> None:
    """Lay the parts of the owners beside them, as prefetching does but far quicker."""
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for part in parts:
        found[getattr(part, owner)].append(part)
    for pk, one in owners.items():
        one._prefetched_objects_cache = {name: found[pk]}


def _subject(statement: Statement) -> Answer:
    return Answer.of_entity(statement.subject)


def _claimant(statement: Statement) -> Answer:
    assert statement.attributed_to is not None
    return Answer.of_entity(statement.attributed_to)


def _grouped(rows: Iterable[Statement], key: Any) -> dict[Any, list[Statement]]:
    found: defaultdict[Any, list[Statement]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found
