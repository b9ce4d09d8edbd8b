"""What is like what: names that hold one another, kinds of things, dates of one shape."""

from __future__ import annotations

import re
from collections.abc import Iterable

from quizzes.facts.models import Entity
from quizzes.lib.edtf import EdtfDate

from .drafts import Answer


class Names:
    """Folded names of one thing, or of several: the UN, a UN office."""

    def __init__(self, folded: Iterable[str]) -> None:
        # Between spaces, so that only whole words are found in one another.
        self._names = tuple(dict.fromkeys(f" {name} " for name in folded))
        self._all = "\n".join(self._names)

    @classmethod
    def together(cls, several: Iterable[Names]) -> Names:
        """Return the names of all."""
        return cls(name[1:-1] for names in several for name in names._names)

    def meet(self, other: Names) -> bool:
        """Whether the two have a name in common, or one has the other's in its own."""
        for name in self._names:
            if name in other._all:
                return True
        return any(name in self._all for name in other._names)


# Kinds that may stand side by side among the options.
_FAMILIES = (
    {Entity.Kind.PERSON},
    {Entity.Kind.PLACE},
    {Entity.Kind.EVENT, Entity.Kind.CONFLICT},
    {Entity.Kind.DOCUMENT},
    {Entity.Kind.GROUP, Entity.Kind.UNIT, Entity.Kind.BODY},
)
_FAMILY_OF = {kind.value: family for family in _FAMILIES for kind in family}


# What a place is that is no town and no country: an airport beside cities would stand out.
_SITE = re.compile(
    r"\b(?:airport|airfield|base|border|bridge|camp|front|hospital|mosque|port|prison|river|road"
    r"|square|university)\b"
)


def alike(one: Entity, other: Entity) -> bool:
    """Return whether two entities are of kinds that may stand side by side among the options.

    Places are so if both are on the map of the region or neither, as a district is not beside a
    city; and if their names call both the same sort of site, or none.
    """
    return are_alike(one.kind, other.kind) and _sort_of_place(one) == _sort_of_place(other)


def _sort_of_place(entity: Entity) -> tuple[bool, str]:
    if entity.kind != Entity.Kind.PLACE:
        return False, ""
    site = _SITE.search(entity.label.casefold())
    return entity.latitude is not None, site[0] if site else ""


def are_alike(one: str, other: str) -> bool:
    """Return whether two kinds may stand side by side among the options."""
    return other in _FAMILY_OF.get(one, ())


def shape_of(answer: Answer) -> tuple[object, ...]:
    """Return what makes two dates look alike; answers that are no dates are of one shape."""
    return shape_of_date(answer.date) if answer.date else ()


def shape_of_date(date: EdtfDate) -> tuple[object, ...]:
    """Return what makes two dates look alike."""
    # An "about" among exact dates would give itself away.
    open_ends = date.first is None, date.last is None
    return date.precision, date.approximate, date.uncertain, *open_ends
