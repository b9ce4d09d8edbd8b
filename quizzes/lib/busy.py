"""Whether the one writer's place of SQLite is taken."""

from __future__ import annotations

from django.db import OperationalError


def is_busy(error: BaseException | None) -> bool:
    """Whether an error says, or comes from one that says, that another has the writer's place."""
    while error is not None and not isinstance(error, OperationalError):
        error = error.__cause__ or error.__context__
    name: str = getattr(getattr(error, "__cause__", None), "sqlite_errorname", "")
    return name.startswith("SQLITE_BUSY")
