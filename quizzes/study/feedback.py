"""What a learner is told after an answer."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from quizzes.bank.formats import FORMATS, Part
from quizzes.bank.grading import Verdict
from quizzes.facts.models import Citation, Property, Statement
from quizzes.facts.models.parts import ROLES
from quizzes.facts.models.queries import StatementQuerySet
from quizzes.facts.sentences import event_clause, sentence
from quizzes.facts.wording import capitalised

from .answering import ASKED_AGAIN
from .leeches import Leech, leech
from .models import Response
from .overruling import may_overrule
from .points import in_figures
from .spellings import may_propose
from .undoing import may_undo

WORDS = {
    Verdict.RIGHT: gettext_lazy("Right"),
    Verdict.ALMOST: gettext_lazy("Right, but for the spelling"),
    Verdict.PARTIAL: gettext_lazy("Partly right"),
    Verdict.WRONG: gettext_lazy("Not right"),
    Verdict.SKIPPED: gettext_lazy("Skipped"),
}


@dataclass(frozen=True)
class Sourced:
    """A statement with the citations that support it."""

    statement: Statement
    citations: list[Citation] = field(default_factory=list)


@dataclass(frozen=True)
class Neighbour:
    """What happened next before a fact, or after it: the statement that dates it, in words."""

    statement: Statement
    earlier: bool
    text: str


@dataclass(frozen=True)
class Other:
    """Another fact that is part of the answer, in a sentence, and where that is written."""

    statement: Statement
    text: str
    source: str


@dataclass(frozen=True)
class Answered:
    """An answer beside the lines of the right one.

    ``parts`` are shown instead of ``given`` where an answer has several of which some are wrong;
    ``score`` says then how many are right, and there is no ``right`` where they tell it themselves.
    ``repeats``: the answer is the right one to the letter. ``picture`` is shown by ``template``;
    ``picture_tells`` both answers, so that the learner needs no words besides.
    """

    given: str
    right: list[str]
    parts: list[Part]
    score: str
    repeats: bool
    picture: dict[str, Any] = field(default_factory=dict)
    template: str = ""
    picture_tells: bool = False


@dataclass(frozen=True)
class Feedback:
    """The verdict in a word, the evidence for the fact and against it, and when it comes next.

    ``others`` are the facts that are part of the answer beside the one asked for; where there are
    none, ``around`` is what happened before and after; ``leech`` more, of a fact that will not
    stay. ``may_propose`` says that the answer may be sent to the editors as another spelling,
    ``may_overrule`` that the learner may call it right, ``may_undo`` that it may be taken back.
    """

    response: Response
    word: str
    fact: Sourced
    rivals: list[Sourced]
    others: list[Other]
    around: list[Neighbour]
    leech: Leech | None
    next_time: str
    may_propose: bool
    may_overrule: bool
    may_undo: bool


def feedback(response: Response) -> Feedback:
    """Return what to tell about an answered response; one query, two for a leech."""
    fact, rivals, others, neighbours = _evidence(response)
    return Feedback(
        response=response,
        word=verdict_word(response),
        fact=fact,
        rivals=rivals,
        others=others,
        around=[] if others else neighbours,
        leech=leech(response),
        next_time=next_time(response),
        may_propose=may_propose(response),
        may_overrule=may_overrule(response),
        may_undo=may_undo(response),
    )


def answered(response: Response) -> Answered:
    """Return a response's answer beside the right one; no query."""
    shown, format = response.shown, FORMATS[response.question.format]
    parts = format.parts(shown, response.given)
    right = sum(part.right for part in parts)
    repeats = response.given == shown["right_answer"] or bool(parts)
    if drawn := format.picture(shown, response.given, name=f"answer-{response.pk}"):
        told = Answered(response.given, _lines(shown), [], "", repeats, drawn)
        return replace(told, template=format.answer_template, picture_tells=format.picture_tells)
    if right == len(parts):
        return Answered("" if parts else response.given, _lines(shown), [], "", repeats)
    score = format.in_words(shown, parts)
    earned = response.score or 0
    if response.attempt_id and 0 < earned < 1:
        points = {"score": score, "points": in_figures(earned)}
        score = _("%(score)s; this earns %(points)s of 1 point") % points
    wanted = all(part.wanted for part in parts)
    return Answered("", [] if wanted else _lines(shown), parts, score, repeats=False)


def _lines(shown: dict[str, str]) -> list[str]:
    return shown["right_answer"].split("\n")


def around(statement: Statement) -> list[Neighbour]:
    """Return what happened next before a fact and next after it, of the same topic; one query.

    None where the fact has no date or bears a content note. What is told is ordinary, undisputed,
    and nobody's claim.
    """
    told = [Q(pk=pk) for pk in _nearest(statement)]
    if not told:
        return []
    rows = Statement.objects.filter(reduce(or_, told)).select_related("subject")
    return _neighbours(statement, rows)


def _nearest(statement: Statement) -> list[Subquery]:
    """The ids of the events told around a fact, as subqueries; none where none are."""
    first, last = _span(statement)
    if statement.sensitivity != Statement.Sensitivity.ORDINARY or not (first and last):
        return []
    told = _plain_events(statement)
    before = told.filter(value_date_last__lt=first).order_by("-value_date_last", "-pk")
    after = told.filter(value_date_first__gt=last).order_by("value_date_first", "pk")
    return [Subquery(before.values("pk")[:1]), Subquery(after.values("pk")[:1])]


def _span(statement: Statement) -> tuple[date | None, date | None]:
    first = statement.value_date_first or statement.when_first
    return first, statement.value_date_last or statement.when_last


def _neighbours(statement: Statement, rows: Iterable[Statement]) -> list[Neighbour]:
    """Events around a fact in the order of time, each in words."""
    first, _last = _span(statement)
    dated = [(row.value_date_first, row) for row in rows if row.value_date_first and first]
    dated.sort(key=lambda pair: (pair[0], pair[1].pk))
    return [_neighbour(row, first) for _day, row in dated if first]


def _plain_events(statement: Statement) -> StatementQuerySet:
    """Events of a statement's topic, but for its own, that can be told in passing."""
    return (
        Statement.objects.standing()
        .filter(
            topic=statement.topic_id,
            sensitivity=Statement.Sensitivity.ORDINARY,
            property__marks=Property.Marks.SPAN,
            property__is_claim=False,
            attributed_to__isnull=True,
            unattributed=False,
            disputed_mark=False,
        )
        .exclude(subject=statement.subject_id)
        .exclude(subject__clause="")
        .exclude(Exists(Statement.objects.all().rivals()))
    )


def _neighbour(row: Statement, first: date) -> Neighbour:
    earlier = row.value_date_last is not None and row.value_date_last < first
    return Neighbour(row, earlier, capitalised(event_clause(row.subject)))


def verdict_word(response: Response) -> str:
    """Return the verdict for people; a flashcard's is the learner's own."""
    judged_by_learner = FORMATS[response.question.format].evidence == "self_rated"
    if judged_by_learner and response.verdict != Verdict.SKIPPED:
        return response.given
    return str(WORDS[Verdict(response.verdict)])


def next_time(response: Response) -> str:
    """Return a sentence on when the fact is asked again; none where nothing is remembered."""
    if response.session_id and response.verdict in ASKED_AGAIN:
        return _("Asked again later in this session.")
    if response.session_id and response.verdict == Verdict.SKIPPED:
        return _("Not asked again today.")
    if response.session_id and response.due is None:
        # Its answer had been shown today already, so nothing was counted.
        return _("Practice for today; asked again tomorrow.")
    if response.due is None or response.study_day is None:
        return ""
    day = date_format(response.due, "j F Y")
    days = (response.due - response.study_day).days
    if days == 1:
        return _("Asked again tomorrow, on %(day)s.") % {"day": day}
    return ngettext(
        "Asked again in %(days)s day, on %(day)s.",
        "Asked again in %(days)s days, on %(day)s.",
        days,
    ) % {"days": days, "day": day}


def _evidence(
    response: Response,
) -> tuple[Sourced, list[Sourced], list[Other], list[Neighbour]]:
    """Return the statement asked for and those that exclude it, with their citations, the others
    that are part of the answer, and those around it.

    One query, for it is made after every answer. Those around it are of other subjects, and each
    has a citation like all that is published.
    """
    statement, parts = response.statement, _parts(response)
    wanted = [
        Q(statement=statement),
        Q(statement__in=Statement.objects.rivals(statement)),
        Q(statement__in=parts.values("pk")),
        *(Q(statement=pk) for pk in _nearest(statement)),
    ]
    citations = Citation.objects.filter(reduce(or_, wanted)).select_related(
        "source", *(f"statement__{it}" for it in ("property", *ROLES))
    )
    citations = citations.annotate(is_part=Exists(parts.filter(pk=OuterRef("statement"))))
    sourced = {statement.pk: Sourced(statement)}
    others = dict[int, Other]()
    for citation in citations:
        row = citation.statement
        if citation.is_part:
            others.setdefault(row.pk, Other(row, sentence(row), citation.source.cite_as))
        else:
            sourced.setdefault(row.pk, Sourced(row)).citations.append(citation)
    fact = sourced.pop(statement.pk)
    rivals = [it for it in sourced.values() if it.statement.subject_id == statement.subject_id]
    around = [it.statement for it in sourced.values() if it not in rivals]
    return fact, rivals, list(others.values()), _neighbours(statement, around)


def _parts(response: Response) -> StatementQuerySet:
    """The other facts that are part of the answer; of an older version nobody knows them."""
    question = response.question
    if not FORMATS[question.format].tells_others or response.question_version != question.version:
        return Statement.objects.none()
    parts: StatementQuerySet = question.leans_on.published()
    return parts
