"""Comparing drafts with the stored questions, and writing what has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from quizzes.bank.effects import note
from quizzes.bank.formats import FORMATS
from quizzes.bank.models import Question
from quizzes.facts.models import Statement
from quizzes.facts.signals import Change, Progress, Steps, finished

from .case import Before
from .corrections import note_corrections
from .drafts import Draft
from .making import drafts_for, reason_not_to_ask
from .pool import Pool
from .reach import Reach
from .storing import Report, storing
from .touching import touched

Status = Question.Status
# After a change to more statements than this the whole bank is gone through.
MANY = 50
# How many statements are gone through between two words of progress.
STEP = 250


def build_bank(statements: Iterable[int] | None = None) -> Report:
    """Bring the questions of ``statements`` (primary keys; all if None) in step with the facts.

    A question keeps its key and id for ever; its version rises when what it asks, offers or
    accepts changes. Running it again changes nothing.
    """
    return finished(building(statements))


def building(statements: Iterable[int] | None = None) -> Steps[Report]:
    """Do what ``build_bank`` does, telling how many statements have been gone through."""
    wanted = None if statements is None else set(statements)
    pool = Pool() if wanted is None else Pool(Reach.of(wanted), wanted)
    round = yield from _round(pool, wanted)
    # Of two questions with one stem the first is asked, so both must be looked at.
    if wanted is not None and (more := round.sharing_stems()):
        wanted |= more
        pool = Pool(Reach.of(wanted), wanted)
        round = yield from _round(pool, wanted)
    round.refuse_shared_stems()
    with transaction.atomic():
        yield from storing(round.drafts, round.questions, round.report)
    return round.report


def _round(pool: Pool, wanted: set[int] | None) -> Steps[_Round]:
    """Draft the questions of the wanted statements (all if None)."""
    round = _Round(wanted)
    stored = round.stored()
    rows = [row for row in pool.statements.values() if wanted is None or row.pk in wanted]
    for done, statement in enumerate(rows):
        if done % STEP == 0:
            yield Progress(_("Questions are made of the facts"), done, len(rows))
        if statement.status != Statement.Status.PUBLISHED:
            continue
        own = round.own.get(statement.pk, ())
        round.add(statement, drafts_for(statement, pool, stored, own))
    return round


class _Round:
    """The drafts of the wanted statements (all if None) beside their stored questions."""

    def __init__(self, wanted: set[int] | None) -> None:
        self.report = Report()
        self.wanted = wanted
        self.drafts: list[Draft] = []
        stored = Question.objects.all()
        if wanted is not None:
            stored = stored.filter(statement__in=wanted)
        self.questions = {question.key: question for question in stored}
        # Those in which an editor's own words stand, by statement.
        self.own: defaultdict[int, list[Question]] = defaultdict(list)
        for question in self.questions.values():
            if question.is_overridden or question.origin == Question.Origin.WRITTEN:
                self.own[question.statement_id].append(question)

    def stored(self) -> dict[str, Before]:
        """What the stored questions show besides their own facts, by key."""
        leaning: defaultdict[int, set[int]] = defaultdict(set)
        links = Question.leans_on.through._default_manager.all()
        if self.wanted is not None:
            links = links.filter(question__statement__in=self.wanted)
        for question, statement in links.values_list("question_id", "statement_id"):
            leaning[question].add(statement)
        return {
            key: Before(_wrong_texts(question), frozenset(leaning[question.pk]))
            for key, question in self.questions.items()
        }

    def add(self, statement: Statement, drafts: list[Draft]) -> None:
        """Add a statement's drafts, or note why it has none."""
        self.drafts += drafts
        if all(draft.problem for draft in drafts):
            problems = [draft.problem for draft in drafts]
            reason = reason_not_to_ask(statement) or next(iter(problems), _("nothing to ask of it"))
            self.report.silent[statement.slug] = reason

    def sharing_stems(self) -> set[int]:
        """Other statements whose stored questions have a stem that is, or was, asked here."""
        asked = [(one.format, one.stem) for one in self.drafts if not one.problem]
        stored = (one for one in self.questions.values() if one.status == Status.PUBLISHED)
        asked += [(one.format, one.stem) for one in stored]
        stems = {stem for format, stem in asked if FORMATS[format].stem_asks}
        sharing = Question.objects.filter(stem__in=stems).values_list("statement", flat=True)
        return set(sharing) - (self.wanted or set())

    def refuse_shared_stems(self) -> None:
        """Two questions never share a stem with different answers: the first is asked."""
        first: dict[tuple[str, str], str] = {}
        for draft in self.drafts:
            if draft.problem or not FORMATS[draft.format].stem_asks:
                continue
            answer = first.setdefault((draft.format, draft.stem), draft.right_answer)
            if answer != draft.right_answer:
                draft.problem = _("another question has the same stem and another answer")


def follow_facts(sender: Any, change: Change, **kwargs: Any) -> Steps[Report]:
    """Renew the questions that a change to the facts touches; a receiver of facts_changed."""
    report = yield from building(touched(change) if len(change.statements) <= MANY else None)
    note(report.changes, note_corrections(report.changes, change), change)
    return report


def _wrong_texts(question: Question) -> tuple[str, ...]:
    offered = [*question.options, *question.content.get("points", ())]
    return tuple(option["text"] for option in offered if not option["correct"])
