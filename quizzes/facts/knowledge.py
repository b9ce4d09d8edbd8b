"""What is laid over the reading pages: how well the reader knows each fact.

The room that knows registers itself here, so that the facts need not know of learners.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser

from quizzes.accounts.models import User


@dataclass(frozen=True, slots=True)
class Knowledge:
    """How well somebody knows a fact: a ``level`` for the style and ``words`` for the page.

    The levels are ``learning``, ``fading``, ``fair`` and ``strong``; a fact that was never asked
    has none. ``recall`` is the chance from 0 to 1 of recalling it now, ``due`` the day on which
    it comes next.
    """

    level: str
    words: str
    recall: float
    due: date | None = None

    @property
    def percent(self) -> int:
        """The chance of recalling it now in per cent."""
        return round(100 * self.recall)


Provider = Callable[[User, Collection[int]], Mapping[int, Knowledge]]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Let ``provider`` tell, for a user and statement ids, what that user knows of them."""
    if provider not in _providers:
        _providers.append(provider)


def known_by(user: User | AnonymousUser, statements: Collection[int]) -> dict[int, Knowledge]:
    """Return what ``user`` knows of the statements by id; nothing for a visitor."""
    known: dict[int, Knowledge] = {}
    if isinstance(user, User) and statements:
        for provider in _providers:
            known |= provider(user, statements)
    return known
