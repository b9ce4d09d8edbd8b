"""What a memory was before an answer, which can be put back while nothing else has moved it."""

from __future__ import annotations

from datetime import date

from quizzes.scheduling import MemoryState, Stage

from .models import Memory, Response


def state_before(response: Response) -> MemoryState | None:
    """Return the memory before an answer that counted, in a review; ``None`` if it was the first.

    Raises ValueError for an answer of which that was not kept.
    """
    kept = response.memory_before
    if kept is None:
        if response.retrievability is None:
            return None
        raise ValueError("What was before this answer was not kept.")
    days = {name: date.fromisoformat(str(kept[name])) for name in ("last_day", "due")}
    return MemoryState(**kept | days | {"stage": Stage(kept["stage"])})


def is_where_it_left(memory: Memory, response: Response) -> bool:
    """Whether the memory is as a counted answer made it, and can be put back to before."""
    kept = response.memory_before is not None or response.retrievability is None
    left = (response.study_day, response.stability)
    return kept and (memory.last_day, memory.stability) == left
