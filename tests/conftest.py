"""Known people: alice owns, bob is another learner, tess teaches, a stranger is not logged in."""

import gc
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import hypothesis
import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client, TransactionTestCase
from pytest_django import DjangoDbBlocker

from quizzes.accounts.models import User
from quizzes.bank.generation.building import follow_facts
from quizzes.facts.signals import facts_changed
from quizzes.lib import clock

from .factories import UserFactory
from .snapshots import Snapshot

# A busy machine must not fail a property for being slow once; in CI the examples are always the
# same, elsewhere new ones are tried each time.
hypothesis.settings.register_profile("project", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("project")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a test in a browser waits for most of its time."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """Let the garbage collector leave alone what stays for good, and come by less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """After a test that keeps what it writes, put the migrated database back.

    Django would empty every table and make the permissions and groups anew, which takes far
    longer and loses what the migrations wrote.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with django_db_blocker.unblock():
        migrated = Snapshot()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: migrated.put_back())
        yield


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    for cache in caches.all(initialized_only=True):
        cache.clear()


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


@pytest.fixture
def bank_at_rest() -> Iterator[None]:
    """Keep the bank from making questions for the facts of a test that brings its own."""
    follower = "bank follows facts"
    facts_changed.disconnect(dispatch_uid=follower)
    yield
    facts_changed.connect(follow_facts, dispatch_uid=follower)


@pytest.fixture
def bank_follows(bank_at_rest: None) -> None:
    """Let the bank follow the facts again where a folder has put it at rest."""
    facts_changed.connect(follow_facts, dispatch_uid="bank follows facts")


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
