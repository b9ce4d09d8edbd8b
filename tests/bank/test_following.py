"""Following edits of every kind comes to the same as building anew; many facts stay quick."""

import random
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.db import connection
from django.db.models import Value

from quizzes.bank.generation import pool, shelves
from quizzes.bank.generation.agreement import may_agree
from quizzes.bank.generation.building import build_bank
from quizzes.bank.generation.pool import Pool
from quizzes.bank.generation.surroundings import Surroundings
from quizzes.bank.generation.touching import touched
from quizzes.bank.generation.values import Values, columns_of_value, same_value
from quizzes.bank.models import Question
from quizzes.facts.models import Entity, Property, Source, Statement
from quizzes.facts.signals import Change, Progress, finished, one_change
from tests.factories import (
    CommanderFactory,
    EntityFactory,
    EntityPropertyFactory,
    StatementFactory,
)
from tests.snapshots import fill

from .packs import (
    PEOPLE,
    PLACES,
    UNITS,
    capture,
    captures,
    commands,
    disputed_capture,
    losses_property,
    published,
    quantity,
    quotation,
    quotations,
    wrong_of,
)
from .test_building import an_edit, content

pytestmark = pytest.mark.django_db


def make_the_facts() -> None:
    """Facts of every type, with questions for the subject too; the bank follows once for all."""
    with one_change():
        captures(), commands(), quotations(), disputed_capture()
        losses = losses_property()
        losses.ask_subject = "Which place lost {value}?"
        losses.save()
        for label, value in zip("ABCD", ["10", "500", "~12", "900"], strict=True):
            place = EntityFactory(kind="place", label=f"Port {label}ina")
            quantity(value, losses, "vehicles", subject=place)
        served = EntityPropertyFactory(
            slug="served",
            label="served",
            sentence="{subject} served {value}",
            ask_value="Whom did {subject} serve?",
            ask_subject="Who served {value}?",
            single_subject=False,
        )
        units, people = Entity.objects.filter(kind="unit"), Entity.objects.filter(kind="person")
        for unit, person in zip(units[:4], people[:4], strict=True):
            StatementFactory(subject=unit, property=served, value_date="", value_entity=person)


def fill_the_bank() -> None:
    """The facts with the questions that follow them, which are made once for all tests."""
    fill(make_the_facts)


def another_edit(rng: random.Random) -> Callable[[], Any]:
    """A random edit, of claims, values, sources, times, properties and of who belongs to whom."""
    row: Any = rng.choice(list(Statement.objects.select_related("property", "subject")))

    def set_fields(**fields: Any) -> Callable[[], None]:
        def edit() -> None:
            for name, value in fields.items():
                setattr(row, name, value)
            row.save()

        return edit

    def revalue() -> None:
        if row.value_quantity:
            row.value_quantity = rng.choice(["10", "~12", "500", "700..900", ">=600"])
        if row.value_text:
            row.value_text = rng.choice(["We go", "We stay", "We wait"])
        row.save()

    def belong() -> None:
        one, other = rng.sample(list(Entity.objects.all()), 2)
        part = {"label": "part", "datatype": "entity", "sentence": "{subject} in {value}"}
        prop, _made = Property.objects.get_or_create(slug="part", defaults=part)
        if told := Statement.objects.filter(property=prop).first():
            told.subject, told.value_entity = one, other
            told.save()
        else:
            StatementFactory(subject=one, property=prop, value_date="", value_entity=other)

    def cite_another() -> None:
        if citation := row.citations.first():
            citation.source = rng.choice(list(Source.objects.all()))
            citation.save()

    def take_out() -> None:
        if not row.questions.exists():  # else it is kept for their sake
            row.delete()

    alike = Property.objects.filter(datatype=row.property.datatype)
    claimants = [None, *Entity.objects.filter(kind="person")]
    return rng.choice(
        [
            set_fields(attributed_to=rng.choice(claimants), unattributed=False),
            set_fields(when=rng.choice(["", "2018", "2018-03", "2019"])),
            set_fields(property=rng.choice(list(alike))),
            *(revalue, belong, cite_another, take_out),
            an_edit(rng),
        ]
    )


@pytest.mark.parametrize("seed", range(6))
def test_it_works(seed: int) -> None:
    rng = random.Random(seed)
    fill_the_bank()
    for step in range(10):
        another_edit(rng)()
        before = content()
        report = build_bank()
        assert content() == before, f"step {step}: {report.changed} {report.made} {report.retired}"


def test_many_values_changed_at_once_come_to_the_same() -> None:
    fill_the_bank()
    losses = Property.objects.get(ask_subject__startswith="Which place lost")
    for n in range(8):
        place = EntityFactory(kind="place", label=f"Cape {'ABCDEFGH'[n]}ona")
        quantity(str(100 + n), losses, "vehicles", subject=place)
    alone = Question.objects.get(
        statement__value_quantity="107", format="flashcard", direction="subject"
    )
    assert alone.status == "published"
    with one_change():
        for n, value in enumerate(("107", "201", "202", "203", "204")):
            row = Statement.objects.get(value_quantity=str(100 + n))
            row.value_quantity = value
            row.save()
    alone.refresh_from_db()
    assert alone.status == "refused"
    before = content()
    build_bank()
    assert content() == before


def test_facts_told_one_by_one_come_to_the_same() -> None:
    losses = losses_property()
    for n in range(4):
        capture(PLACES[n], f"2018-0{n + 3}-1{n}", slug=f"capture-{n}")
        CommanderFactory(
            subject=EntityFactory(kind="unit", label=UNITS[n], takes_the=True),
            value_entity=EntityFactory(label=PEOPLE[n]),
        )
        quotation(EntityFactory(label=PEOPLE[-n]), f"We shall hold the {UNITS[n]}")
        place = EntityFactory(kind="place", label=f"Port {'ABCD'[n]}ina")
        quantity(["10", "500", "~12", "900"][n], losses, "vehicles", subject=place)
    before = content()
    assert Question.objects.published().count() > 40
    build_bank()
    assert content() == before


def test_a_renamed_source_is_offered_by_its_new_name_alone() -> None:
    fill_the_bank()
    assert "The Mail" in wrong_of(Question.objects.get(key="tower-herald:choice:source"))
    source = Source.objects.get(cite_as="the Mail")
    source.cite_as = "the Port News"
    source.save()
    assert "The Mail" not in wrong_of(Question.objects.get(key="tower-herald:choice:source"))
    before = content()
    build_bank()
    assert content() == before


def test_a_number_that_comes_to_be_shared_is_asked_no_longer() -> None:
    fill_the_bank()
    ten = Statement.objects.get(value_quantity="10")
    key = f"{ten.slug}:flashcard:subject"
    assert Question.objects.get(key=key).status == "published"
    other = Statement.objects.get(value_quantity="900")
    other.value_quantity = "10"
    other.save()
    assert Question.objects.get(key=key).status == "refused"
    other.value_quantity = "800"
    other.save()
    assert Question.objects.get(key=key).status == "published"


@pytest.mark.parametrize("seed", range(5))
def test_values_that_agree_are_found_without_asking_each(seed: int) -> None:
    rng = random.Random(seed)
    for columns in (
        {"value_date": ["2018-05-07", "2018-05", "2018", "201X", "../2018-04", "2018-05-06/.."]},
        {"value_quantity": ["10", "~10", ">=8", "<12", "10|13", "8..11", "1000", "0"]},
        {"value_text": ["A judge", "a judge", "A clerk"]},
        {"value_entity_id": [1, 2, 3]},
    ):
        [(name, values)] = columns.items()
        rows = [Statement(pk=n, **{name: rng.choice(values)}) for n in range(40)]
        index = Values(rows)
        for row in rows:
            near = [other.pk for other in index.near(row)]
            assert near == sorted(near)
            assert {other.pk for other in rows if may_agree(other, row)} <= set(near)


@pytest.mark.usefixtures("bank_at_rest")
@pytest.mark.parametrize("most", [4, 64])
def test_what_is_read_when_needed_is_what_the_whole_holds(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "MOST", most)
    make_the_facts()
    whole = Pool.whole()
    for row in whole.statements.values():
        some = Surroundings({row.pk})
        same: Any = some.statements[row.pk]
        assert same.is_disputed == row.is_disputed  # type: ignore[attr-defined]
        properties = [[row.property_id], whole.dates(marking=True), whole.speaking]
        for of in properties:
            assert pks(some.near(of, same)) == pks(whole.near(of, row))
        assert pks(some.claims(same)) == pks(whole.claims(row))
        assert pks(some.same_value(same)) == pks(whole.same_value(row))
        assert pks(some.same_subject(same)) == pks(whole.same_subject(row))
        for entity in (row.subject_id, row.value_entity_id):
            assert some.kin(entity) == whole.kin(entity)


@pytest.mark.usefixtures("bank_at_rest")
@pytest.mark.skipif(connection.vendor != "sqlite", reason="others plan by what is in the table")
def test_what_may_be_the_same_is_found_among_many_at_once() -> None:
    make_the_facts()
    for column, index in (
        ("value_date", "statement_vague_date"),
        ("value_quantity", "statement_vague_number"),
        ("value_text", "statement_text"),
    ):
        row = Statement.objects.exclude(**{column: ""}).first()
        assert row
        columns = columns_of_value(row)
        given = {name: Value(getattr(row, name)) for name in ("property_id", *columns)}
        same = Statement.objects.filter(same_value(given, columns)).order_by()
        plan = same.values_list("pk").explain()
        assert index in plan
        # All that is searched is searched by the value, too, or is among the few that are vague.
        searched = [line for line in plan.splitlines() if "SEARCH" in line and index not in line]
        assert all(" AND " in line for line in searched)


@pytest.mark.usefixtures("bank_at_rest")
def test_what_is_forgotten_is_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    make_the_facts()
    build_bank()
    before = content()
    monkeypatch.setattr(pool, "MOST_KEPT", 1)
    assert build_bank().changed == []
    assert content() == before


def test_who_has_the_same_value_is_asked_anew_for_the_subject_alone() -> None:
    fill_the_bank()
    one, other = Statement.objects.filter(property__slug="commander").order_by("slug")[:2]
    one.value_entity = other.value_entity
    one.save()
    wanted = touched(Change(statements={one.pk}))
    assert wanted[one.pk] is None
    asked = wanted[other.pk]
    assert asked is not None
    assert ("typed", "subject") in asked
    assert ("typed", "value") not in asked


def test_what_its_own_words_forbid_is_not_tried_again_for_anothers_sake() -> None:
    told = commands(2)
    named = EntityFactory(kind="unit", label=f"Guard of {PEOPLE[4]}", takes_the=True)
    vain = CommanderFactory(subject=named, value_entity=EntityFactory(label=PEOPLE[4]))
    asked = Question.objects.get(statement=vain, format="choice", direction="value")
    assert (asked.problem, asked.hopeful) == ("the answer stands in the stem", False)
    waiting = Question.objects.filter(statement=told[1], status="refused", hopeful=True)
    formats = {(it.format, it.direction) for it in waiting}
    assert ("matching", "value") in formats
    wanted = touched(Change(statements={told[0].pk}))
    assert formats <= set(wanted[told[1].pk] or ())
    assert ("choice", "value") not in (wanted.get(vain.pk) or ())
    named.label = "Guard of the Hills"
    named.save()
    asked.refresh_from_db()
    assert asked.problem != "the answer stands in the stem"
    before = content()
    build_bank()
    assert content() == before


def pks(rows: Iterable[Statement]) -> list[int]:
    return [row.pk for row in rows]


@pytest.mark.usefixtures("bank_at_rest")
def test_of_many_candidates_only_some_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "MOST", 4)
    commands(5)
    before = {key: wrong_of(question) for key, question in published().items()}
    for n in range(12):
        StatementFactory(
            subject=EntityFactory(kind="unit", label=f"Unit {'abcdefghijkl'[n]}"),
            property=Property.objects.get(slug="commander"),
            value_date="",
            value_entity=EntityFactory(label=f"{'BCDFGHJKLMNP'[n]}ahir Salem"),
        )
    whole = Pool.whole()
    prop = Property.objects.get(slug="commander")
    for row in whole.statements.values():
        assert len(whole.near((prop.pk,), row)) == 4
    # What was offered stays, however many there are.
    after = {key: wrong_of(question) for key, question in published().items()}
    assert {key: after[key] for key in before} == before


def test_a_build_tells_how_far_it_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    from quizzes.bank.generation import building

    monkeypatch.setattr(building, "STEP", 2)
    with one_change():
        captures()
    told = list(building.building())
    assert [(step.done, step.total) for step in told if step.total] == [(0, 5), (2, 5), (4, 5)]
    assert all(isinstance(step, Progress) for step in told)
    assert finished(building.building()).made == []


def test_a_deleted_fact_stands_in_no_ones_way() -> None:
    fill_the_bank()
    fact = Statement.objects.filter(property__slug="served").first()
    assert fact
    StatementFactory(property=fact.property, value_date="", value_entity=fact.value_entity)
    other = Statement.objects.latest("pk")
    asked = fact.questions.filter(direction="subject", status="published")
    assert not asked.exists()
    other.questions.all().delete()
    other.delete()
    assert asked.exists()
    before = content()
    build_bank()
    assert content() == before
