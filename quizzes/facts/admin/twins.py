"""Records that are perhaps there already: those with a name much like that of a new one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from quizzes.facts.models import Entity, Source
from quizzes.lib.names import fold, name_tokens, same_arabic_name, slip

from .naming import names_of_all

MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Twin:
    """A record with a name much like a new one's, and what tells it from others."""

    row: Entity | Source
    about: str


def much_alike(one: str, other: str) -> bool:
    """Whether two names differ in no more than spelling, order, sound or one slip."""
    a, b = fold(one), fold(other)
    if not a or not b:
        return False
    if a == b or a.replace(" ", "") == b.replace(" ", ""):
        return True
    words, others = name_tokens(one), name_tokens(other)
    if sorted(words) == sorted(others):
        return True
    pairs = zip(words, others, strict=False)
    if len(words) == len(others) and all(same_arabic_name(x, y) for x, y in pairs):
        return True
    return slip(a, b) or slip(b, a)


def twins_of_entity(label: str, told_apart: set[int]) -> list[Twin]:
    """Return the entities with a name much like ``label``, but those that are told apart already.

    Three queries at most.
    """
    names: dict[int, str] = {}
    for pk, name in names_of_all(Entity):
        if pk not in told_apart and pk not in names and much_alike(label, name):
            names[pk] = name
    found = Entity.objects.in_bulk(list(names)[:MOST_SHOWN])
    return [Twin(row, _about(row, names[pk])) for pk, row in found.items()]


def _about(entity: Entity, name: str) -> str:
    also = _("also called “%(name)s”") % {"name": name} if name != entity.label else ""
    return "; ".join(it for it in (entity.get_kind_display(), entity.description, also) if it)


def twins_of_source(title: str, publisher: str) -> list[Twin]:
    """Return the sources of the same publisher with a title much like ``title``; two queries."""
    rows: Any = Source.objects.order_by("slug").values_list("pk", "title", "publisher")
    near = [
        pk for pk, other, of in rows if fold(of) == fold(publisher) and much_alike(title, other)
    ]
    found = Source.objects.in_bulk(near[:MOST_SHOWN])
    return [Twin(row, row.byline) for row in found.values()]
