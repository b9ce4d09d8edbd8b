"""What an editor can get wrong in a statement, said plainly and by field."""

from datetime import date

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quizzes.facts.fields import optional_date
from quizzes.lib.edtf import EdtfDate
from quizzes.lib.quantities import QuantityError
from quizzes.lib.quantities import parse as parse_quantity

from .models.entities import Entity
from .models.properties import Property
from .models.statements import VALUE_FIELDS, Statement


def check_value(statement: Statement) -> dict[str, str]:
    """Return messages by field for a value or kind that the property does not allow."""
    if not (statement.property_id and statement.subject_id):
        return {}
    errors = {}
    prop = statement.property
    if prop.subject_kinds and statement.subject.kind not in prop.subject_kinds:
        errors["subject"] = _wrong_kind(statement.subject, prop.subject_kinds, prop)
    wanted = VALUE_FIELDS[Property.Datatype(prop.datatype)]
    for field in sorted(set(VALUE_FIELDS.values()) - {wanted}):
        if getattr(statement, field):
            errors[field] = _(
                "The value of “%(property)s” is of the type %(type)s; leave this empty."
            ) % {"property": prop, "type": prop.get_datatype_display()}
    if not getattr(statement, wanted):
        errors[wanted] = _("“%(property)s” needs its value here.") % {"property": prop}
    value = statement.value_entity
    if value and prop.value_kinds and value.kind not in prop.value_kinds:
        errors.setdefault("value_entity", _wrong_kind(value, prop.value_kinds, prop))
    if statement.value_quantity:
        try:
            statement.value_quantity = parse_quantity(statement.value_quantity).text
        except QuantityError as error:
            errors["value_quantity"] = str(error)
    return errors


def _wrong_kind(entity: Entity, allowed: list[str], prop: Property) -> str:
    return _("“%(entity)s” is of the kind %(kind)s; “%(property)s” takes: %(allowed)s.") % {
        "entity": entity,
        "kind": entity.get_kind_display(),
        "property": prop,
        "allowed": ", ".join(str(Entity.Kind(kind).label) for kind in allowed),
    }


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


def check_dates(statement: Statement) -> dict[str, str]:
    """Return messages for dates outside the event that the statement speaks of."""
    if not (statement.property_id and statement.subject_id):
        return {}
    errors = {}
    for field in ("when", "value_date"):
        value = optional_date(getattr(statement, field))
        if value is None:
            continue
        for event in _containers(statement):
            if message := _outside(value, event, *_bounds(event, statement)):
                errors[field] = message
    if not errors and (message := _left_outside(statement)):
        errors["value_date"] = message
    return errors


def _left_outside(statement: Statement) -> str:
    """Say which facts a new date of an event would leave outside that event, if any."""
    marks, value = statement.property.marks, optional_date(statement.value_date)
    stands = statement.status == "published" and statement.rank != "deprecated"
    if value is None or not stands or marks not in ("start", "end", "span"):
        return ""
    event = statement.subject
    first, last = extent(event, without=statement)
    if marks in ("start", "span"):
        first = min(filter(None, (first, value.first)), default=None)
    if marks in ("end", "span"):
        last = max(filter(None, (last, value.last)), default=None)
    parts = Statement.objects.standing().filter(
        property__marks=Property.Marks.PARENT, value_entity=event
    )
    about = Q(subject=event, property__marks="") | Q(subject__in=parts.values("subject"))
    for other in Statement.objects.standing().filter(about).exclude(pk=statement.pk):
        for text in (other.when, other.value_date):
            day = optional_date(text)
            if day and (message := _outside(day, event, first, last)):
                return _("This would leave another fact, “%(slug)s”, outside: %(message)s") % {
                    "slug": other.slug,
                    "message": message,
                }
    return ""


def _containers(statement: Statement) -> list[Entity]:
    """The events within which the statement's dates must lie."""
    if statement.subject.kind not in (Entity.Kind.EVENT, Entity.Kind.CONFLICT):
        return []
    parents = Entity.objects.filter(
        value_of__in=Statement.objects.standing().filter(
            subject=statement.subject_id, property__marks=Property.Marks.PARENT
        )
    ).distinct()
    # Two dates of the same event may differ; it is then disputed which is right.
    same = statement.property.marks in (Property.Marks.SPAN, Property.Marks.PARENT)
    own = [] if same else [statement.subject]
    return [*own, *parents]


def extent(event: Entity, *, without: Statement | None = None) -> tuple[date | None, date | None]:
    """Return the first and last day of an event as its statements tell them; None if unknown."""
    starts, ends = [], []
    told = Statement.objects.standing().filter(
        subject=event, property__marks__in=["start", "end", "span"]
    )
    if without is not None and without.pk:
        told = told.exclude(pk=without.pk)
    for row in told.select_related("property"):
        if row.property.marks in ("start", "span") and row.value_date_first:
            starts.append(row.value_date_first)
        if row.property.marks in ("end", "span") and row.value_date_last:
            ends.append(row.value_date_last)
    return min(starts, default=None), max(ends, default=None)


def _bounds(event: Entity, statement: Statement) -> tuple[date | None, date | None]:
    """The days of an event within which a statement's dates must lie."""
    first, last = extent(event, without=statement)
    own = event == statement.subject
    return (
        None if own and statement.property.marks == Property.Marks.START else first,
        None if own and statement.property.marks == Property.Marks.END else last,
    )


def _outside(value: EdtfDate, event: Entity, first: date | None, last: date | None) -> str:
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
