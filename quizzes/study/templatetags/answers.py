"""How an answer is put on a page."""

from django import template

from quizzes.study.feedback import Answered
from quizzes.study.feedback import answered as _answered
from quizzes.study.models import Response

register = template.Library()


@register.simple_tag
def answered(response: Response) -> Answered:
    """Return an answer beside the right one, as lines and parts; see ``study.feedback``."""
    return _answered(response)
