"""All there is to read about one fact, for its page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.facts.deadlines import deadline
from quizzes.facts.models import Statement
from quizzes.facts.practice import why_not_asked
from quizzes.lib.edtf import EdtfDate

from .corrections import Correction, corrections, withdrawal
from .date_words import date_words, is_told_within
from .disagreements import Disagreement, disagreement_about
from .lines import FactLine, Reader, fact_lines
from .sourcing import Testimony, testimonies

PRECISIONS = {
    "day": gettext_lazy("known to the day"),
    "month": gettext_lazy("known to the month"),
    "season": gettext_lazy("known to the season"),
    "year": gettext_lazy("known to the year"),
    "decade": gettext_lazy("known to the decade"),
    "century": gettext_lazy("known to the century"),
    "interval": gettext_lazy("a period"),
}


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of a fact: what it is the date of, the date in words, and how exact it is."""

    label: str
    date: str
    precision: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """A fact with its witnesses, the disagreement it is part of, and how it was corrected.

    ``not_asked`` says why there is nothing to practise, and is empty where there is.
    """

    line: FactLine
    testimonies: list[Testimony]
    disagreement: Disagreement | None
    corrections: list[Correction]
    not_asked: str

    @property
    def documents(self) -> int:
        """How many documents support the fact."""
        return sum(len(testimony.sources) for testimony in self.testimonies)

    @property
    def dates(self) -> list[Dated]:
        """The date that the fact tells, and the time for which it holds, as far as it has them."""
        fact = self.line.statement
        dates = ((_("Date"), fact.date_value), (_("When"), fact.when_date))
        return [
            Dated(label, date_words(fact, date), _precision(fact, date))
            for label, date in dates
            if date
        ]


def dossier(statement: Statement, reader: Reader) -> Dossier:
    """Return what is to be read about a published statement, or a draft for who may see it."""
    [line] = fact_lines([statement], reader)
    return Dossier(
        line=line,
        testimonies=testimonies(statement.citations.all()),
        disagreement=disagreement_about(statement, reader) if line.disputed else None,
        corrections=corrections(statement),
        not_asked=why_not_asked(statement),
    )


def readable(slug: str, reader: Reader) -> Statement | None:
    """Return the statement named ``slug`` if ``reader`` may see it or learn of its withdrawal.

    Drafts, and what was never published, are for those who may see them at the desk.
    """
    statement = Statement.objects.with_disputed().for_reading().filter(slug=slug).first()
    if statement is None or statement.status == Statement.Status.PUBLISHED:
        return statement
    if reader.has_perm("facts.view_statement"):
        return statement
    retired = statement.status == Statement.Status.RETIRED
    return statement if retired and withdrawal(statement) else None


def _precision(fact: Statement, date: EdtfDate) -> str:
    words = [str(PRECISIONS[date.precision])]
    if told := deadline(fact, date):
        reported = told.startswith(_("reported %(when)s").partition("%")[0])
        words = [] if reported else [_("the day is not known")]
    elif is_told_within(fact, date):
        words = [_("the day is not known")]
    elif date_words(fact, date) != date.spoken():
        words = [_("one or the other")]
    if date.approximate:
        words.append(_("approximate"))
    if date.uncertain:
        words.append(_("uncertain"))
    return ", ".join(words)
