"""The facts around a few statements, read as far as they are asked for and no further."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from itertools import chain, islice
from typing import Any, NamedTuple

from django.db.models import Q

from quizzes.facts.models import Alias, Citation, Entity, Property, Source, Statement
from quizzes.facts.models.queries import day_of_statement
from quizzes.lib.prepared import Many, One, Prepared

from . import shelves
from .agreement import day_of, may_agree
from .pool import (
    ROLES,
    Pool,
    attach,
    current,
    dates_among,
    furnish,
    related,
    speaking_among,
    with_disputed,
)
from .profiles import COLUMNS, Profile, profiles_of
from .values import SameValue

# Of so many statements it is told what is known of the entities around one.
MOST_TOLD = 1000
# Of so many entities it is asked at once to whom they are related.
AT_ONCE = 400

# The property and the subject of a statement.
Key = tuple[int, int]
# Statements by primary key.
Found = Mapping[int, Key]
FOUND_BY = ("pk", "property_id", "subject_id")


class Surroundings(Pool):
    """What a few statements are asked among: what the whole pool would find, read when needed.

    So one edit costs the same however many facts there are.
    """

    def __init__(self, wanted: Collection[int], leaning: Collection[int] = ()) -> None:
        """Read the ``wanted`` statements, and those ``leaning`` which their questions show now.

        Both are primary keys.
        """
        super().__init__()
        self._entities: dict[int, Entity] = {}
        self._subjects: dict[Key, list[Statement]] = {}
        self._relations: dict[int, set[int]] = {}
        self._values: dict[int, Found] = {}
        self._take(_found(_CURRENT.rows(statements={*wanted, *leaning})))
        self._asked = [self.statements[pk] for pk in wanted if pk in self.statements]
        self.cite(self._asked)

    @cached_property
    def properties(self) -> Any:
        """All properties, by primary key."""
        return {prop.pk: prop for prop in _PROPERTIES.records()}

    def source_of_event(self, row: Statement) -> Source | None:
        """The first source of a statement that dates an event, be it cited here or not."""
        cited = _CITED_FIRST.rows(statement=row.pk)
        return self._sources[cited[0][0]] if cited else None

    def of_subject(self, prop: int, subject: int) -> Sequence[Statement]:
        """The statements with a property and a subject, by their primary keys."""
        key = prop, subject
        if key not in self._subjects:
            self._read({key})
        return self._subjects[key]

    def kin(self, entity: int | None) -> set[int]:
        """Those of which an entity is said, or they of it: a part, a member, a successor."""
        if entity and entity not in self._relations:
            self._relate(entity)
        return self._relations[entity] if entity else set()

    def profiles(self, entities: Collection[int]) -> Mapping[int, Profile]:
        """What is known at large of some entities, from so many statements as can be read."""
        return profiles_of(_TOLD.rows(entities=entities))

    def _of_value(self, statement: Statement) -> Iterable[Statement]:
        if statement.pk not in self._values:
            # Of who else has the value only those are asked whose subject is asked for.
            asked = {row.pk: row for row in self._asked if _asks_subject(row)}
            asked[statement.pk] = statement
            missing = (row for pk, row in asked.items() if pk not in self._values)
            self._values |= {row.pk: _of_same_value(row) for row in missing}
            self._take(dict(chain.from_iterable(it.items() for it in self._values.values())))
        return self._rows(self._values[statement.pk])

    def _of_property(self, prop: int, statement: Statement) -> Sequence[Statement]:
        return self._rows(_on_property(shelves.MOST).near(statement, prop=prop))

    def _claims(self, statement: Statement) -> Sequence[Statement]:
        return self._rows(_claimed(shelves.MOST).near(statement))

    def _rows(self, found: Found) -> list[Statement]:
        """The statements found, those that are not held read first."""
        self._take(found)
        return [self.statements[pk] for pk in sorted(found)]

    def _take(self, found: Found) -> None:
        """Read some statements, and all on the same subjects."""
        missing = {key for pk, key in found.items() if pk not in self.statements}
        if missing:
            self._read(missing)

    def _read(self, keys: Collection[Key]) -> None:
        of: dict[int, set[int]] = {}
        for prop, subject in keys:
            of.setdefault(prop, set()).add(subject)
        rows = [
            row
            for prop, subjects in of.items()
            for row in _ON_SUBJECTS.records(prop=prop, subjects=subjects)
        ]
        rows.sort(key=lambda row: row.pk)
        self._know({pk for row in rows for role in ROLES if (pk := getattr(row, f"{role}_id"))})
        furnish(rows, self.properties, self._entities)
        self._subjects |= {key: [] for key in keys}
        for row in rows:
            self.statements[row.pk] = row
            self._subjects[row.property_id, row.subject_id].append(row)
        self._judge(rows)

    def _judge(self, rows: Iterable[Any]) -> None:
        """Tell which rows are disputed; of most nobody says so and there is nobody to say so."""
        doubtful = []
        for row in rows:
            row.is_disputed = False
            alone = len(self.of_subject(row.property_id, row.subject_id)) == 1
            rivals = row.property.single_valued and not alone
            if rivals or row.disputed_mark or row.dispute:
                doubtful.append(row.pk)
        if doubtful:
            told = with_disputed().filter(pk__in=doubtful).values_list("pk", "is_disputed")
            for pk, is_disputed in told:
                disputed: Any = self.statements[pk]
                disputed.is_disputed = is_disputed

    def _know(self, entities: set[int]) -> None:
        missing = entities - self._entities.keys()
        if missing:
            found = {one.pk: one for one in _ENTITIES.records(entities=missing)}
            attach("aliases", found, _ALIASES.records(entities=missing), "entity_id")
            self._entities |= found

    def _relate(self, entity: int) -> None:
        """Read to whom an entity is related, and with it others that may be asked about next."""
        others = (pk for pk in self._entities if pk != entity and pk not in self._relations)
        entities = [entity, *islice(others, AT_ONCE)]
        found = related(_RELATED.rows(entities=entities))
        self._relations |= {pk: found.get(pk, set()) for pk in entities}


def _asks_subject(row: Statement) -> bool:
    return bool(row.property.ask_subject or row.own_subject_stem)


def _found(rows: Iterable[tuple[int, int, int]]) -> dict[int, Key]:
    return {pk: (prop, subject) for pk, prop, subject in rows}


class _Told(NamedTuple):
    """What it takes to tell whether a statement's value may be that of another."""

    pk: int
    property_id: int
    subject_id: int
    value_entity_id: int | None
    value_date: str
    value_quantity: str
    value_text: str


_SAME_VALUE = SameValue(current, *_Told._fields)


def _of_same_value(row: Statement) -> Found:
    """Statements whose value may be that of a row."""
    return {
        told.pk: (told.property_id, told.subject_id)
        for told in map(_Told._make, _SAME_VALUE.rows(row))
        if may_agree(told, row)  # type: ignore[arg-type]
    }


class Kind(NamedTuple):
    """What kind of facts a property tells."""

    datatype: str
    marks: str
    is_claim: bool
    ask_subject: str


Kinds = Mapping[int, Kind]


def kinds_of_facts() -> Kinds:
    """Return of all properties, by primary key, what kind of facts they tell."""
    return {pk: Kind(*values) for pk, *values in _KINDS.rows()}


def neighbours(statements: Iterable[Statement], kinds: Kinds) -> set[int]:
    """Return what stands near some statements in any way, as primary keys.

    It is what might offer them, or be asked beside them.
    """
    found: set[int] = set()
    first: dict[int, Found] = {}
    looked: set[tuple[int, int, date | None]] = set()
    for row in statements:
        kind = kinds[row.property_id]
        around = {row.property_id}
        if row.value_date:
            around |= set(dates_among(kinds, marking=bool(kind.marks)))
        if kind.is_claim or row.attributed_to_id:
            around |= set(speaking_among(kinds))
            found |= _claimed(shelves.MOST).near(row).keys()
        for pk in around:
            # As it was and as it is, it often stands at the same place.
            place = pk, row.pk, day_of(row)
            if place in looked:
                continue
            looked.add(place)
            if pk not in first:
                first[pk] = _on_property(shelves.MOST).first(prop=pk)
            found |= _on_property(shelves.MOST).near(row, first[pk], prop=pk).keys()
    return found


class Standing:
    """Standing statements of some sort, among which ``near`` finds what ``Shelf.near`` would.

    They are not read; ``most`` is how many are to be found.
    """

    def __init__(self, of: Q, most: int, *, by_day: bool = True) -> None:
        self._of, self._most, self._by_day = of, most, by_day
        pk, day = One("pk"), One("day")
        # All, or so many that they are not few.
        self._first = self._prepared(Q(), "pk", most=most + 1)
        self._following = self._prepared(Q(pk__gte=pk), "pk", most=most)
        before = Q(day__lte=day) & ~Q(day=day, pk__gte=pk)
        behind = Q(day__gte=day) & ~Q(day=day, pk__lt=pk)
        self._before = self._prepared(before, "-day", "-pk", most=most // 2)
        self._behind = self._prepared(behind, "day", "pk", most=most // 2)

    def _prepared(self, which: Q, *order: str, most: int) -> Prepared:
        def rows() -> Any:
            dated = Statement.objects.standing().annotate(day=day_of_statement())
            return dated.filter(self._of, which).order_by(*order).values_list(*FOUND_BY)[:most]

        return Prepared(rows)

    def first(self, **of: int) -> Found:
        """The first of them by primary key: all, or more than ``most``."""
        return _found(self._first.rows(**of))

    def near(self, statement: Statement, first: Found | None = None, **of: int) -> Found:
        """Those to look at for a statement; ``first`` is what was found by that, if it was."""
        most, pk = self._most, statement.pk
        first = self.first(**of) if first is None else first
        if len(first) <= most:
            return first
        found: dict[int, Key] = {}
        if self._by_day and (day := day_of(statement)):
            for near in (self._before, self._behind):
                found |= _found(near.rows(pk=pk, day=day, **of))
        if len(found) < most:
            following = _found(self._following.rows(pk=pk, **of))
            for other, key in list({**following, **first}.items())[:most]:
                if len(found) < most:
                    found.setdefault(other, key)
        return found


@cache
def _on_property(most: int) -> Standing:
    """Standing statements with a property ``prop``."""
    return Standing(Q(property=One("prop")), most)


@cache
def _claimed(most: int) -> Standing:
    """Standing statements that are attributed to somebody; those entered next are near."""
    return Standing(Q(attributed_to__isnull=False), most, by_day=False)


# What is read of the surroundings of a fact, whose values are given by name.

_CURRENT = Prepared(
    lambda: current().filter(pk__in=Many("statements")).order_by().values_list(*FOUND_BY)
)
_ON_SUBJECTS = Prepared(
    lambda: current().filter(property=One("prop"), subject__in=Many("subjects")).order_by()
)
_PROPERTIES = Prepared(lambda: Property.objects.order_by())
_KINDS = Prepared(lambda: Property.objects.order_by().values_list("pk", *Kind._fields))
_ENTITIES = Prepared(lambda: Entity.objects.filter(pk__in=Many("entities")).order_by())
_ALIASES = Prepared(lambda: Alias.objects.filter(entity__in=Many("entities")))
_CITED_FIRST = Prepared(
    lambda: (
        Citation.objects.filter(statement=One("statement"))
        .order_by("source__document", "pk")
        .values_list("source")[:1]
    )
)
_TOLD = Prepared(
    lambda: (
        Statement.objects.standing()
        .filter(
            Q(subject__in=Many("entities"))
            | Q(value_entity__in=Many("entities"))
            | Q(attributed_to__in=Many("entities"))
        )
        .order_by()
        .values_list(*COLUMNS)[:MOST_TOLD]
    )
)
_RELATED = Prepared(
    lambda: (
        current()
        .filter(Q(subject__in=Many("entities")) | Q(value_entity__in=Many("entities")))
        .filter(value_entity__isnull=False)
        .order_by()
        .values_list("subject_id", "value_entity_id")
    )
)
