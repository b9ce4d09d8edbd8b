"""Rows of a table that say what another fact says: mostly one that was sent in twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from quizzes.facts.models.parts import MEANING
from quizzes.facts.pack.parsing import Parsed
from quizzes.facts.pack.problems import Problem
from quizzes.facts.pack.records import Record

# What a statement says, by the fields of a pack, in which a value has one for all kinds.
MEANT = tuple(dict.fromkeys("value" if name.startswith("value_") else name for name in MEANING))


def repeats(rows: Iterable[Parsed], stored: Mapping[str, Record]) -> list[Problem]:
    """Return a remark on each row of statements that says the very same as another statement.

    That is one before it in the table, or one that is ``stored``, by slug, and not in the table.
    """
    rows = list(rows)
    there = stored.keys() - {row.slug for row in rows}
    said: dict[tuple[str, ...], tuple[str, int]] = {}
    for slug in sorted(there):
        said.setdefault(_meant(stored[slug]), (slug, 0))
    found = []
    for row in rows:
        slug, line = said.setdefault(_meant(row.record), (row.slug, row.line))
        if slug != row.slug:
            found.append(Problem("", row.line, "", _remark(slug, line)))
    return found


def _meant(record: Record) -> tuple[str, ...]:
    return tuple(str(record.get(name) or "") for name in MEANT)


def _remark(slug: str, line: int) -> str:
    if line:
        return _("says the very same as row %(row)s, “%(slug)s”") % {"row": line, "slug": slug}
    return _("says the very same as the fact “%(slug)s”, which is there already") % {"slug": slug}
