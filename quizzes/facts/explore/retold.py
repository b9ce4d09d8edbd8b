"""Facts that tell of an event no more than the fact that dates it, such as by whom it was done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Q

from quizzes.facts.models import Entity, Property, Statement

from .mentions import Mentions
from .phases import DATING
from .word_index import Words, word_index

# Words that are shorter are no more than the mortar of a sentence.
MORTAR = 3
# The verb may be another one: "The army began …" and "… was begun by the army".
MOST_WORDS_MORE = 1


def retold(facts: Iterable[int], entity: Entity, known: Mentions) -> set[int]:
    """Return which of the ``facts`` that speak of ``entity`` another one among them tells as well.

    Each says who or what had to do with a dated event, and the sentence with the date names
    everybody it names and says as much in as many words. None is left out on the page of the event
    itself. A claim or a dispute is never the same as another fact. A fixed number of queries.
    """
    events = Statement.objects.published().filter(subject__kind=Entity.Kind.EVENT)
    there = set(facts)
    undisputed = Q(disputed_mark=False, dispute="", unattributed=False)
    linking = undisputed & Q(property__marks=Property.Marks.NOTHING, property__is_claim=False)
    linking &= Q(property__datatype=Property.Datatype.ENTITY, attributed_to=None)
    dating = Q(property__marks__in=DATING, attributed_to=None, unattributed=False)
    dating &= ~Q(rank=Statement.Rank.DEPRECATED)
    rows = events.filter(linking | dating).exclude(subject=entity.pk).order_by()
    dates, links = defaultdict[int, list[tuple[int, str]]](list), []
    for pk, event, marks, sensitivity in rows.values_list(
        "pk", "subject_id", "property__marks", "sensitivity"
    ):
        if pk not in there:
            continue
        if marks in DATING:
            dates[event].append((pk, sensitivity))
        else:
            links.append((pk, event, sensitivity))
    words = {it.pk: it for it in word_index()} if links else {}

    def same(pk: int, event: int, sensitivity: str) -> Iterator[bool]:
        for other, its_sensitivity in dates[event]:
            if sensitivity == its_sensitivity and known.of_fact[pk] <= known.of_fact[other]:
                yield pk in words and other in words and _is_in(words[pk], words[other])

    return {pk for pk, event, sensitivity in links if any(same(pk, event, sensitivity))}


def _is_in(fact: Words, other: Words) -> bool:
    """Whether one sentence says nothing that is not in the other, but for its verb."""
    more = set(fact.text.split()) - set(other.text.split()) - fact.names
    long = [word for word in more if len(word) > MORTAR]
    return fact.figures <= other.figures and len(long) <= MOST_WORDS_MORE
