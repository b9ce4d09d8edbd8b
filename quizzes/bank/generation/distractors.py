"""Wrong options: false for certain, of one kind with the key, plausible, and in fair order."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations
from random import Random

from quizzes.bank.models import Question
from quizzes.facts.models import Entity, Property, Statement
from quizzes.lib.quantities import Quantity

from .drafts import Answer
from .pool import Pool, may_agree

Direction = Question.Direction

WRONG_OPTIONS = 2
# Of so many nearest candidates the wrong options are drawn.
NEAREST = 8
# Dates and numbers further from the key than this are not plausible.
FURTHEST_DAYS = 730

Fits = Callable[[Answer, Sequence[Answer]], bool]


def candidates_for(pool: Pool, statement: Statement, direction: str, key: Answer) -> list[Answer]:
    """Return answers that are certainly wrong, the most plausible first.

    A value is certainly wrong if the property has one value and this is another, or if each
    value has one subject and this one's is another subject; for subjects it is the mirror
    image. Where neither holds, nothing is certain, and there are no candidates.
    """
    if direction == Direction.CLAIMANT:
        found = _claimants(pool, statement)
    elif direction == Direction.SUBJECT:
        found = _subjects(pool, statement)
    elif statement.property.datatype == Property.Datatype.DATE:
        found = _dates(pool, statement)
    elif statement.property.datatype == Property.Datatype.QUANTITY:
        return _numbers(pool, statement)
    else:
        found = _values(pool, statement)
    return _plausible(_distinct(found, key), statement, key)


Candidate = tuple[Answer, Statement]


def _values(pool: Pool, statement: Statement) -> Iterable[Candidate]:
    prop = statement.property
    if not (prop.single_valued or prop.single_subject):
        return
    known = [statement, *pool.same_subject(statement)]
    for row in pool.by_property[statement.property_id]:
        if row.subject_id == statement.subject_id or row.status != "published":
            continue
        if not any(may_agree(row, true) for true in known):
            yield Answer.of_value(row), row


def _subjects(pool: Pool, statement: Statement) -> Iterable[Candidate]:
    prop = statement.property
    true = {row.subject_id for row in [statement, *pool.same_value(statement)]}
    for row in pool.by_property[statement.property_id]:
        if row.subject_id in true or row.status != "published":
            continue
        own = [row, *pool.same_subject(row)]
        # The date of a disputed event may be anything between what its sources say.
        excluded = prop.single_valued and not any(
            may_agree(r, statement) or r.is_disputed  # type: ignore[attr-defined]
            for r in own
        )
        if prop.single_subject or excluded:
            yield Answer.of_entity(row.subject), row
    if prop.single_subject and prop.is_claim:
        for row in pool.speakers:
            if row.subject_id not in true:
                yield Answer.of_entity(row.subject), row


def _claimants(pool: Pool, statement: Statement) -> Iterable[Candidate]:
    true = {row.attributed_to_id for row in [statement, *pool.same_subject(statement)]}
    for row in pool.claims:
        if row.attributed_to and row.attributed_to_id not in true:
            yield Answer.of_entity(row.attributed_to), row
    for row in pool.speakers:
        if row.subject_id not in true:
            yield Answer.of_entity(row.subject), row


def _dates(pool: Pool, statement: Statement) -> Iterable[Candidate]:
    if not statement.property.single_valued or statement.date_value is None:
        return
    known = [row.date_value for row in [statement, *pool.same_subject(statement)]]
    for row in pool.dated[bool(statement.property.marks)]:
        value = row.date_value
        if value is None or value.precision != statement.date_value.precision:
            continue
        if not any(true is not None and value.overlaps(true) for true in known):
            yield Answer.of_value(row), row


def _numbers(pool: Pool, statement: Statement) -> list[Answer]:
    """Numbers in equal, round steps around the key, which so shares their last digits."""
    quantity = statement.quantity
    if not statement.property.single_valued or quantity is None:
        return []
    known = [row.quantity for row in pool.same_subject(statement)]
    size = max(quantity.numbers)
    rough = size * Decimal("0.3")
    step = Decimal(10) ** math.floor(math.log10(rough)) if rough else Decimal(1)
    step = max(step * (rough // step), Decimal(1))
    found = []
    for k in (-1, 1, -2, 2):
        shifted = [number + k * step for number in quantity.numbers]
        if min(shifted) <= 0 or (statement.unit == "%" and max(shifted) > 100):
            continue
        wrong = (
            Quantity.between(shifted[0], shifted[1], quantity.kind)
            if len(shifted) == 2
            else Quantity.of(shifted[0], quantity.kind)
        )
        true = [value for value in (quantity, *known) if value is not None]
        if all(wrong.excludes(value) for value in true):
            found.append(_as_answer(statement, wrong))
    return found


def _as_answer(statement: Statement, quantity: Quantity) -> Answer:
    like = Statement(property=statement.property, value_quantity=quantity.text, unit=statement.unit)
    return Answer.of_value(like)


def _distinct(found: Iterable[Candidate], key: Answer) -> list[Candidate]:
    texts = {key.text.casefold()}
    kept = []
    for answer, row in found:
        kind_fits = key.entity is None or answer.entity is None or _alike(key.entity, answer.entity)
        if kind_fits and answer.text.casefold() not in texts:
            texts.add(answer.text.casefold())
            kept.append((answer, row))
    return kept


# Kinds that may stand side by side among the options.
_FAMILIES = (
    {Entity.Kind.PERSON},
    {Entity.Kind.PLACE},
    {Entity.Kind.EVENT, Entity.Kind.CONFLICT},
    {Entity.Kind.DOCUMENT},
    {Entity.Kind.GROUP, Entity.Kind.UNIT, Entity.Kind.BODY},
)


def _alike(one: Entity, other: Entity) -> bool:
    return any(one.kind in family and other.kind in family for family in _FAMILIES)


def _plausible(found: list[Candidate], statement: Statement, key: Answer) -> list[Answer]:
    day = _day(statement)

    def distance(candidate: Candidate) -> tuple[bool, int, str]:
        answer, row = candidate
        other_kind = bool(key.entity and answer.entity and key.entity.kind != answer.entity.kind)
        theirs = (answer.date and answer.date.first) or _day(row)
        apart = abs((day - theirs).days) if day and theirs else FURTHEST_DAYS // 2
        return other_kind, apart, answer.text

    near = sorted(found, key=distance)
    if statement.property.datatype == Property.Datatype.DATE:
        near = [candidate for candidate in near if 1 < distance(candidate)[1] <= FURTHEST_DAYS]
    return [answer for answer, _ in near]


def _day(statement: Statement) -> date | None:
    return statement.value_date_first or statement.when_first


def choose(
    key: Answer, candidates: Sequence[Answer], rng: Random, keep: Sequence[str], fits: Fits
) -> list[Answer]:
    """Return the options in the order to show, the key among them; empty if too few are good.

    ``keep`` are texts of wrong options asked before: they stay if they are still certain.
    Dates and numbers stand in order, and the rank of the key among them is drawn evenly;
    names are shuffled. ``fits`` judges a set of wrong options.
    """
    kept = [answer for answer in candidates if answer.text in keep]
    if len(kept) == len(keep) == WRONG_OPTIONS and fits(key, kept):
        return _arranged(key, kept, rng)
    ordered = _value(key) is not None
    near = list(candidates if ordered else candidates[:NEAREST])
    if not ordered:
        rng.shuffle(near)
    ranks = list(range(WRONG_OPTIONS + 1))
    rng.shuffle(ranks)
    for rank in ranks if ordered else [None]:
        for wrong in combinations(near, WRONG_OPTIONS):
            if rank is not None and sum(_below(answer, key) for answer in wrong) != rank:
                continue
            if fits(key, wrong):
                return _arranged(key, list(wrong), rng)
    return []


def _arranged(key: Answer, wrong: list[Answer], rng: Random) -> list[Answer]:
    options = [key, *wrong]
    if _value(key) is not None:
        return sorted(options, key=lambda answer: _value(answer) or 0)
    # By name first, so that the order depends on nothing but the options themselves.
    options.sort(key=lambda answer: answer.text)
    Random("".join(answer.text for answer in options)).shuffle(options)
    return options


def _value(answer: Answer) -> float | None:
    if answer.date and answer.date.first:
        return float(answer.date.first.toordinal())
    if answer.quantity:
        return float(answer.quantity.numbers[0])
    return None


def _below(answer: Answer, key: Answer) -> bool:
    return (_value(answer) or 0) < (_value(key) or 0)
