"""What is known of somebody or something at large: in which roles, and from when to when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

# The columns by which a statement speaks of somebody, and those that say when that was.
SPEAKING = ("subject_id", "value_entity_id", "attributed_to_id")
DAYS = ("when_first", "when_last", "value_date_first", "value_date_last")
COLUMNS = ("property_id", *SPEAKING, *DAYS)
# A property, and the column in which somebody is named.
Role = tuple[int, str]
# Between two that are known from times so far apart, one is an anachronism.
ANOTHER_TIME = 365  # days


@dataclass(slots=True)
class Profile:
    """The roles in which statements name somebody, and the first and last day they tell of."""

    roles: set[Role] = field(default_factory=set)
    first: date | None = None
    last: date | None = None

    def add(self, prop: int, role: str, days: Iterable[date | None]) -> None:
        """Take in what one statement tells."""
        self.roles.add((prop, role))
        for day in days:
            if day:
                self.first = min(self.first or day, day)
                self.last = max(self.last or day, day)

    def is_of_another_time(self, first: date | None, last: date | None) -> bool:
        """Whether nothing is known of it near a time; False where that cannot be told."""
        if not (first and last and self.first and self.last):
            return False
        return max((first - self.last).days, (self.first - last).days) > ANOTHER_TIME

    def steps_from(self, other: Profile, asked: int, telling: Iterable[Collection[Role]]) -> int:
        """How far another is from this walk of life: nought where nothing is to tell.

        Two may have no role in common besides what is ``asked``, a property; and of each group of
        ``telling`` roles one of them alone may have any: one alone is a part, or a publisher.
        """
        apart = sum(self.roles.isdisjoint(it) != other.roles.isdisjoint(it) for it in telling)
        mine = {role for role in self.roles if role[0] != asked}
        return apart + (bool(mine) and mine.isdisjoint(other.roles))


def profiles_of(rows: Iterable[tuple[object, ...]]) -> dict[int, Profile]:
    """Return the profiles of all whom some statements name; each is a tuple of ``COLUMNS``."""
    found: defaultdict[int, Profile] = defaultdict(Profile)
    for prop, *values in rows:
        named, days = values[: len(SPEAKING)], values[len(SPEAKING) :]
        for role, entity in zip(SPEAKING, named, strict=True):
            if entity:
                found[entity].add(prop, role, days)  # type: ignore[index, arg-type]
    return dict(found)
