"""A table between its preview and its import, held in the cache with what it would do.

The cache is shared by all processes and hosts, forgets by itself, and is asked for by the user,
so that nobody reaches another's table. What is held is not the file but the text of its cells,
packed; and of each kind of record an editor has at most one, so that nothing heaps up.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.utils.crypto import get_random_string

from quizzes.accounts.models import User
from quizzes.facts.models import PackRecord

from .preview import Preview, as_json, from_json
from .sheets import Sheet

KEPT_FOR = 60 * 60  # seconds
# Beyond this nobody is told any more that an import is running.
LONGEST_IMPORT = 5 * 60


@dataclass(frozen=True, slots=True)
class Held:
    """A table that was uploaded: the name of its file, and its cells."""

    token: str
    name: str
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Shown:
    """What a table that is held would do."""

    token: str
    name: str
    preview: Preview


def hold(user: User, model: type[PackRecord], name: str, sheet: Sheet) -> Held:
    """Keep a table for an hour, in place of the last one of its kind."""
    held = Held(get_random_string(20), name, sheet)
    _keep(_key(user, model), asdict(held))
    return held


def show(user: User, model: type[PackRecord], held: Held, preview: Preview) -> None:
    """Keep what a table that is held would do, unless another has taken its place."""
    if held_table(user, model, held.token) is None:
        return
    told = {"token": held.token, "name": held.name, "preview": as_json(preview)}
    _keep(_shown_key(user, model), told)


def held_table(user: User, model: type[PackRecord], token: str) -> Held | None:
    """Return the table with ``token``, unless it is forgotten or another has taken its place."""
    told = _kept(_key(user, model), token)
    if told is None:
        return None
    rows = [(number, cells) for number, cells in told["sheet"]["rows"]]
    return Held(told["token"], told["name"], Sheet(told["sheet"]["heading"], rows))


def held_preview(user: User, model: type[PackRecord], token: str) -> Shown | None:
    """Return what the table with ``token`` would do, as long as it is held; nothing is tried."""
    told = _kept(_shown_key(user, model), token)
    return Shown(told["token"], told["name"], from_json(told["preview"])) if told else None


def show_no_more(user: User, model: type[PackRecord]) -> None:
    """Forget what a table would do, so that it is found out anew."""
    cache.delete(_shown_key(user, model))


def forget(user: User, model: type[PackRecord]) -> None:
    """Forget the table and what it would do."""
    cache.delete_many([_key(user, model), _shown_key(user, model)])


def begin(
    user: User, model: type[PackRecord], at: datetime, *, take_over: bool = False
) -> datetime | None:
    """Note that an import begins ``at``; return since when another one is at work, if any is.

    That one may have died with its process. ``take_over`` begins all the same: should it still be
    alive, the second waits for its end and does nothing twice.
    """
    key = _busy_key(user, model)
    if take_over:
        cache.set(key, at, LONGEST_IMPORT)
        return None
    if cache.add(key, at, LONGEST_IMPORT):
        return None
    since: datetime = cache.get(key, at)
    return since


def end(user: User, model: type[PackRecord]) -> None:
    """Let the next import begin."""
    cache.delete(_busy_key(user, model))


def _keep(key: str, told: dict[str, Any]) -> None:
    packed = zlib.compress(json.dumps(told, ensure_ascii=False).encode())
    cache.set(key, packed, KEPT_FOR)


def _kept(key: str, token: str) -> dict[str, Any] | None:
    packed = cache.get(key)
    if packed is None:
        return None
    told: dict[str, Any] = json.loads(zlib.decompress(packed))
    return told if told["token"] == token else None


def _key(user: User, model: type[PackRecord]) -> str:
    return f"facts-table:{user.pk}:{model.__name__}"


def _shown_key(user: User, model: type[PackRecord]) -> str:
    return f"{_key(user, model)}:shown"


def _busy_key(user: User, model: type[PackRecord]) -> str:
    return f"{_key(user, model)}:busy"
