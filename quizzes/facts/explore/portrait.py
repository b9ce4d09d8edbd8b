"""All that the published facts say of one entity, for its page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from quizzes.facts.models import Alias, Entity, Property, Statement
from quizzes.facts.models.queries import StatementQuerySet
from quizzes.facts.provenance import Claims, claims

from .lines import NOTES, FactLine, Reader, fact_lines, listed
from .mentions import Mentions, mentions
from .paging import Cut, Page, Section, page_of
from .periods import Period, periods
from .phases import DATING
from .retold import retold
from .sourcing import Support, support

# With fewer facts than these, headings would stand over single lines.
ENOUGH_FOR_HEADINGS = 8
PARTS = "parts"
# What the facts are to the entity, in the order of the page. "about" has it as the subject,
# "claims" is what it says itself, "naming" has it as the value or merely names it, "here" happened
# in it.
GROUPS: dict[str, Promise] = {
    "about": gettext_lazy("What the sources say"),
    PARTS: gettext_lazy("What belongs to it"),
    "here": gettext_lazy("What happened here"),
    "naming": gettext_lazy("Also named in"),
    "claims": gettext_lazy("What %(name)s said"),
}
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
class Part:
    """Something that is a part of this, and when it was."""

    entity: Entity
    period: Period | None
    withheld: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """Facts, or else parts, under a heading, as far as they stand on the page."""

    cut: Cut[int]
    lines: list[FactLine]
    parts: list[Part]

    @property
    def group(self) -> str:
        """One of ``GROUPS``."""
        return self.cut.section.group


class _Row(NamedTuple):
    """What tells where a fact stands on the page, without its words."""

    pk: int
    subject: int
    subject_kind: str
    value: int | None
    claimant: int | None
    where: int | None
    is_claim: bool
    marks: str
    topic: tuple[int, str, str]
    sensitivity: str
    day: date


@dataclass(frozen=True, slots=True)
class Portrait:
    """What readers see of an entity; a fact stands in one place only, on one of the pages.

    What says of an event no more than the fact that dates it is left to the page of that event.
    """

    entity: Entity
    spellings: list[Spellings]
    lookalikes: list[Lookalike]
    page: Page[int]
    chapters: list[Chapter]
    sources: list[Support]
    note: Promise | str
    mentions: Mentions
    claims: Claims


def portrait(entity: Entity, reader: Reader, page: str = "") -> Portrait | None:
    """Return a ``page`` of the portrait of ``entity``, or None if the ``reader`` may not see it.

    That is so if no published fact speaks of it, but for those who may see it at the desk. Only
    the facts of the page are put into words; a fixed number of queries.
    """
    known = mentions()
    facts = Statement.objects.published().filter(pk__in=known.speaking_of({entity.pk}))
    rows = _rows(facts)
    if not rows and not reader.has_perm("facts.view_entity"):
        return None
    twice = retold((row.pk for row in rows), entity, known)
    once = [row for row in rows if row.pk not in twice]
    shown = page_of(_sections(once, entity), page)
    return Portrait(
        entity=entity,
        spellings=_spellings(entity),
        lookalikes=_lookalikes(entity, known, reader),
        page=shown,
        chapters=_chapters(shown, known, reader),
        sources=support(facts),
        note=_note(rows),
        mentions=known,
        claims=claims({row.pk for row in rows}),
    )


def _rows(facts: StatementQuerySet) -> list[_Row]:
    """The facts in the order of their time."""
    found = facts.order_by().values_list(
        *("pk", "subject_id", "subject__kind", "value_entity_id", "attributed_to_id", "where_id"),
        *("property__is_claim", "property__marks"),
        *("topic__position", "topic__slug", "topic__title", "sensitivity"),
        *("when_first", "value_date_first"),
    )
    rows = []
    for row in found:
        *said, position, slug, title, sensitivity, when, told = row
        day = when or told or date.max
        rows.append(_Row._make([*said, (position, slug, title), sensitivity, day]))
    return sorted(rows, key=lambda row: (row.day, row.pk))


def _sections(rows: list[_Row], entity: Entity) -> list[Section[int]]:
    """All sections in their order; of parts the ids of entities, else those of facts."""
    groups = defaultdict[str, list[_Row]](list)
    for row in rows:
        groups[_group(row, entity)].append(row)
    parts = _in_time(dict.fromkeys(row.subject for row in groups[PARTS]))
    sections = _by_topic(groups["about"])
    sections.append(Section(PARTS, str(GROUPS[PARTS]), parts, PARTS))
    for group in ("here", "naming", "claims"):
        heading = GROUPS[group] % {"name": entity.named}
        sections.append(Section(group, heading, [row.pk for row in groups[group]], group))
    return sections


def _group(row: _Row, entity: Entity) -> str:
    if entity.pk == row.claimant:
        return "claims"
    if entity.pk == row.subject:
        return "claims" if row.is_claim else "about"
    if entity.pk == row.value:
        return PARTS if row.marks == Property.Marks.PARENT else "naming"
    if entity.pk == row.where:
        return "here"
    told_of_it = entity.kind == Entity.Kind.PLACE and row.subject_kind == Entity.Kind.EVENT
    return "here" if told_of_it and row.marks in DATING else "naming"


def _by_topic(rows: list[_Row]) -> list[Section[int]]:
    """The facts told of it, and, where they are many, under their topics."""
    if len(rows) < ENOUGH_FOR_HEADINGS:
        return [Section("about", str(GROUPS["about"]), [row.pk for row in rows], "about")]
    by_topic = defaultdict[tuple[int, str, str], list[int]](list)
    for row in rows:
        by_topic[row.topic].append(row.pk)
    return [
        Section(f"about-{slug}", title, ids, "about")
        for (_position, slug, title), ids in sorted(by_topic.items())
    ]


def _chapters(page: Page[int], known: Mentions, reader: Reader) -> list[Chapter]:
    """What stands on the page, in words."""
    ids = [pk for cut in page.cuts if cut.section.group != PARTS for pk in cut.items]
    found = fact_lines(listed(Statement.objects.filter(pk__in=ids)), reader)
    lines = {line.statement.pk: line for line in found}
    entities = [pk for cut in page.cuts if cut.section.group == PARTS for pk in cut.items]
    parts = _parts(entities, known)
    return [
        Chapter(cut, [], [parts[pk] for pk in cut.items])
        if cut.section.group == PARTS
        else Chapter(cut, [lines[pk] for pk in cut.items if pk in lines], [])
        for cut in page.cuts
    ]


def _note(rows: list[_Row]) -> Promise | str:
    """The content note of the most painful fact of all, or nothing."""
    painful = {row.sensitivity for row in rows}
    return next((note for it, note in reversed(NOTES.items()) if it in painful), "")


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
    telling = defaultdict[int, list[int]](list)
    rows = ordinary.published().order_by("-importance", "pk").values_list("pk", "subject_id")
    for pk, subject in rows:
        if len(telling[subject]) < FACTS_OF_A_LOOKALIKE:
            telling[subject].append(pk)
    chosen = Statement.objects.filter(pk__in=[pk for ids in telling.values() for pk in ids])
    lines = {line.statement.pk: line for line in fact_lines(listed(chosen), reader)}
    return [Lookalike(it, [lines[pk] for pk in telling[it.pk] if pk in lines]) for it in others]


def _in_time(parts: Iterable[int]) -> list[int]:
    """The ids of entities in the order in which they began, those without a date by name."""
    ids = list(parts)
    dated = periods(ids)
    labels = dict(Entity.objects.filter(pk__in=ids).values_list("pk", "label"))

    def start(pk: int) -> tuple[date, str]:
        return (pk in dated and dated[pk].first) or date.max, labels.get(pk, "")

    return sorted(ids, key=start)


def _parts(ids: list[int], known: Mentions) -> dict[int, Part]:
    dated = periods(ids)
    entities = Entity.objects.in_bulk(ids)
    return {pk: Part(it, dated.get(pk), known.withheld(it)) for pk, it in entities.items()}
