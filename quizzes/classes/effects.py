"""What an edit of facts means to classes."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quizzes.facts.effects import Effects
from quizzes.lib import clock

from .models import Assignment

# How many assignments are named.
MOST_NAMED = 10


def tell_classes(effects: Effects) -> None:
    """Add which assignments that are not due yet ask the facts; one query."""
    asking = Assignment.objects.filter(question_set__questions__statement__in=effects.facts)
    found = list(asking.filter(due_at__gt=clock.now()).select_related("school_class").distinct())
    many = len(effects.facts) > 1
    if not found:
        none = (
            _("No open assignment contains them.") if many else _("No open assignment contains it.")
        )
        effects.lines.append(none)
        return
    names = [f"“{it.title}” ({it.school_class})" for it in found[:MOST_NAMED]]
    if len(found) > MOST_NAMED:
        names.append(_("and %(more)s more") % {"more": len(found) - MOST_NAMED})
    if many:
        said = ngettext(
            "%(count)s open assignment contains one or more of them: %(names)s.",
            "%(count)s open assignments contain one or more of them: %(names)s.",
            len(found),
        )
    else:
        said = ngettext(
            "%(count)s open assignment contains it: %(names)s.",
            "%(count)s open assignments contain it: %(names)s.",
            len(found),
        )
    effects.lines.append(said % {"count": len(found), "names": ", ".join(names)})
