"""Which statements' questions may differ after a change to the facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Q

from quizzes.bank.formats import FORMATS
from quizzes.bank.models import Question
from quizzes.facts.models import Entity, Property, Statement
from quizzes.facts.signals import Change
from quizzes.lib.prepared import Many, One, Prepared

from .likeness import are_alike
from .surroundings import Kinds, kinds_of_facts, neighbours
from .values import SameValue, Values

# Statements by primary key, with the formats and directions of those of their questions that are to
# be made anew; None for all.
Wanted = Mapping[int, Collection[tuple[str, str]] | None]
# A question by its statement, format and direction.
Asked = tuple[Any, ...]
# The entities that a statement is about or names.
NAMED = ("subject", "value_entity", "where", "attributed_to")
# What others see of a statement; its own words and how important it is concern it alone.
COLUMNS = (
    *("id", "subject_id", "property_id", "value_entity_id", "where_id", "attributed_to_id"),
    *("value_date", "value_quantity", "value_text", "unit", "when", "own_subject_stem"),
    *("unattributed", "rank", "status", "sensitivity", "topic_id", "disputed_mark", "dispute"),
)
# The questions whose answers are found by the value.
BY_VALUE = tuple((format, Question.Direction.SUBJECT.value) for format in FORMATS)
# What the values of statements are told by, and their own stems.
VALUED = ("value_entity_id", "value_date", "value_quantity", "value_text", "own_subject_stem")
# So many statements of one property are looked up one by one: those around which it is looked for
# questions that are possible now, and those whose values others may have.
SOME = 3


def touched(change: Change) -> Wanted:
    """Return whose questions may differ after ``change``: of which statements, and which of them.

    These are the statements changed, and those that say of the same subject what these say or said
    before; those that say the same of another subject, where that subject is asked for; those that
    name a changed entity, and those of a changed property; those whose questions offer a changed
    entity or show one of these beside their own, for it may be right now, or gone; those that set
    side by side what the changed statements relate; and, of what stands near them, those with a
    refused question, which may have become possible. After a change to a source all that ask which
    source it is.
    """
    now, states, known_before = _states(change)
    deleted = change.statements - {row.pk for row in now}
    changed = _differing(states, known_before) | deleted
    kinds = kinds_of_facts()
    # A property that was theirs may be gone.
    differing = [row for row in states if row.pk in changed and row.property_id in kinds]
    new, gone = _pairs([row for row in now if row.pk in changed], differing)
    ids = change.statements | _of_same_subject(states)
    if change.properties:
        ids |= _OF_PROPERTIES.firsts(properties=change.properties)
    ids |= _naming(change.entities) | _parts_of(differing, kinds)
    alike, unlike = _parted(gone)
    near = _naming(unlike) | _near_hope(change.entities | alike, differing, kinds)
    found = [*_LEANING.rows(statements=ids), *_HOPEFUL.rows(statements=near), *_side_by_side(new)]
    if change.entities:
        found += _NAMING_THEM.rows(entities=change.entities)
        if _PLACED.rows(entities=change.entities):  # which any map may show
            found += _HOPEFUL_MAPS.rows()
    if change.sources:  # any of which may be offered, or be fit to be
        found += _ASKING_SOURCE.rows()
    wanted: dict[int, Any] = {pk: set(BY_VALUE) for pk in _of_same_value(differing, kinds)}
    for pk, *asked in found:
        wanted.setdefault(pk, set()).add(tuple(asked))
    return wanted | dict.fromkeys(ids)


def _naming(entities: Collection[int]) -> set[int]:
    """Statements that speak of one of the entities."""
    return _SPEAKING_OF.firsts(entities=entities) if entities else set()


def _states(change: Change) -> tuple[list[Statement], list[Statement], set[int]]:
    """The changed statements as they are; these and what they were before and in the change.

    Third the primary keys of those that were there before.
    """
    now = [_row(values) for values in _NOW.rows(statements=change.statements)]
    found: list[tuple[Any, ...]] = []
    last: dict[int, Any] = {}
    known_before: set[int] = set()
    done: set[int] = set()
    for at, pk, *values in _HISTORY.rows(statements=change.statements):
        if pk in done:
            continue
        found.append((pk, *values))
        if pk in last:
            known_before.add(pk)
        # All that was saved in one change has one moment.
        if last.setdefault(pk, at) != at:
            done.add(pk)
    return now, [*now, *map(_row, found)], known_before


def _row(values: tuple[Any, ...]) -> Any:
    """A statement that is not stored so, with what the columns beside its texts would hold."""
    row: Any = Statement(**dict(zip(COLUMNS, values, strict=True)))
    if date := row.date_value:
        row.value_date_first, row.value_date_last = date.first, date.last
    if when := row.when_date:
        row.when_first, row.when_last = when.first, when.last
    if quantity := row.quantity:
        row.value_low, row.value_high = quantity.bounds()
    return row


def _differing(states: Iterable[Statement], known_before: set[int]) -> set[int]:
    """Changed statements that are new, or that others do not see as they did."""
    seen: defaultdict[int, set[tuple[Any, ...]]] = defaultdict(set)
    for row in states:
        seen[row.pk].add(tuple(getattr(row, column) for column in COLUMNS))
    return {pk for pk, known in seen.items() if len(known) > 1 or pk not in known_before}


def _of_same_subject(states: Iterable[Statement]) -> set[int]:
    """Statements on the same property and subject."""
    found: set[int] = set()
    subjects: dict[int, set[int]] = {}
    for row in states:
        subjects.setdefault(row.property_id, set()).add(row.subject_id)
    for prop, of in subjects.items():
        found |= _OF_SUBJECTS.firsts(prop=prop, subjects=of)
    return found


def _of_same_value(states: Collection[Statement], kinds: Kinds) -> set[int]:
    """Statements on the same property that may have the same value, where that matters.

    It does only where the subject is asked for.
    """
    by_property: defaultdict[int, dict[Hashable, Statement]] = defaultdict(dict)
    for row in states:
        value = row.value_entity_id, row.value_date, row.value_quantity, row.value_text
        by_property[row.property_id][value] = row
    return {
        pk
        for prop, rows in by_property.items()
        for pk, own_stem in _with_values(prop, rows.values())
        if own_stem or kinds[prop].ask_subject
    }


def _with_values(prop: int, rows: Collection[Statement]) -> Iterator[tuple[int, str]]:
    """Statements on a property that may have the value of one of ``rows``, and their own stems.

    Many values are looked up in one reading of all that is said on the property.
    """
    if len(rows) <= SOME:
        for row in rows:
            yield from _SAME_VALUE.rows(row)
        return
    told = Values(list(Statement.objects.filter(property=prop).only(*VALUED).order_by()))
    for row in rows:
        yield from ((near.pk, near.own_subject_stem) for near in told.near(row))


_SAME_VALUE = SameValue(Statement.objects.all, "pk", "own_subject_stem")


def _parts_of(states: Collection[Statement], kinds: Kinds) -> set[int]:
    """Statements on parts of parts of the subjects: what these belong to, those belong to, too."""
    asked = {row.property_id for row in states}
    found: set[int] = set()
    for prop in (pk for pk in asked if kinds[pk].marks == Property.Marks.PARENT):
        subjects = {row.subject_id for row in states if row.property_id == prop}
        seen: set[int] = set()
        while subjects := subjects - seen:
            seen |= subjects
            rows = _OF_VALUES.rows(prop=prop, entities=subjects)
            found |= {pk for pk, _subject in rows}
            subjects = {subject for _pk, subject in rows}
    return found


def _side_by_side(new: Iterable[tuple[int, int]]) -> list[Asked]:
    """Questions that set side by side two of which one has come to be said of the other.

    What belongs to the right answer is no wrong one.
    """
    found: list[Asked] = []
    for one, other in new:
        found += _SHOWING_BOTH.rows(one=one, other=other)
        for mine, theirs in ((one, other), (other, one)):
            found += _LEANING_ON_VALUE.rows(mine=mine, theirs=theirs)
    return found


def _pairs(
    now: Iterable[Statement], states: Iterable[Statement]
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Subjects and values that statements have come to set in relation, or no longer do."""
    known = {(row.subject_id, row.value_entity_id) for row in states if row.value_entity_id}
    standing = [row for row in now if row.status != Statement.Status.RETIRED]
    new = {(row.subject_id, row.value_entity_id) for row in standing if row.value_entity_id}
    return new, known - new


def _parted(gone: Collection[tuple[int, int]]) -> tuple[set[int], set[int]]:
    """Entities that are no longer set in relation: those of kinds that are alike, and the others.

    Only two that are alike are ever offered side by side, whoever is asked about; of others it
    matters to the questions that name one of them.
    """
    all = {pk for pair in gone for pk in pair}
    if not all:
        return set(), set()
    kinds: dict[int, str] = dict(_KINDS_OF.rows(entities=all))
    alike = {
        pk
        for one, other in gone
        if are_alike(kinds.get(one, ""), kinds.get(other, ""))
        for pk in (one, other)
    }
    return alike, all - alike


def _near_hope(entities: Collection[int], differing: Iterable[Statement], kinds: Kinds) -> set[int]:
    """Statements whose refused questions may be possible now.

    They stand near a statement that differs, or near one that names one of the entities.
    """
    named = _STATEMENTS.records(statements=_naming(entities)) if entities else ()
    around: dict[int, list[Statement]] = {}
    for row in (*differing, *named):
        rows = around.setdefault(row.property_id, [])
        if len(rows) < SOME:
            rows.append(row)
    return neighbours((row for rows in around.values() for row in rows), kinds)


# What is looked up, whose values are given by name: statements, and questions by what they ask.


def _statements(which: Q, *columns: str) -> Prepared:
    return Prepared(lambda: Statement.objects.filter(which).order_by().values_list(*columns))


def _questions(*which: Q) -> Prepared:
    def asked() -> Any:
        found = Question.objects.order_by()
        for one in which:
            found = found.filter(one)
        return found.values_list("statement", "format", "direction")

    return Prepared(asked)


_NOW = _statements(Q(pk__in=Many("statements")), *COLUMNS)
_OF_PROPERTIES = _statements(Q(property__in=Many("properties")), "pk")
_OF_SUBJECTS = _statements(Q(property=One("prop"), subject__in=Many("subjects")), "pk")
_OF_VALUES = _statements(
    Q(property=One("prop"), value_entity__in=Many("entities")), "pk", "subject_id"
)
_SPEAKING_OF = _statements(
    Q(*((f"{role}__in", Many("entities")) for role in NAMED), _connector=Q.OR), "pk"
)
_STATEMENTS = Prepared(lambda: Statement.objects.filter(pk__in=Many("statements")).order_by("pk"))
_HISTORY = Prepared(
    lambda: (
        Statement.history.filter(id__in=Many("statements"))
        .order_by("-history_date", "-history_id")
        .values_list("history_date", *COLUMNS)
    )
)
_KINDS_OF = Prepared(
    lambda: Entity.objects.filter(pk__in=Many("entities")).order_by().values_list("pk", "kind")
)

_LEANING = _questions(Q(leans_on__in=Many("statements")))
_NAMING_THEM = _questions(Q(entities__in=Many("entities")))
_PLACED = Prepared(
    lambda: (
        Entity.objects.filter(pk__in=Many("entities"), latitude__isnull=False)
        .order_by()
        .values_list("pk")
    )
)
_HOPEFUL_MAPS = _questions(Q(format=Question.Format.MAP, hopeful=True))
_ASKING_SOURCE = _questions(Q(direction=Question.Direction.SOURCE))
_SHOWING_BOTH = _questions(Q(entities=One("one")), Q(entities=One("other")))
_LEANING_ON_VALUE = _questions(
    Q(statement__value_entity=One("mine")), Q(leans_on__value_entity=One("theirs"))
)
# Refused questions of some statements that may be possible now. Those with more than one right
# answer are found by their subject and by their value, those at fault themselves by their fact.
_HOPEFUL = _questions(Q(statement__in=Many("statements"), hopeful=True))
