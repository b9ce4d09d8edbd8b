"""Statements put into words: the sentence a reader sees, and filled-in stems."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.lib.edtf import EdtfDate

from .deadlines import phrase
from .models import Entity, Statement
from .wording import capitalised, placeholders, render

ASKED = {
    "day": gettext_lazy("on what date"),
    "month": gettext_lazy("in which month and year"),
    "season": gettext_lazy("in which season and year"),
    "year": gettext_lazy("in which year"),
    "decade": gettext_lazy("in which decade"),
    "century": gettext_lazy("in which century"),
    "interval": gettext_lazy("from when to when"),
}


def sentence(statement: Statement) -> str:
    """Return the full sentence with date and attribution, capital first, full stop last."""
    return _closed(capitalised(clause(statement)))


def clause(statement: Statement, *, claimed: bool = True) -> str:
    """Return the sentence as it stands behind “that”: no capital, no full stop.

    Without the words on who claims it if ``claimed`` is False.
    """
    template = statement.own_sentence or statement.property.sentence
    used = placeholders(template)
    text = fill(template, statement)
    if not statement.own_sentence:  # an editor's own sentence says when and where itself
        text = _with_place_and_time(text, statement, used)
    if claimed and not used & {"by", "by.name"}:
        text = f"{attribution(statement)}{text}"
    return text


def _with_place_and_time(text: str, statement: Statement, used: set[str]) -> str:
    if statement.where and not used & {"where", "where.name"}:
        text = f"{text} {statement.where.preposition} {statement.where.named}"
    if statement.when_date and "when" not in used:
        when = phrase(statement, statement.when_date)
        # Behind a claim the date would seem to belong to what is claimed.
        text = f"{when}, {text}" if statement.property.is_claim else f"{text} {when}"
    return text


def fill(template: str, statement: Statement) -> str:
    """Fill a wording with a statement's names and dates."""
    return render(
        template,
        _forms(statement),
        {
            "subject": statement.subject.plural,
            "value": bool(statement.value_entity and statement.value_entity.plural),
        },
    )


def attribution(statement: Statement) -> str:
    """Return "according to …, " with a trailing space, or nothing for a plain fact."""
    if statement.attributed_to:
        return _("according to %(name)s, ") % {"name": statement.attributed_to.named}
    if statement.unattributed:
        return _("according to people the source does not name, ")
    return ""


def _closed(text: str) -> str:
    return text if re.search(r"""[.?!…][”’"']*$""", text) else f"{text}."


def _forms(statement: Statement) -> dict[str, str]:
    forms = _entity_forms("subject", statement.subject) | {
        "value": statement.value_text_for_people,
        "when": phrase(statement, statement.when_date) if statement.when_date else "",
    }
    if statement.value_entity:
        forms |= _entity_forms("value", statement.value_entity)
    if date := statement.date_value:
        forms |= _date_forms(date) | {"value.phrase": phrase(statement, date)}
    if statement.where:
        forms |= _entity_forms("where", statement.where)
    if statement.attributed_to:
        forms |= _entity_forms("by", statement.attributed_to)
    return forms


def event_clause(entity: Entity) -> str:
    """Return what happened in an event: its clause, or simply that it took place."""
    return entity.clause or _("%(event)s took place") % {"event": entity.named}


def _entity_forms(word: str, entity: Entity) -> dict[str, str]:
    return {
        word: entity.named,
        f"{word}.name": entity.label,
        f"{word}.clause": event_clause(entity),
        f"{word}.question": entity.question_clause or f"did {entity.named} take place",
    }


def _date_forms(date: EdtfDate) -> dict[str, str]:
    return {
        "value": date.spoken(),
        "value.ask": str(ASKED[date.precision]),
    }
