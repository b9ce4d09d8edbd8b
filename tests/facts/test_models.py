"""What the database itself refuses, whoever writes to it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.db.models import Model, ProtectedError
from django.test.utils import CaptureQueriesContext

from quizzes.facts.models import Entity, Property, Source, Statement
from tests.factories import (
    AliasFactory,
    CitationFactory,
    CommanderFactory,
    DatePropertyFactory,
    EntityFactory,
    EntityPropertyFactory,
    SourceFactory,
    StatementFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    fact = CommanderFactory(
        subject__label="Night Guard", property__label="commander", value_entity__label="Ash"
    )
    assert str(fact) == "Night Guard – commander – Ash"
    assert str(fact.citations.get()).endswith(": paragraph 1")
    assert fact.subject.named == "the Night Guard"


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"value_date": ""}, id="no value"),
        pytest.param({"value_text": "yesterday"}, id="date and text"),
        pytest.param({"value_quantity": "7"}, id="date and number"),
        pytest.param({"value_date": "", "value_quantity": "7", "value_text": "x"}, id="two others"),
    ],
)
def test_a_statement_has_exactly_one_value(fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="statement_has_one_value"):
        StatementFactory(cited=False, **fields)


def test_a_statement_has_no_entity_beside_its_value() -> None:
    with pytest.raises(IntegrityError, match="statement_has_one_value"):
        StatementFactory(cited=False, value_entity=EntityFactory())


@pytest.mark.parametrize(
    "fields",
    [
        {"value_text": "x"},
        {"value_quantity": "7"},
        {"value_quantity": "~7"},
        {"value_date": "2018"},
    ],
)
def test_any_one_value_will_do(fields: dict[str, str]) -> None:
    StatementFactory(cited=False, **({"value_date": ""} | fields))
    assert Statement.objects.count() == 1


def test_a_statement_is_not_about_itself() -> None:
    ash = EntityFactory()
    with pytest.raises(IntegrityError, match="statement_not_about_itself"):
        CommanderFactory(cited=False, subject=ash, value_entity=ash)


def test_a_claim_is_somebodys_or_nobodys() -> None:
    with pytest.raises(IntegrityError, match="statement_claimed_once"):
        StatementFactory(cited=False, attributed_to=EntityFactory(), unattributed=True)


@pytest.mark.parametrize(
    ("field", "value", "name"),
    [
        ("importance", 0, "statement_importance_in_range"),
        ("importance", 4, "statement_importance_in_range"),
        ("status", "seen", "statement_status_known"),
        ("rank", "best", "statement_rank_known"),
        ("sensitivity", "high", "statement_sensitivity_known"),
    ],
)
def test_choices_of_a_statement(field: str, value: Any, name: str) -> None:
    with pytest.raises(IntegrityError, match=name):
        StatementFactory(cited=False, **{field: value})


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: EntityFactory(kind="ghost"), "entity_kind_known"),
        (lambda: AliasFactory(kind="ghost"), "alias_kind_known"),
        (lambda: SourceFactory(kind="ghost"), "source_kind_known"),
        (lambda: EntityPropertyFactory(datatype="ghost"), "property_datatype_known"),
        (lambda: EntityPropertyFactory(marks="ghost"), "property_marks_known"),
    ],
)
def test_choices_of_other_records(make: Any, name: str) -> None:
    with pytest.raises(IntegrityError, match=name):
        make()


def test_days_stay_in_order() -> None:
    for column in ("when", "value_date"):
        fact = StatementFactory(cited=False, when="2018")
        with pytest.raises(IntegrityError, match=f"statement_{column}_in_order"):
            _update(fact, **{f"{column}_first": "2019-01-01", f"{column}_last": "2018-01-01"})


def test_bounds_stay_in_order() -> None:
    fact = StatementFactory(cited=False, value_date="", value_quantity="7")
    with pytest.raises(IntegrityError, match="statement_quantity_in_order"):
        _update(fact, value_low=8)


BROKEN: list[dict[str, Any]] = [
    {"value_text": "x"},
    {"value_date": ""},
    {"value_date_first": date(2019, 1, 1)},
    {"when_first": date(2019, 1, 1), "when_last": date(2018, 1, 1)},
    {"value_low": 8, "value_high": 7},
    {"importance": 4},
    {"importance": None},
    {"importance": 2**70},
    {"rank": "best"},
    {"status": "seen", "sensitivity": "high", "unattributed": True, "attributed_to_id": 1},
]


@pytest.mark.parametrize("columns", BROKEN)
@pytest.mark.parametrize("exclude", [None, {"status", "when_first"}, {"importance", "value_text"}])
def test_the_rules_asked_for_at_once_are_those_asked_for_one_by_one(
    columns: dict[str, Any], exclude: set[str] | None
) -> None:
    fact = StatementFactory(cited=False)
    for name, value in columns.items():
        setattr(fact, name, value)
    one_by_one = partial(Model.validate_constraints, fact)
    assert _said(fact.validate_constraints, exclude) == _said(one_by_one, exclude)


def _said(validate: Callable[[Any], None], exclude: Any) -> Any:
    try:
        validate(exclude)
    except ValidationError as error:
        return error.message_dict
    except OverflowError as error:  # SQLite's, of a number that no column holds
        return type(error)
    return None


def test_rules_that_are_kept_cost_one_query() -> None:
    fact = StatementFactory(cited=False)
    with CaptureQueriesContext(connection) as queries:
        fact.validate_constraints()
    assert len([it for it in queries.captured_queries if "SELECT" in it["sql"]]) == 1


def _update(fact: Statement, **columns: Any) -> None:
    from django.db import transaction

    with transaction.atomic():
        Statement.objects.filter(pk=fact.pk).update(**columns)


def test_an_alias_stands_once_with_its_entity() -> None:
    alias = AliasFactory(text="HG")
    AliasFactory(text="HG")  # another's
    with pytest.raises(IntegrityError):
        AliasFactory(text="HG", entity=alias.entity)


def test_a_place_in_a_source_is_cited_once() -> None:
    citation = CitationFactory()
    CitationFactory(statement=citation.statement, source=citation.source, locator="paragraph 2")
    with pytest.raises(IntegrityError):
        CitationFactory(statement=citation.statement, source=citation.source)


def test_a_document_number_stands_once() -> None:
    SourceFactory(document="")
    SourceFactory(document="")
    SourceFactory(document="000")
    with pytest.raises(IntegrityError):
        SourceFactory(document="000")


@pytest.mark.parametrize(
    "make", [SourceFactory, TopicFactory, EntityFactory, StatementFactory], ids=str
)
def test_a_slug_names_one_record(make: Any) -> None:
    make(slug="lamp")
    with pytest.raises(IntegrityError):
        make(slug="lamp")


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 0), (-91, 0), (0, 181), (0, -181)])
def test_coordinates_lie_on_earth(latitude: int, longitude: int) -> None:
    with pytest.raises(IntegrityError, match="entity_coordinates_valid"):
        EntityFactory(latitude=latitude, longitude=longitude)


@pytest.mark.parametrize("given", ["latitude", "longitude"])
def test_half_a_place_is_refused_by_the_database(given: str) -> None:
    with pytest.raises(IntegrityError, match="entity_coordinates_valid"):
        EntityFactory(**{given: 32})


@pytest.mark.parametrize("given", ["latitude", "longitude"])
def test_half_a_place_is_refused_at_the_desk(given: str) -> None:
    with pytest.raises(ValidationError, match="Give both latitude and longitude, or neither."):
        Entity(**{given: Decimal(32)}).clean()
    Entity().clean()
    Entity(latitude=Decimal(0), longitude=Decimal(0)).clean()


def test_what_facts_hang_on_cannot_go() -> None:
    fact = CommanderFactory(attributed_to=EntityFactory(), where=EntityFactory())
    for record in (
        fact.subject,
        fact.property,
        fact.value_entity,
        fact.attributed_to,
        fact.where,
        fact.topic,
        fact.citations.get().source,
    ):
        with pytest.raises(ProtectedError):
            record.delete()


def test_being_unlike_goes_both_ways() -> None:
    one, other = EntityFactory(), EntityFactory()
    one.different_from.add(other)
    assert list(other.different_from.all()) == [one]


@pytest.mark.parametrize(
    ("source", "byline"),
    [
        (Source(title="T", publisher="The Gazette", published="2018-06"), "The Gazette, June 2018"),
        (Source(title="T", published="2018"), "2018"),
        (Source(title="T", publisher="The Gazette"), "The Gazette"),
        (Source(title="T"), ""),
    ],
)
def test_byline(source: Source, byline: str) -> None:
    assert source.byline == byline
    assert str(source) == (f"T ({byline})" if byline else "T")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("subject_kinds", ["person", "ghost"], "Unknown kind “ghost”. Known are: person, group,"),
        ("value_kinds", ["ghost"], "Unknown kind “ghost”"),
        ("sentence", "{subjekt} fell", "“{subjekt}” is not a placeholder"),
        ("ask_value", "Who [was fell?", "A “[” stands alone"),
        ("ask_subject", "Who} fell?", "A “}” stands alone"),
    ],
)
def test_mistakes_in_a_property_are_told_by_field(field: str, value: Any, message: str) -> None:
    wrong = Property(**({"datatype": "text", "sentence": "{subject}"} | {field: value}))
    with pytest.raises(ValidationError) as refused:
        wrong.clean()
    assert list(refused.value.message_dict) == [field]
    assert refused.value.message_dict[field][0].startswith(message)


def test_a_property_keeps_its_data_type_while_facts_have_it() -> None:
    fact = StatementFactory()
    fact.property.datatype = Property.Datatype.TEXT
    with pytest.raises(ValidationError) as refused:
        fact.property.clean()
    assert refused.value.message_dict == {
        "datatype": ["1 statement has a value of another type. Make a new property instead."]
    }


def test_a_property_without_facts_may_change_its_data_type() -> None:
    prop = DatePropertyFactory()
    prop.datatype = Property.Datatype.TEXT
    prop.clean()


def test_text_may_become_a_quotation() -> None:
    prop = EntityPropertyFactory(datatype="text")
    StatementFactory(property=prop, value_date="", value_text="It burns")
    prop.datatype = Property.Datatype.QUOTATION
    prop.clean()
