"""Wrong options: false for certain, of one kind with the key, plausible, and in fair order."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import combinations
from random import Random
from zlib import crc32

from rapidfuzz import fuzz

from quizzes.bank.models import Question
from quizzes.facts.models import Entity, Property, Statement
from quizzes.facts.wording import capitalised
from quizzes.lib.edtf import EdtfDate
from quizzes.lib.quantities import Quantity

from .agreement import may_agree, stands
from .case import Case, Way
from .drafts import Answer, Draft, seeded
from .likeness import Names
from .pool import Pool
from .rules import options_fit
from .shelves import Candidate, Shelf, day_of

Direction = Question.Direction

WRONG_OPTIONS = 2
# Of so many nearest candidates the wrong options are drawn.
NEAREST = 6
# So many others are looked at where none of those go with the key.
FURTHER = 12
# Dates and numbers further from the key than this are not plausible.
FURTHEST_DAYS = 730

Fits = Callable[[Answer, Sequence[Answer]], bool]


def arranged_options(case: Case, way: Way, draft: Draft) -> list[Answer]:
    """Return the options of a choice in their order, the key among them; empty if too few are good.

    Where nothing else is certain, the question asks what its source says: the documents have been
    read entirely, so what no statement says is not said in them. Its stem then names the source.
    """
    keep = case.before(draft).wrong
    by_source = not _certain(case.statement.property)
    if by_source and way.direction in (Direction.VALUE, Direction.SUBJECT):
        draft.stem = way.sourced
    found = candidates_for(
        case.pool, case.statement, way.direction, way.key, keep, by_source=by_source
    )
    return choose(way.key, found, seeded(draft.key), keep, partial(options_fit, draft.stem))


def difficulty_of(key: Answer, options: Sequence[Answer]) -> int:
    """Band a choice by how near its wrong options come: in days for dates, in kind for names."""
    wrong = [option for option in options if option is not key]
    if key.date and key.date.first:
        gaps = [abs((key.date.first - o.date.first).days) for o in wrong if o.date and o.date.first]
        nearest = min(gaps, default=0)
        return 3 if nearest <= 7 else 2 if nearest <= 60 else 1
    if key.entity and any(o.entity and o.entity.kind != key.entity.kind for o in wrong):
        return 1
    return 2


def candidates_for(
    pool: Pool,
    statement: Statement,
    direction: str,
    key: Answer,
    keep: Sequence[str] = (),
    *,
    by_source: bool = False,
) -> list[Answer]:
    """Return answers that are certainly wrong, the most plausible first.

    A value is certainly wrong if the property has one value and this is another, or if each
    value has one subject and this one's is another subject; for subjects it is the mirror
    image. Where neither holds, nothing is certain, and there are no candidates. A candidate
    rests on a standing statement, bears no name of a right answer, and is no more sensitive
    than the question. Of very many only some are looked at, those in ``keep`` always.

    ``by_source``: the question is what a source says, so that whatever no statement says is wrong.
    """
    if direction == Direction.SOURCE:
        return _sources(pool, statement)
    likely = partial(_likely, statement, keep)
    found: Iterable[Candidate]
    if direction == Direction.CLAIMANT:
        found = likely(pool.claimants(), pool.speakers())
    elif direction == Direction.SUBJECT:
        found = _subjects(pool, statement, likely, by_source)
    elif statement.property.datatype == Property.Datatype.DATE:
        found = _dates(pool, statement, likely)
    elif statement.property.datatype == Property.Datatype.QUANTITY:
        return _numbers(pool, statement)
    else:
        found = _values(pool, statement, likely, by_source)
    right = _right(pool, statement, direction)
    return _plausible(_distinct(found, key, right, pool, statement), statement, key)


Likely = Callable[..., Iterator[Candidate]]


def _likely(statement: Statement, keep: Sequence[str], *shelves: Shelf) -> Iterator[Candidate]:
    for shelf in shelves:
        yield from shelf.likely(statement, keep)


def _right(pool: Pool, statement: Statement, direction: str) -> list[Entity]:
    """The entities that any source, of any rank, holds to be the answer; each once."""
    found: list[Entity | None]
    if direction == Direction.SUBJECT:
        found = [row.subject for row in [statement, *pool.same_value(statement)]]
    else:
        rows = [statement, *pool.same_subject(statement)]
        claimed = direction == Direction.CLAIMANT
        found = [row.attributed_to if claimed else row.value_entity for row in rows]
    return list({entity.pk: entity for entity in found if entity}.values())


def _values(
    pool: Pool, statement: Statement, likely: Likely, by_source: bool
) -> Iterable[Candidate]:
    prop = statement.property
    # What is a part of a part is a part of the whole, so that nothing is certain of parts.
    by_source = by_source and prop.marks != Property.Marks.PARENT
    if not (by_source or _certain(prop)):
        return
    known = [statement, *pool.same_subject(statement)]
    subject = statement.subject_id
    for candidate in likely(pool.values_of(prop)):
        if candidate.subject == subject:
            continue
        if not any(may_agree(candidate.row, true) for true in known):
            yield candidate


def _subjects(
    pool: Pool, statement: Statement, likely: Likely, by_source: bool
) -> Iterable[Candidate]:
    prop = statement.property
    kin = pool.kin.get(statement.value_entity_id or 0, ())
    for candidate in likely(pool.subjects_of(prop)) if by_source or _certain(prop) else ():
        # Who commands an army may be said to command its brigades.
        if candidate.row.value_entity_id in kin:
            continue
        own = pool.by_subject[prop.pk, candidate.subject]
        # The date of a disputed event may be anything between what its sources say.
        excluded = (by_source or prop.single_valued) and not any(
            may_agree(r, statement) or r.is_disputed  # type: ignore[attr-defined]
            for r in own
        )
        if prop.single_subject or excluded:
            yield candidate
    if prop.single_subject and prop.is_claim:
        yield from likely(pool.speakers())


def _sources(pool: Pool, statement: Statement) -> list[Answer]:
    """Sources that say nothing of the kind, and share no origin with the one that says it."""
    sayings = [statement, *pool.same_subject(statement)]
    # Sources that say another thing of it are the best wrong answers; silent ones are good too.
    saying = [row for row in sayings if may_agree(row, statement) or not stands(row)]
    origins = {citation.source.origin for row in saying for citation in row.citations.all()}
    if not statement.property.single_valued:
        origins |= {c.source.origin for row in sayings for c in row.citations.all()}
    others = [source for source in pool.sources if source.origin not in origins]
    near = {c.source_id for row in sayings for c in row.citations.all()}
    lot = {source.pk: crc32(f"{statement.slug} {source.slug}".encode()) for source in others}
    others.sort(key=lambda source: (source.pk not in near, lot[source.pk]))
    return [Answer(capitalised(source.cite_as)) for source in others]


def _certain(prop: Property) -> bool:
    """Whether anything can be certainly wrong of a property."""
    return prop.single_valued or prop.single_subject


def _dates(pool: Pool, statement: Statement, likely: Likely) -> Iterable[Candidate]:
    if not statement.property.single_valued or statement.date_value is None:
        return
    known = [pool.value(row).date for row in pool.same_subject(statement)]
    known.append(statement.date_value)
    shape = _shape(statement.date_value)
    for candidate in likely(pool.dates(marking=bool(statement.property.marks))):
        date = candidate.answer.date
        if date is None or _shape(date) != shape:
            continue
        if not any(true is not None and date.overlaps(true) for true in known):
            yield candidate


def shape_of(answer: Answer) -> tuple[object, ...]:
    """Return what makes two dates look alike; answers that are no dates are of one shape."""
    return _shape(answer.date) if answer.date else ()


def _shape(date: EdtfDate) -> tuple[object, ...]:
    # An "about" among exact dates would give itself away.
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
        # “1 years” would show at once that it is not the key.
        lowest = 1 if statement.unit and statement.unit != "%" else 0
        if min(shifted) <= lowest or (statement.unit == "%" and max(shifted) > 100):
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
    names = Names.together(map(pool.names, right))
    # Between things that have dates of their own, a part is no danger.
    kin = set() if statement.value_date else set().union(*(pool.kin.get(pk, ()) for pk in ids))
    bearable = (Statement.Sensitivity.ORDINARY, statement.sensitivity)
    texts = {key.folded}
    kept = []
    for candidate in found:
        answer, entity = candidate.answer, candidate.answer.entity
        tells = answer.tells or (entity is not None and entity.kind == Entity.Kind.DOCUMENT)
        if answer.folded in texts or (tells and candidate.sensitivity not in bearable):
            continue
        # Whom only such facts name as are told in no question, no question offers either.
        if entity and candidate.sensitivity == Statement.Sensitivity.RESTRICTED:
            continue
        if entity:
            if candidate.entity in ids or candidate.entity in kin:
                continue
            if key.entity and not alike(key.entity, entity):
                continue
            if names.meet(pool.names(entity)):
                continue
        texts.add(answer.folded)
        kept.append(candidate)
    return kept


# Kinds that may stand side by side among the options.
_FAMILIES = (
    {Entity.Kind.PERSON},
    {Entity.Kind.PLACE},
    {Entity.Kind.EVENT, Entity.Kind.CONFLICT},
    {Entity.Kind.DOCUMENT},
    {Entity.Kind.GROUP, Entity.Kind.UNIT, Entity.Kind.BODY},
)
_FAMILY_OF = {kind.value: family for family in _FAMILIES for kind in family}


def alike(one: Entity, other: Entity) -> bool:
    """Return whether two entities are of kinds that may stand side by side among the options."""
    return other.kind in _FAMILY_OF.get(one.kind, ())


def _plausible(found: list[Candidate], statement: Statement, key: Answer) -> list[Answer]:
    day, prop = day_of(statement), statement.property_id
    kind = key.entity.kind if key.entity else ""

    def distance(candidate: Candidate) -> tuple[int, bool, int, float, int]:
        entity = candidate.answer.entity
        other_kind = _strangeness(kind, entity)
        other_property = bool(entity) and candidate.prop != prop
        lot = crc32(f"{statement.slug} {candidate.answer.text}".encode())
        unlike = _unlike(candidate.row, statement)
        return other_kind, other_property, apart(candidate), unlike, lot

    def apart(candidate: Candidate) -> int:
        theirs = candidate.day
        return abs((day - theirs).days) if day and theirs else FURTHEST_DAYS // 2

    near = sorted(found, key=distance)
    if statement.property.datatype == Property.Datatype.DATE:
        near = [candidate for candidate in near if 1 < apart(candidate) <= FURTHEST_DAYS]
    return [candidate.answer for candidate in near]


# Armed groups and units are taken for one another sooner than for a news agency.
_ARMED = {Entity.Kind.GROUP.value, Entity.Kind.UNIT.value}


def _strangeness(kind: str, entity: Entity | None) -> int:
    """How little an entity looks like one of a kind: 0 to 2; 0 where there is nothing to tell."""
    if not kind or entity is None or entity.kind == kind:
        return 0
    return 1 if {kind, entity.kind} == _ARMED else 2


def _unlike(row: Statement, statement: Statement) -> float:
    """How little two texts have in common: a commander stands best among commanders."""
    if not statement.value_text or statement.property.is_claim:
        return 0
    return 100 - fuzz.token_set_ratio(row.value_text, statement.value_text)


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
    near, far = _nearest(candidates, key)
    if ordered:
        near, far = list(candidates), []
    else:
        rng.shuffle(near)
    # Those further away only where the nearest do not go with the key.
    near = kept + [answer for answer in [*near, *far] if answer not in kept]
    ranks = list(range(WRONG_OPTIONS + 1))
    rng.shuffle(ranks)
    for rank in ranks if ordered else [None]:
        for wrong in _of_rank(rank, near, key):
            if fits(key, wrong):
                return _arranged(key, list(wrong), rng)
    return []


def _nearest(candidates: Sequence[Answer], key: Answer) -> tuple[list[Answer], list[Answer]]:
    """Divide candidates into those to draw from and the rest, both the most plausible first.

    Where there are enough of the key's own kind, those of another kind are left to the rest: a
    news agency among armed groups is no temptation.
    """
    kind = key.entity.kind if key.entity else ""
    strange = [_strangeness(kind, one.entity) for one in candidates]
    # They come with those least strange first, so the second tells how far one has to go.
    most = strange[WRONG_OPTIONS - 1] if len(strange) >= WRONG_OPTIONS else 2
    near = [one for one, n in zip(candidates, strange, strict=True) if n <= most][:NEAREST]
    return near, [one for one in candidates if one not in near][:FURTHER]


def _of_rank(rank: int | None, near: Sequence[Answer], key: Answer) -> Iterable[tuple[Answer, ...]]:
    """All sets of wrong options of which ``rank`` lie below the key; simply all if it is None."""
    if rank is None:
        yield from combinations(near, WRONG_OPTIONS)
        return
    below = [_below(answer, key) for answer in near]
    if sum(below) < rank or len(near) - sum(below) < WRONG_OPTIONS - rank:
        return
    for places in combinations(range(len(near)), WRONG_OPTIONS):
        if sum(below[n] for n in places) == rank:
            yield tuple(near[n] for n in places)


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
