"""The question itself: the property's wording, with the claim's speaker and source named."""

import re

from django.utils.translation import gettext as _

from quizzes.bank.models import Question
from quizzes.facts.models import Statement
from quizzes.facts.sentences import attribution, fill, sentence
from quizzes.facts.wording import capitalised, placeholders

Direction = Question.Direction

# “… a dead end.”? reads better without the full stop.
_STOP_IN_QUOTATION = re.compile(r"\.(”\?)$")


def stem_of(statement: Statement, direction: str, *, disputed: bool) -> str:
    """Return the stem for asking ``statement`` in ``direction``, or nothing if it has none.

    A claim keeps its speaker; a disputed fact is asked by one of its sources.
    """
    if direction == Direction.CLAIMANT:
        return _claimant_stem(statement)
    template = _template(statement, direction)
    if not template:
        return ""
    stem = _STOP_IN_QUOTATION.sub(r"\1", fill(template, statement))
    if prefix := _prefix(statement, template, disputed):
        stem = f"{prefix}{stem[0].lower()}{stem[1:]}"
    return capitalised(stem)


def _prefix(statement: Statement, template: str, disputed: bool) -> str:
    speaks = bool(placeholders(template) & {"by", "by.name"})
    names = {"source": _source(statement)}
    if statement.unattributed and not speaks:
        return _("according to people unnamed in %(source)s, ") % names
    claimed = "" if speaks else attribution(statement)
    # A claim names its subject as the source, and a speaker in the stem is a source already.
    if not disputed or statement.property.is_claim or speaks:
        return claimed
    if statement.attributed_to and claimed:
        names["name"] = statement.attributed_to.named
        return _("according to %(name)s, as cited in %(source)s, ") % names
    return _("according to %(source)s, ") % names


def _template(statement: Statement, direction: str) -> str:
    if direction == Direction.VALUE:
        return statement.own_stem or statement.property.ask_value
    return statement.own_subject_stem or statement.property.ask_subject


def _claimant_stem(statement: Statement) -> str:
    if not statement.attributed_to:
        return ""
    claim = sentence(statement).removeprefix(capitalised(attribution(statement))).rstrip(".")
    if statement.attributed_to.label in claim:
        return ""
    # No quotation marks: the words are ours, not the speaker's.
    return _("In %(source)s, whose claim is it that %(claim)s?") % {
        "source": _source(statement),
        "claim": claim,
    }


def _source(statement: Statement) -> str:
    citations = list(statement.citations.all())
    return citations[0].source.cite_as if citations else ""


def explanation_of(statement: Statement, *, disputed: bool) -> str:
    """Return what is said after the answer: the fact in full, its setting, and any dispute."""
    parts = [_sourced(statement, disputed), statement.explanation, statement.dispute_note]
    if statement.date_inferred:
        parts.append(_("The year is inferred; the source does not name it here."))
    return " ".join(part for part in parts if part)


def _sourced(statement: Statement, disputed: bool) -> str:
    """The fact in a sentence; a disputed one as the word of its source."""
    text = sentence(statement)
    claimed = statement.attributed_to or statement.unattributed or statement.property.is_claim
    if claimed or not disputed:
        return text
    return _("%(fact)s, according to %(source)s.") % {
        "fact": text.removesuffix("."),
        "source": _source(statement),
    }
