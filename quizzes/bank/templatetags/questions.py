"""How a question is put on a page."""

import re

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from quizzes.bank.formats.cloze import GAP

register = template.Library()

_GAP = re.compile(rf"(\w?){GAP}")


@register.filter
def with_gap(stem: str) -> SafeString:
    """Return a question's stem as HTML; a gap in it is read out as one, with its first letter."""
    return mark_safe(_GAP.sub(_spoken, conditional_escape(stem)))  # the rest is escaped


def _spoken(gap: re.Match[str]) -> str:
    letter = gap[1]
    words = _("blank, begins with %(letter)s") % {"letter": letter} if letter else _("blank")
    return format_html(
        '<span class="gap" aria-hidden="true">{}</span><span class="visually-hidden">({})</span>',
        gap[0].replace("_", "\N{NO-BREAK SPACE}"),
        words,
    )
