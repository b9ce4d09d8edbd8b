"""Statements put into words: the sentence a reader sees, and filled-in stems."""

import re
from collections.abc import Set as AbstractSet

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.lib.edtf import EdtfDate

from .deadlines import deadline_as_value, is_of_a_moment, phrase
from .models import Entity, Statement
from .wording import capitalised, placeholders, render

_OPENING = re.compile(
    r"(?:A|An|The|There|It|Some|In|On|At|By|From|During|After|Before|Until|Since|Between)\s"
)
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
    if _OPENING.match(template):  # written as a sentence, where its first word is no name
        text = f"{text[0].lower()}{text[1:]}"
    if not statement.own_sentence:  # an editor's own sentence says when and where itself
        text = _with_place_and_time(text, statement, used)
    if claimed and not used & {"by", "by.name"}:
        text = f"{attribution(statement)}{text}"
    return text


# The day, month or year with which a clause opens, and no place behind it.
_OPENING_DATE = re.compile(
    r"^((?:[Ii]n|[Oo]n|[Bb]y|[Ff]rom|[Ss]ince) [^,]{0,20}\b\d{4}), (?!in |at )"
)


def run_on(text: str) -> str:
    """Return a clause as it reads behind other words: with no pause after its opening date."""
    return _OPENING_DATE.sub(r"\1 ", text)


def _with_place_and_time(text: str, statement: Statement, used: AbstractSet[str]) -> str:
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
        {name: _form(statement, name, template) for name in placeholders(template)},
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


# The entity that a word of the wordings stands for.
_ROLES = {
    "subject": "subject",
    "value": "value_entity",
    "where": "where",
    "by": "attributed_to",
}


def _form(statement: Statement, placeholder: str, template: str) -> str:
    """Return what stands for a placeholder of a ``template``, nothing if the statement does not
    have it.
    """
    word, _dot, form = placeholder.partition(".")
    if word == "when":
        return phrase(statement, statement.when_date) if statement.when_date else ""
    if word == "value" and (date := statement.date_value):
        return _date_form(statement, date, form, template)
    role = _ROLES.get(word, "")
    entity: Entity | None = getattr(statement, role) if role else None
    if entity:
        return _entity_form(entity, form)
    return statement.value_text_for_people if placeholder == "value" else ""


def event_clause(entity: Entity) -> str:
    """Return what happened in an event: its clause, or simply that it took place."""
    return entity.clause or _("%(event)s took place") % {"event": entity.named}


def _entity_form(entity: Entity, form: str) -> str:
    match form:
        case "":
            return entity.named
        case "name":
            return entity.label
        case "clause":
            return event_clause(entity)
        case "question":
            return entity.question_clause or f"did {entity.named} take place"
    return ""


def _date_form(statement: Statement, date: EdtfDate, form: str, template: str) -> str:
    match form:
        case "":
            return deadline_as_value(template, date)
        case "phrase":
            return phrase(statement, date)
        case "ask":
            return _("by when") if is_of_a_moment(statement, date) else str(ASKED[date.precision])
    return ""
