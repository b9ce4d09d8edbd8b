"""Which statements' questions may differ after a change to the facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from quizzes.bank.models import Question, QuestionQuerySet
from quizzes.facts.models import Statement
from quizzes.facts.signals import Change

from .reach import Reach
from .ways import MORE_IN_SOURCE, MORE_VALUES, SAID_OF_ANOTHER

# The entities that a statement is about or names.
NAMED = ("subject", "value_entity", "attributed_to")
# Formats that show nothing but their own fact.
WITHOUT_OTHERS = ("flashcard", "cloze")
# Formats that offer values which are wrong.
WITH_OPTIONS = ("choice", "true-false")


def touched(change: Change) -> set[int]:
    """Return the statements whose questions may differ after ``change``.

    These are the statements changed; those that speak of or offer a changed entity, or one
    that a changed statement names or named; those of a changed property; those that share a
    value with a changed statement or offer the one it had, because their wrong options may
    depend on it; those whose questions show a changed statement beside their own; and, of what
    is asked alike, those with a refused question, which may have become possible.
    """
    told = Question.objects.filter(statement__in=change.statements)
    named, kin = _named(change.statements)
    # Without options, the entities are those that the statement named when it was made.
    named |= set(told.filter(format__in=WITHOUT_OTHERS).values_list("entities", flat=True)) - {None}
    near = Q(property__in=change.properties)
    for row in _states(change.statements):
        near |= _same_value(row)
    ids = change.statements | _ids(
        Statement.objects.filter(near | _naming(change.entities | named))
    )
    offering = Statement.objects.filter(questions__entities__in=change.entities | named)
    # Whether an entity may be offered hangs on its names and on whom it belongs to.
    changed = change.statements | _ids(Statement.objects.filter(_naming(change.entities | kin)))
    around = Reach.of(changed, before=change.statements, properties=change.properties)
    leaning = Statement.objects.filter(questions__leans_on__in=ids)
    return ids | _ids(offering) | _ids(leaning) | _offering(told, around) | _hopeful(around)


def _naming(entities: set[int]) -> Q:
    """Statements that speak of one of the entities."""
    naming = Q(pk__in=[])
    for role in (*NAMED, "where"):
        naming |= Q(**{f"{role}__in": entities})
    return naming


def _ids(rows: QuerySet[Statement]) -> set[int]:
    return set(rows.order_by().values_list("pk", flat=True))


def _named(statements: set[int]) -> tuple[set[int], set[int]]:
    """The entities that the statements name, or named in a state that is kept.

    Second those among them that the statements set in relation to one another.
    """
    now: QuerySet[Any] = Statement.objects.filter(pk__in=statements).order_by()
    before: QuerySet[Any] = Statement.history.filter(id__in=statements).order_by()
    rows = {row for known in (now, before) for row in known.values_list(*NAMED)}
    named = {pk for row in rows for pk in row}
    kin = {pk for subject, value, _ in rows if value for pk in (subject, value)}
    return named - {None}, kin


def _states(statements: set[int]) -> Iterator[Statement]:
    """The statements as they are, and as they were in each state that is kept."""
    yield from Statement.objects.filter(pk__in=statements)
    before: QuerySet[Any] = Statement.history.filter(id__in=statements).order_by()
    columns = ("id", "property_id", "value_date", "value_quantity", "value_text")
    for values in before.values(*columns).distinct():
        row: Any = Statement(**values)
        if date := row.date_value:
            row.value_date_first, row.value_date_last = date.first, date.last
        if quantity := row.quantity:
            row.value_low, row.value_high = quantity.bounds()
        yield row


def _same_value(row: Statement) -> Q:
    """Statements with the row's property whose value may be the same; entities go by themselves."""
    same = Q(pk=row.pk)
    if row.value_date:
        same |= _meeting("value_date_first", "value_date_last", row)
    if row.value_quantity:
        same |= _meeting("value_low", "value_high", row)
    if row.value_text:
        same |= Q(value_text__iexact=row.value_text)
    return same & Q(property=row.property_id)


def _meeting(low: str, high: str, row: Statement) -> Q:
    """Statements whose interval between two columns meets the row's; a null end is open."""
    meeting = Q()
    if (end := getattr(row, high)) is not None:
        meeting &= Q(**{f"{low}__isnull": True}) | Q(**{f"{low}__lte": end})
    if (start := getattr(row, low)) is not None:
        meeting &= Q(**{f"{high}__isnull": True}) | Q(**{f"{high}__gte": start})
    return meeting


def _offering(told: QuestionQuerySet, around: Reach) -> set[int]:
    """Statements whose questions offer, as wrong, a value that the questions ``told`` ask for."""
    asked = set(told.filter(direction="value").values_list("right_answer", flat=True))
    if not asked:
        return set()
    choices = Question.objects.published().filter(around.needed("statement__"))
    choices = choices.filter(format__in=WITH_OPTIONS)
    rows = choices.order_by().values_list("statement", "options")
    return {
        statement
        for statement, options in rows
        if any(not option["correct"] and option["text"] in asked for option in options)
    }


def _hopeful(around: Reach) -> set[int]:
    """Statements with a refused question that may be possible now.

    Those with more than one right answer are found by their subject and by their value.
    """
    ambiguous = [_(SAID_OF_ANOTHER), _(MORE_VALUES), _(MORE_IN_SOURCE)]
    refused = Question.objects.filter(around.needed("statement__"), status="refused")
    refused = refused.exclude(problem__in=ambiguous)
    return set(refused.order_by().values_list("statement", flat=True))
