"""The facts around a few statements, read as far as they are asked for and no further."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from itertools import chain, islice
from typing import Any, NamedTuple

from django.db.models import Q

from quizzes.facts.models import Alias, Citation, Entity, Property, Source, Statement
from quizzes.facts.models.queries import day_of_statement

from . import shelves
from .agreement import day_of, may_agree
from .pool import (
    ROLES,
    Pool,
    attach,
    current,
    dates_among,
    first_sources,
    furnish,
    related,
    speaking_among,
    with_disputed,
)
from .profiles import COLUMNS, Profile, profiles_of
from .values import same_values

# Of so many statements it is told what is known of the entities around one.
MOST_TOLD = 1000
# Of so many entities it is asked at once to whom they are related.
AT_ONCE = 400
# The values of so many statements are looked for in one query.
ALIKE = 100

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
        told = current().filter(pk__in={*wanted, *leaning}).order_by()
        self._take(_found(told.values_list(*FOUND_BY)))
        self._asked = [self.statements[pk] for pk in wanted if pk in self.statements]
        self.cite(self._asked)

    @cached_property
    def properties(self) -> Any:
        """All properties, by primary key."""
        return Property.objects.order_by().in_bulk()

    def source_of_event(self, row: Statement) -> Source | None:
        """The first source of a statement that dates an event, be it cited here or not."""
        found = first_sources(Citation.objects.filter(statement=row))
        return self._sources.get(found.get(row.pk, 0))

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
        standing = Statement.objects.standing().order_by()
        about = Q(subject__in=entities) | Q(value_entity__in=entities)
        rows = standing.filter(about | Q(attributed_to__in=entities))
        return profiles_of(rows.values_list(*COLUMNS)[:MOST_TOLD])

    def _of_value(self, statement: Statement) -> Iterable[Statement]:
        if statement.pk not in self._values:
            # Of who else has the value only those are asked whose subject is asked for.
            asked = {row.pk: row for row in self._asked if _asks_subject(row)}
            asked[statement.pk] = statement
            self._values |= _of_same_values(
                [row for pk, row in asked.items() if pk not in self._values]
            )
            self._take(dict(chain.from_iterable(it.items() for it in self._values.values())))
        return self._rows(self._values[statement.pk])

    def _of_property(self, prop: int, statement: Statement) -> Sequence[Statement]:
        return self._rows(_near(_standing().filter(property=prop), statement))

    def _claims(self, statement: Statement) -> Sequence[Statement]:
        claimed = _standing().filter(attributed_to__isnull=False)
        return self._rows(_near(claimed, statement, by_day=False))

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
        near = Q()
        for prop, subjects in of.items():
            near |= Q(property=prop, subject__in=subjects)
        rows = list(current().filter(near).order_by("pk"))
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
            found = Entity.objects.order_by().in_bulk(missing)
            attach("aliases", found, Alias.objects.filter(entity__in=missing), "entity_id")
            self._entities |= found

    def _relate(self, entity: int) -> None:
        """Read to whom an entity is related, and with it others that may be asked about next."""
        others = (pk for pk in self._entities if pk != entity and pk not in self._relations)
        entities = [entity, *islice(others, AT_ONCE)]
        said = current().filter(value_entity__isnull=False).order_by()
        said = said.filter(Q(subject__in=entities) | Q(value_entity__in=entities))
        found = related(said.values_list("subject_id", "value_entity_id"))
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


def _of_same_values(rows: Sequence[Statement]) -> dict[int, Found]:
    """Statements whose value may be that of one of the rows, for each of them."""
    found: dict[int, dict[int, Key]] = {row.pk: {} for row in rows}
    for start in range(0, len(rows), ALIKE):
        asked = rows[start : start + ALIKE]
        same = current().filter(_same_values(asked)).order_by().values_list(*_Told._fields)
        by_property: defaultdict[int, list[Any]] = defaultdict(list)
        for told in map(_Told._make, same):
            by_property[told.property_id].append(told)
        for row in asked:
            for told in by_property[row.property_id]:
                if may_agree(told, row):
                    found[row.pk][told.pk] = told.property_id, told.subject_id
    return dict(found)


def _same_values(rows: Iterable[Statement]) -> Q:
    """The condition of ``same_value`` for any of some rows."""
    by_property: defaultdict[int, list[Statement]] = defaultdict(list)
    for row in rows:
        by_property[row.property_id].append(row)
    same = Q()
    for prop, asked in by_property.items():
        same |= same_values(prop, asked)
    return same


class Kind(NamedTuple):
    """What kind of facts a property tells."""

    datatype: str
    marks: str
    is_claim: bool
    ask_subject: str


Kinds = Mapping[int, Kind]


def kinds_of_facts() -> Kinds:
    """Return of all properties, by primary key, what kind of facts they tell."""
    rows = Property.objects.order_by().values_list("pk", *Kind._fields)
    return {pk: Kind(*values) for pk, *values in rows}


def neighbours(statements: Iterable[Statement], kinds: Kinds) -> set[int]:
    """Return what stands near some statements in any way, as primary keys.

    It is what might offer them, or be asked beside them.
    """
    found: set[int] = set()
    first: dict[int, dict[int, Key]] = {}
    looked: set[tuple[int, int, date | None]] = set()
    for row in statements:
        kind = kinds[row.property_id]
        around = {row.property_id}
        if row.value_date:
            around |= set(dates_among(kinds, marking=bool(kind.marks)))
        if kind.is_claim or row.attributed_to_id:
            around |= set(speaking_among(kinds))
            claimed = _standing().filter(attributed_to__isnull=False)
            found |= _near(claimed, row, by_day=False).keys()
        for pk in around:
            # As it was and as it is, it often stands at the same place.
            place = pk, row.pk, day_of(row)
            if place in looked:
                continue
            looked.add(place)
            standing = _standing().filter(property=pk)
            if pk not in first:
                first[pk] = _first(standing)
            found |= _near(standing, row, first[pk]).keys()
    return found


@cache
def _standing() -> Any:
    """Standing statements, as they are found; to be narrowed, never to be read as they are."""
    dated = Statement.objects.standing().annotate(day=day_of_statement())
    return dated.order_by("pk").values_list(*FOUND_BY)


def _first(rows: Any) -> dict[int, Key]:
    """The first of some rows by primary key: all, or so many that they are not few."""
    return _found(rows[: shelves.MOST + 1])


def _near(
    rows: Any, statement: Statement, first: dict[int, Key] | None = None, *, by_day: bool = True
) -> dict[int, Key]:
    """What ``Shelf.near`` finds among rows that are not read."""
    most = shelves.MOST
    first = _first(rows) if first is None else first
    if len(first) <= most:
        return first
    found: dict[int, Key] = {}
    if by_day and (day := day_of(statement)):
        before = rows.filter(day__lte=day).exclude(day=day, pk__gte=statement.pk)
        behind = rows.filter(day__gte=day).exclude(day=day, pk__lt=statement.pk)
        for near in (before.order_by("-day", "-pk"), behind.order_by("day", "pk")):
            found |= _found(near[: most // 2])
    if len(found) < most:
        following = rows.filter(pk__gte=statement.pk)
        for pk, key in list({**_found(following[:most]), **first}.items())[:most]:
            if len(found) < most:
                found.setdefault(pk, key)
    return found
