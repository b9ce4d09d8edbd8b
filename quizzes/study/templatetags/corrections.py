"""What the card of a question says of a correction."""

from __future__ import annotations

from django import template

from quizzes.lib import clock
from quizzes.study.corrections import Note, notes
from quizzes.study.models import Response

register = template.Library()


@register.simple_tag
def corrections_told(response: Response) -> list[Note]:
    """Return what the learner is told with an answer; nothing for most, and without a query."""
    if response.told_id is None or response.answered_at is None:
        return []
    fact, learner = response.statement_id, response.learner_id
    # What was answered in a test is told of later, when the test has been handed in.
    until = clock.now() if response.revealed_day else response.answered_at
    return notes(fact, response.told_id, until, learner)
