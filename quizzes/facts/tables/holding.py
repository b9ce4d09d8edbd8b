"""A table between its preview and its import, held in the cache.

The cache is shared by all processes and hosts, forgets by itself, and is asked for by the user,
so that nobody reaches another's table. What is held is not the file but the text of its cells,
packed; and of each kind of record an editor has at most one, so that nothing heaps up.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass

from django.core.cache import cache
from django.utils.crypto import get_random_string

from quizzes.accounts.models import User
from quizzes.facts.models import PackRecord

from .sheets import Sheet

KEPT_FOR = 60 * 60  # seconds
LONGEST_IMPORT = 10 * 60


@dataclass(frozen=True, slots=True)
class Held:
    """A table that was uploaded: the name of its file, and its cells."""

    token: str
    name: str
    sheet: Sheet


def hold(user: User, model: type[PackRecord], name: str, sheet: Sheet) -> Held:
    """Keep a table for an hour, in place of the last one of its kind."""
    held = Held(get_random_string(20), name, sheet)
    packed = zlib.compress(json.dumps(asdict(held), ensure_ascii=False).encode())
    cache.set(_key(user, model), packed, KEPT_FOR)
    return held


def held_table(user: User, model: type[PackRecord], token: str) -> Held | None:
    """Return the table with ``token``, unless it is forgotten or another has taken its place."""
    packed = cache.get(_key(user, model))
    if packed is None:
        return None
    told = json.loads(zlib.decompress(packed))
    rows = [(number, cells) for number, cells in told["sheet"]["rows"]]
    held = Held(told["token"], told["name"], Sheet(told["sheet"]["heading"], rows))
    return held if held.token == token else None


def forget(user: User, model: type[PackRecord]) -> None:
    """Forget the table."""
    cache.delete(_key(user, model))


def begin(user: User, model: type[PackRecord]) -> bool:
    """Return whether the import may begin: not while the same table is being imported."""
    return cache.add(f"{_key(user, model)}:busy", True, LONGEST_IMPORT)


def end(user: User, model: type[PackRecord]) -> None:
    """Let the next import begin."""
    cache.delete(f"{_key(user, model)}:busy")


def _key(user: User, model: type[PackRecord]) -> str:
    return f"facts-table:{user.pk}:{model.__name__}"
