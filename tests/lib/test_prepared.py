"""Prepared queries answer as the query sets do that they are made of."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.facts.models import Entity, Statement
from quizzes.lib.prepared import Many, One, Prepared
from tests.factories import EntityFactory, StatementFactory

pytestmark = pytest.mark.django_db


def test_records_are_as_they_are_read_otherwise() -> None:
    rows = [StatementFactory(value_date="2018-05-07"), StatementFactory(value_date="2016")]
    StatementFactory()
    found = Prepared(lambda: Statement.objects.filter(pk__in=Many("wanted")).order_by("pk"))
    told = found.records(wanted={row.pk for row in rows})
    assert told == rows
    columns = [field.attname for field in Statement._meta.concrete_fields]
    for row, other in zip(told, Statement.objects.order_by("pk"), strict=False):
        assert {it: getattr(row, it) for it in columns} == {
            it: getattr(other, it) for it in columns
        }
    told[0].note = "It can be saved."
    told[0].save()


def test_other_values_are_another_answer() -> None:
    one, other = EntityFactory(label="Derna"), EntityFactory(label="“Tobruk”, it’s said")
    labelled = Prepared(
        lambda: Entity.objects.filter(label__in=Many("labels", texts=True)).values_list("pk")
    )
    assert labelled.firsts(labels=[]) == set()
    assert labelled.firsts(labels=[one.label]) == {one.pk}
    assert labelled.firsts(labels={one.label, other.label, "Benghazi"}) == {one.pk, other.pk}
    named = Prepared(lambda: Entity.objects.filter(label=One("label")).values_list("pk", "kind"))
    assert named.rows(label=other.label) == [(other.pk, other.kind)]


def test_days_and_moments_are_compared_as_such() -> None:
    row = StatementFactory(value_date="2018-05-07")
    first = row.value_date_first
    until = Prepared(
        lambda: Statement.objects.filter(value_date_first__lte=One("day")).values_list(
            "value_date_first"
        )
    )
    assert until.rows(day=first) == [(first,)]
    assert until.rows(day=first - timedelta(days=1)) == []
    (moment,) = Statement.history.values_list("history_date", flat=True)
    earlier = Prepared(
        lambda: Statement.history.filter(history_date__lt=One("at")).values_list("history_date")
    )
    assert earlier.rows(at=moment) == []
    assert earlier.rows(at=moment + timedelta(microseconds=1)) == [(moment,)]


def test_however_many_values_there_are_it_is_one_query() -> None:
    found = Prepared(lambda: Statement.objects.filter(pk__in=Many("wanted")).values_list("pk"))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert found.firsts(wanted=range(300_000)) == set()
    assert len(asked) == 1


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_by_its_own_connection() -> None:
    pk = EntityFactory().pk
    found = Prepared(lambda: Entity.objects.filter(pk=One("pk")).values_list("pk"))
    told: list[object] = [found.rows(pk=pk)]

    def ask() -> None:
        told.append(found.rows(pk=pk))
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert told == [[(pk,)], [(pk,)]]
