"""Facts that tell of an event no more than the fact that dates it, such as by whom it was done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db.models import Q

from quizzes.facts.models import Entity, Property, Statement

from .mentions import Mentions
from .phases import DATING
from .word_index import Words, word_index

# Words that are shorter are no more than the mortar of a sentence.
MORTAR = 3
# The verb may be another one: "The army began …" and "… was begun by the army".
MOST_WORDS_MORE = 1

_COLUMNS = ("pk", "subject_id", "sensitivity", "disputed_mark", "dispute", "dispute_note")


class _Row(NamedTuple):
    """What tells whether facts about an event may be one."""

    marks: str
    pk: int
    event: int
    sensitivity: str
    disputed: bool
    dispute: str
    dispute_note: str

    def goes_with(self, other: _Row) -> bool:
        """Whether it is as painful as another one, and in dispute only as that is."""
        own, its = ((it.disputed, it.dispute, it.dispute_note) for it in (self, other))
        return self.sensitivity == other.sensitivity and own in ((False, "", ""), its)


def retold(facts: Iterable[int], entity: Entity, known: Mentions) -> set[int]:
    """Return which of the ``facts`` that speak of ``entity`` another one among them tells as well.

    Each says who or what had to do with a dated event, and the sentence with the date names
    everybody it names and says as much in as many words. None is left out on the page of the event
    itself, and no claim, nor what is disputed in another way. A fixed number of queries.
    """
    plain = Q(attributed_to=None, unattributed=False, subject__kind=Entity.Kind.EVENT)
    linking = Q(
        property__datatype=Property.Datatype.ENTITY,
        property__marks=Property.Marks.NOTHING,
        property__is_claim=False,
    )
    dating = Q(property__marks__in=DATING) & ~Q(rank=Statement.Rank.DEPRECATED)
    rows = Statement.objects.published().filter(plain, linking | dating).exclude(subject=entity)
    dates, links = defaultdict[int, list[_Row]](list), list[_Row]()
    there = set(facts)
    for row in (_Row(*row) for row in rows.order_by().values_list("property__marks", *_COLUMNS)):
        if row.pk in there and row.marks in DATING:
            dates[row.event].append(row)
        elif row.pk in there:
            links.append(row)
    words = {it.pk: it for it in word_index()} if links else {}
    return {
        row.pk
        for row in links
        if any(
            row.goes_with(other) and _is_in(row.pk, other.pk, known, words)
            for other in dates[row.event]
        )
    }


def _is_in(pk: int, other: int, known: Mentions, words: Mapping[int, Words]) -> bool:
    """Whether one sentence says nothing that is not in the other, but for its verb."""
    if not {pk, other} <= words.keys() or not known.of_fact[pk] <= known.of_fact[other]:
        return False
    told, whole = words[pk], words[other]
    more = set(told.text.split()) - set(whole.text.split()) - told.names
    long = [word for word in more if len(word) > MORTAR]
    return told.figures <= whole.figures and len(long) <= MOST_WORDS_MORE
