"""“I think my answer is right”: a typed name goes to the editors as a possible spelling."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from rapidfuzz import fuzz

from quizzes.accounts.models import User
from quizzes.bank.grading import Verdict
from quizzes.bank.grading.likeness import Likeness, likeness, spelling
from quizzes.bank.lexicon import names_of_others
from quizzes.bank.models import Question
from quizzes.facts.models import AliasProposal, Entity
from quizzes.lib.names import fold

from .models import Response

LONGEST = AliasProposal._meta.get_field("text").max_length or 0
LIKE = 50
"""Of 100, how like a name a text has to be, to be offered as another spelling of it."""
MOST_QUESTIONS = 3
WRITTEN = (Question.Format.TYPED, Question.Format.CLOZE)
NAMES = (Question.AnswerKind.NAME, Question.AnswerKind.PERSONAL)


class NotASpelling(Exception):
    """The typed text cannot be another spelling of the name that was asked for."""


def may_propose(response: Response) -> bool:
    """Whether to offer that the answer be sent as another spelling of the name asked for.

    So it is for a slip, and in a quiz for a typed name that was judged wrong, yet is somewhat like
    the name, and not because it is somebody else's: then a note says whose. In a review the
    learner says “I was right” instead.
    """
    offered = response.verdict == Verdict.ALMOST or (
        _is_stranger(response) and not response.session_id and _is_somewhat_like(response)
    )
    return offered and response.proposal_id is None and _can_be_spelling(response)


def _is_stranger(response: Response) -> bool:
    """Whether the text was judged to be nobody's name."""
    return response.verdict == Verdict.WRONG and not response.note


def _can_be_spelling(response: Response) -> bool:
    """Whether a name was asked for, in writing, and by the question as it is still."""
    question = response.question
    return bool(
        response.learner_id
        and question.format in WRITTEN
        and response.shown["answer_kind"] in NAMES
        and response.question_version == question.version
        and _entity_id(response)
        and 0 < len(_tidy(response.given)) <= LONGEST
    )


def _is_somewhat_like(response: Response) -> bool:
    """Whether a text shares letters enough with the name, or none because of its script."""
    given = fold(response.given)
    if not given.isascii():
        return True
    return any(
        max(fuzz.ratio(given, fold(name)), fuzz.token_sort_ratio(given, fold(name))) >= LIKE
        for name in response.shown["answers"]
    )


def propose(response: Response, now: datetime, *, insisting: bool = False) -> None:
    """Put what was typed into the editors' queue, once for each response.

    Raises NotASpelling, leaving everything as it was, where no name was asked for, where the text
    was judged otherwise than as nobody's name or a slip and nobody is ``insisting``, or where it
    is the name of another entity. A second call for a response does nothing.
    """
    if response.proposal_id is not None:
        return
    entity = _entity_id(response)
    judged = insisting or response.verdict == Verdict.ALMOST or _is_stranger(response)
    if entity is None or not (judged and _can_be_spelling(response)) or _names_another(response):
        raise NotASpelling
    with transaction.atomic():
        proposal, new = _proposal(Entity.objects.get(pk=entity), _tidy(response.given), now)
        first = Response.objects.filter(pk=response.pk, proposal=None)
        if first.update(proposal=proposal) and not new:
            AliasProposal.objects.filter(pk=proposal.pk).update(times=F("times") + 1)
    response.proposal = proposal


def _proposal(entity: Entity, text: str, now: datetime) -> tuple[AliasProposal, bool]:
    """The proposal of ``text``, however it is capitalised or punctuated, and whether it is new."""
    folded = fold(text)
    for known in entity.alias_proposals.order_by("pk"):
        if fold(known.text) == folded:
            return known, False
    return entity.alias_proposals.get_or_create(text=text, defaults={"made_at": now})


def proposed_by(learner: User) -> QuerySet[Response, Any]:
    """Return what a learner proposed: each ``proposal``, by its id, and when it was ``sent_at``.

    The latest come first; what was sent more than once stands once.
    """
    sent = learner.responses.filter(proposal__isnull=False).order_by().values("proposal")
    return sent.annotate(sent_at=Max("answered_at")).order_by("-sent_at", "-proposal")


def questions_answered_with(proposal: AliasProposal) -> list[str]:
    """Return the questions to which a proposed name was typed; a few at most."""
    asked: QuerySet[Response] = proposal.responses.order_by("pk")
    found = (shown["stem"] for shown in asked.values_list("shown", flat=True).iterator())
    return [*dict.fromkeys(found)][:MOST_QUESTIONS]


def questions_for(entity: Entity) -> int:
    """Return how many questions are answered by typing a name of an entity."""
    typed = Question.objects.published().filter(format__in=WRITTEN, answer_kind__in=NAMES)
    return typed.filter(
        Q(direction=Question.Direction.VALUE, statement__value_entity=entity)
        | Q(direction=Question.Direction.SUBJECT, statement__subject=entity)
        | Q(direction=Question.Direction.CLAIMANT, statement__attributed_to=entity)
    ).count()


def _names_another(response: Response) -> bool:
    """Whether the text is, or sounds like, some name of an entity that was not asked for."""
    others = names_of_others(response.shown["answers"])
    return any(
        likeness(response.given, spelling(other.text, other.personal)) >= Likeness.SOUND
        for other in others
    )


def _entity_id(response: Response) -> int | None:
    """The entity whose name was asked for, if it was an entity's."""
    fact = response.statement
    asked_for: dict[str, int | None] = {
        Question.Direction.VALUE: fact.value_entity_id,
        Question.Direction.SUBJECT: fact.subject_id,
        Question.Direction.CLAIMANT: fact.attributed_to_id,
    }
    return asked_for.get(response.question.direction)


def _tidy(text: str) -> str:
    """One form for texts that look alike: composed letters, single spaces, nothing invisible."""
    composed = unicodedata.normalize("NFC", text)
    shown = "".join(c for c in composed if unicodedata.category(c) not in ("Cc", "Cf"))
    return " ".join(shown.split())
