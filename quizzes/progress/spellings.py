"""What became of the spellings that a learner proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator

from quizzes.accounts.models import User
from quizzes.facts.models import AliasProposal
from quizzes.lib.names import fold
from quizzes.study.spellings import proposed_by

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name as a learner typed it, when it was last sent, and what the editors made of it.

    ``fate`` is “known” where the text is now a name of the entity, and counts as right;
    “corrected” where the editors took it up in other letters; “declined” or “open”.
    """

    proposal: AliasProposal
    sent_at: datetime
    fate: str


@dataclass(frozen=True, slots=True)
class Spellings:
    """One ``page`` of the proposals of a learner, the latest first."""

    page: Page[dict[str, Any]]
    shown: list[Spelling]


def spellings(learner: User, page: str) -> Spellings:
    """Return a page of what the learner proposed; as many queries however much that is."""
    sent = Paginator(proposed_by(learner), PER_PAGE).get_page(page)
    named = AliasProposal.objects.select_related("entity").prefetch_related("entity__aliases")
    found = named.in_bulk([it["proposal"] for it in sent])
    rows = [(found[it["proposal"]], it["sent_at"]) for it in sent]
    return Spellings(sent, [Spelling(it, sent_at, _fate(it)) for it, sent_at in rows])


def _fate(proposal: AliasProposal) -> str:
    entity = proposal.entity
    names = [entity.label, *(alias.text for alias in entity.aliases.all())]
    if fold(proposal.text) in map(fold, names):
        return "known"
    if proposal.status == AliasProposal.Status.ACCEPTED:
        return "corrected"
    return proposal.status
