"""What statements said at an earlier time, read from their kept history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from quizzes.facts.models import Entity, Property, Statement
from quizzes.facts.models.parts import ROLES


def as_statements(states: Sequence[Any]) -> list[Statement]:
    """Return what kept states were, in their order, with the entities and the wording of today.

    Two queries; whoever is gone altogether is "somebody now deleted".
    """
    columns = [field.attname for field in Statement._meta.concrete_fields]
    past = [
        Statement(**{it: getattr(state, it) for it in columns if hasattr(state, it)})
        for state in states
    ]
    ids = {getattr(it, f"{role}_id") for it in past for role in ROLES}
    entities = Entity.objects.in_bulk(ids - {None})
    properties = Property.objects.in_bulk({it.property_id for it in past})
    for it in past:
        it.property = properties[it.property_id]
        for role in ROLES:
            if pk := getattr(it, f"{role}_id"):
                setattr(it, role, entities.get(pk) or Entity(label=_("somebody now deleted")))
    return past
