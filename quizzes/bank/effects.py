"""What an edit does to the questions, noted for the page that shows it before it is saved."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quizzes.facts import effects
from quizzes.facts.effects import Altered, Corrected, Effects, Standing
from quizzes.facts.models import Statement
from quizzes.facts.signals import Change

from .generation.storing import Changed
from .in_words import parts_of
from .models import Correction, Question

# What is told after the answer and is no part of what is asked.
ASIDE = "explanation"
# What editors write beside a fact, that may speak of its value.
NOTES = ("explanation", "dispute_note", "note")
# What they write in the place of the wording of its kind.
WORDS = ("own_sentence", "own_stem", "own_subject_stem")
MOST_STANDING = 20


def note(changes: Collection[Changed], corrections: Collection[Correction], change: Change) -> None:
    """Note what became of questions that are asked, or are now, if somebody watches.

    The questions of the edited facts come first, then those that show them beside their own. An
    edit of names and wording is one of all the facts whose questions it alters.
    """
    found = effects.at_work()
    if found is None:
        return
    own = change.statements
    for it in sorted(changes, key=lambda it: it.statement not in own):
        if it.before is not None or it.after is not None:
            found.altered.append(_altered(it))
    altered = [it for it in changes if it.before is not None]
    found.facts |= ({it.statement for it in altered} & own) or {it.statement for it in altered}
    found.facts |= {it.statement_id for it in corrections}
    found.corrected += [Corrected(it.stem, it.was, it.now) for it in corrections]
    found.standing += [*_own_words(change), *_stale_words(corrections, change)]
    found.facts |= own if found.standing else set()


def _own_words(change: Change) -> list[Standing]:
    """Questions that editors wrote, or put into their words, about the facts as they were."""
    rows = Question.objects.filter(statement__in=change.statements, own_outdated=True)
    kept = rows.exclude(status=Question.Status.RETIRED)
    names = {
        Question.Origin.WRITTEN: _("A question written by an editor"),
        Question.Origin.GENERATED: _("A question in an editor’s words"),
    }
    return [
        Standing(
            name=names[Question.Origin(row.origin)],
            text=f"{row.stem} – {row.right_answer}",
            address=reverse("admin:bank_question_change", args=[row.pk]),
        )
        for row in kept.order_by("key")[:MOST_STANDING]
    ]


def _stale_words(corrections: Collection[Correction], change: Change) -> list[Standing]:
    """Explanations and notes that were written when another answer was right.

    Those of the facts corrected, unless they are changed as well, and the texts of facts beside
    them in which the old answer stands.
    """
    was = {it.statement_id: it.was for it in corrections}
    found: dict[tuple[str, str], None] = {}
    before = _before(was, change)
    for row in Statement.objects.filter(pk__in=was).order_by("slug"):
        for field in NOTES:
            text = getattr(row, field)
            if text and text == before.get(row.pk, {}).get(field):
                found[_called(field), text] = None
        found |= dict.fromkeys(_naming(row, was[row.pk]))
    return [Standing(name, text) for name, text in list(found)[:MOST_STANDING]]


def _before(statements: Collection[int], change: Change) -> dict[int, dict[str, str]]:
    """The notes on some statements as they were before a change."""
    history: Any = Statement.history
    earlier = history.filter(id__in=statements, history_date__lt=change.at)
    rows = earlier.order_by("history_date", "history_id").values("id", *NOTES)
    return {row["id"]: row for row in rows}


def _naming(row: Statement, was: str) -> Iterator[tuple[str, str]]:
    """Texts of others on the same subject, or of the same dispute, in which an answer stands."""
    near = Q(subject=row.subject_id) | Q(value_entity=row.subject_id)
    if row.dispute:
        near |= Q(dispute=row.dispute)
    others = Statement.objects.published().filter(near).exclude(pk=row.pk)
    naming = Q(pk__in=[])
    for field in NOTES + WORDS:
        naming |= Q(**{f"{field}__icontains": was})
    for other in others.filter(naming).order_by("slug")[:MOST_STANDING]:
        for field in NOTES + WORDS:
            if was.casefold() in getattr(other, field).casefold():
                yield f"{_called(field)}, {other.slug}", getattr(other, field)


def _called(field: str) -> str:
    column: Any = Statement._meta.get_field(field)
    name = str(column.verbose_name)
    return name[:1].upper() + name[1:]


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
    before, after = it.before, it.after
    told = before or after or {}
    minor = bool(before and after and {it for it in told if before[it] != after[it]} == {ASIDE})
    return Altered(
        key=it.key,
        name=_name(it.key),
        title=told["stem"],
        before=None if before is None else _told(before, minor),
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
