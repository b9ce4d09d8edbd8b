"""“Not to be confused with”, which is said of one entity and holds of two.

Who changes the links of one record changes those of others, perhaps of some that the pack or
table does not speak of: these are written like the rest, so that their history tells of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .parsing import Parsed, set_field
from .problems import Problem
from .records import Record, record_of

KIND, NAME = "entities", "different_from"


def others_linked(items: Sequence[Parsed], rows: Mapping[str, Any]) -> list[Parsed]:
    """Return the records of those stored entities whose links change with those of ``items``.

    ``rows`` are the stored entities by slug. A record has the place of the first item that changes
    its links; of the ``items`` themselves none is returned.
    """
    mine = {item.slug for item in items if item.kind == KIND}
    found: dict[str, Parsed] = {}
    for item in items:
        if item.kind != KIND:
            continue
        before, after = set(_links_now(rows.get(item.slug))), set(_links(item.record))
        for slug in sorted((before ^ after) & rows.keys() - mine):
            other = found.get(slug) or _unchanged(rows[slug], item)
            found[slug] = other
            links = {*_links(other.record), item.slug}
            set_field(other, NAME, sorted(links if slug in after else links - {item.slug}))
    return list(found.values())


def leave_links(pairs: Sequence[tuple[Parsed, Any]], kept: set[str]) -> list[Problem]:
    """Take out of records what would change the links of the entities that are ``kept``.

    Each pair is a record and its stored row, None where there is none. Returns which links stay as
    they are; the record then has those links that are stored.
    """
    left: list[Problem] = []
    for item, row in pairs:
        if item.kind != KIND or item.slug in kept:
            continue
        now, wanted = set(_links_now(row)), set(_links(item.record))
        if concerned := (now ^ wanted) & kept:
            set_field(item, NAME, sorted(wanted ^ concerned))
            left += [item.problem(NAME, _left(slug, slug in wanted)) for slug in sorted(concerned)]
    return left


def _left(slug: str, is_wanted: bool) -> str:
    done = "written" if is_wanted else "taken away"
    return f"the link with “{slug}” was not {done}, because “{slug}” has been edited here"


def _unchanged(row: Any, cause: Parsed) -> Parsed:
    return Parsed(KIND, record_of(KIND, row), cause.file, cause.line)


def _links(record: Record) -> list[str]:
    links: list[str] = record.get(NAME, [])
    return links


def _links_now(row: Any) -> list[str]:
    """The slugs that a row is linked with; none where there is no row, or it is not stored yet."""
    return [] if row is None or row.pk is None else _links(record_of(KIND, row))
