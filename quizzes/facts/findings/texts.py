"""Every text a reader sees, by the record in which it is to be mended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from quizzes.facts.models import Entity, PackRecord, Property, Source, Statement
from quizzes.facts.sentences import fill, sentence

from .base import FactBase, is_event, stands


class Text(NamedTuple):
    """A text, the record it belongs to, and what it is there; ``prose`` is whole sentences."""

    record: PackRecord
    what: str
    text: str
    prose: bool = False


def of_entity(entity: Entity) -> Iterator[Text]:
    """The wording of an entity; a name that is not an event's is nobody's wording."""
    if is_event(entity):
        yield Text(entity, "name", entity.label)
        yield Text(entity, "clause", entity.clause)
        yield Text(entity, "question clause", entity.question_clause)
    yield Text(entity, "description", entity.description, prose=True)
    yield Text(entity, "preposition", entity.preposition)


def of_property(prop: Property) -> Iterator[Text]:
    """The wording of a property, with its placeholders."""
    yield Text(prop, "name", prop.label)
    yield Text(prop, "sentence", prop.sentence)
    yield Text(prop, "question for the value", prop.ask_value)
    yield Text(prop, "question for the subject", prop.ask_subject)


def of_statement(fact: Statement) -> Iterator[Text]:
    """What is read of a statement: its sentence and questions, filled in, and its notes."""
    yield Text(fact, "sentence", sentence(fact), prose=True)
    for what, template in stems(fact):
        yield Text(fact, what, fill(template, fact))
    yield Text(fact, "explanation", fact.explanation, prose=True)
    yield Text(fact, "disagreement", fact.dispute)
    yield Text(fact, "dispute note", fact.dispute_note, prose=True)


def of_source(source: Source) -> Iterator[Text]:
    """What the editors say of a source; its title is the source's own wording."""
    yield Text(source, "citation", source.cite_as)
    yield Text(source, "note", source.note, prose=True)


def of_citations(fact: Statement) -> Iterator[Text]:
    """Where in its sources a statement is found; what is quoted there is not the editors'."""
    for citation in fact.citations.all() if fact.pk else ():  # none of what is not saved yet
        yield Text(fact, "place in a source", citation.locator)


def stems(fact: Statement) -> Iterator[tuple[str, str]]:
    """The wording of the questions that are asked of a statement, if it is asked at all."""
    if stands(fact) and fact.sensitivity != Statement.Sensitivity.RESTRICTED:
        yield "question for the value", fact.own_stem or fact.property.ask_value
        yield "question for the subject", fact.own_subject_stem or fact.property.ask_subject


def of_base(base: FactBase) -> Iterator[Text]:
    """All texts of the base but those of its properties, which are no sentences yet."""
    for topic in base.topics:
        yield Text(topic, "title", topic.title)
        yield Text(topic, "description", topic.description, prose=True)
    for source in base.sources:
        yield from of_source(source)
    for entity in base.entities:
        yield from of_entity(entity)
    for fact in base.published:
        yield from of_statement(fact)
        yield from of_citations(fact)
