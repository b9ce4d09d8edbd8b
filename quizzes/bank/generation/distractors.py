"""Wrong options: false for certain, of one kind with the key, plausible, and in fair order."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from zlib import crc32

from quizzes.bank.models import Question
from quizzes.facts.models import Property, Source, Statement
from quizzes.facts.wording import capitalised
from quizzes.lib.quantities import Quantity

from .case import Before, Case, Way
from .choosing import Candidates, choose
from .drafts import Answer, Beside, Draft, seeded
from .pool import Pool
from .rules import options_fit
from .sayings import origins_of
from .searching import FURTHEST_DAYS, Search, can_be_certain
from .stems import sourced_stem_of
from .strangeness import time_of

Direction, Datatype = Question.Direction, Property.Datatype

NOTHING_BEFORE = Before()

_WORD = re.compile(r"\w+")


def arranged_options(case: Case, way: Way, draft: Draft) -> list[Answer]:
    """Return the options of a choice in their order, the key among them; empty if too few are good.

    Where nothing else is certain, the question asks what its source says: the documents have been
    read entirely, so what no statement says is not said in them. Its stem then names the source.
    """
    before = case.before(draft)
    by_source = not can_be_certain(case.statement.property)
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
    """The words in the titles of most sources: what they are about tells none from another."""
    counts = Counter(word for it in pool.sources for word in set(_WORD.findall(it.title)))
    return {word for word, count in counts.items() if 2 * count > len(pool.sources)}


def _without(text: str, words: Iterable[str]) -> str:
    return _WORD.sub(lambda match: "" if match[0] in words else match[0], text)


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
    search = Search(pool, statement, direction, key, by_source)
    kept = list(search.certain(search.shown(before)))
    return Beside(kept, search.certain(search.around()), search.how_strange)


def _parted(found: Sequence[Answer], before: Before) -> Candidates:
    kept = [answer for answer in found if answer.text in before.wrong]
    return Beside(kept, iter([answer for answer in found if answer not in kept]))


def _sources(pool: Pool, statement: Statement) -> list[Answer]:
    """Sources that say nothing of the kind, and share no origin with the one that says it."""
    told = pool.sayings_with(statement)
    # Sources that say another thing of it are the best wrong answers; silent ones are good too.
    if statement.property.single_valued:
        origins = origins_of(told.agreeing(statement)) | told.origins_of_fallen
    else:
        origins = told.origins
    others = [it for it in pool.sources if it.origin not in origins and _can_tell(it, statement)]
    near = told.sources
    lot = {source.pk: crc32(f"{statement.slug} {source.slug}".encode()) for source in others}
    others.sort(key=lambda source: (source.pk not in near, lot[source.pk]))
    return [Answer(capitalised(source.cite_as)) for source in others]


def _can_tell(source: Source, statement: Statement) -> bool:
    """Whether a source appeared late enough to tell of what a statement says, and not too late."""
    first, last = time_of(statement)
    if not (first and last and source.published_first and source.published_last):
        return True
    too_late = (source.published_first - last).days > FURTHEST_DAYS
    return source.published_last >= first and not (statement.property.is_claim and too_late)


def _kind_of_source(pool: Pool, text: str) -> str:
    """The kind of the source that is cited so."""
    return next((it.kind for it in pool.sources if capitalised(it.cite_as) == text), "")


def _numbers(pool: Pool, statement: Statement) -> list[Answer]:
    """Numbers in equal, round steps around the key, which so shares their last digits."""
    quantity = statement.quantity
    if not statement.property.single_valued or quantity is None:
        return []
    told = pool.sayings_with(statement)
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
        like.value_quantity = wrong.text
        if not told.say(like):
            found.append(Answer.of_value(like))
    return found
