"""A form that starts a quiz holds the id the quiz will have, so that sent twice it starts one."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from .models import Attempt


def token_of(data: Mapping[str, str]) -> UUID | None:
    """Return the ``token`` of a form; None where it has none, or one that is no id."""
    try:
        return UUID(data.get("token", ""))
    except ValueError:
        return None


def free_pk(token: UUID | None) -> UUID | None:
    """Return the token as the id of a new quiz, unless somebody has a quiz of that id."""
    return token if token and not Attempt.objects.filter(pk=token).exists() else None
