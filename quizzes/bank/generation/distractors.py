"""Wrong options: false for certain, of one kind with the key, plausible, and in fair order."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import combinations, islice
from random import Random
from zlib import crc32

from rapidfuzz import fuzz

from quizzes.bank.models import Question
from quizzes.facts.models import Entity, Property, Source, Statement
from quizzes.facts.wording import capitalised
from quizzes.lib.edtf import EdtfDate
from quizzes.lib.quantities import Quantity

from .agreement import date_of, day_of, may_agree, stands
from .case import Before, Case, Way
from .drafts import Answer, Beside, Draft, seeded
from .likeness import Names
from .pool import Pool
from .profiles import Profile, Role
from .rules import options_fit
from .stems import sourced_stem_of

Direction, Datatype = Question.Direction, Property.Datatype

WRONG_OPTIONS = 2
# Of so many nearest candidates the wrong options are drawn.
NEAREST = 6
# So many others are looked at where none of those go with the key.
FURTHER = 18
# Dates and numbers further from the key than this are not plausible.
FURTHEST_DAYS = 730
NOTHING_BEFORE = Before()

_WORD = re.compile(r"\w+")

Fits = Callable[[Answer, Sequence[Answer]], bool]
# A statement with what is taken from it: its value, its subject or its claimant.
Candidate = tuple[Statement, str]


def arranged_options(case: Case, way: Way, draft: Draft) -> list[Answer]:
    """Return the options of a choice in their order, the key among them; empty if too few are good.

    Where nothing else is certain, the question asks what its source says: the documents have been
    read entirely, so what no statement says is not said in them. Its stem then names the source.
    """
    before = case.before(draft)
    by_source = not _certain(case.statement.property)
    if by_source and way.direction in (Direction.VALUE, Direction.SUBJECT):
        draft.stem = sourced_stem_of(case.statement, way.direction, disputed=case.disputed)
    found = candidates_for(
        case.pool, case.statement, way.direction, way.key, before, by_source=by_source
    )
    stem = draft.stem
    if way.direction == Direction.SOURCE:
        stem = _without(stem, _common_words(case.pool))
    return choose(way.key, found, seeded(draft.key), partial(options_fit, stem))


def _common_words(pool: Pool) -> set[str]:
    """The words in the titles of all sources: what all are about tells none from another."""
    titles = [set(_WORD.findall(source.title)) for source in pool.sources]
    return set.intersection(*titles) if titles else set()


def _without(text: str, words: Iterable[str]) -> str:
    return _WORD.sub(lambda match: "" if match[0] in words else match[0], text)


# Answers that are certainly wrong, the most plausible of the others first.
Candidates = Beside[Answer]

# Where wrong answers are taken from: the properties that are looked through, or all that is
# attributed to somebody, and whether the value, the subject or the claimant is taken.
Place = tuple[tuple[int, ...] | None, str]


def candidates_for(
    pool: Pool,
    statement: Statement,
    direction: str,
    key: Answer,
    before: Before = NOTHING_BEFORE,
    *,
    by_source: bool = False,
) -> Candidates:
    """Return answers that are certainly wrong.

    A value is certainly wrong if the property has one value and this is another, or if each
    value has one subject and this one's is another subject; for subjects it is the mirror
    image. Where neither holds, nothing is certain, and there are no candidates. A candidate
    rests on a standing statement, bears no name of a right answer, and is no more sensitive
    than the question. Of very many only some are looked at, and those shown ``before`` always.

    ``by_source``: the question is what a source says, so that whatever no statement says is wrong.
    """
    if direction == Direction.SOURCE:
        found, kind = _sources(pool, statement), _kind_of_source(pool, key.text)
        return replace(
            _parted(found, before), strange=lambda one: _kind_of_source(pool, one.text) != kind
        )
    if direction == Direction.VALUE and statement.property.datatype == Datatype.QUANTITY:
        numbers = pool.once("numbers", statement, lambda: _numbers(pool, statement))
        return _parted(numbers, before)
    search = _Search(pool, statement, direction, key, by_source)
    kept = list(search.certain(search.shown(before)))
    return Beside(kept, search.certain(search.around()), search.how_strange)


def _parted(found: Sequence[Answer], before: Before) -> Candidates:
    kept = [answer for answer in found if answer.text in before.wrong]
    return Beside(kept, iter([answer for answer in found if answer not in kept]))


class _Search:
    """The search for wrong answers to a statement that is asked in a direction."""

    def __init__(
        self, pool: Pool, statement: Statement, direction: str, key: Answer, by_source: bool
    ) -> None:
        self.pool, self.statement, self.key = pool, statement, key
        self.by_source, self.direction = by_source, direction
        self.places = _places(pool, statement, direction, by_source)
        right = _right(pool, statement, direction)
        self.ids = {entity.pk for entity in right}
        self.names = Names.together(map(pool.names, right))
        # Between things that have dates of their own, a part is no danger.
        dated = bool(statement.value_date)
        self.kin = set() if dated else set().union(*(pool.kin(pk) for pk in self.ids))
        self.texts = {key.folded}
        self.strange: _Strangeness | None = None

    def shown(self, before: Before) -> Iterator[Candidate]:
        """What was shown before, as it read sooner than as it may be read now."""
        rows = [row for pk in sorted(before.leans_on) if (row := self.pool.statements.get(pk))]
        found = [
            (row, role)
            for row in rows
            for properties, role in self.places
            if stands(row) and _is_in(row, properties)
        ]
        found.sort(key=lambda it: self.pool.answer(*it).text not in before.wrong)
        return iter({row.pk: (row, role) for row, role in reversed(found)}.values())

    def around(self) -> Iterator[Candidate]:
        """What lies around the statement, the most plausible first."""
        # Two formats look for it.
        name = "around", self.direction, self.key, *self.places
        self.strange, found = self.pool.once(name, self.statement, self._around)
        yield from found

    def _around(self) -> tuple[_Strangeness, list[Candidate]]:
        pool, statement = self.pool, self.statement
        found = [
            (row, role)
            for properties, role in self.places
            for row in (
                pool.claims(statement) if properties is None else pool.near(properties, statement)
            )
        ]
        strange = _Strangeness(pool, statement, self.key, [pool.answer(*it) for it in found])
        return strange, _plausible(found, pool, statement, strange)

    def how_strange(self, answer: Answer) -> int:
        """How little an answer that lies around looks like the key."""
        return self.strange(answer) if self.strange else 0

    def certain(self, candidates: Iterable[Candidate]) -> Iterator[Answer]:
        """Leave out what may be right, is of another kind, graver than the question, or twice."""
        for row, role in candidates:
            answer = self.pool.answer(row, role)
            if answer.folded in self.texts or not self._is_bearable(row, answer):
                continue
            if answer.entity and not self._is_another(answer.entity):
                continue
            if not self._is_fair(row, answer):
                continue
            if self._is_wrong(row, answer, role):
                self.texts.add(answer.folded)
                yield answer

    def _is_bearable(self, row: Statement, answer: Answer) -> bool:
        entity, sensitivity = answer.entity, row.sensitivity
        if sensitivity == Statement.Sensitivity.ORDINARY:
            return True
        # Whom only such facts name as are told in no question, no question offers either.
        if entity and sensitivity == Statement.Sensitivity.RESTRICTED:
            return False
        tells = answer.tells or (entity is not None and entity.kind == Entity.Kind.DOCUMENT)
        return not tells or sensitivity == self.statement.sensitivity

    def _is_fair(self, row: Statement, answer: Answer) -> bool:
        """Whether nobody is taken for the doer of what has nothing to do with him.

        Of what people did those are offered of whom the same part of the story tells.
        """
        prop, entity = self.statement.property, answer.entity
        if entity is None or entity.kind != Entity.Kind.PERSON:
            return True
        is_act = prop.datatype == Datatype.TEXT and not prop.is_claim
        asks_doer = is_act and self.direction == Direction.SUBJECT
        return not asks_doer or row.topic_id == self.statement.topic_id

    def _is_another(self, entity: Entity) -> bool:
        if entity.pk in self.ids or entity.pk in self.kin:
            return False
        if self.key.entity and not alike(self.key.entity, entity):
            return False
        return not self.names.meet(self.pool.names(entity))

    def _is_wrong(self, row: Statement, answer: Answer, role: str) -> bool:
        """Whether no statement of any rank calls it right."""
        if role == "claimant" or row.property_id != self.statement.property_id:
            # Of the dates of other things none may be one of this.
            return answer.date is None or self._is_another_date(answer.date)
        if role == "value":
            return self._is_wrong_value(row, answer)
        return self.direction != Direction.SUBJECT or self._is_wrong_subject(row)

    def _is_another_date(self, date: EdtfDate) -> bool:
        known = [self.statement, *self.pool.same_subject(self.statement)]
        if self.statement.date_value is None or _shape(date) != _shape(self.statement.date_value):
            return False
        return not any(it.value_date and date.overlaps(date_of(it.value_date)) for it in known)

    def _is_wrong_value(self, row: Statement, answer: Answer) -> bool:
        if answer.date:
            return self._is_another_date(answer.date)
        if row.subject_id == self.statement.subject_id:
            return False
        known = (self.statement, *self.pool.same_subject(self.statement))
        return not any(may_agree(row, true) for true in known)

    def _is_wrong_subject(self, row: Statement) -> bool:
        prop, statement = self.statement.property, self.statement
        # Who speaks is offered as one who might have said this, too; each saying has one speaker.
        if prop.single_subject and prop.is_claim:
            return True
        # Who commands an army may be said to command its brigades.
        if row.value_entity_id in self.pool.kin(statement.value_entity_id):
            return False
        if prop.single_subject:
            return True
        # The date of a disputed event may be anything between what its sources say.
        own = self.pool.of_subject(prop.pk, row.subject_id)
        return (self.by_source or prop.single_valued) and not any(
            may_agree(it, statement) or it.is_disputed  # type: ignore[attr-defined]
            for it in own
        )


def _places(pool: Pool, statement: Statement, direction: str, by_source: bool) -> list[Place]:
    """Where wrong answers are looked for; nowhere if nothing is certain."""
    prop = statement.property
    own, speaking = (prop.pk,), tuple(pool.speaking)
    if direction == Direction.CLAIMANT:
        return [(None, "claimant"), (speaking, "subject")]
    if direction == Direction.SUBJECT:
        if not (by_source or _certain(prop)):
            return []
        speakers: list[Place] = [(speaking, "subject")]
        return [(own, "subject"), *(speakers if prop.single_subject and prop.is_claim else [])]
    if prop.datatype == Datatype.DATE:
        if not prop.single_valued or statement.date_value is None:
            return []
        return [(tuple(pool.dates(marking=bool(prop.marks))), "value")]
    # What is a part of a part is a part of the whole, so that nothing is certain of parts.
    by_source = by_source and prop.marks != Property.Marks.PARENT
    return [(own, "value")] if by_source or _certain(prop) else []


def _is_in(row: Statement, properties: tuple[int, ...] | None) -> bool:
    return bool(row.attributed_to_id) if properties is None else row.property_id in properties


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


def _sources(pool: Pool, statement: Statement) -> list[Answer]:
    """Sources that say nothing of the kind, and share no origin with the one that says it."""
    sayings = [statement, *pool.same_subject(statement)]
    # Sources that say another thing of it are the best wrong answers; silent ones are good too.
    saying = [row for row in sayings if may_agree(row, statement) or not stands(row)]
    origins = {citation.source.origin for row in saying for citation in row.citations.all()}
    if not statement.property.single_valued:
        origins |= {c.source.origin for row in sayings for c in row.citations.all()}
    others = [it for it in pool.sources if it.origin not in origins and _can_tell(it, statement)]
    near = {c.source_id for row in sayings for c in row.citations.all()}
    lot = {source.pk: crc32(f"{statement.slug} {source.slug}".encode()) for source in others}
    others.sort(key=lambda source: (source.pk not in near, lot[source.pk]))
    return [Answer(capitalised(source.cite_as)) for source in others]


def _can_tell(source: Source, statement: Statement) -> bool:
    """Whether a source appeared late enough to tell of what a statement says, and not too late."""
    first, last = _time_of(statement)
    if not (first and last and source.published_first and source.published_last):
        return True
    too_late = (source.published_first - last).days > FURTHEST_DAYS
    return source.published_last >= first and not (statement.property.is_claim and too_late)


def _kind_of_source(pool: Pool, text: str) -> str:
    """The kind of the source that is cited so."""
    return next((it.kind for it in pool.sources if capitalised(it.cite_as) == text), "")


def _certain(prop: Property) -> bool:
    """Whether anything can be certainly wrong of a property."""
    return prop.single_valued or prop.single_subject


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
    like = Statement(property=statement.property, unit=statement.unit)
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
            like.value_quantity = wrong.text
            found.append(Answer.of_value(like))
    return found


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


def _plausible(
    found: list[Candidate], pool: Pool, statement: Statement, strange: _Strangeness
) -> list[Candidate]:
    """The candidates, the most plausible first: like the key, of its property, near in time."""
    day, prop = day_of(statement), statement.property_id
    own_lot = crc32(statement.slug.encode())

    def apart(row: Statement) -> int:
        theirs = day_of(row)
        return abs((day - theirs).days) if day and theirs else FURTHEST_DAYS // 2

    def distance(candidate: Candidate) -> tuple[int, bool, int, float, int]:
        row, answer = candidate[0], pool.answer(*candidate)
        other_property = answer.entity is not None and row.property_id != prop
        lot = own_lot ^ answer.lot
        return strange(answer), other_property, apart(row), _unlike(row, statement), lot

    found.sort(key=distance)
    if statement.property.datatype != Datatype.DATE:
        return found
    return [it for it in found if 1 < apart(it[0]) <= FURTHEST_DAYS]


# Armed groups and units are taken for one another sooner than for a news agency.
_ARMED = {Entity.Kind.GROUP.value, Entity.Kind.UNIT.value}
# How strange it is to be of another walk of life, nearly of another kind, of quite another kind,
# and of another time.
WALK, NEARLY, KIND, TIME = 1, 1, 2, 4


class _Strangeness:
    """How little answers look like the key of a statement: nought where nothing is to tell.

    Whoever was not yet there, or is of another walk of life, is right in no question; but that
    makes him no more wrong, so such answers are the last to be offered and not left out.
    """

    def __init__(
        self, pool: Pool, statement: Statement, key: Answer, answers: Iterable[Answer]
    ) -> None:
        self.kind = key.entity.kind if key.entity else ""
        self.known: dict[int, int] = {}
        entities = {one.entity.pk: one.entity for one in answers if one.entity}
        if not key.entity or not entities:
            return
        profiles = pool.profiles({*entities, key.entity.pk})
        own = profiles.get(key.entity.pk, Profile())
        first, last = _time_of(statement)
        if first is None:
            first, last = own.first, own.last
        telling = _telling_roles(pool)
        for pk, entity in entities.items():
            profile = profiles.get(pk, Profile())
            walk = own.steps_from(profile, statement.property_id, telling)
            time = profile.is_of_another_time(first, last)
            self.known[pk] = TIME * time + WALK * walk + _other_kind(self.kind, entity)

    def __call__(self, answer: Answer) -> int:
        return self.known.get(answer.entity.pk, 0) if answer.entity else 0


def _telling_roles(pool: Pool) -> list[set[Role]]:
    """The roles of what is a part of something, and of who made a document."""
    if _telling_roles not in pool.worked_out:
        made = (
            pk
            for pk, prop in pool.properties.items()
            if prop.datatype == Datatype.ENTITY and prop.subject_kinds == [Entity.Kind.DOCUMENT]
        )
        pool.worked_out[_telling_roles] = [
            {(pk, "subject_id") for pk in pool.parents},
            {(pk, "value_entity_id") for pk in made},
        ]
    found: list[set[Role]] = pool.worked_out[_telling_roles]
    return found


def _time_of(statement: Statement) -> tuple[date | None, date | None]:
    """From when to when a statement holds, or was so, where that is known."""
    first = statement.value_date_first or statement.when_first
    last = statement.value_date_last or statement.when_last
    return first or last, last or first


def _other_kind(kind: str, entity: Entity) -> int:
    """How little an entity looks like one of a kind."""
    if entity.kind == kind:
        return 0
    return NEARLY if {kind, entity.kind} == _ARMED else KIND


def _unlike(row: Statement, statement: Statement) -> float:
    """How little two texts have in common: a commander stands best among commanders."""
    if not statement.value_text or statement.property.is_claim:
        return 0
    return 100 - fuzz.token_set_ratio(row.value_text, statement.value_text)


def choose(key: Answer, candidates: Candidates, rng: Random, fits: Fits) -> list[Answer]:
    """Return the options in the order to show, the key among them; empty if too few are good.

    Those that are kept stay as far as they are still certain.
    Dates and numbers stand in order, and the rank of the key among them is drawn evenly, as is
    whether it stands alone in its year; names are shuffled. ``fits`` judges a set of wrong options.
    """
    kept = candidates.kept
    if len(kept) == WRONG_OPTIONS and fits(key, kept):
        return _arranged(key, kept, rng)
    if _value(key) is not None:
        others = list(islice(candidates.others, NEAREST + FURTHER))
        # Or facts of one day would all be asked among the same others.
        near = _shuffled(others[: 2 * NEAREST], rng) + others[2 * NEAREST :]
        return _arranged(key, _in_fair_order(key, [*kept, *near], rng, fits), rng)
    found: list[Answer] = []
    # Those further away only where the nearest do not go with the key.
    for more in (NEAREST, FURTHER):
        found += islice(candidates.others, more)
        for wrong in combinations(
            [*kept, *_nearest(found, candidates.strange, rng)], WRONG_OPTIONS
        ):
            if fits(key, wrong):
                return _arranged(key, list(wrong), rng)
    return []


def _nearest(
    found: Sequence[Answer], how_strange: Callable[[Answer], int], rng: Random
) -> list[Answer]:
    """Put the most plausible in an order of each question's own, the others behind them.

    Where there are enough of the key's own kind and time, others are left to the rest: a news
    agency among armed groups is no temptation, nor who was not yet there.
    """
    strange = [how_strange(one) for one in found]
    # They come with those least strange first, so the second tells how far one has to go.
    most = strange[WRONG_OPTIONS - 1] if len(strange) >= WRONG_OPTIONS else TIME
    count = min(sum(n <= most for n in strange), NEAREST)
    near = _shuffled(list(found[:count]), rng)
    return [*sorted(near, key=how_strange), *found[count:]]


def _shuffled(found: list[Answer], rng: Random) -> list[Answer]:
    return rng.sample(found, len(found))


def _in_fair_order(key: Answer, near: Sequence[Answer], rng: Random, fits: Fits) -> list[Answer]:
    """Wrong dates or numbers among which neither the key's rank nor its year gives it away.

    Both are drawn; the next best is taken where none is as drawn, empty where none fits.
    """
    ranks = [*range(WRONG_OPTIONS + 1)]
    rng.shuffle(ranks)
    years, months = _looks_drawn(rng), _looks_drawn(rng)
    below, when = [_below(one, key) for one in near], [_month(one) for one in near]
    best, chosen = (len(years), len(ranks), len(months)), []
    for one, two in combinations(range(len(near)), WRONG_OPTIONS):
        year, month = _odd_one_out(_month(key), when[one], when[two])
        rank = ranks.index(below[one] + below[two])
        place = years.index(year), rank, months.index(month)
        if place < best and fits(key, wrong := [near[one], near[two]]):
            best, chosen = place, wrong
        if best == (0, 0, 0):
            break
    return chosen


# Which of some dates stands alone in its year, or in its month where they share the year.
KEY, OTHER, NONE = "the key", "another", "none"


def _looks_drawn(rng: Random) -> list[str]:
    """The looks in the order to try: the odd one out is a wrong one twice as often as the key.

    Many a key has nothing else in its year, so that it is odd soon enough unless that is avoided.
    """
    wanted = rng.choice([OTHER, OTHER, NONE, KEY])
    return [wanted, *(look for look in (NONE, OTHER, KEY) if look != wanted)]


Month = tuple[int, int] | None


def _month(answer: Answer) -> Month:
    day = answer.date.first if answer.date else None
    return (day.year, day.month) if day else None


def _odd_one_out(key: Month, one: Month, two: Month) -> tuple[str, str]:
    """Which of three stands alone in its year, and which in its month of one year."""
    if not (key and one and two):
        return NONE, NONE
    if key[0] == one[0] == two[0]:
        return NONE, _odd(key[1], one[1], two[1])
    return _odd(key[0], one[0], two[0]), NONE


def _odd(key: int, one: int, two: int) -> str:
    """Which of three differs from the two others, which are the same."""
    if one == two:
        return NONE if key == one else KEY
    return OTHER if key in (one, two) else NONE


def _arranged(key: Answer, wrong: list[Answer], rng: Random) -> list[Answer]:
    if not wrong:
        return []
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
