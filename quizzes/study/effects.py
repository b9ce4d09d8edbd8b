"""What an edit of facts means to those who learn them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quizzes.facts.effects import Effects

from .models import Memory


def tell_learners(effects: Effects) -> None:
    """Add how many learners remember the facts that are asked otherwise; one query."""
    learners = Memory.objects.filter(statement__in=effects.facts).values("learner").distinct()
    count = learners.count()
    many = len(effects.facts) > 1
    if not count:
        none = (
            _("No learner has a memory of them yet.")
            if many
            else _("No learner has a memory of it yet.")
        )
        effects.lines.append(none)
        return
    if many:
        said = ngettext(
            "%(count)s learner has a memory of one or more of them, which is kept.",
            "%(count)s learners have a memory of one or more of them, which is kept.",
            count,
        )
    else:
        said = ngettext(
            "%(count)s learner has a memory of it, which is kept.",
            "%(count)s learners have a memory of it, which is kept.",
            count,
        )
    effects.lines.append(said % {"count": count})
