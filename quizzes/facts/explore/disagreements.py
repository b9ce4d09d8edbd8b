"""Where sources differ: what they say of one thing, side by side."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from django.db.models import Q, prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from quizzes.facts.deadlines import phrase
from quizzes.facts.models import Entity, Property, Statement, Topic
from quizzes.facts.models.queries import StatementQuerySet
from quizzes.facts.sentences import fill
from quizzes.facts.wording import capitalised

from .lines import FactLine, Reader, fact_lines, listed
from .paging import Cut, Page, Section, page_of
from .sourcing import Testimony, testimonies

Datatype = Property.Datatype
# Of statements loaded ``with_disputed``.
DISPUTED = Q(is_disputed=True)
PER_PAGE = 20
MOST_NAMES = 3
# What has a single account: of something that has a name, or merely unclear.
ALONE, UNCLEAR = "alone", "unclear"
_THING = ("subject", "property")
_EXPLAINED = ("dispute_note", "dispute")


@dataclass(frozen=True, slots=True)
class Account:
    """One account of a thing on which sources differ, with the witnesses for it.

    ``remark`` is the editors' sentence about this account alone.
    """

    line: FactLine
    testimonies: list[Testimony]
    remark: str = ""

    @property
    def value(self) -> str:
        """What it says, in short; what may be anything only makes sense in full."""
        fact = self.line.statement
        return self.line.text if _tells_anything(fact) else fact.value_text_for_people

    @property
    def when(self) -> str:
        """When what it says holds, where its value alone does not tell."""
        fact = self.line.statement
        return phrase(fact, fact.when_date) if fact.when_date and not _tells_anything(fact) else ""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The accounts of one thing, and what the editors say of how they relate.

    ``notes`` are the sentences that several accounts share, each once.
    """

    heading: str
    accounts: list[Account]
    notes: list[str]

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
    def is_told_by_its_heading(self) -> bool:
        """Whether the heading is the whole of its only account, so that it is not told again."""
        return not self.has_sides and self.heading == self.accounts[0].line.text

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


@dataclass(frozen=True, slots=True)
class Chapter:
    """The disagreements of a section, as far as they stand on a page."""

    cut: Cut[list[Statement]]
    disagreements: list[Disagreement]

    @property
    def alone(self) -> bool:
        """Whether each is told by one account only."""
        return self.cut.section.group == ALONE

    @property
    def unclear(self) -> bool:
        """Whether each is no more than unclear in its source."""
        return self.cut.section.group == UNCLEAR


@dataclass(frozen=True, slots=True)
class Disputes:
    """A page of the disagreements; ``facts`` counts the accounts of them all."""

    page: Page[list[Statement]]
    chapters: list[Chapter]
    facts: int


def disputes(topic: Topic | None, reader: Reader, page: str = "") -> Disputes:
    """Return a ``page`` of all disagreements under their topics, or of those that touch ``topic``.

    Those with several accounts come first, then those of which the facts have one account only,
    then what is merely unclear in its source.
    Only those of the page are put into words; a fixed number of queries.
    """
    groups = disputed_groups(topic)
    sections = _sections([it for it in groups if len(it) > 1], topic)
    single = [it for it in groups if len(it) == 1]
    alone = [it for it in single if it[0].dispute]
    unclear = [it for it in single if not it[0].dispute]
    sections.append(Section(ALONE, _("Told by one account only"), alone, ALONE))
    sections.append(Section(UNCLEAR, _("Unclear in its source"), unclear, UNCLEAR))
    shown = page_of(sections, page, per_page=PER_PAGE)
    told = iter(_disagreements(shown.items, reader))
    chapters = [Chapter(cut, [next(told) for _group in cut.items]) for cut in shown.cuts]
    return Disputes(shown, chapters, sum(len(group) for group in groups))


def disputed_groups(topic: Topic | None = None) -> list[list[Statement]]:
    """Return the statements of each disagreement, all or those that touch a topic; one query."""
    groups = _gathered(
        _disputed(Statement.objects.all()).order_by("topic__position", "topic", "pk")
    )
    return [it for it in groups if topic is None or topic.pk in {fact.topic_id for fact in it}]


def disagreement_about(statement: Statement, reader: Reader) -> Disagreement | None:
    """Return the disagreement that a published ``statement`` is part of, if it is disputed."""
    # An account that has no name of its own may lead to those that share one, so look twice.
    near = _disputed(Statement.objects.filter(_alike([statement])))
    disputed = _disputed(Statement.objects.filter(_alike(near))).order_by("pk")
    own = [group for group in _gathered(disputed) if statement.pk in {fact.pk for fact in group}]
    return next(iter(_disagreements(own, reader)), None)


def _alike(facts: Iterable[Statement]) -> Q:
    """The condition to be about much the same as ``facts``, or explained like one of them.

    It may let through the subject of one with the property of another; to gather them tells such
    apart. Its length does not grow with the facts, which a database would refuse.
    """
    facts = list(facts)
    subjects, properties = ({getattr(it, f"{role}_id") for it in facts} for role in _THING)
    notes, names = ({getattr(it, name) for it in facts} - {""} for name in _EXPLAINED)
    alike = Q(subject__in=subjects, property__in=properties)
    return alike | Q(dispute_note__in=notes) | Q(dispute__in=names)


def _sections(
    groups: list[list[Statement]], chosen: Topic | None
) -> list[Section[list[Statement]]]:
    """The groups under the topic that was chosen, or under that of their first statement."""
    topics = defaultdict[Topic, list[list[Statement]]](list)
    for group in groups:
        topics[chosen or group[0].topic].append(group)
    return [Section(f"topic-{it.slug}", it.title, found) for it, found in topics.items()]


def _disputed(statements: StatementQuerySet) -> StatementQuerySet:
    return listed(statements).filter(DISPUTED).select_related("topic")


def _disagreements(groups: list[list[Statement]], reader: Reader) -> list[Disagreement]:
    facts = [fact for group in groups for fact in group]
    prefetch_related_objects(facts, "citations__source")
    lines = {line.statement.pk: line for line in fact_lines(facts, reader)}
    return [_disagreement([lines[fact.pk] for fact in group]) for group in groups]


def _disagreement(lines: list[FactLine]) -> Disagreement:
    """Put accounts side by side; a note that only one of them has stands under that one."""
    notes = Counter(note for it in lines if (note := it.statement.dispute_note))
    accounts = [
        Account(
            line=it,
            testimonies=testimonies(it.statement.citations.all()),
            remark=it.statement.dispute_note if notes[it.statement.dispute_note] == 1 else "",
        )
        for it in lines
    ]
    shared = [note for note, number in notes.items() if number > 1]
    return Disagreement(_heading(lines), accounts, shared)


def _gathered(facts: Iterable[Statement]) -> list[list[Statement]]:
    """Gather the accounts of one thing, in their order.

    An editor names the disagreement they belong to. Without a name they say the same kind of thing
    of the same subject, or are explained with the same sentence; where they may be about anything,
    only that sentence counts. What has no name joins those that have one, if it is the only one.
    """
    facts = list(facts)
    named = defaultdict[str, list[Statement]](list)
    names_of = defaultdict[Hashable, set[str]](set)
    for fact in (it for it in facts if it.dispute):
        named[fact.dispute].append(fact)
        for key in _keys(fact):
            names_of[key].add(fact.dispute)
    groups = list(named.values())
    for group in _gathered_by_keys(it for it in facts if not it.dispute):
        names = {name for fact in group for key in _keys(fact) for name in names_of[key]}
        if len(names) == 1:
            named[names.pop()].extend(group)
        else:
            groups.append(group)
    place = {fact.pk: number for number, fact in enumerate(facts)}
    return sorted(groups, key=lambda group: min(place[fact.pk] for fact in group))


def _gathered_by_keys(facts: Iterable[Statement]) -> list[list[Statement]]:
    groups = list[list[Statement]]()
    group_of = dict[Hashable, list[Statement]]()
    for fact in facts:
        keys = _keys(fact)
        known = [group_of[key] for key in keys if key in group_of]
        group = known[0] if known else []
        if not known:
            groups.append(group)
        group.append(fact)
        for other in known[1:]:
            _merge(group, other, groups, group_of)
        group_of |= dict.fromkeys(keys, group)
    return groups


def _merge(
    group: list[Statement],
    other: list[Statement],
    groups: list[list[Statement]],
    group_of: dict[Hashable, list[Statement]],
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


def _heading(lines: list[FactLine]) -> str:
    """What the accounts differ on: its name, the question for it, or the sentence left open.

    What is merely unclear is told in full.
    """
    facts = [line.statement for line in lines]
    if name := next((it.dispute for it in facts if it.dispute), ""):
        return name
    if len(lines) == 1:
        return lines[0].text
    first = facts[0]
    if _tells_anything(first) or len({(it.subject_id, it.property_id) for it in facts}) > 1:
        # A headline that tells of something is less telling than what it tells of.
        things = [it.subject for it in facts if it.subject.kind != Entity.Kind.DOCUMENT]
        names = dict.fromkeys(it.label for it in things or [fact.subject for fact in facts])
        return capitalised(_listed(list(names)))
    if first.property.ask_value:
        return capitalised(fill(first.property.ask_value, first))
    left_open = Statement(subject=first.subject, property=first.property, value_text="…")
    text = fill(first.property.sentence, left_open)
    whole = text if "…" in text else f"{text} …"
    return whole[:1].upper() + whole[1:]


def _listed(names: list[str]) -> str:
    """Join names; of more than three only two are told."""
    if len(names) > MOST_NAMES:
        return _("%(names)s and others") % {"names": ", ".join(names[: MOST_NAMES - 1])}
    *before, last = names
    return (
        _("%(names)s and %(last)s") % {"names": ", ".join(before), "last": last} if before else last
    )
