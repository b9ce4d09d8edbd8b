"""Whether dates lie within the events they belong to, over the whole base."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from quizzes.facts.checks import (
    Extent,
    extent_told,
    held_by_own_event,
    outside,
    without_own_end,
)
from quizzes.facts.models import Property, Statement
from quizzes.facts.wording import placeholders

from .base import FactBase, Rule, Told, is_event
from .links import Links, links, reached

DATING = (Property.Marks.START, Property.Marks.END, Property.Marks.SPAN)


def outside_events(base: FactBase) -> Iterator[Told]:
    """Dates outside their event or what it is a part of."""
    wholes, extents = links(base, Property.Marks.PARENT), _extents(base)
    for fact in base.standing:
        if not is_event(fact.subject):
            if message := _outside_named(fact, wholes, extents):
                yield fact, f"{message} Correct one of the dates."
            continue
        held_by = [(event, extents[event.pk]) for event in reached(fact.subject, by=wholes)]
        if held_by_own_event(fact):
            own = without_own_end(extents[fact.subject_id], fact)
            held_by.insert(0, (fact.subject, own))
        for day in filter(None, (fact.when_date, fact.date_value)):
            messages = (outside(day, event, *extent) for event, extent in held_by)
            # What lies outside an event mostly lies outside of what holds that event too.
            if message := next(filter(None, messages), ""):
                yield fact, f"{message} Correct one of the dates."


def _outside_named(fact: Statement, wholes: Links, extents: Mapping[int, Extent]) -> str:
    """Say if the date of a statement lies outside an event that is its value or where it was."""
    day = fact.when_date
    for event in filter(None, (fact.value_entity, fact.where)):
        if day and is_event(event):
            for whole in (event, *reached(event, by=wholes)):
                if message := outside(day, whole, *extents[whole.pk]):
                    return message
    return ""


def two_dates(base: FactBase) -> Iterator[Told]:
    """Dates that are told twice in one sentence: “began on 7 May 2018 on 9 May 2018”."""
    for fact in base.published:
        shown = not fact.own_sentence and "when" not in placeholders(fact.property.sentence)
        if fact.value_date and fact.when and shown:
            yield (
                fact,
                f"tells “{fact.value_text_for_people}” as its value and “{fact.when}” as its "
                "“when”: leave one of the two dates out",
            )


def in_circles(base: FactBase) -> Iterator[Told]:
    """Events that are parts of themselves, and people on their own side by way of others."""
    for mark, what in (
        (Property.Marks.PARENT, "is a part of itself by way of others"),
        (Property.Marks.SIDE, "stands on the side of somebody who stands on its own side"),
    ):
        by = links(base, mark)
        for entity in base.entities:
            if entity in reached(entity, by):
                yield entity, f"{what}: take one of the links out"


def _extents(base: FactBase) -> defaultdict[int, Extent]:
    """The first and last day of each event, by primary key."""
    dating: defaultdict[int, list[Statement]] = defaultdict(list)
    for fact in base.standing:
        if fact.property.marks in DATING:
            dating[fact.subject_id].append(fact)
    extents = {event: extent_told(facts) for event, facts in dating.items()}
    return defaultdict(lambda: (None, None), extents)


RULES = (
    Rule("outside-event", "Dates outside their event", outside_events),
    Rule("two-dates", "Two dates in one sentence", two_dates),
    Rule("circle", "Links that go in a circle", in_circles),
)
