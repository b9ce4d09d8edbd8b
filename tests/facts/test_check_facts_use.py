"""Records that nothing published speaks of."""

import pytest

from quizzes.facts.models import Entity
from tests.factories import (
    CitationFactory,
    CommanderFactory,
    DatePropertyFactory,
    EntityFactory,
    SourceFactory,
    StatementFactory,
    TopicFactory,
)

from .second_reading import found

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    CommanderFactory(where=EntityFactory(kind="place"), attributed_to=EntityFactory())
    assert Entity.objects.count() == 4
    assert found("entity-unused") == []
    EntityFactory(slug="lonely")
    assert found("entity-unused") == ["lonely"]


def test_an_entity_that_only_a_draft_speaks_of() -> None:
    StatementFactory(subject__slug="drafted", status="draft")
    assert found("entity-unused") == ["drafted"]


def test_properties() -> None:
    StatementFactory()
    DatePropertyFactory(slug="idle")
    assert found("property-unused") == ["idle"]


def test_topics() -> None:
    StatementFactory()
    TopicFactory(slug="idle")
    assert found("topic-unused") == ["idle"]


def test_sources() -> None:
    StatementFactory()
    SourceFactory(slug="idle")
    CitationFactory(source__slug="drafted", statement__status="draft")
    assert found("source-unused") == ["drafted", "idle"]
