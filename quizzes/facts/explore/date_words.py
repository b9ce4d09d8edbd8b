"""Dates as the facts put them, where EDTF keeps less than their sentences say."""

from __future__ import annotations

from django.utils.translation import gettext as _

from quizzes.facts.models import Entity, Property, Statement
from quizzes.lib.edtf import EdtfDate, parse


def date_words(statement: Statement, date: EdtfDate) -> str:
    """Return a date of a statement, loaded with its subject and property, in words.

    What happened at some time before a day is told "by" that day: it did not go on until then.
    Of two days, one of which is meant, the sentence says "or".
    """
    if happened_by(statement, date):
        return _by(date)
    either = date.spoken().replace(" – ", "–").replace("–", _(" or "), 1)
    said = statement.own_sentence.casefold()
    between = date.precision == "interval" and date.first and date.last
    return either if between and either.casefold() in said else date.spoken()


def happened_by(statement: Statement, date: EdtfDate) -> bool:
    """Whether an interval without a beginning is the time before which something happened.

    It is that for an event, and for a deed of which the statement's own sentence says so.
    """
    if date.precision != "interval" or date.first or not date.last:
        return False
    is_event = statement.subject.kind == Entity.Kind.EVENT
    if is_event and statement.property.marks == Property.Marks.SPAN:
        return date.text == statement.value_date
    return _by(date).casefold() in statement.own_sentence.casefold()


def _by(date: EdtfDate) -> str:
    end = parse(date.text.partition("/")[2])
    return _("by %(date)s") % {"date": end.spoken()}
