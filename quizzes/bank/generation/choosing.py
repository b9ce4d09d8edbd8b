"""Which wrong options are offered, so that neither their order nor their looks tell the key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations, islice
from random import Random

from .drafts import Answer, Beside
from .strangeness import TIME

WRONG_OPTIONS = 2
# Of so many nearest candidates the wrong options are drawn.
NEAREST = 6
# So many others are looked at where none of those go with the key.
FURTHER = 18

Fits = Callable[[Answer, Sequence[Answer]], bool]
# Answers that are certainly wrong, the most plausible of the others first.
Candidates = Beside[Answer]


def choose(key: Answer, candidates: Candidates, rng: Random, fits: Fits) -> list[Answer]:
    """Return the options in the order to show, the key among them; empty if too few are good.

    Those that are kept stay as far as they are still certain.
    Dates and numbers stand in order, and the rank of the key among them is drawn evenly; dates are
    mostly of one year where they can be. Names are shuffled. ``fits`` judges a set of wrong ones.
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
    years, months = _looks_drawn(rng, YEARS), _looks_drawn(rng, MONTHS)
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


# How often each is wanted. A date of another year is no temptation, but now and then there is one:
# many a key has nothing else in its year, and would be known by that.
YEARS = (NONE, NONE, NONE, OTHER)
MONTHS = (OTHER, OTHER, NONE, KEY)


def _looks_drawn(rng: Random, often: Sequence[str]) -> list[str]:
    """The looks in the order to try: one drawn, then the others, that of the key at the end."""
    wanted = rng.choice(often)
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
