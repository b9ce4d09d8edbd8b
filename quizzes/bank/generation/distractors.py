"""Wrong options: false for certain, of one kind with the key, plausible, and in fair order."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations
from random import Random
from zlib import crc32

from rapidfuzz import fuzz

from quizzes.bank.models import Question
from quizzes.facts.models import Entity, Property, Statement
from quizzes.lib.edtf import EdtfDate
from quizzes.lib.quantities import Quantity

from .drafts import Answer
from .pool import Pool, may_agree, stands

Direction = Question.Direction

WRONG_OPTIONS = 2
# Of so many nearest candidates the wrong options are drawn.
NEAREST = 6
# Dates and numbers further from the key than this are not plausible.
FURTHEST_DAYS = 730

Fits = Callable[[Answer, Sequence[Answer]], bool]


def candidates_for(pool: Pool, statement: Statement, direction: str, key: Answer) -> list[Answer]:
    """Return answers that are certainly wrong, the most plausible first.

    A value is certainly wrong if the property has one value and this is another, or if each
    value has one subject and this one's is another subject; for subjects it is the mirror
    image. Where neither holds, nothing is certain, and there are no candidates. A candidate
    rests on a standing statement, bears no name of a right answer, and is no more sensitive
    than the question.
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
    right = _right(pool, statement, direction)
    return _plausible(_distinct(found, key, right, pool, statement), statement, key)


Candidate = tuple[Answer, Statement]


def _right(pool: Pool, statement: Statement, direction: str) -> list[Entity]:
    """The entities that any source, of any rank, holds to be the answer."""
    found: list[Entity | None]
    if direction == Direction.SUBJECT:
        found = [row.subject for row in [statement, *pool.same_value(statement)]]
    else:
        rows = [statement, *pool.same_subject(statement)]
        claimed = direction == Direction.CLAIMANT
        found = [row.attributed_to if claimed else row.value_entity for row in rows]
    return [entity for entity in found if entity]


def _values(pool: Pool, statement: Statement) -> Iterable[Candidate]:
    prop = statement.property
    if not (prop.single_valued or prop.single_subject):
        return
    known = [statement, *pool.same_subject(statement)]
    for row in pool.by_property[statement.property_id]:
        if row.subject_id == statement.subject_id or not stands(row):
            continue
        if not any(may_agree(row, true) for true in known):
            yield pool.value(row), row


def _subjects(pool: Pool, statement: Statement) -> Iterable[Candidate]:
    prop = statement.property
    for row in pool.by_property[statement.property_id]:
        # Who commands an army may be said to command its brigades.
        if not stands(row) or _related(pool, row.value_entity, statement.value_entity):
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
        yield from ((Answer.of_entity(row.subject), row) for row in pool.speakers)


def _claimants(pool: Pool, statement: Statement) -> Iterable[Candidate]:
    for row in pool.claims:
        if row.attributed_to:
            yield Answer.of_entity(row.attributed_to), row
    yield from ((Answer.of_entity(row.subject), row) for row in pool.speakers)


def _dates(pool: Pool, statement: Statement) -> Iterable[Candidate]:
    if not statement.property.single_valued or statement.date_value is None:
        return
    known = [pool.value(row).date for row in pool.same_subject(statement)]
    known.append(statement.date_value)
    for row in pool.dated[bool(statement.property.marks)]:
        answer = pool.value(row)
        if answer.date is None or _shape(answer.date) != _shape(statement.date_value):
            continue
        if not any(true is not None and answer.date.overlaps(true) for true in known):
            yield answer, row


def _shape(date: EdtfDate) -> tuple[object, ...]:
    """What makes two dates look alike: an "about" among exact dates would give itself away."""
    open_ends = date.first is None, date.last is None
    return date.precision, date.approximate, date.uncertain, *open_ends


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


def _distinct(
    found: Iterable[Candidate], key: Answer, right: list[Entity], pool: Pool, statement: Statement
) -> list[Candidate]:
    """Drop what is of another kind, graver than the question, twice there, or right after all."""
    ids = {entity.pk for entity in right}
    names = [name for entity in right for name in pool.names(entity)]
    bearable = (Statement.Sensitivity.ORDINARY, statement.sensitivity)
    texts = {key.text.casefold()}
    kept = []
    for answer, row in found:
        if answer.text.casefold() in texts or (answer.tells and row.sensitivity not in bearable):
            continue
        if entity := answer.entity:
            if entity.pk in ids or _share_name(names, pool.names(entity)):
                continue
            if key.entity and not _alike(key.entity, entity):
                continue
            # Between things that have dates of their own, a part is no danger.
            if not statement.value_date and any(_related(pool, entity, one) for one in right):
                continue
        texts.add(answer.text.casefold())
        kept.append((answer, row))
    return kept


def _share_name(right: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether two have a name in common, or one has the other's in its own: the UN, a UN office."""
    return any(
        f" {one} " in f" {other} " or f" {other} " in f" {one} "
        for one in right
        for other in theirs
    )


def _related(pool: Pool, one: Entity | None, other: Entity | None) -> bool:
    return one is not None and other is not None and frozenset((one.pk, other.pk)) in pool.related


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

    def distance(candidate: Candidate) -> tuple[bool, bool, int, float, int]:
        answer, row = candidate
        other_kind = bool(key.entity and answer.entity and key.entity.kind != answer.entity.kind)
        other_property = bool(answer.entity) and row.property_id != statement.property_id
        lot = crc32(f"{statement.slug} {answer.text}".encode())
        return other_kind, other_property, apart(candidate), _unlike(row, statement), lot

    def apart(candidate: Candidate) -> int:
        answer, row = candidate
        theirs = (answer.date and answer.date.first) or _day(row)
        return abs((day - theirs).days) if day and theirs else FURTHEST_DAYS // 2

    near = sorted(found, key=distance)
    if statement.property.datatype == Property.Datatype.DATE:
        near = [candidate for candidate in near if 1 < apart(candidate) <= FURTHEST_DAYS]
    return [answer for answer, _ in near]


def _unlike(row: Statement, statement: Statement) -> float:
    """How little two texts have in common: a commander stands best among commanders."""
    if statement.property.is_claim or not statement.value_text:
        return 0
    return 100 - fuzz.token_set_ratio(row.value_text, statement.value_text)


def _day(statement: Statement) -> date | None:
    return statement.value_date_first or statement.when_first


def choose(
    key: Answer, candidates: Sequence[Answer], rng: Random, keep: Sequence[str], fits: Fits
) -> list[Answer]:
    """Return the options in the order to show, the key among them; empty if too few are good.

    ``keep`` are texts of wrong options asked before: they stay as far as they are still certain.
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
    near = kept + [answer for answer in near if answer not in kept]
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
