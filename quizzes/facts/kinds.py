"""Which kinds of entities a statement may speak of, and whether those spoken of are of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from .models.entities import Entity
from .models.parts import ROLES
from .models.properties import Property
from .models.statements import Statement

Kind = Entity.Kind
# What took place somewhere may have done so in the course of something.
SCENES = (Kind.PLACE, Kind.EVENT, Kind.CONFLICT)
CLAIMANTS = (Kind.PERSON, Kind.GROUP, Kind.UNIT, Kind.BODY, Kind.DOCUMENT)
# The field of a property that names the kinds which a role takes.
NAMED_BY = {"subject": "subject_kinds", "value_entity": "value_kinds"}


class Misfit(NamedTuple):
    """A statement, the role in which it has an entity of a wrong kind, and what would be right."""

    statement: Statement
    role: str
    message: str


def kinds_of(role: str, prop: Property) -> Sequence[str]:
    """Return the kinds of entities that a role of a statement takes; empty for any."""
    if role in NAMED_BY:
        named: list[str] = getattr(prop, NAMED_BY[role])
        return named
    return SCENES if role == "where" else CLAIMANTS


def check_roles(statement: Statement) -> dict[str, str]:
    """Return messages by field for the entities of a kind that is not allowed there.

    An entity that is gone, as one in an earlier version of the statement may be, is of none.
    """
    errors = {}
    for role in ROLES:
        allowed = kinds_of(role, statement.property)
        try:
            entity = getattr(statement, role)
        except Entity.DoesNotExist:
            continue
        if entity and allowed and entity.kind not in allowed:
            errors[role] = _wrong_kind(entity, role, statement.property)
    return errors


def check_kind(entity: Entity) -> dict[str, str]:
    """Return a message if statements speak of an entity that may not be of its kind."""
    if not entity.pk:
        return {}
    for role in ROLES:
        told = Statement.objects.filter(**{role: entity})
        for prop in Property.objects.filter(pk__in=told.order_by().values("property")):
            allowed = kinds_of(role, prop)
            if allowed and entity.kind not in allowed:
                fact = told.filter(property=prop).order_by("slug")[0]
                return {"kind": left_wrong(fact, _wrong_kind(entity, role, prop))}
    return {}


def check_kinds(prop: Property) -> dict[str, str]:
    """Return messages if statements speak of entities of kinds that a property does not allow."""
    errors: dict[str, str] = {}
    for role, field in NAMED_BY.items() if prop.pk else ():
        allowed = kinds_of(role, prop)
        others = prop.statements.exclude(**{f"{role}__kind__in": allowed}).order_by("slug")
        others = others.filter(**{f"{role}__isnull": False}).select_related(role)
        if allowed and (fact := others.first()):
            message = _wrong_kind(getattr(fact, role), role, prop)
            errors[field] = left_wrong(fact, message)
    return errors


def misfits() -> Iterator[Misfit]:
    """Yield the statements of any status with entities of a wrong kind, in few queries."""
    properties = Property.objects.in_bulk()
    for role in ROLES:
        told = Statement.objects.filter(**{f"{role}__isnull": False})
        found = told.order_by().values_list("property", f"{role}__kind").distinct()
        for pk, kind in sorted(found):
            allowed = kinds_of(role, properties[pk])
            if allowed and kind not in allowed:
                wrong = told.filter(property=pk, **{f"{role}__kind": kind})
                for fact in wrong.worded().order_by("slug"):
                    message = _wrong_kind(getattr(fact, role), role, fact.property)
                    yield Misfit(fact, role, message)


def left_wrong(statement: Statement, message: str) -> str:
    """Say which fact a change of an entity or a property would leave wrong, and why."""
    return _("This would leave a fact, “%(slug)s”, wrong: %(message)s") % {
        "slug": statement.slug,
        "message": message,
    }


def _wrong_kind(entity: Entity, role: str, prop: Property) -> str:
    named = prop if role in NAMED_BY else _("where") if role == "where" else _("claimed by")
    return _("“%(entity)s” is of the kind %(kind)s; “%(property)s” takes: %(allowed)s.") % {
        "entity": entity,
        "kind": entity.get_kind_display(),
        "property": named,
        "allowed": ", ".join(str(Entity.Kind(kind).label) for kind in kinds_of(role, prop)),
    }
