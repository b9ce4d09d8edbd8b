"""Wording that is missing, out of date, or reads badly."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from quizzes.facts.explore.figures import carried, figures, of_edtf, of_number, plain
from quizzes.facts.models import Statement
from quizzes.facts.sentences import sentence
from quizzes.facts.wording import placeholders

from . import texts
from .artefacts import artefacts, misprints
from .base import FactBase, Rule, Told, is_event


def unworded(base: FactBase) -> Iterator[Told]:
    """Properties without a sentence."""
    for prop in base.properties:
        if not prop.sentence:
            yield prop, "has no sentence: give one such as “{subject} began {value.phrase}”"


def unaskable(base: FactBase) -> Iterator[Told]:
    """Statements worth knowing that cannot be asked either way."""
    for fact in base.standing:
        is_worth = fact.importance >= Statement.Importance.USEFUL
        is_ordinary = fact.sensitivity == Statement.Sensitivity.ORDINARY
        if is_worth and is_ordinary and not any(stem for _kind, stem in texts.stems(fact)):
            yield (
                fact,
                f"cannot be asked: “{fact.property}” has no question; give the statement one of "
                "its own, or importance 1",
            )


def clauseless(base: FactBase) -> Iterator[Told]:
    """Events without the clauses that wording in use takes from them."""
    for fact in base.published:
        used = {name for template in _templates(fact) for name in placeholders(template)}
        for word, entity in (("subject", fact.subject), ("value", fact.value_entity)):
            if not (entity and is_event(entity)):
                continue
            if f"{word}.clause" in used and not entity.clause:
                yield entity, "needs a clause, as in “the army captured the bridge”"
            if f"{word}.question" in used and not entity.question_clause:
                yield entity, "needs a question clause, as in “did the army capture the bridge”"


def unfilled(base: FactBase) -> Iterator[Told]:
    """Wording with a place for what the statement does not have."""
    for fact in base.published:
        for template in _templates(fact):
            for name in sorted(placeholders(template) & _missing(fact)):
                # A property's date stands at the end, for those statements that have one.
                if name != "when" or template in _own(fact):
                    message = _("“%(text)s” has “{%(name)s}”, which the statement does not have")
                    yield fact, message % {"text": template, "name": name}


def contradicted(base: FactBase) -> Iterator[Told]:
    """Own sentences that do not tell the date or the number that is the value."""
    for fact in base.published:
        if not fact.own_sentence:
            continue
        told = {it for figure in figures(plain(sentence(fact))) for it in figure.meanings}
        if missing := _figures_of_value(fact) - carried(told):
            message = _(
                "its own sentence does not say %(figures)s, which is its value: correct one of them"
            )
            yield fact, message % {"figures": _(" nor ").join(sorted(missing))}


def outdated(base: FactBase) -> Iterator[Told]:
    """Statements whose own wording nobody has checked since the fact changed."""
    for fact in base.published:
        if fact.wording_outdated:
            yield fact, "changed under its own wording: check the wording and take the mark away"


def misprinted(base: FactBase) -> Iterator[Told]:
    """Texts with a flaw that a machine can see."""
    for text in texts.of_base(base):
        for flaw in artefacts(text.text, prose=text.prose):
            yield text.record, _flaw_in(text, flaw)


def misprinted_for_certain(fact: Statement) -> list[str]:
    """Return the flaws in the texts of a statement for which it is not to be published."""
    return [_flaw_in(text, it) for text in texts.of_statement(fact) for it in misprints(text.text)]


def _flaw_in(text: texts.Text, flaw: str) -> str:
    message = _("%(flaw)s in its %(what)s: %(text)s")
    return message % {"flaw": flaw, "what": text.what, "text": text.text}


def explained_by_itself(base: FactBase) -> Iterator[Told]:
    """Explanations that only say the sentence again."""
    for fact in base.published:
        if fact.explanation and _letters(fact.explanation) == _letters(sentence(fact)):
            yield fact, _("its explanation is its sentence: say what the sentence does not")


def told_twice(base: FactBase) -> Iterator[Told]:
    """Statements whose sentence another says in the same words."""
    first: dict[str, Statement] = {}
    for fact in base.standing:
        other = first.setdefault(_letters(sentence(fact)), fact)
        if other != fact:
            yield fact, f"says the same as “{other.slug}”: merge them, or let one tell more"


def _figures_of_value(fact: Statement) -> set[str]:
    """What must be read in a sentence that tells the value; nothing for entities and words."""
    date, quantity = fact.date_value, fact.quantity
    numbers = {of_number(number) for number in quantity.numbers} if quantity else set()
    return numbers | (of_edtf(date.text) if date else set())


def _own(fact: Statement) -> tuple[str, str, str]:
    return fact.own_sentence, fact.own_stem, fact.own_subject_stem


def _templates(fact: Statement) -> list[str]:
    """The wording in use for a statement: of its sentence, and of what is asked of it."""
    asked = [template for _kind, template in texts.stems(fact)]
    return [fact.own_sentence or fact.property.sentence, *asked]


def _missing(fact: Statement) -> set[str]:
    """The placeholders that would leave a gap."""
    gone: set[str] = set()
    if not fact.when:
        gone |= {"when"}
    if not fact.where:
        gone |= {"where", "where.name"}
    if not fact.attributed_to:
        gone |= {"by", "by.name"}
    if not fact.value_entity:
        gone |= {"value.name", "value.clause", "value.question"}
    if not fact.value_date:
        gone |= {"value.phrase", "value.ask"}
    return gone


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


RULES = (
    Rule("no-sentence", "Properties without a sentence", unworded),
    Rule("no-question", "Statements that cannot be asked", unaskable),
    Rule("no-clause", "Events without their clauses", clauseless),
    Rule("gap", "Wording with a gap", unfilled),
    Rule("other-figure", "Sentences without the figure of their value", contradicted),
    Rule("outdated-wording", "Wording to be checked", outdated),
    Rule("misprint", "Texts with a flaw", misprinted),
    Rule("told-twice", "Statements that say the same", told_twice),
    Rule("idle-explanation", "Explanations that say nothing new", explained_by_itself),
)
