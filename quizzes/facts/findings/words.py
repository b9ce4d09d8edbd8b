"""Words that take a side, outside quotations and proper names."""

from collections import defaultdict
from collections.abc import Iterator

from quizzes.facts.loaded_words import is_proper, is_the_sources_verb, loaded_words
from quizzes.facts.models import Entity, PackRecord, Statement
from quizzes.facts.speakers import has_speaker

from . import texts
from .base import FactBase, Rule, Told, is_event, names_of


def loaded(base: FactBase) -> Iterator[Told]:
    """Loaded words, each told of the record it is to be mended in."""
    quotes = _quotes(base)
    names = [name for name in base.proper_names if loaded_words(name)]
    wordings = [text for prop in base.properties for text in texts.of_property(prop)]
    for text in (*texts.of_base(base), *wordings):
        for word in loaded_words(text.text, names, has_speaker=_has_speaker(text.record)):
            if is_the_sources_verb(word.word, quotes.get(_key(text.record), ())):
                continue
            if word.word not in _words_of_parts(text.record, names):
                yield (
                    text.record,
                    f"“{word.word}” in its {text.what}: write {word.instead}, or quote it with "
                    "its speaker",
                )


def loaded_names(base: FactBase) -> Iterator[Told]:
    """Names that are loaded words themselves, such as an alias “the terrorists”."""
    for entity in base.entities:
        if is_event(entity):
            continue  # its name is wording, and read with the rest
        for name in names_of(entity):
            for word in loaded_words(name, has_speaker=entity.kind == Entity.Kind.DOCUMENT):
                if not is_proper(name):
                    yield (
                        entity,
                        f"“{word.word}” in its name “{name}”: write {word.instead}, or the name as "
                        "it writes itself, with capitals",
                    )


def _has_speaker(record: PackRecord) -> bool:
    return isinstance(record, Statement) and has_speaker(record)


def _words_of_parts(record: PackRecord, names: list[str]) -> set[str]:
    """The loaded words that a statement only takes over from its entities and its property."""
    if not isinstance(record, Statement):
        return set()
    entities = (record.subject, record.value_entity, record.where, record.attributed_to)
    parts = [part for entity in filter(None, entities) for part in texts.of_entity(entity)]
    parts += texts.of_property(record.property)
    return {
        word.word for part in parts for word in loaded_words(part.text, names, has_speaker=False)
    }


def _quotes(base: FactBase) -> dict[tuple[str, int], list[str]]:
    """What the sources are quoted with, by statement and by the entities it speaks of."""
    found: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for fact in base.published:
        quotes = [citation.quote for citation in fact.citations.all() if citation.quote]
        for record in filter(None, (fact, fact.subject, fact.value_entity)):
            found[_key(record)] += quotes
    return found


def _key(record: PackRecord) -> tuple[str, int]:
    return str(record._meta.model_name), record.pk


RULES = (
    Rule("loaded-word", "Words that take a side", loaded),
    Rule("loaded-name", "Names that are words that take a side", loaded_names),
)
