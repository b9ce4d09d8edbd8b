"""Everything a learner answered, as a table to take away: CSV, written as it is read."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.fields.json import KT
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quizzes.accounts.models import User
from quizzes.facts.tables.formulae import harmless
from quizzes.study.models import Response

AT_ONCE = 500
# By this spreadsheet programs know the file for UTF-8.
MARK = "\ufeff"


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _moment(value: datetime | None) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if value else ""


def _yes(value: Any) -> str:
    return "yes" if value else "no"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it means, where a response holds it and how it is written."""

    name: str
    meaning: Promise
    source: Any
    written: Callable[[Any], str] = _plain


COLUMNS = (
    Column("answered_at", _("when you answered, in UTC"), F("answered_at"), _moment),
    Column("study_day", _("the study day it belongs to, by your own clock"), F("study_day")),
    Column(
        "in",
        _("“review”, or “quiz” for a quiz, practice or work for a class"),
        F("session"),
        lambda session: "review" if session else "quiz",
    ),
    Column("quiz_title", _("the title of the quiz"), F("attempt__title")),
    Column("fact", _("the fact’s permanent name"), F("statement__slug")),
    Column("question", _("the question’s permanent name"), F("question__key")),
    Column("format", _("how it was asked"), F("question__format")),
    Column("stem", _("the question as it was shown"), KT("shown__stem")),
    Column("answer", _("your answer; empty where you skipped"), F("given")),
    Column("first_answer", _("a written answer that was asked for once more"), F("first_given")),
    Column("right_answer", _("the right answer as it stood then"), KT("shown__right_answer")),
    Column("verdict", _("right, almost (a slip), partial, wrong or skipped"), F("verdict")),
    Column("score", _("the part of the mark earned, 0 to 1"), F("score")),
    Column(
        "counted",
        _("whether it moved your memory: only the first answer to a fact on a day does"),
        F("counted"),
        _yes,
    ),
    Column(
        "rating",
        _("what it was worth to your memory: 1 again, 2 hard, 3 good, 4 easy"),
        F("rating"),
    ),
    Column(
        "retrievability_before",
        _("the chance of recall just before, 0 to 1; empty for a first meeting"),
        F("retrievability"),
    ),
    Column(
        "stability_after",
        _("in how many days the chance of recall falls to 90 per cent"),
        F("stability"),
    ),
    Column("difficulty_after", _("how hard the fact is for you, 1 to 10"), F("difficulty")),
    Column("due_after", _("the study day on which it comes back"), F("due")),
    Column("called_right_at", _("when you said “I was right”, in UTC"), F("overruled_at"), _moment),
    Column(
        "verdict_before",
        _("the verdict before you overruled it or it was judged anew"),
        F("old_verdict"),
    ),
)


class _Lines:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line


def has_answers(learner: User) -> bool:
    """Return whether there is anything to take away."""
    return _answered(learner).exists()


def lines(learner: User) -> Iterator[str]:
    """Give the table in pieces, the earliest answer first; one query, few rows in memory at once.

    All that was answered is in it: reviews and quizzes, skips, and practice that did not count.
    Cells that a spreadsheet program would take for formulas are made harmless.
    """
    writer = csv.writer(_Lines())
    yield MARK + writer.writerow([column.name for column in COLUMNS])
    rows = (
        _answered(learner)
        # The order of an index: nothing has to be sorted before the first row goes out.
        .order_by("study_day", "pk")
        .values_list(*(column.source for column in COLUMNS))
    )
    yield from _written(rows.iterator(AT_ONCE), writer)


def _answered(learner: User) -> QuerySet[Response]:
    return learner.responses.filter(answered_at__isnull=False)


def _written(rows: Iterable[tuple[Any, ...]], writer: Any) -> Iterator[str]:
    piece: list[str] = []
    for row in rows:
        cells = (column.written(value) for column, value in zip(COLUMNS, row, strict=True))
        piece.append(writer.writerow([harmless(cell) for cell in cells]))
        if len(piece) == AT_ONCE:
            yield "".join(piece)
            piece.clear()
    yield "".join(piece)
