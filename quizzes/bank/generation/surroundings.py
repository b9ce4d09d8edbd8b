"""The facts around a few statements, read as far as they are asked for and no further."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import IntegerField, Q, Value

from quizzes.bank.models import Question
from quizzes.facts.models import Alias, Citation, Entity, Property, Source, Statement
from quizzes.facts.models.queries import day_of_statement

from . import shelves
from .agreement import day_of
from .pool import ROLES, Pool, attach, current, first_sources, furnish, related
from .profiles import COLUMNS, Profile, profiles_of
from .values import same_value

# Of so many statements it is told what is known of the entities around one.
MOST_TOLD = 1000


class Surroundings(Pool):
    """What a few statements are asked among: what the whole pool would find, read when needed.

    So one edit costs the same however many facts there are.
    """

    def __init__(self, wanted: Collection[int]) -> None:
        """Read the ``wanted`` statements (primary keys), and what their questions show now."""
        super().__init__()
        self._entities: dict[int, Entity] = {}
        self._subjects: dict[tuple[int, int], list[Statement]] = {}
        self._relations: dict[int, set[int]] = {}
        leaning = Question.leans_on.through._default_manager.filter(question__statement__in=wanted)
        self._take({*wanted, *leaning.values_list("statement_id", flat=True)})
        asked = [self.statements[pk] for pk in wanted if pk in self.statements]
        self._relate({pk for row in asked for pk in (row.subject_id, row.value_entity_id) if pk})
        for_subject = [row for row in asked if row.property.ask_subject or row.own_subject_stem]
        self._values = _of_same_values(for_subject)
        self._take({pk for found in self._values.values() for pk in found})
        self.cite(asked)

    @cached_property
    def properties(self) -> Any:
        """All properties, by primary key."""
        return Property.objects.in_bulk()

    def source_of_event(self, row: Statement) -> Source | None:
        """The first source of a statement that dates an event, be it cited here or not."""
        found = first_sources(Citation.objects.filter(statement=row))
        return self._sources.get(found.get(row.pk, 0))

    def of_subject(self, prop: int, subject: int) -> Sequence[Statement]:
        """The statements with a property and a subject, by their primary keys."""
        key = prop, subject
        if key not in self._subjects:
            self._read(Q(property=prop, subject=subject), [key])
        return self._subjects[key]

    def kin(self, entity: int | None) -> set[int]:
        """Those of which an entity is said, or they of it: a part, a member, a successor."""
        if entity and entity not in self._relations:
            self._relate({entity})
        return self._relations[entity] if entity else set()

    def profiles(self, entities: Collection[int]) -> Mapping[int, Profile]:
        """What is known at large of some entities, from so many statements as can be read."""
        standing = Statement.objects.standing().order_by()
        about = Q(subject__in=entities) | Q(value_entity__in=entities)
        rows = standing.filter(about | Q(attributed_to__in=entities))
        return profiles_of(rows.values_list(*COLUMNS)[:MOST_TOLD])

    def _of_value(self, statement: Statement) -> Iterable[Statement]:
        # Of who else has the value only those are asked whose subject is asked for.
        if statement.pk not in self._values:
            found = current().filter(same_value(statement)).order_by()
            self._values[statement.pk] = list(found.values_list("pk", flat=True))
        return self._rows(self._values[statement.pk])

    def _of_property(self, prop: int, statement: Statement) -> Sequence[Statement]:
        standing = Statement.objects.standing().filter(property=prop)
        return self._rows(_near(standing, statement))

    def _claims(self, statement: Statement) -> Sequence[Statement]:
        claimed = Statement.objects.standing().filter(attributed_to__isnull=False)
        return self._rows(_near(claimed, statement, by_day=False))

    def _rows(self, found: Iterable[int]) -> list[Statement]:
        """Statements by their primary keys, those that are not held read first."""
        pks = list(found)
        self._take(set(pks))
        return [self.statements[pk] for pk in sorted(pks)]

    def _take(self, pks: set[int]) -> None:
        """Read some statements, and all on the same subjects."""
        missing = pks - self.statements.keys()
        if not missing:
            return
        told = current().filter(pk__in=missing).order_by()
        keys = set(told.values_list("property_id", "subject_id")) - self._subjects.keys()
        of: dict[int, set[int]] = {}
        for prop, subject in keys:
            of.setdefault(prop, set()).add(subject)
        near = Q(pk__in=[])
        for prop, subjects in of.items():
            near |= Q(property=prop, subject__in=subjects)
        self._read(near, keys)

    def _read(self, near: Q, keys: Iterable[tuple[int, int]]) -> None:
        rows = list(current().filter(near).with_disputed().order_by("pk"))
        self._know({pk for row in rows for role in ROLES if (pk := getattr(row, f"{role}_id"))})
        furnish(rows, self.properties, self._entities)
        self._subjects |= {key: [] for key in keys}
        for row in rows:
            self.statements[row.pk] = row
            self._subjects[row.property_id, row.subject_id].append(row)

    def _know(self, entities: set[int]) -> None:
        missing = entities - self._entities.keys()
        if missing:
            found = Entity.objects.in_bulk(missing)
            attach("aliases", found, Alias.objects.filter(entity__in=missing), "entity_id")
            self._entities |= found

    def _relate(self, entities: set[int]) -> None:
        said = current().filter(value_entity__isnull=False).order_by()
        said = said.filter(Q(subject__in=entities) | Q(value_entity__in=entities))
        found = related(said.values_list("subject_id", "value_entity_id"))
        self._relations |= {pk: found.get(pk, set()) for pk in entities}


def _of_same_values(rows: Collection[Statement]) -> dict[int, list[int]]:
    """Statements whose value may be that of one of the rows, for each of them; one query."""
    found: dict[int, list[int]] = {row.pk: [] for row in rows}
    finding = [
        current()
        .filter(same_value(row))
        .order_by()
        .annotate(asked=Value(row.pk, output_field=IntegerField()))
        .values_list("asked", "pk")
        for row in rows
    ]
    if finding:
        for asked, pk in finding[0].union(*finding[1:], all=True):
            found[asked].append(pk)
    return found


def neighbours(statements: Iterable[Statement]) -> set[int]:
    """Return what stands near some statements in any way, as primary keys.

    It is what might offer them, or be asked beside them.
    """
    pool = Surroundings(())
    found: set[int] = set()
    first: dict[int, list[int]] = {}
    for row in statements:
        prop = pool.properties[row.property_id]
        around = {prop.pk}
        if row.value_date:
            around |= set(pool.dates(marking=bool(prop.marks)))
        if prop.is_claim or row.attributed_to_id:
            around |= set(pool.speaking)
            claimed = Statement.objects.standing().filter(attributed_to__isnull=False)
            found |= set(_near(claimed, row, by_day=False))
        for pk in around:
            standing = Statement.objects.standing().filter(property=pk)
            if pk not in first:
                first[pk] = _first(standing)
            found |= set(_near(standing, row, first[pk]))
    return found


def _first(rows: Any) -> list[int]:
    """The first of some rows by primary key: all, or so many that they are not few."""
    return list(rows.order_by("pk").values_list("pk", flat=True)[: shelves.MOST + 1])


def _near(
    rows: Any, statement: Statement, first: list[int] | None = None, *, by_day: bool = True
) -> list[int]:
    """What ``Shelf.near`` finds among rows that are not read, as primary keys."""
    most = shelves.MOST
    first = _first(rows) if first is None else first
    if len(first) <= most:
        return first
    found: dict[int, None] = {}
    if by_day and (day := day_of(statement)):
        dated = rows.annotate(day=day_of_statement())
        same = Q(day=day, pk__gte=statement.pk)
        before = dated.filter(day__lte=day).exclude(same).order_by("-day", "-pk")
        behind = dated.filter(day__gte=day).exclude(day=day, pk__lt=statement.pk)
        for near in (before, behind.order_by("day", "pk")):
            found |= dict.fromkeys(near.values_list("pk", flat=True)[: most // 2])
    if len(found) < most:
        following = list(
            rows.filter(pk__gte=statement.pk).order_by("pk").values_list("pk", flat=True)[:most]
        )
        for pk in [*following, *first][:most]:
            if len(found) < most:
                found.setdefault(pk)
    return list(found)
