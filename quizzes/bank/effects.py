"""What an edit does to the questions, noted for the page that shows it before it is saved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quizzes.facts import effects
from quizzes.facts.effects import Altered, Corrected, Effects
from quizzes.facts.signals import Change

from .generation.storing import Changed
from .in_words import parts_of
from .models import Correction, Question

# What is told after the answer and is no part of what is asked.
ASIDE = "explanation"


def note(changes: Collection[Changed], corrections: Collection[Correction], change: Change) -> None:
    """Note what became of published questions, if somebody watches; new ones are no matter.

    The questions of the edited facts come first, then those that show them beside their own. An
    edit of names and wording is one of all the facts whose questions it alters.
    """
    found = effects.at_work()
    if found is None:
        return
    own = change.statements
    altered = [it for it in changes if it.before is not None]
    for it in sorted(altered, key=lambda it: it.statement not in own):
        found.altered.append(_altered(it))
    found.facts |= ({it.statement for it in altered} & own) or {it.statement for it in altered}
    found.facts |= {it.statement_id for it in corrections}
    found.corrected += [Corrected(it.stem, it.was, it.now) for it in corrections]


def tell_questions(found: Effects) -> None:
    """Add how many questions ask the facts of a change that is not tried; one query."""
    if not found.untried:
        return
    count = Question.objects.published().filter(statement__in=found.facts).count()
    said = ngettext(
        "%(count)s published question is made of these facts and may change.",
        "%(count)s published questions are made of these facts and may change.",
        count,
    )
    found.lines.append(said % {"count": count})


def _altered(it: Changed) -> Altered:
    before, after = it.before or {}, it.after
    differing = {name for name in before if after is None or before[name] != after[name]}
    minor = differing == {ASIDE}
    return Altered(
        key=it.key,
        name=_name(it.key),
        title=before["stem"],
        before=_told(before, minor),
        after=None if after is None else _told(after, minor),
        minor=minor,
    )


def _name(key: str) -> str:
    """Which question it is: its format and what it asks for."""
    parts = key.split(":")
    if len(parts) < 3 or parts[1] not in Question.Format.values:
        return _("A question written by an editor")
    direction = parts[2]
    name = str(Question.Format(parts[1]).label)
    name = name[:1].upper() + name[1:]
    known = direction in Question.Direction.values
    return f"{name}, {Question.Direction(direction).label}" if known else name


def _told(shown: Mapping[str, Any], minor: bool) -> dict[str, str]:
    """A question as people read it, by what its parts are called; or its explanation alone."""
    if minor:
        return {_("Explanation"): shown[ASIDE]}
    return parts_of(shown)
