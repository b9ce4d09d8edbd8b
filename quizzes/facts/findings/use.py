"""Records that nothing published speaks of."""

from collections.abc import Iterator

from .base import FactBase, Rule, Told


def unused_entities(base: FactBase) -> Iterator[Told]:
    """Entities that are no published statement's subject, value, place or claimant."""
    used: set[int | None] = set()
    for fact in base.published:
        used |= {fact.subject_id, fact.value_entity_id, fact.where_id, fact.attributed_to_id}
    for entity in base.entities:
        if entity.pk not in used:
            yield (
                entity,
                "no published statement has it as subject, value, place or claimant: state what "
                "the sources tell of it, or take it out",
            )


def unused_properties(base: FactBase) -> Iterator[Told]:
    """Properties without a published statement."""
    used = {fact.property_id for fact in base.published}
    for prop in base.properties:
        if prop.pk not in used:
            yield prop, "no published statement uses it: use it or take it out"


def unused_topics(base: FactBase) -> Iterator[Told]:
    """Topics without a published statement."""
    used = {fact.topic_id for fact in base.published}
    for topic in base.topics:
        if topic.pk not in used:
            yield topic, "no published statement is sorted under it: use it or take it out"


def unused_sources(base: FactBase) -> Iterator[Told]:
    """Sources that no published statement cites."""
    used = {citation.source_id for fact in base.published for citation in fact.citations.all()}
    for source in base.sources:
        if source.pk not in used:
            yield source, "no published statement cites it: cite it or take it out"


RULES = (
    Rule("entity-unused", "Entities never used", unused_entities),
    Rule("property-unused", "Properties never used", unused_properties),
    Rule("topic-unused", "Topics never used", unused_topics),
    Rule("source-unused", "Sources never cited", unused_sources),
)
