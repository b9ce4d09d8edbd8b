"""Whether words and claims have the person they come from."""

from collections.abc import Iterator

from quizzes.facts.models import Entity, Property, Statement
from quizzes.facts.sides import Sides
from quizzes.facts.timespans import TimeSpan

from .base import FactBase, Rule, Told


def speakerless(base: FactBase) -> Iterator[Told]:
    """Quotations of which nobody knows who speaks."""
    for fact in base.published:
        is_quoted = fact.property.datatype == Property.Datatype.QUOTATION
        speaks_itself = fact.subject.kind == Entity.Kind.DOCUMENT
        if is_quoted and not (speaks_itself or _is_claimed(fact)):
            yield fact, "quotes somebody: name the speaker as its claimant, or mark that none is"


def unclaimed_numbers(base: FactBase) -> Iterator[Told]:
    """Numbers such as losses, told of a party to the conflict as plain facts."""
    sides = Sides()
    for fact in base.published:
        is_sensitive = fact.sensitivity != Statement.Sensitivity.ORDINARY
        if fact.value_quantity and is_sensitive and not _is_claimed(fact):
            when = TimeSpan(fact.when_first, fact.when_last)
            for side in sorted(side.name for side in sides.of(fact.subject_id, when)):
                yield fact, f"a plain fact about the side of “{side}”: is no party its claimant?"


def _is_claimed(fact: Statement) -> bool:
    return bool(fact.property.is_claim or fact.attributed_to_id or fact.unattributed)


RULES = (Rule("no-speaker", "Quotations without a speaker", speakerless),)
REMARKS = (
    Rule("unclaimed-number", "Sensitive numbers of a party that nobody claims", unclaimed_numbers),
)
