"""How likely it is to guess so well by luck."""

from __future__ import annotations

from collections.abc import Sequence

# In one of so many sound banks any one of all the guessers of a family passes for a method.
FALSE_ALARM = 1 / 20


def unlikely(least: Sequence[float]) -> float:
    """Return below which chance a result is none, so that all together seldom raise an alarm.

    ``least`` are the chances of the best results that there can be. Of a family the limit is
    shared out (Bonferroni), but among those alone that could reach it (Tarone 1990): who has
    three riddles to guess cannot be told from a lucky one.
    """
    shares = 1
    while sum(one <= FALSE_ALARM / shares for one in least) > shares:
        shares += 1
    return FALSE_ALARM / shares


def at_least(hits: int, chances: Sequence[float]) -> float:
    """The chance (0 to 1) that one who guesses blindly hits so often or more.

    ``chances`` are those of hitting each by itself; the sum of their distributions is exact.
    """
    spread = [1.0]
    for chance in chances:
        missed = [share * (1 - chance) for share in spread]
        hit = [share * chance for share in spread]
        spread = [a + b for a, b in zip([*missed, 0.0], [0.0, *hit], strict=True)]
    return min(1.0, sum(spread[hits:]))
