"""What happened when: dated facts by phase and month, with what is known of each date."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quizzes.facts.knowledge import Knowledge, known_by
from quizzes.facts.models import Entity, Statement
from quizzes.facts.models.queries import StatementQuerySet
from quizzes.facts.sentences import sentence
from quizzes.lib.edtf import EdtfDate, parse
from quizzes.lib.marks import NEW, PLAIN
from quizzes.lib.timelines import Mark

from . import paging
from .date_words import date_words
from .lines import FactLine, Reader, listed
from .paging import Page, page_of
from .phases import DATING, Frame, Phase, Placed

# What a learner does not know yet: never asked, or not held firmly.
NOT_YET = ("learning", "fading")
# More are a long way to scroll, and too much to load on an old phone.
PER_PAGE = 200


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a fact stands in time; ``parts`` are the dated facts about the same event."""

    fact: Placed
    parts: list[Spot] = field(default_factory=list)

    @property
    def told(self) -> EdtfDate:
        """The date at which it stands."""
        return self.fact.told

    @property
    def day(self) -> date:
        """The first day of it, or the last if that alone is known."""
        return _day(self.told)


@dataclass(frozen=True, slots=True)
class Entry:
    """A dated fact in words: its line, the date told for it in ``words``, and remarks on that.

    ``parts`` are the dated facts about the same event that stand on the same page.
    """

    line: FactLine
    told: EdtfDate
    words: str
    remarks: list[str]
    parts: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Month:
    """The entries of a month, or of a year whose months are not given."""

    label: str
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Section:
    """The months of a phase on a page; without a phase, those of what belongs to none."""

    phase: Phase | None
    months: list[Month]
    continued: bool


@dataclass(frozen=True)
class Timeline:
    """A page of the timeline, and where on the whole of it each fact stands.

    ``phases`` are those that the whole of it tells of, in the order of their time.
    """

    page: Page[Spot]
    sections: list[Section]
    phases: list[Phase]
    spots: list[Spot]
    known: Mapping[int, Knowledge]

    @property
    def facts(self) -> int:
        """How many facts stand on all pages."""
        return len(self.spots)

    @cached_property
    def fullest(self) -> tuple[str, int]:
        """The month with the most facts by its name, and how many they are."""
        months = Counter(month_of(spot.told)[2] for spot in self.spots)
        return months.most_common(1)[0] if months else ("", 0)

    def marks(self, *, personal: bool) -> list[Mark]:
        """Return a mark for every fact; ``personal`` ones show what the reader knows."""
        marks = []
        for spot in self.spots:
            known = self.known.get(spot.fact.pk)
            kind = (known.level if known else NEW) if personal else PLAIN
            marks.append(Mark(spot.told.first or spot.day, spot.told.last or spot.day, kind))
        return marks


NOTHING = Timeline(page_of([], ""), [], [], [], {})


def dated() -> StatementQuerySet:
    """Return the standing statements that have a date to stand at."""
    dating = Q(property__marks__in=DATING) & ~Q(value_date="")
    return Statement.objects.standing().filter(dating | ~Q(when=""))


@dataclass(frozen=True, slots=True)
class Dated:
    """How many facts stand on the whole timeline, and in each phase by its conflict's id.

    ``pages`` are the pages on which the phases begin.
    """

    in_all: int
    by_phase: dict[int, int]
    pages: dict[int, int]


def placing(statements: StatementQuerySet) -> list[Placed]:
    """Return where statements of ``dated`` stand, in their order; one query."""
    columns = (
        *("pk", "subject", "subject__kind", "value_entity", "value_entity__kind"),
        *("property__marks", "importance", "value_date", "when"),
    )
    return [_placed(*row) for row in statements.values_list(*columns)]


def _placed(
    pk: int,
    subject: int,
    kind: str,
    value: int | None,
    value_kind: str | None,
    marks: str,
    importance: int,
    day: str,
    when: str,
) -> Placed:
    told = _moment(marks, day, when)
    return Placed(pk, subject, kind, value, value_kind, marks in DATING, importance, told)


def count_dated(frame: Frame) -> Dated:
    """Return how many facts the whole timeline holds, and where; one query."""
    phases = _by_phase(placing(dated()), frame)
    sections = _sections(phases, frame)
    begins = {it.section.key: it.page for it in page_of(sections, "", per_page=PER_PAGE).places}
    held = [it for it in frame.phases if phases.get(it.conflict.pk)]
    return Dated(
        in_all=sum(len(section.items) for section in sections),
        by_phase={it.conflict.pk: len(_flat(phases[it.conflict.pk])) for it in held},
        pages={it.conflict.pk: begins[_key(it)] for it in held},
    )


def timeline(
    facts: Iterable[Placed],
    frame: Frame,
    reader: Reader,
    *,
    phases: set[int] | None = None,
    only_unknown: bool = False,
    page: str = "",
) -> Timeline:
    """Return a ``page`` of ``facts`` of ``dated``, found by ``placing``, as a timeline.

    ``phases`` are the ids of the conflicts to be shown, all if it is None; ``only_unknown``
    leaves out what the reader knows. Only the facts of the page are put into words: one query,
    and one for what the reader knows.
    """
    kept = [it for it in facts if phases is None or _is_in(it, frame, phases)]
    known = known_by(reader, [it.pk for it in kept])
    if only_unknown:
        kept = [it for it in kept if it.pk not in known or known[it.pk].level in NOT_YET]
    placed = _by_phase(kept, frame)
    told = {_key(it): it for it in frame.phases}
    sections = _sections(placed, frame)
    shown = page_of(sections, page, per_page=PER_PAGE)
    entries = _entries(shown.items, frame, known)
    return Timeline(
        page=shown,
        sections=[
            Section(told.get(cut.section.key), _months(_joined(cut.items, entries)), cut.continued)
            for cut in shown.cuts
        ],
        phases=[told[it.key] for it in sections if it.key in told],
        spots=[spot for section in sections for spot in section.items],
        known=known,
    )


def in_phases(facts: Iterable[Placed], frame: Frame) -> list[tuple[Phase | None, list[Spot]]]:
    """Return where ``facts`` stand, under the phases as the timeline shows them; None for none."""
    placed = _by_phase(facts, frame)
    found: list[tuple[Phase | None, list[Spot]]] = [
        (it, _flat(placed[it.conflict.pk])) for it in frame.phases if it.conflict.pk in placed
    ]
    return [*found, (None, _flat(placed[0]))] if 0 in placed else found


def outline(
    placed: Sequence[tuple[Phase | None, list[Spot]]], known: Mapping[int, Knowledge]
) -> Timeline:
    """Return the timeline of facts ``in_phases`` for its picture alone: nothing is put into words.

    ``known`` is what the reader knows of them.
    """
    return Timeline(
        page=page_of([], ""),
        sections=[],
        phases=[phase for phase, _spots in placed if phase],
        spots=[spot for _phase, spots in placed for spot in spots],
        known=known,
    )


def _is_in(fact: Placed, frame: Frame, phases: set[int]) -> bool:
    phase = frame.phase_of(fact)
    return bool(phase and phase.conflict.pk in phases)


def _by_phase(facts: Iterable[Placed], frame: Frame) -> dict[int, list[Spot]]:
    """Where facts stand, by the id of their phase's conflict, 0 for none, in their order."""
    found = defaultdict[int, list[Spot]](list)
    for spot in _gathered([Spot(it) for it in facts]):
        phase = frame.phase_of(spot.fact)
        found[phase.conflict.pk if phase else 0].append(spot)
    return {pk: sorted(spots, key=lambda it: month_of(it.told)) for pk, spots in found.items()}


def _sections(placed: dict[int, list[Spot]], frame: Frame) -> list[paging.Section[Spot]]:
    """All that stands on the timeline, each fact by itself, under the phases."""
    found = [
        paging.Section(_key(it), capfirst(it.conflict.label), _flat(placed[it.conflict.pk]))
        for it in frame.phases
        if it.conflict.pk in placed
    ]
    if 0 in placed:
        found.append(paging.Section("phase-none", _("Outside the phases"), _flat(placed[0])))
    return found


def _key(phase: Phase) -> str:
    return f"phase-{phase.conflict.slug}"


def _flat(spots: list[Spot]) -> list[Spot]:
    return [it for spot in spots for it in (spot, *spot.parts)]


def _entries(spots: list[Spot], frame: Frame, known: Mapping[int, Knowledge]) -> dict[int, Entry]:
    """The facts at these spots in words, by their ids; one may have been withdrawn meanwhile."""
    found = listed(Statement.objects.filter(pk__in=[it.fact.pk for it in spots])).in_bulk()
    entries = {}
    for spot in spots:
        if fact := found.get(spot.fact.pk):
            line = FactLine(fact, sentence(fact), known.get(fact.pk))
            entries[fact.pk] = Entry(
                line, spot.told, date_words(fact, spot.told), _remarks(fact, spot.told, frame)
            )
    return entries


def _joined(spots: Sequence[Spot], entries: dict[int, Entry]) -> list[Entry]:
    """Put the entries below those they are parts of; alone where these are on another page."""
    part_of = {part.fact.pk: spot.fact.pk for spot in spots for part in spot.parts}
    top: list[Entry] = []
    for pk in (it.fact.pk for it in spots if it.fact.pk in entries):
        whole = entries.get(part_of.get(pk, 0))
        (whole.parts if whole else top).append(entries[pk])
    return top


def _moment(marks: str, value_date: str, when: str) -> EdtfDate:
    """The date at which a statement stands: the one it tells, or else when it holds."""
    return _read((value_date if marks in DATING else "") or when)


@lru_cache(maxsize=16_384)
def _read(text: str) -> EdtfDate:
    return parse(text)


def _remarks(statement: Statement, day: EdtfDate, frame: Frame) -> list[str]:
    remarks = []
    if day.precision == "month":
        remarks.append(_("day not given"))
    elif day.precision in ("year", "season"):
        remarks.append(_("month not given"))
    if statement.date_inferred:
        remarks.append(_("year inferred"))
    if others := dict.fromkeys(it.spoken() for it in frame.other_accounts(statement)):
        remarks.append(_("also dated %(dates)s") % {"dates": _(" and ").join(others)})
    return remarks


def _gathered(spots: list[Spot]) -> list[Spot]:
    """Put the facts about an event below the fact that dates it, each in the order of time."""
    spots = sorted(spots, key=_order)
    anchors: dict[int, Spot] = {}
    for spot in spots:
        if _dates_an_event(spot):
            anchors.setdefault(spot.fact.subject, spot)
    top: list[Spot] = []
    for spot in spots:
        anchor = None if _dates_an_event(spot) else _anchor(spot.fact, anchors.get)
        (anchor.parts if anchor else top).append(spot)
    return top


def _dates_an_event(spot: Spot) -> bool:
    return spot.fact.dates and spot.fact.subject_kind == Entity.Kind.EVENT


def _anchor(fact: Placed, find: Callable[[int], Spot | None]) -> Spot | None:
    return find(fact.subject) or (find(fact.value) if fact.value else None)


def _months(entries: list[Entry]) -> list[Month]:
    months = defaultdict[tuple[int, int, str], list[Entry]](list)
    for entry in entries:
        months[month_of(entry.told)].append(entry)
    return [Month(label, found) for (_year, _month, label), found in sorted(months.items())]


def month_of(day: EdtfDate) -> tuple[int, int, str]:
    """Return year, month (0 if it is not given) and name of the month in which a date begins."""
    return _month_of(day.text, get_language())


@lru_cache(maxsize=16_384)
def _month_of(text: str, language: str | None) -> tuple[int, int, str]:
    start, _slash, end = text.partition("/")
    point = _read(start if start not in ("", "..") else end)
    first = _day(point)
    if point.precision in ("day", "month"):
        return first.year, first.month, date_format(first, "F Y")
    if point.precision in ("year", "season"):
        return first.year, 0, _("%(year)s, month not given") % {"year": first.year}
    return first.year, 0, point.spoken()


def _order(spot: Spot) -> tuple[date, date, int, int]:
    return spot.day, spot.told.last or date.max, -spot.fact.importance, spot.fact.pk


def _day(edtf: EdtfDate) -> date:
    day = edtf.first or edtf.last
    assert day is not None
    return day
