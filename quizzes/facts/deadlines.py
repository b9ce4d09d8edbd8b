"""Times without a beginning that are really deadlines: what happened at some time before their end.

``../2018-05`` says only that there is no beginning. Of what lasts it tells until when; of what
happens at a moment, by when. Somebody speaks at a moment, too, of which a period tells no more than
that it lies within.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from quizzes.lib.edtf import EdtfDate, parse

from .models import Entity, Property, Statement

# What a wording says before the end of such a time, besides "early", "late" and their like.
_SAID = r"\b(by|before|reported (?:on|in)) (?:(?:early|mid|late|the \w+ of)[ -])?(?:{end})\b"

_AS_VALUE = re.compile(r"\b(by|before) \{value\}", re.IGNORECASE)


def is_told_by(template: str) -> bool:
    """Whether a wording has "by" or "before" in front of its value, which is then a deadline."""
    return bool(_AS_VALUE.search(template))


def deadline_as_value(template: str, date: EdtfDate) -> str:
    """Return a date as it stands for the value in a ``template``: of a deadline its end alone."""
    is_period = date.precision == "interval" and date.last
    return _end(date).spoken() if is_period and is_told_by(template) else date.spoken()


def phrase(statement: Statement, date: EdtfDate) -> str:
    """Return a date of a statement as an adverbial: "on 7 May 2018", "by May 2018"."""
    if is_said_within(statement, date):
        return _("at some time %(between)s") % {"between": date.within()}
    return _by(date) if is_of_a_moment(statement, date) else date.phrase()


def is_said_within(statement: Statement, date: EdtfDate) -> bool:
    """Whether somebody said something at some time in a period of which both ends are known."""
    is_period = date.precision == "interval" and date.first and date.last
    return bool(is_period and statement.property.is_claim and date.text == statement.when)


def deadline(statement: Statement, date: EdtfDate) -> str:
    """Return a deadline in words, as the statement's wording puts it; nothing if it is none.

    The statement is loaded with its subject and property. A value of any precision is a deadline
    where the wording has "by" or "before" in front of it.
    """
    if date.text == statement.value_date and (found := _AS_VALUE.search(_wording(statement))):
        return _by(date) if found[1].casefold() == "by" else _before(date)
    if not _is_without_beginning(date):
        return ""
    told = _told(statement, date)
    if told.startswith("reported"):
        return _("reported %(when)s") % {"when": _end(date).phrase()}
    if told == "before":
        return _before(date)
    known = told or date.text.startswith("/") or is_of_a_moment(statement, date)
    return _by(date) if known else ""


def _wording(statement: Statement) -> str:
    """The template of the sentence about a statement."""
    return statement.own_sentence or statement.property.sentence


def _told(statement: Statement, date: EdtfDate) -> str:
    """The word before the end of a time in what the statement says in its own words, if any."""
    said = statement.own_sentence
    if statement.property.datatype == Property.Datatype.TEXT:
        said = f"{said} {statement.value_text}"
    spoken = _end(date).spoken()
    # The year may be told before: "begun in March 2015, it had stalled by May".
    ends = {spoken, spoken.removesuffix(f" {date.last and date.last.year}")}
    found = re.search(_SAID.format(end="|".join(map(re.escape, sorted(ends)))), said, re.IGNORECASE)
    return found[1].casefold() if found else ""


def is_of_a_moment(statement: Statement, date: EdtfDate) -> bool:
    """Whether an event took place, or somebody said something, at some time before the end."""
    if not _is_without_beginning(date):
        return False
    if statement.property.marks == Property.Marks.SPAN:
        return statement.subject.kind == Entity.Kind.EVENT and date.text == statement.value_date
    return statement.property.is_claim and date.text == statement.when


def _is_without_beginning(date: EdtfDate) -> bool:
    return date.precision == "interval" and date.first is None


def _end(date: EdtfDate) -> EdtfDate:
    """The last part of a period, or the date itself."""
    return parse(date.text.rpartition("/")[2])


def _by(date: EdtfDate) -> str:
    return _("by %(date)s") % {"date": _end(date).spoken()}


def _before(date: EdtfDate) -> str:
    return _("before %(date)s") % {"date": _end(date).spoken()}
