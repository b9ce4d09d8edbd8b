"""All that the published facts say of one entity, for its page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from quizzes.facts.models import Alias, Entity, Property, Statement, Topic

from .lines import FactLine, Reader, fact_lines, listed
from .mentions import Mentions, mentions, speaking_of
from .periods import Period, periods
from .sourcing import Support, support

# With fewer facts than these, headings would stand over single lines.
ENOUGH_FOR_HEADINGS = 8
FACTS_OF_A_LOOKALIKE = 2


@dataclass(frozen=True, slots=True)
class Spellings:
    """Other names of one kind."""

    kind: str
    names: list[str]
    is_script: bool


@dataclass(frozen=True, slots=True)
class Lookalike:
    """An entity not to be confused with this one, and what it is known by."""

    entity: Entity
    lines: list[FactLine]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Facts under a heading; the only chapter needs none."""

    heading: str
    lines: list[FactLine]


@dataclass(frozen=True, slots=True)
class Part:
    """Something that is a part of this, and when it was."""

    entity: Entity
    period: Period | None
    withheld: bool


@dataclass(frozen=True, slots=True)
class Portrait:
    """What readers see of an entity; every fact stands in one place only.

    ``about`` are the facts with it as their subject, ``claims`` what it says itself, ``naming``
    those that name it as their value, ``here`` what happened in it, ``parts`` what belongs to it.
    """

    entity: Entity
    spellings: list[Spellings]
    lookalikes: list[Lookalike]
    about: list[Chapter]
    claims: list[FactLine]
    naming: list[FactLine]
    here: list[FactLine]
    parts: list[Part]
    sources: list[Support]

    @property
    def note(self) -> Promise | str:
        """The content note of the most painful fact on the page, or nothing."""
        lines = [*self.claims, *self.naming, *self.here]
        lines += [line for chapter in self.about for line in chapter.lines]
        return next(
            (line.note for line in sorted(lines, key=lambda it: not it.restricted) if line.note), ""
        )


def portrait(entity: Entity, reader: Reader) -> Portrait | None:
    """Return the portrait of ``entity``, or None if the ``reader`` may not see it.

    That is so if no published fact speaks of it, but for those who may see it at the desk. A
    fixed number of queries.
    """
    facts = listed(Statement.objects.filter(speaking_of(entity))).select_related("topic")
    lines = fact_lines(facts, reader)
    if not lines and not reader.has_perm("facts.view_entity"):
        return None
    sorts = defaultdict[str, list[FactLine]](list)
    for line in sorted(lines, key=_time):
        sorts[_sort(line.statement, entity)].append(line)
    known = mentions()
    return Portrait(
        entity=entity,
        spellings=_spellings(entity),
        lookalikes=_lookalikes(entity, known, reader),
        about=_chapters(sorts["about"]),
        claims=sorts["claims"],
        naming=sorts["naming"],
        here=sorts["here"],
        parts=_parts(sorts["parts"], known),
        sources=support(line.statement for line in lines),
    )


def _sort(statement: Statement, entity: Entity) -> str:
    if entity.pk == statement.attributed_to_id:
        return "claims"
    if entity.pk == statement.subject_id:
        return "claims" if statement.property.is_claim else "about"
    if entity.pk == statement.value_entity_id:
        is_part = statement.property.marks == Property.Marks.PARENT
        return "parts" if is_part else "naming"
    return "here"


def _time(line: FactLine) -> tuple[date, int]:
    fact = line.statement
    return fact.when_first or fact.value_date_first or date.max, fact.pk


def _chapters(lines: list[FactLine]) -> list[Chapter]:
    """The facts in time, and, where they are many, under their topics."""
    if len(lines) < ENOUGH_FOR_HEADINGS:
        return [Chapter("", lines)] if lines else []
    by_topic = defaultdict[Topic, list[FactLine]](list)
    for line in lines:
        by_topic[line.statement.topic].append(line)
    topics = sorted(by_topic, key=lambda it: (it.position, it.slug))
    return [Chapter(topic.title, by_topic[topic]) for topic in topics]


def _spellings(entity: Entity) -> list[Spellings]:
    """The other names by kind, in the order of the kinds."""
    by_kind = defaultdict[str, list[str]](list)
    for alias in entity.aliases.all():
        by_kind[alias.kind].append(alias.text)
    return [
        Spellings(str(label), by_kind[kind], kind == Alias.Kind.SCRIPT)
        for kind, label in Alias.Kind.choices
        if by_kind[kind]
    ]


def _lookalikes(entity: Entity, known: Mentions, reader: Reader) -> list[Lookalike]:
    """Those with a page of their own, each with its description or else its first facts."""
    others = [it for it in entity.different_from.all() if known.facts[it.pk]]
    ordinary = Statement.objects.filter(
        subject__in=[it for it in others if not it.description],
        sensitivity=Statement.Sensitivity.ORDINARY,
    )
    telling = defaultdict[int, list[FactLine]](list)
    for line in fact_lines(listed(ordinary).order_by("-importance", "pk"), reader):
        telling[line.statement.subject_id].append(line)
    return [Lookalike(it, telling[it.pk][:FACTS_OF_A_LOOKALIKE]) for it in others]


def _parts(lines: Iterable[FactLine], known: Mentions) -> list[Part]:
    entities = {line.statement.subject_id: line.statement.subject for line in lines}
    dated = periods(entities)
    parts = [Part(it, dated.get(pk), known.withheld(it)) for pk, it in entities.items()]
    return sorted(parts, key=_start)


def _start(part: Part) -> tuple[date, str]:
    return (part.period and part.period.first) or date.max, part.entity.label
