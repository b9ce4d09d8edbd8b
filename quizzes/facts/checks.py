"""What an editor can get wrong in a statement, said plainly and by field."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quizzes.facts.fields import optional_date
from quizzes.lib.edtf import EdtfDate
from quizzes.lib.quantities import QuantityError
from quizzes.lib.quantities import parse as parse_quantity

from .chronology import DATING, EVENTS, Chronology
from .deadlines import is_told_by
from .kinds import check_roles
from .models.entities import Entity
from .models.properties import Property
from .models.statements import VALUE_FIELDS, Statement
from .wording import WordingError, check_wording

Extent = tuple[date | None, date | None]


def check_value(statement: Statement) -> dict[str, str]:
    """Return messages by field for a value or kind that the property does not allow."""
    if not (statement.property_id and statement.subject_id):
        return {}
    prop = statement.property
    errors: dict[str, str] = {}
    wanted = VALUE_FIELDS[Property.Datatype(prop.datatype)]
    for field in sorted(set(VALUE_FIELDS.values()) - {wanted}):
        if getattr(statement, field):
            errors[field] = _(
                "The value of “%(property)s” is of the type %(type)s; leave this empty."
            ) % {"property": prop, "type": prop.get_datatype_display()}
    if not getattr(statement, wanted):
        errors[wanted] = _("“%(property)s” needs its value here.") % {"property": prop}
    date_value = optional_date(statement.value_date)
    if date_value and not date_value.last and is_told_by(statement.own_sentence or prop.sentence):
        errors["value_date"] = _(
            "“%(property)s” tells by when, and this time has no end. Write its latest day, month "
            "or year."
        ) % {"property": prop}
    errors = check_roles(statement) | errors
    if statement.value_quantity:
        try:
            statement.value_quantity = parse_quantity(statement.value_quantity).text
        except QuantityError as error:
            errors["value_quantity"] = str(error)
    return errors


def check_datatype(prop: Property) -> dict[str, str]:
    """Return a message if statements hold a value that the property's data type does not allow."""
    if not prop.pk or prop.datatype not in VALUE_FIELDS:
        return {}
    column = VALUE_FIELDS[Property.Datatype(prop.datatype)]
    empty = {"value_entity": None}.get(column, "")
    others = prop.statements.filter(**{column: empty}).count()
    if not others:
        return {}
    message = ngettext(
        "%(count)s statement has a value of another type. Make a new property instead.",
        "%(count)s statements have values of another type. Make a new property instead.",
        others,
    )
    return {"datatype": message % {"count": others}}


def check_statement(statement: Statement, told: Chronology | None = None) -> dict[str, str]:
    """Return messages by field for what an editor can get wrong in a statement.

    ``told`` is what is known of events, which who checks many statements has at hand.
    """
    return check_itself(statement) or check_dates(statement, told)


def check_itself(statement: Statement) -> dict[str, str]:
    """Return messages by field for what is wrong whatever other statements say."""
    errors = check_value(statement)
    for field in ("own_sentence", "own_stem", "own_subject_stem"):
        try:
            check_wording(getattr(statement, field))
        except WordingError as error:
            errors[field] = str(error)
    return errors


def check_dates(statement: Statement, told: Chronology | None = None) -> dict[str, str]:
    """Return messages for dates outside the event that the statement speaks of."""
    if not (statement.property_id and statement.subject_id):
        return {}
    told = told or Chronology()
    errors = {}
    for field in ("when", "value_date"):
        value = optional_date(getattr(statement, field))
        if value is None:
            continue
        for event in _containers(statement, told):
            if message := outside(value, event, *_bounds(event, statement, told)):
                errors[field] = message
    if not errors and (message := _left_outside(statement, told)):
        errors["value_date"] = message
    if not errors and (message := _left_outside_whole(statement, told)):
        errors["value_entity"] = message
    return errors


def _left_outside(statement: Statement, told: Chronology) -> str:
    """Say which facts a new date of an event would leave outside that event, if any."""
    marks, value = statement.property.marks, optional_date(statement.value_date)
    if value is None or not _stands(statement) or marks not in DATING:
        return ""
    event = statement.subject
    first, last = _extent(event, statement, told)
    if marks in ("start", "span"):
        first = min(filter(None, (first, value.first)), default=None)
    if marks in ("end", "span"):
        last = max(filter(None, (last, value.last)), default=None)
    others = (other for other in told.held_by(event) if other.pk != statement.pk)
    return _first_outside(others, event, (first, last))


def _left_outside_whole(statement: Statement, told: Chronology) -> str:
    """Say which facts on a part would lie outside what it is to be a part of, if any.

    With an event come its own parts, and with a whole what that is a part of.
    """
    links = statement.property.marks == "parent" and _stands(statement)
    if not links or not (whole := statement.value_entity):
        return ""
    for holder in (whole, *told.all_wholes(whole)):
        extent = _extent(holder, statement, told)
        if extent != (None, None) and (
            message := _first_outside(told.told_with(statement.subject), holder, extent)
        ):
            return message
    return ""


def _stands(statement: Statement) -> bool:
    return statement.status == "published" and statement.rank != "deprecated"


def _first_outside(others: Iterable[Statement], event: Entity, extent: Extent) -> str:
    """Say which of the facts is the first whose date lies outside an event, if any does."""
    for other in others:
        for text in (other.when, other.value_date):
            day = optional_date(text)
            if day and (message := outside(day, event, *extent)):
                return _("This would leave another fact, “%(slug)s”, outside: %(message)s") % {
                    "slug": other.slug,
                    "message": message,
                }
    return ""


def _containers(statement: Statement, told: Chronology) -> list[Entity]:
    """The events within which the statement's dates must lie.

    What somebody else did in an event, or where it was, is told with that event.
    """
    if statement.subject.kind not in EVENTS:
        named = (statement.value_entity, statement.where)
        events = [entity for entity in named if entity and entity.kind in EVENTS]
        return [whole for event in events for whole in (event, *told.wholes(event))]
    own = [statement.subject] if held_by_own_event(statement) else []
    return [*own, *told.wholes(statement.subject)]


def held_by_own_event(statement: Statement) -> bool:
    """Whether the dates of a statement on an event must lie within that event.

    Two dates of the same event may differ; it is then disputed which is right.
    """
    return statement.property.marks not in (Property.Marks.SPAN, Property.Marks.PARENT)


def extent_told(statements: Iterable[Statement]) -> Extent:
    """Return the first and last day of the event that ``statements`` date; None if unknown."""
    return extent_of(
        (row.property.marks, row.value_date_first, row.value_date_last) for row in statements
    )


def extent_of(told: Iterable[tuple[str, date | None, date | None]]) -> Extent:
    """Return the same of what statements mark, and the first and last day that they tell."""
    starts, ends = [], []
    for marks, first, last in told:
        if marks in ("start", "span") and first:
            starts.append(first)
        if marks in ("end", "span") and last:
            ends.append(last)
    return min(starts, default=None), max(ends, default=None)


def _bounds(event: Entity, statement: Statement, told: Chronology) -> Extent:
    """The days of an event within which a statement's dates must lie."""
    extent = _extent(event, statement, told)
    return without_own_end(extent, statement) if event == statement.subject else extent


def _extent(event: Entity, statement: Statement, told: Chronology) -> Extent:
    """The first and last day of an event as the other statements tell them."""
    return extent_told(row for row in told.dating(event) if row.pk != statement.pk)


def without_own_end(told: Extent, statement: Statement) -> Extent:
    """Return the extent of a statement's own event, open at the end that the statement tells."""
    first, last = told
    marks = statement.property.marks
    return (
        None if marks == Property.Marks.START else first,
        None if marks == Property.Marks.END else last,
    )


def outside(value: EdtfDate, event: Entity, first: date | None, last: date | None) -> str:
    """Return a message for a date that lies wholly before or after an event, else nothing."""
    if last and value.first and value.first > last:
        return _("%(date)s lies after the end of the event “%(event)s” (%(end)s).") % {
            "date": value.spoken(),
            "event": event,
            "end": date_format(last, "j F Y"),
        }
    if first and value.last and value.last < first:
        return _("%(date)s lies before the beginning of the event “%(event)s” (%(start)s).") % {
            "date": value.spoken(),
            "event": event,
            "start": date_format(first, "j F Y"),
        }
    return ""
