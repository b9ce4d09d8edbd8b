"""What the rooms above are told of a change, when, and how often."""

import threading
from typing import Any

import pytest
from django.db import transaction

from quizzes.facts.models import Entity, Statement, Topic
from quizzes.facts.signals import Change, facts_changed, one_change
from tests.factories import (
    AliasFactory,
    CitationFactory,
    CommanderFactory,
    EntityFactory,
    EntityPropertyFactory,
    SourceFactory,
    StatementFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def fact() -> Statement:
    made: Statement = CommanderFactory()
    return made


def test_it_works(fact: Statement, announced: list[Change]) -> None:
    fact.save()
    [change] = announced
    assert change == Change(statements={fact.pk})


def test_what_is_announced(announced: list[Change]) -> None:
    entity = EntityFactory()
    prop = EntityPropertyFactory()
    alias = AliasFactory(entity=entity)
    assert announced == [
        Change(entities={entity.pk}),
        Change(properties={prop.pk}),
        Change(entities={entity.pk}),
    ]
    announced.clear()
    alias.delete()
    assert announced == [Change(entities={entity.pk})]


def test_a_citation_is_a_change_of_its_statement(fact: Statement, announced: list[Change]) -> None:
    citation = CitationFactory(statement=fact, source=fact.citations.get().source, locator="p. 9")
    citation.delete()
    assert announced == [Change(statements={fact.pk}), Change(statements={fact.pk})]


def test_a_deleted_statement_is_named_once(fact: Statement, announced: list[Change]) -> None:
    pk = fact.pk
    with one_change():
        fact.delete()
    assert announced == [Change(statements={pk})]


def test_a_topic_changes_no_question(announced: list[Change]) -> None:
    TopicFactory()
    assert announced == []


def test_a_source_cited_nowhere_may_be_offered(announced: list[Change]) -> None:
    source = SourceFactory()
    assert announced == [Change(sources={source.pk})]


def test_a_source_is_named_in_the_questions_it_supports(
    fact: Statement, announced: list[Change]
) -> None:
    citation = fact.citations.get()
    citation.source.save()
    assert announced == [Change(statements={fact.pk}, sources={citation.source_id})]


def test_many_saves_can_be_one_change(fact: Statement, announced: list[Change]) -> None:
    with one_change():
        fact.save()
        fact.subject.save()
        with one_change():
            fact.property.save()
        assert announced == []
    assert announced == [
        Change(statements={fact.pk}, entities={fact.subject.pk}, properties={fact.property.pk})
    ]


def test_a_change_of_nothing_is_not_announced(announced: list[Change]) -> None:
    with one_change():
        Topic.objects.create(slug="t", title="T")
    assert announced == []
    assert not Change()


def save_and_fail(fact: Statement) -> None:
    with one_change():
        fact.save()
        raise ZeroDivisionError


def test_an_error_takes_the_change_with_it(fact: Statement, announced: list[Change]) -> None:
    with pytest.raises(ZeroDivisionError):
        save_and_fail(fact)
    assert announced == []
    fact.save()
    assert len(announced) == 1


def test_listeners_run_inside_the_transaction(fact: Statement) -> None:
    def refuse(**kwargs: Any) -> None:
        raise ZeroDivisionError

    facts_changed.connect(refuse)
    try:
        fact.note = "new"
        with pytest.raises(ZeroDivisionError), transaction.atomic(), one_change():
            fact.save()
    finally:
        facts_changed.disconnect(refuse)
    fact.refresh_from_db()
    assert fact.note == ""


def test_a_listener_that_saves_facts_starts_a_change_of_its_own(fact: Statement) -> None:
    heard = []

    def follow(change: Change, **kwargs: Any) -> None:
        heard.append(change)
        if change.statements:
            fact.subject.save()

    facts_changed.connect(follow)
    try:
        fact.save()
    finally:
        facts_changed.disconnect(follow)
    assert heard == [Change(statements={fact.pk}), Change(entities={fact.subject.pk})]


def test_threads_do_not_share_a_change(announced: list[Change]) -> None:
    with one_change():
        other = threading.Thread(target=_announce_elsewhere)
        other.start()
        other.join()
        assert announced == [Change(entities={7})]
    assert len(announced) == 1


def _announce_elsewhere() -> None:
    from quizzes.facts.signals import announce

    announce(Entity, Entity(pk=7))


def test_a_new_statement_is_announced_with_its_citation(announced: list[Change]) -> None:
    with one_change():
        made = StatementFactory()
    [change] = announced
    assert change.statements == {made.pk}
    assert change.entities == {made.subject.pk}
