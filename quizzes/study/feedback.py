"""What a learner is told after an answer."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from quizzes.bank.formats import FORMATS
from quizzes.bank.grading import Verdict
from quizzes.facts.models import Citation, Statement

from .answering import ASKED_AGAIN
from .models import Response
from .spellings import may_propose

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
class Feedback:
    """The verdict in a word, the evidence for the fact and against it, and when it comes next.

    ``may_propose`` says that the answer may be sent to the editors as another spelling.
    """

    response: Response
    word: str
    fact: Sourced
    rivals: list[Sourced]
    next_time: str
    may_propose: bool


def feedback(response: Response) -> Feedback:
    """Return what to tell about an answered response; one query."""
    fact, rivals = _with_rivals(response.statement)
    return Feedback(
        response=response,
        word=verdict_word(response),
        fact=fact,
        rivals=rivals,
        next_time=next_time(response),
        may_propose=may_propose(response),
    )


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


def _with_rivals(statement: Statement) -> tuple[Sourced, list[Sourced]]:
    """Return the statement and those that exclude it, each with its citations."""
    rivals = Statement.objects.rivals(statement)
    citations = Citation.objects.filter(
        Q(statement=statement) | Q(statement__in=rivals)
    ).select_related("source", "statement__value_entity", "statement__attributed_to")
    sourced = {statement.pk: Sourced(statement)}
    for citation in citations:
        of = sourced.setdefault(citation.statement_id, Sourced(citation.statement))
        of.citations.append(citation)
    return sourced.pop(statement.pk), list(sourced.values())
