"""Whether it is known whose words a statement quotes."""

from __future__ import annotations

from .models import Entity, Property, Statement


def has_speaker(statement: Statement) -> bool:
    """Whether what a statement quotes is known to be somebody's words."""
    is_claimed = statement.property.is_claim or statement.attributed_to_id is not None
    is_quoted = statement.property.datatype == Property.Datatype.QUOTATION
    told_of = filter(None, (statement.subject, statement.value_entity))
    return is_claimed or is_quoted or any(it.kind == Entity.Kind.DOCUMENT for it in told_of)
