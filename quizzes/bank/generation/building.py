"""Comparing drafts with the stored questions, and writing what has changed."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from quizzes.bank.effects import note
from quizzes.bank.formats import FORMATS
from quizzes.bank.models import Question
from quizzes.facts.models import Statement
from quizzes.facts.signals import Change, Progress, Steps, finished
from quizzes.lib.prepared import Many, Prepared

from .case import Before
from .corrections import note_corrections
from .drafts import Draft
from .making import drafts_for, reason_not_to_ask
from .pool import Pool
from .storing import Links, Report, store
from .surroundings import Surroundings
from .touching import Wanted, touched

Status = Question.Status
# After a change to more statements than these, if they are so large a part of all, the whole bank
# is gone through: that is quicker than to look around each of them.
FEW, PART = 20, 1 / 20
# How many statements are gone through between two words of progress.
STEP = 250


def build_bank(statements: Iterable[int] | None = None) -> Report:
    """Bring the questions of ``statements`` (primary keys; all if None) in step with the facts.

    A question keeps its key and id for ever; its version rises when what it asks, offers or
    accepts changes. Running it again changes nothing.
    """
    wanted: Wanted | None = None if statements is None else dict.fromkeys(statements)
    return finished(building(wanted))


def building(wanted: Wanted | None = None) -> Steps[Report]:
    """Bring the ``wanted`` questions in step, all if None, telling how far it has come."""
    report = Report()
    with transaction.atomic():
        if wanted is None:
            yield from _building_all(report)
        else:
            yield from _building_some(wanted, report)
    return report


def _building_all(report: Report) -> Steps[None]:
    """Go through the whole bank, so many statements at a time that memory holds their questions."""
    yield Progress(_("The facts are read"))
    pool = Pool.whole()
    # The facts stay, so that the collector need not go through all of them again and again.
    gc.freeze()
    try:
        yield from _building_from(pool, report)
    finally:
        gc.unfreeze()


def _building_from(pool: Pool, report: Report) -> Steps[None]:
    rows = sorted(pool.statements.values(), key=lambda row: row.slug)
    stems = Stems()
    for start in range(0, len(rows), STEP):
        yield Progress(_("Questions are made of the facts"), start, len(rows))
        some = rows[start : start + STEP]
        pool.cite(some)
        round = Round({row.pk: None for row in some}, report)
        round.draft(some, pool)
        stems.refuse_shared(round.drafts)
        round.store()
    gone = Question.objects.filter(statement__status=Statement.Status.RETIRED)
    gone = gone.exclude(status=Status.RETIRED)
    Round(dict.fromkeys(gone.order_by().values_list("statement", flat=True)), report).store()


def _building_some(wanted: Wanted, report: Report) -> Steps[None]:
    pks = sorted(wanted)
    for start in range(0, len(pks), STEP):
        yield Progress(_("Questions are made of the facts"), start, len(pks))
        _build_at_once({pk: wanted[pk] for pk in pks[start : start + STEP]}, report)


def _build_at_once(wanted: Wanted, report: Report) -> None:
    round = _drafted(wanted, report)
    # Of two questions with one stem the first is asked, so both must be looked at.
    if more := round.sharing_stems():
        report.silent.clear()
        round = _drafted(_joined(wanted, more), report)
    Stems().refuse_shared(round.drafts)
    round.store()


def _joined(wanted: Wanted, more: Mapping[int, Collection[tuple[str, str]]]) -> Wanted:
    """What is ``wanted`` and ``more`` of it, of which nothing was wanted yet."""
    joined = dict(wanted)
    for pk, asked in more.items():
        joined[pk] = {*(wanted.get(pk) or ()), *asked}
    return joined


def _drafted(wanted: Wanted, report: Report) -> Round:
    round = Round(wanted, report)
    pool = Surroundings(wanted, round.leaning())
    rows = [row for pk in wanted if (row := pool.statements.get(pk))]
    round.draft(sorted(rows, key=lambda row: row.slug), pool)
    return round


class Stems:
    """Two questions never share a stem with different answers: the first is asked."""

    def __init__(self) -> None:
        # Digests, for of a large bank the words would not fit into memory.
        self._first: dict[int, int] = {}

    def refuse_shared(self, drafts: Iterable[Draft]) -> None:
        """Refuse the drafts whose stem an earlier one has that wants another answer."""
        for draft in drafts:
            if draft.problem or not FORMATS[draft.format].stem_asks:
                continue
            answer = hash(draft.right_answer)
            first = self._first.setdefault(hash((draft.format, draft.stem)), answer)
            if answer != first:
                draft.problem = _("another question has the same stem and another answer")


class Round:
    """The drafts of some statements beside their stored questions."""

    def __init__(self, wanted: Wanted, report: Report) -> None:
        """Read the stored questions that are ``wanted``."""
        self.report = report
        self.wanted = wanted
        self.drafts: list[Draft] = []
        self.questions = {one.key: one for one in _stored(wanted)}
        self.links = Links([one.pk for one in self.questions.values()])
        # Those in which an editor's own words stand, by statement.
        self.own: defaultdict[int, list[Question]] = defaultdict(list)
        for question in self.questions.values():
            if question.is_overridden or question.origin == Question.Origin.WRITTEN:
                self.own[question.statement_id].append(question)

    def _wants(self, statement: int, format: str, direction: str) -> bool:
        asked = self.wanted.get(statement, ())
        return asked is None or (format, direction) in asked

    def leaning(self) -> set[int]:
        """The statements that the stored questions show beside their own."""
        return set().union(*self.links.leans_on.values())

    def draft(self, rows: Iterable[Statement], pool: Pool) -> None:
        """Draft the questions of those of the wanted statements that are published."""
        before = {
            key: Before(_wrong_texts(question), frozenset(self.links.leans_on[question.pk]))
            for key, question in self.questions.items()
        }
        for row in rows:
            if row.status == Statement.Status.PUBLISHED:
                own, asked = self.own.get(row.pk, ()), self.wanted[row.pk]
                self._add(row, drafts_for(row, pool, before, own, asked))

    def _add(self, statement: Statement, drafts: list[Draft]) -> None:
        """Add a statement's drafts, or note why it has none."""
        self.drafts += drafts
        if self.wanted[statement.pk] is None and all(draft.problem for draft in drafts):
            problems = [draft.problem for draft in drafts]
            reason = reason_not_to_ask(statement) or next(iter(problems), _("nothing to ask of it"))
            self.report.silent[statement.slug] = reason

    def sharing_stems(self) -> dict[int, set[tuple[str, str]]]:
        """The questions not looked at here that share a stem which is, or was, asked here.

        By statement their formats and directions; none where all with a stem are of one statement.
        """
        asking: defaultdict[str, set[int]] = defaultdict(set)
        for draft in self.drafts:
            if not draft.problem and FORMATS[draft.format].stem_asks:
                asking[draft.stem].add(draft.statement.pk)
        for one in self.questions.values():
            if one.status == Status.PUBLISHED and FORMATS[one.format].stem_asks:
                asking[one.stem].add(one.statement_id)
        found = _WITH_STEMS.rows(stems=asking)
        for pk, stem, _format, _direction in found:
            asking[stem].add(pk)
        more: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
        for pk, stem, format, direction in found:
            if len(asking[stem]) > 1 and not self._wants(pk, format, direction):
                more[pk].add((format, direction))
        return dict(more)

    def store(self) -> None:
        """Write what has changed."""
        store(self.drafts, self.questions, self.links, self.report)


def follow_facts(sender: Any, change: Change, **kwargs: Any) -> Steps[Report]:
    """Renew the questions that a change to the facts touches; a receiver of facts_changed."""
    count = len(change.statements)
    everything = count > FEW and count > PART * Statement.objects.count()
    report = yield from building(None if everything else touched(change))
    note(report.changes, note_corrections(report.changes, change), change)
    return report


def _stored(wanted: Wanted) -> list[Question]:
    """The stored questions that are wanted, by their keys."""
    whole = [pk for pk, some in wanted.items() if some is None]
    parts = {pk: some for pk, some in wanted.items() if some is not None}
    formats = {format for some in parts.values() for format, _direction in some}
    found: list[Question] = _OF_STATEMENTS.records(statements=whole)
    for one in _IN_FORMATS.records(statements=parts, formats=formats) if parts else ():
        if (one.format, one.direction) in parts[one.statement_id]:
            found.append(one)
    return sorted(found, key=lambda one: one.key)


_OF_STATEMENTS = Prepared(
    lambda: Question.objects.filter(statement__in=Many("statements")).order_by()
)
_IN_FORMATS = Prepared(
    lambda: Question.objects.filter(
        statement__in=Many("statements"), format__in=Many("formats", texts=True)
    ).order_by()
)
_WITH_STEMS = Prepared(
    lambda: (
        Question.objects.filter(stem__in=Many("stems", texts=True))
        .order_by()
        .values_list("statement", "stem", "format", "direction")
    )
)


def _wrong_texts(question: Question) -> tuple[str, ...]:
    offered = [*question.options, *question.content.get("points", ())]
    return tuple(option["text"] for option in offered if not option["correct"])
