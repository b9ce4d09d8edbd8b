"""What happened when: dated facts by phase and month, with what is known of each date."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from quizzes.facts.models import Entity, Statement
from quizzes.facts.models.queries import StatementQuerySet
from quizzes.lib.edtf import EdtfDate, parse
from quizzes.lib.marks import NEW, PLAIN
from quizzes.lib.timelines import Mark

from .lines import FactLine, Reader, fact_lines
from .phases import DATING, Frame, Phase

# What a learner does not know yet: never asked, or not held firmly.
NOT_YET = ("learning", "fading")


@dataclass(frozen=True, slots=True)
class Entry:
    """A dated fact: its line, the date told for it, and what is to be said of that date.

    ``parts`` are the dated facts about the same event.
    """

    line: FactLine
    told: EdtfDate
    remarks: list[str]
    parts: list[Entry] = field(default_factory=list)

    @property
    def day(self) -> date:
        """The first day of it, or the last if that alone is known."""
        return _day(self.told)


@dataclass(frozen=True, slots=True)
class Month:
    """The entries of a month, or of a year whose months are not given."""

    label: str
    entries: list[Entry]

    @property
    def facts(self) -> list[Entry]:
        """The entries and their parts."""
        return [it for entry in self.entries for it in (entry, *entry.parts)]


@dataclass(frozen=True, slots=True)
class Section:
    """The months of a phase; without one, those of what belongs to none."""

    phase: Phase | None
    months: list[Month]

    @property
    def facts(self) -> int:
        """How many facts stand in it."""
        return sum(len(month.facts) for month in self.months)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The sections that are not empty, in the order of their time."""

    sections: list[Section]

    @property
    def facts(self) -> int:
        """How many facts stand on it."""
        return sum(section.facts for section in self.sections)

    @property
    def months(self) -> list[Month]:
        """The months of all sections."""
        return [month for section in self.sections for month in section.months]

    def marks(self, *, personal: bool) -> list[Mark]:
        """Return a mark for every fact; ``personal`` ones show what the reader knows."""
        marks = []
        for entry in (it for month in self.months for it in month.facts):
            known = entry.line.knowledge
            kind = (known.level if known else NEW) if personal else PLAIN
            day = entry.day
            marks.append(Mark(entry.told.first or day, entry.told.last or day, kind))
        return marks


def dated() -> StatementQuerySet:
    """Return the standing statements that have a date to stand at."""
    dating = Q(property__marks__in=DATING) & ~Q(value_date="")
    return Statement.objects.standing().filter(dating | ~Q(when=""))


@dataclass(frozen=True, slots=True)
class Dated:
    """How many facts stand on the whole timeline, and in each phase by its conflict's id."""

    in_all: int
    by_phase: Counter[int]


def count_dated(frame: Frame) -> Dated:
    """Return how many facts the whole timeline holds, as it counts them itself; one query."""
    placing = ("when", "value_date", "property__marks", "subject__kind", "value_entity__kind")
    rows = list(dated().select_related("subject", "value_entity", "property").only(*placing))
    phases = (frame.phase_of(row, _day(moment(row))) for row in rows)
    return Dated(len(rows), Counter(phase.conflict.pk for phase in phases if phase))


def timeline(
    statements: Iterable[Statement],
    frame: Frame,
    reader: Reader,
    *,
    phases: set[int] | None = None,
    only_unknown: bool = False,
) -> Timeline:
    """Return ``statements`` of ``dated``, loaded by ``listed``, as a timeline.

    ``phases`` are the ids of the conflicts to be shown, all if it is None; ``only_unknown``
    leaves out what the reader knows. No queries but for what the reader knows.
    """
    placed = {}
    kept = []
    for statement in statements:
        phase = frame.phase_of(statement, _day(moment(statement)))
        if phases is None or (phase and phase.conflict.pk in phases):
            placed[statement.pk] = phase
            kept.append(statement)
    lines = fact_lines(kept, reader)
    if only_unknown:
        lines = [it for it in lines if not it.knowledge or it.knowledge.level in NOT_YET]
    found = defaultdict[int, list[Entry]](list)
    for entry in _gathered([_entry(line, frame) for line in lines]):
        phase = placed[entry.line.statement.pk]
        found[phase.conflict.pk if phase else 0].append(entry)
    sections = [
        Section(phase, _months(found[phase.conflict.pk]))
        for phase in frame.phases
        if found[phase.conflict.pk]
    ]
    if found[0]:
        sections.append(Section(None, _months(found[0])))
    return Timeline(sections)


def moment(statement: Statement) -> EdtfDate:
    """Return the date at which a statement stands: the one it tells, or else when it holds."""
    told = statement.date_value if statement.property.marks in DATING else None
    found = told or statement.when_date
    assert found is not None
    return found


def _entry(line: FactLine, frame: Frame) -> Entry:
    statement, day = line.statement, moment(line.statement)
    remarks = []
    if day.precision == "month":
        remarks.append(_("day not given"))
    elif day.precision in ("year", "season"):
        remarks.append(_("month not given"))
    if statement.date_inferred:
        remarks.append(_("year inferred"))
    if others := dict.fromkeys(it.value_text_for_people for it in frame.other_accounts(statement)):
        remarks.append(_("also dated %(dates)s") % {"dates": _(" and ").join(others)})
    return Entry(line, day, remarks)


def _gathered(entries: list[Entry]) -> list[Entry]:
    """Put the facts about an event below the fact that dates it, each in the order of time."""
    entries = sorted(entries, key=_order)
    anchors: dict[int, Entry] = {}
    for entry in entries:
        if _dates_an_event(entry):
            anchors.setdefault(entry.line.statement.subject_id, entry)
    top: list[Entry] = []
    for entry in entries:
        anchor = None if _dates_an_event(entry) else _anchor(entry.line.statement, anchors.get)
        (anchor.parts if anchor else top).append(entry)
    return top


def _dates_an_event(entry: Entry) -> bool:
    statement = entry.line.statement
    return statement.property.marks in DATING and statement.subject.kind == Entity.Kind.EVENT


def _anchor(statement: Statement, find: Callable[[int], Entry | None]) -> Entry | None:
    value = statement.value_entity_id
    return find(statement.subject_id) or (find(value) if value else None)


def _months(entries: list[Entry]) -> list[Month]:
    months = defaultdict[tuple[int, int, str], list[Entry]](list)
    for entry in entries:
        months[month_of(entry.told)].append(entry)
    return [Month(label, found) for (_year, _month, label), found in sorted(months.items())]


def month_of(day: EdtfDate) -> tuple[int, int, str]:
    """Return year, month (0 if it is not given) and name of the month in which a date begins."""
    start, _slash, end = day.text.partition("/")
    point = parse(start if start not in ("", "..") else end)
    first = _day(point)
    if point.precision in ("day", "month"):
        return first.year, first.month, date_format(first, "F Y")
    if point.precision in ("year", "season"):
        return first.year, 0, _("%(year)s, month not given") % {"year": first.year}
    return first.year, 0, point.spoken()


def _order(entry: Entry) -> tuple[date, date, int, int]:
    statement = entry.line.statement
    return entry.day, entry.told.last or date.max, -statement.importance, statement.pk


def _day(edtf: EdtfDate) -> date:
    day = edtf.first or edtf.last
    assert day is not None
    return day
