"""Dates as the facts put them, where EDTF keeps less than their sentences say."""

from __future__ import annotations

from django.utils.translation import gettext as _

from quizzes.facts.deadlines import deadline, is_said_within
from quizzes.facts.models import Statement
from quizzes.facts.wording import placeholders
from quizzes.lib.edtf import EdtfDate


def date_words(statement: Statement, date: EdtfDate) -> str:
    """Return a date of a statement, loaded with its subject and property, in words.

    What happened at some time before a day is told "by" that day: it did not go on until then; and
    what was said in a period, "between" its ends.
    Of two days, one of which is meant, the sentence says "or".
    """
    if by := deadline(statement, date):
        return by
    if is_told_within(statement, date):
        return date.within()
    either = date.spoken().replace(" – ", "–").replace("–", _(" or "), 1)
    said = statement.own_sentence.casefold()
    between = date.precision == "interval" and date.first and date.last
    return either if between and either.casefold() in said else date.spoken()


def is_told_within(statement: Statement, date: EdtfDate) -> bool:
    """Whether the sentence tells of a period that something was said at some time within it."""
    own = statement.own_sentence
    return is_said_within(statement, date) and (not own or "when" in placeholders(own))
