"""What an edit would do in the rooms above, so that the desk can show it before it is saved.

The edit is tried: it is made, everything follows it, and it is undone. While that is ``watched``,
the room that makes questions notes what became of them, and at the end each room that registered
itself adds its lines. The facts need not know what questions, learners and classes are.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field

from django.db import transaction

from .signals import Change, Steps, finished, gathered

# How many questions are shown; the counts are complete.
MOST_SHOWN = 20
# How many of the others are at least named.
MOST_NAMED = 200


@dataclass(frozen=True, slots=True)
class Altered:
    """Something learners are shown that would be another: what is said of it before and after.

    ``name`` says of what kind it is, ``title`` which. A ``before`` that is None means that it would
    be asked from then on, an ``after`` that is None that it would vanish. ``minor`` is what is told
    after the answer alone and changes nothing of what is asked.
    """

    key: str
    name: str
    title: str
    before: Mapping[str, str] | None
    after: Mapping[str, str] | None
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Corrected:
    """An answer that was right and would not be any more: learners would be told."""

    stem: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Words that people wrote about a fact as it was, and that stay when it changes.

    ``name`` says what they are, ``text`` is what they say, ``address`` where they are changed.
    """

    name: str
    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Shortened:
    """Effects of which only the first few are told in full; the counts are complete."""

    changing: int
    vanishing: int
    appearing: int
    explaining: int
    total: int
    more_corrected: int
    ordered: list[Altered]
    corrected: list[Corrected]
    lines: list[str]
    untried: bool = False
    named: list[str] = field(default_factory=list)
    standing: list[Standing] = field(default_factory=list)


@dataclass(slots=True)
class Effects:
    """What a change does. ``facts`` are the ids of the statements that it is about.

    ``standing`` are words that stay and may not be right any more.
    One that is ``untried`` is too large to be tried for a look: only its ``lines`` tell of it.
    ``lines`` say in words what it means to people; they change by the hour and are no part of the
    ``fingerprint``.
    """

    altered: list[Altered] = field(default_factory=list)
    corrected: list[Corrected] = field(default_factory=list)
    facts: set[int] = field(default_factory=set)
    standing: list[Standing] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    untried: bool = False

    @property
    def asked(self) -> list[Altered]:
        """What is asked otherwise, no longer, or from then on."""
        return [it for it in self.altered if not it.minor]

    @property
    def minor(self) -> list[Altered]:
        """What changes only in what is told after the answer."""
        return [it for it in self.altered if it.minor]

    @property
    def changing(self) -> int:
        """How many questions are asked otherwise."""
        return sum(it.before is not None and it.after is not None for it in self.asked)

    @property
    def vanishing(self) -> int:
        """How many questions are no longer asked."""
        return sum(it.after is None for it in self.asked)

    @property
    def appearing(self) -> int:
        """How many questions are asked that were not."""
        return sum(it.before is None for it in self.asked)

    @property
    def explaining(self) -> int:
        """Of how many questions only the explanation changes."""
        return len(self.minor)

    @property
    def ordered(self) -> list[Altered]:
        """First what is asked, then what is told after it, at last what was not asked before."""
        return sorted(self.altered, key=lambda it: (it.before is None, it.minor))

    @property
    def total(self) -> int:
        """How many questions there are to tell of."""
        return len(self.altered)

    @property
    def named(self) -> list[str]:
        """What those are called that are not shown in full, as far as so many can be named."""
        return self._named_from(MOST_SHOWN)

    def _named_from(self, start: int) -> list[str]:
        return [f"{it.title} ({it.name})" for it in self.ordered[start : start + MOST_NAMED]]

    def shortened(self, most: int) -> Shortened:
        """Return the effects with the first ``most`` questions and corrections in full."""
        return Shortened(
            changing=self.changing,
            vanishing=self.vanishing,
            appearing=self.appearing,
            explaining=self.explaining,
            total=self.total,
            more_corrected=max(0, len(self.corrected) - most),
            ordered=self.ordered[:most],
            corrected=self.corrected[:most],
            lines=self.lines,
            untried=self.untried,
            named=self._named_from(most),
            standing=self.standing[:most],
        )

    def __bool__(self) -> bool:
        """Whether anything changes that people know; what merely comes to be asked is no such."""
        known = any(it.before is not None for it in self.altered)
        return bool(known or self.corrected or self.standing or self.untried)

    @property
    def fingerprint(self) -> str:
        """What two trials with the same effects have in common."""
        told = [*map(asdict, self.altered), *map(asdict, self.corrected)]
        told += map(asdict, self.standing)
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


# Adds to the lines of the effects what they mean to a room; inside the trial.
Teller = Callable[[Effects], None]

# Does in a trial what a room does when the facts have changed, and notes the effects.
Follower = Callable[[Change], Steps[object]]

_tellers: list[Teller] = []
_followers: list[Follower] = []


class _Watch(threading.local):
    effects: Effects | None = None


_watch = _Watch()


def register(teller: Teller) -> None:
    """Let ``teller`` add its lines to what is shown of an edit."""
    if teller not in _tellers:
        _tellers.append(teller)


def register_follower(follower: Follower) -> None:
    """Let ``follower`` follow what is merely tried."""
    if follower not in _followers:
        _followers.append(follower)


@contextmanager
def watched() -> Iterator[Effects]:
    """Gather what the changes made inside do; the rooms add their lines with ``told``."""
    outer, _watch.effects = _watch.effects, Effects()
    try:
        yield _watch.effects
    finally:
        _watch.effects = outer


def tried(change: Callable[[], object]) -> Effects:
    """Return what ``change`` would do: it is made and undone, and announced to nobody else.

    Others who want to change the facts wait meanwhile. What it raises is raised.
    """
    with transaction.atomic(), watched() as effects:
        with gathered() as made:
            change()
        finished(follow(made))
        told(effects)
        transaction.set_rollback(True)
    return effects


def follow(made: Change) -> Steps[None]:
    """Let every follower follow what is merely tried, inside the trial."""
    for follower in _followers if made else ():
        yield from follower(made)


def told(effects: Effects) -> Effects:
    """Let every room add its lines, if there is anything to say; return the effects."""
    if effects:
        for teller in _tellers:
            teller(effects)
    return effects


def at_work() -> Effects | None:
    """Return the effects that are being gathered, or None while nobody watches."""
    return _watch.effects
