"""Known people: alice owns, bob is another learner, tess teaches, a stranger is not logged in."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from quizzes.accounts.models import User
from quizzes.lib import clock

from .factories import UserFactory


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    cache.clear()
    yield


@pytest.fixture
def alice(db: None) -> User:
    return UserFactory(username="alice")


@pytest.fixture
def bob(db: None) -> User:
    return UserFactory(username="bob")


@pytest.fixture
def as_alice(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


class MovableClock:
    """The program's clock in a test's hand: it stands still until it is moved."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **delta: float) -> None:
        self.moment += timedelta(**delta)


@pytest.fixture
def moving_clock(monkeypatch: pytest.MonkeyPatch) -> MovableClock:
    """A clock set to noon (UTC) of 1 March 2026."""
    hand = MovableClock(datetime(2026, 3, 1, 12, tzinfo=UTC))
    monkeypatch.setattr(clock, "now", hand)
    return hand
