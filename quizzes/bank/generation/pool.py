"""The facts at hand while questions are made: who else stands where a statement stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any, TypeVar

from quizzes.facts.models import Alias, Citation, Entity, Property, Source, Statement
from quizzes.lib.names import fold
from quizzes.lib.prepared import Many, Prepared

from .agreement import may_agree, stands
from .drafts import Answer
from .likeness import Names
from .profiles import COLUMNS, Profile, profiles_of
from .sayings import Sayings
from .shelves import MOST, Shelf
from .values import Values

# Far more than fit on a map.
MOST_PLACES = 200
# So many answers, names and the like are kept at once.
MOST_KEPT = 20_000
Found = TypeVar("Found")
ROLES = ("subject", "value_entity", "where", "attributed_to")


class _Kept(dict[Any, Any]):
    """What is kept because it may be needed again; all is forgotten when it gets too much.

    What lies near one another is asked about together, so that it is soon known again.
    """

    def __setitem__(self, key: Any, value: Any) -> None:
        if len(self) >= MOST_KEPT:
            self.clear()
        super().__setitem__(key, value)


class Pool:
    """Statements that are not retired, indexed for finding rivals and wrong options.

    Statements of any rank count: an option that even one source calls true is not offered.
    This one holds all its statements in memory; ``Surroundings`` reads those that are asked for.
    What is gone through for every question is told apart by ``id``: ``pk`` is a property, which
    would be felt.
    """

    def __init__(self, rows: Iterable[Statement] = ()) -> None:
        """Hold ``rows``, in the order of their primary keys, with their properties and entities."""
        self.statements: dict[int, Statement] = {row.pk: row for row in rows}
        self._names: dict[int, Names] = _Kept()
        self._called: dict[int, list[str]] = _Kept()
        self._answers: dict[tuple[int, str], Answer] = _Kept()
        # What was worked out of a statement and may be asked for again, by whoever did so.
        self.worked_out: dict[Hashable, Any] = _Kept()
        self._once: tuple[int, dict[Hashable, Any]] = (0, {})
        self._cited: list[Statement] = []

    @classmethod
    def whole(cls) -> Pool:
        """Read all statements; their citations are read with ``cite``."""
        pool = cls(with_disputed().iterator(chunk_size=2000))
        rows = pool.statements.values()
        properties = Property.objects.in_bulk()
        entities = {entity.pk: entity for entity in Entity.objects.iterator(chunk_size=2000)}
        attach("aliases", entities, Alias.objects.all(), "entity_id")
        furnish(rows, properties, entities)
        return pool

    def cite(self, rows: Iterable[Statement]) -> None:
        """Give their citations to ``rows`` and to those on the same subjects, to these alone.

        Only who is asked about needs them, and they are too many to hold all.
        """
        for row in self._cited:
            row._prefetched_objects_cache.pop("citations")  # type: ignore[attr-defined]
        near = {row.pk: row for row in rows}
        for prop, subject in {(row.property_id, row.subject_id) for row in near.values()}:
            near |= {row.pk: row for row in self.of_subject(prop, subject)}
        attach("citations", near, _CITED.records(statements=near), "statement_id")
        for row in near.values():
            for citation in row.citations.all():
                citation.source = self._sources[citation.source_id]
        self._cited = list(near.values())

    @cached_property
    def _sources(self) -> Mapping[int, Source]:
        return {source.pk: source for source in _SOURCES.records()}

    @cached_property
    def sources(self) -> list[Source]:
        """The documents that have been read; others are known by name alone."""
        return sorted(self._sources.values(), key=lambda source: source.slug)

    def source_of_event(self, row: Statement) -> Source | None:
        """The first source of a statement that dates an event, be it cited here or not."""
        return self._sources.get(self._sources_of_events.get(row.pk, 0))

    @cached_property
    def _sources_of_events(self) -> Mapping[int, int]:
        cited = Citation.objects.filter(statement__property__in=self.spans)
        return first_sources(cited)

    @cached_property
    def properties(self) -> Mapping[int, Property]:
        """The properties that any statement has, by primary key."""
        return {row.property_id: row.property for row in self.statements.values()}

    def names(self, entity: Entity) -> Names:
        """All names of an entity."""
        if entity.id not in self._names:
            self._names[entity.id] = Names(map(fold, self.called(entity)))
        return self._names[entity.id]

    def called(self, entity: Entity) -> list[str]:
        """The names of an entity as they are written, its label first."""
        if entity.id not in self._called:
            aliases = [alias.text for alias in entity.aliases.all()]
            self._called[entity.id] = [entity.label, *aliases]
        return self._called[entity.id]

    def answer(self, statement: Statement, role: str) -> Answer:
        """A statement's ``value``, ``subject`` or ``claimant`` as an answer that rests on it."""
        key = statement.id, role
        if key not in self._answers:
            self._answers[key] = _ANSWER_OF[role](statement)
        return self._answers[key]

    # Who says the same, or another thing, of the same.

    def of_subject(self, prop: int, subject: int) -> Sequence[Statement]:
        """The statements with a property and a subject, by their primary keys."""
        return self._by_subject.get((prop, subject), ())

    def same_subject(self, statement: Statement) -> list[Statement]:
        """The other statements with the same subject and property."""
        rows = self.of_subject(statement.property_id, statement.subject_id)
        return [row for row in rows if row.id != statement.id]

    def sayings(self, prop: int, subject: int) -> Sayings:
        """The statements with a property and a subject, and how they are to one another."""
        name = "sayings", prop, subject
        if name not in self.worked_out:
            self.worked_out[name] = Sayings(self.of_subject(prop, subject))
        found: Sayings = self.worked_out[name]
        return found

    def sayings_with(self, statement: Statement) -> Sayings:
        """What is said of the same subject as a statement of this pool, which is among it."""
        return self.sayings(statement.property_id, statement.subject_id)

    def same_value(self, statement: Statement) -> Iterator[Statement]:
        """The other statements on other subjects whose value for the property may be the same."""
        for row in self._of_value(statement):
            if row.subject_id != statement.subject_id and may_agree(row, statement):
                yield row

    def _of_value(self, statement: Statement) -> Iterable[Statement]:
        prop = statement.property_id
        if prop not in self._by_value:
            self._by_value[prop] = Values(self._by_property[prop])
        return self._by_value[prop].near(statement)

    def kin(self, entity: int | None) -> set[int]:
        """Those of which an entity is said, or they of it: a part, a member, a successor."""
        return self._kin.get(entity or 0, set())

    def profiles(self, entities: Collection[int]) -> Mapping[int, Profile]:
        """What is known at large of some entities, and maybe of others."""
        return self._profiles

    # What stands beside a statement in its questions: standing statements near it.

    def near(self, properties: Collection[int], statement: Statement) -> Sequence[Statement]:
        """Standing statements on some properties, near one in time; of few all of them."""
        name = "near", *properties
        return self.once(name, statement, lambda: self._together(properties, statement))

    def claims(self, statement: Statement) -> Sequence[Statement]:
        """Standing statements that are attributed to somebody; of many those entered next."""
        return self.once("claims", statement, lambda: self._claims(statement))

    def dates(self, *, marking: bool) -> list[int]:
        """The properties whose values are dates: those that date events, or the others."""
        return dates_among(self.properties, marking=marking)

    @cached_property
    def spans(self) -> list[int]:
        """The properties that say when something happened."""
        span = Property.Marks.SPAN
        return [pk for pk, prop in self.properties.items() if prop.marks == span]

    @cached_property
    def parents(self) -> list[int]:
        """The properties that say of what something is a part."""
        parent = Property.Marks.PARENT
        return [pk for pk, prop in self.properties.items() if prop.marks == parent]

    @cached_property
    def speaking(self) -> list[int]:
        """The properties whose subject says something."""
        return speaking_among(self.properties)

    @cached_property
    def placed(self) -> list[Entity]:
        """Places whose coordinates are known, in the order of their slugs."""
        found = Entity.objects.filter(kind=Entity.Kind.PLACE, latitude__isnull=False)
        return list(found.order_by("slug")[:MOST_PLACES])

    def once(self, name: Hashable, statement: Statement, find: Callable[[], Found]) -> Found:
        """What is found for a statement, for as long as no other is asked about.

        Who asks for it must leave it as it is.
        """
        if self._once[0] != statement.pk:
            self._once = statement.pk, {}
        found = self._once[1]
        if name not in found:
            found[name] = find()
        known: Found = found[name]
        return known

    def _together(self, properties: Collection[int], statement: Statement) -> Sequence[Statement]:
        found = [row for pk in properties for row in self._of_property(pk, statement)]
        if len(properties) > 1:
            found.sort(key=lambda row: row.id)
            if len(found) > MOST:
                return Shelf(found).near(statement)
        return found

    def _of_property(self, prop: int, statement: Statement) -> Sequence[Statement]:
        if prop not in self._shelves:
            self._shelves[prop] = Shelf([row for row in self._by_property[prop] if stands(row)])
        return self._shelves[prop].near(statement)

    def _claims(self, statement: Statement) -> Sequence[Statement]:
        return self._claimed.near(statement)

    # Indexes of what is held.

    @cached_property
    def _by_property(self) -> dict[int, list[Statement]]:
        return _grouped(self.statements.values(), lambda row: row.property_id)

    @cached_property
    def _by_subject(self) -> dict[tuple[int, int], list[Statement]]:
        return _grouped(self.statements.values(), lambda row: (row.property_id, row.subject_id))

    @cached_property
    def _by_value(self) -> dict[int, Values]:
        return {}

    @cached_property
    def _kin(self) -> dict[int, set[int]]:
        rows = self.statements.values()
        return related((row.subject_id, row.value_entity_id) for row in rows)

    @cached_property
    def _profiles(self) -> dict[int, Profile]:
        rows = (row for row in self.statements.values() if stands(row))
        return profiles_of(tuple(getattr(row, name) for name in COLUMNS) for row in rows)

    @cached_property
    def _shelves(self) -> dict[int, Shelf]:
        return {}

    @cached_property
    def _claimed(self) -> Shelf:
        rows = self.statements.values()
        return Shelf([row for row in rows if row.attributed_to_id and stands(row)], by_day=False)


def dates_among(properties: Mapping[int, Any], *, marking: bool) -> list[int]:
    """Those of some properties whose values are dates: that date events, or the others."""
    dated = Property.Datatype.DATE
    return [
        pk
        for pk, prop in properties.items()
        if prop.datatype == dated and bool(prop.marks) == marking
    ]


def speaking_among(properties: Mapping[int, Any]) -> list[int]:
    """Those of some properties whose subject says something."""
    return [pk for pk, prop in properties.items() if prop.is_claim]


def first_sources(cited: Any) -> dict[int, int]:
    """The first source of each statement among some citations, all by primary key."""
    pairs = cited.order_by("source__document", "pk").values_list("statement", "source")
    found: dict[int, int] = {}
    for statement, source in pairs.iterator(chunk_size=2000):
        found.setdefault(statement, source)
    return found


def current() -> Any:
    """Statements that are not retired."""
    return _current().all()


def with_disputed() -> Any:
    """Statements that are not retired, with whether they are disputed, by their primary keys."""
    return _with_disputed().all()


# Put together once: that takes longer than the database takes to answer.


@cache
def _current() -> Any:
    return Statement.objects.exclude(status=Statement.Status.RETIRED)


@cache
def _with_disputed() -> Any:
    return current().with_disputed().order_by("pk")


_CITED = Prepared(lambda: Citation.objects.filter(statement__in=Many("statements")))
_SOURCES = Prepared(lambda: Source.objects.order_by())


def related(pairs: Iterable[tuple[int, int | None]]) -> dict[int, set[int]]:
    """Who is related to whom by pairs of subject and value, by primary key."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        if other:
            found[one].add(other)
            found[other].add(one)
    return dict(found)


def furnish(
    rows: Iterable[Statement], properties: Mapping[int, Property], entities: Mapping[int, Entity]
) -> None:
    """Give the rows their properties and entities, each of which was read but once."""
    for row in rows:
        row.property = properties[row.property_id]
        for role in ROLES:
            pk = getattr(row, f"{role}_id")
            setattr(row, role, entities[pk] if pk else None)


def attach(name: str, owners: Mapping[int, Any], parts: Iterable[Any], owner: str) -> None:
    """Lay the parts of the owners beside them, as prefetching does but far quicker."""
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for part in parts:
        found[getattr(part, owner)].append(part)
    for pk, one in owners.items():
        one._prefetched_objects_cache = {name: found[pk]}


def _value_of(statement: Statement) -> Answer:
    return Answer.of_value(statement)


def _subject_of(statement: Statement) -> Answer:
    return Answer.of_entity(statement.subject, statement.pk)


def _claimant_of(statement: Statement) -> Answer:
    assert statement.attributed_to is not None
    return Answer.of_entity(statement.attributed_to, statement.pk)


_ANSWER_OF = {"value": _value_of, "subject": _subject_of, "claimant": _claimant_of}


def _grouped(rows: Iterable[Statement], key: Any) -> dict[Any, list[Statement]]:
    found: defaultdict[Any, list[Statement]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found
