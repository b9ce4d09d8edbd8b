"""Where sources differ: what they say of one thing, side by side."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from quizzes.facts.models import Property, Statement, Topic
from quizzes.facts.models.queries import StatementQuerySet
from quizzes.facts.sentences import fill
from quizzes.facts.wording import capitalised

from .lines import FactLine, Reader, fact_lines, listed
from .sourcing import Testimony, testimonies

Datatype = Property.Datatype
# Of statements loaded ``with_disputed``.
DISPUTED = Q(is_disputed=True)


@dataclass(frozen=True, slots=True)
class Account:
    """One account of a thing on which sources differ, with the witnesses for it."""

    line: FactLine
    testimonies: list[Testimony]

    @property
    def value(self) -> str:
        """What it says, in short; what may be anything only makes sense in full."""
        fact = self.line.statement
        return self.line.text if _tells_anything(fact) else fact.value_text_for_people

    @property
    def when(self) -> str:
        """When what it says holds, where its value alone does not tell."""
        fact = self.line.statement
        return fact.when_date.phrase() if fact.when_date and not _tells_anything(fact) else ""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The accounts of one thing, and what the editors say of how they relate."""

    heading: str
    accounts: list[Account]

    @property
    def is_mixed(self) -> bool:
        """Whether the accounts are of several kinds, so that each must be read in full."""
        facts = [account.line.statement for account in self.accounts]
        return len({(fact.subject_id, fact.property_id) for fact in facts}) > 1

    @property
    def has_sides(self) -> bool:
        """Whether several accounts stand against one another; else one is unclear in itself."""
        return len(self.accounts) > 1

    @property
    def notes(self) -> list[str]:
        """The editors' sentences, each once."""
        notes = (account.line.statement.dispute_note for account in self.accounts)
        return list(dict.fromkeys(note for note in notes if note))

    @property
    def note(self) -> Promise | str:
        """The content note of the most painful account, or nothing."""
        lines = sorted(
            (account.line for account in self.accounts), key=lambda line: not line.restricted
        )
        return next((line.note for line in lines if line.note), "")

    @property
    def restricted(self) -> bool:
        """Whether an account is kept behind its note."""
        return any(account.line.restricted for account in self.accounts)


def disagreements(topic: Topic | None, reader: Reader) -> list[Disagreement]:
    """Return all disagreements in the order of topics, or those that touch one ``topic``.

    Those with several accounts come first, then the single ones that are unclear in themselves.
    A fixed number of queries.
    """
    disputed = _disputed(Statement.objects.all()).order_by("topic__position", "topic", "pk")
    accounts = _accounts(disputed, reader)
    found = [
        Disagreement(_heading(group), group)
        for group in _gathered(accounts)
        if topic is None or any(it.line.statement.topic_id == topic.pk for it in group)
    ]
    return sorted(found, key=lambda it: not it.has_sides)


def disagreement_about(statement: Statement, reader: Reader) -> Disagreement | None:
    """Return the disagreement that a published ``statement`` is part of, if it is disputed."""
    same_thing = Q(subject=statement.subject_id, property=statement.property_id)
    same_note = Q(dispute_note=statement.dispute_note) if statement.dispute_note else Q()
    disputed = _disputed(Statement.objects.filter(same_thing | same_note)).order_by("pk")
    for group in _gathered(_accounts(disputed, reader)):
        if any(account.line.statement.pk == statement.pk for account in group):
            return Disagreement(_heading(group), group)
    return None


def _disputed(statements: StatementQuerySet) -> StatementQuerySet:
    return listed(statements).filter(DISPUTED).prefetch_related("citations__source")


def _accounts(statements: Iterable[Statement], reader: Reader) -> list[Account]:
    return [
        Account(line, testimonies(line.statement.citations.all()))
        for line in fact_lines(statements, reader)
    ]


def _gathered(accounts: list[Account]) -> list[list[Account]]:
    """Gather the accounts of one thing, in their order.

    They say the same kind of thing of the same subject, or the editors explain them with the same
    sentence. Where they may be about anything, only that sentence counts.
    """
    groups = list[list[Account]]()
    group_of = dict[Hashable, list[Account]]()
    for account in accounts:
        keys = _keys(account.line.statement)
        known = [group_of[key] for key in keys if key in group_of]
        group = known[0] if known else []
        if not known:
            groups.append(group)
        group.append(account)
        for other in known[1:]:
            _merge(group, other, groups, group_of)
        group_of |= dict.fromkeys(keys, group)
    return groups


def _merge(
    group: list[Account],
    other: list[Account],
    groups: list[list[Account]],
    group_of: dict[Hashable, list[Account]],
) -> None:
    if other is group:
        return
    group.extend(other)
    groups[:] = [it for it in groups if it is not other]
    group_of |= {key: group for key, it in group_of.items() if it is other}


def _keys(fact: Statement) -> list[Hashable]:
    thing: list[Hashable] = [(fact.subject_id, fact.property_id)]
    note: list[Hashable] = [fact.dispute_note] if fact.dispute_note else []
    if _tells_anything(fact):
        return note or [fact.pk]
    return thing + note


def _tells_anything(fact: Statement) -> bool:
    """Whether the property says nothing of what is told: a claim, or a wording without a word."""
    prop = fact.property
    if prop.single_valued or prop.datatype not in (Datatype.TEXT, Datatype.QUOTATION):
        return prop.is_claim
    return prop.is_claim or not re.search(r"\w", re.sub(r"\{.*?\}", "", prop.sentence))


def _heading(accounts: list[Account]) -> str:
    """What the accounts differ on: the question that asks for it, or the sentence left open."""
    facts = [account.line.statement for account in accounts]
    first = facts[0]
    if _tells_anything(first) or len({(it.subject_id, it.property_id) for it in facts}) > 1:
        names = dict.fromkeys(fact.subject.label for fact in facts)
        return capitalised(_(" and ").join(names))
    if first.property.ask_value:
        return capitalised(fill(first.property.ask_value, first))
    left_open = Statement(subject=first.subject, property=first.property, value_text="…")
    text = fill(first.property.sentence, left_open)
    whole = text if "…" in text else f"{text} …"
    return whole[:1].upper() + whole[1:]
