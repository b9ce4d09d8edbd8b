"""A synthetic fact base in the database at once, for measuring what comes after."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.db import models, transaction

from benchmarks.many_facts import Row, statements, surroundings
from quizzes.facts.models import Citation, Entity, Property, Source, Statement, Topic

COLUMNS = {"date": "value_date", "quantity": "value_quantity", "quotation": "value_text"}
AT_ONCE = 2_000
KINDS: dict[str, type[models.Model]] = {
    "sources": Source,
    "topics": Topic,
    "entities": Entity,
    "properties": Property,
}


@transaction.atomic
def plant(count: int) -> None:
    """Store ``count`` statements, with their history, and all they speak of; nobody is told."""
    for name, rows in surroundings(count).items():
        model: Any = KINDS[name]
        model.objects.bulk_create(model(**_typed(row)) for row in rows)
    write_rows(statements(count))
    # By their history it is known what they said before they are edited.
    history: Any = Statement.history
    made: Any = Statement.objects.order_by("pk").iterator(chunk_size=AT_ONCE)
    while told := list(islice(made, AT_ONCE)):
        history.bulk_history_create(told)


def write_rows(rows: list[Row]) -> None:
    """Write statements and their citations, and nothing else."""
    entities = dict(Entity.objects.values_list("slug", "pk"))
    properties = Property.objects.in_bulk(field_name="slug")
    sources = dict(Source.objects.values_list("slug", "pk"))
    topic = Topic.objects.get(slug="many-topic")
    made = Statement.objects.bulk_create(
        Statement(
            slug=row["slug"],
            subject_id=entities[row["subject"]],
            property=properties[row["property"]],
            topic=topic,
            status=Statement.Status.PUBLISHED,
            importance=int(row["importance"]),
            when=row.get("when", ""),
            unit=row.get("unit", ""),
            **_value(row, properties[row["property"]], entities),
        )
        for row in rows
    )
    Citation.objects.bulk_create(
        Citation(statement=statement, source_id=sources[source], locator=locator)
        for statement, row in zip(made, rows, strict=True)
        for source, locator in (part.split(": ") for part in row["citations"].split("; "))
    )


def _value(row: Row, prop: Property, entities: dict[str, int]) -> dict[str, Any]:
    if prop.datatype == Property.Datatype.ENTITY:
        return {"value_entity_id": entities[row["value"]]}
    return {COLUMNS[prop.datatype]: row["value"]}


def _typed(row: Row) -> dict[str, Any]:
    return {
        name: value == "yes" if value in ("yes", "no") else value for name, value in row.items()
    }
