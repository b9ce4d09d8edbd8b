"""A written answer that says too little is asked for once more, before anything is revealed."""

from __future__ import annotations

from collections.abc import Mapping

from quizzes.bank.formats import Graded

from .models import Response

FIELD = "again"
"""What the form of a second answer holds besides it. A form without it is the first one, sent
twice or from before; it answers nothing."""


def was_sent_before(response: Response, data: Mapping[str, str]) -> bool:
    """Whether ``data`` is a first answer to a question that had one, and waits for a second."""
    return bool(response.first_given) and FIELD not in data and "skip" not in data


def is_asked_again(response: Response, graded: Graded) -> bool:
    """Whether an answer leaves its question open: so it does once, and is no evidence."""
    return graded.asks_again and not response.first_given


def ask_again(response: Response, graded: Graded) -> None:
    """Keep the first answer, with the note that says what is wanted; the question stays open.

    Only the first call for a response does anything.
    """
    untouched = Response.objects.filter(
        pk=response.pk, answered_at__isnull=True, first_given=response.first_given
    )
    response.first_given = graded.given[: Response._meta.get_field("first_given").max_length]
    response.note = graded.note[: Response._meta.get_field("note").max_length]
    if not untouched.update(first_given=response.first_given, note=response.note):
        response.refresh_from_db()
