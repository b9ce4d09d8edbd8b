"""The command ``export_facts``: one JSON object a line for each published fact."""

import json
import os
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.facts.export import fact_rows
from tests.factories import CitationFactory, CommanderFactory, EntityFactory, StatementFactory

from .conftest import PackFolder

pytestmark = pytest.mark.django_db

PROMISED = {
    *("id", "text", "subject", "property", "value", "when", "where", "attributed_to"),
    *("documents", "disputed", "sensitivity", "topic", "importance"),
}


def export() -> list[dict[str, Any]]:
    out = StringIO()
    call_command("export_facts", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_it_works(pack: PackFolder) -> None:
    pack.load()
    row = next(row for row in export() if row["id"] == "guard-strength")
    assert row == {
        "id": "guard-strength",
        "text": "According to Jane Ash, the Harbour Guard had about 120 keepers"
        " at the old lighthouse in 1904.",
        "subject": "Harbour Guard",
        "property": "strength",
        "value": "about 120 keepers",
        "when": "1904",
        "where": "old lighthouse",
        "attributed_to": "Jane Ash",
        "documents": ["000"],
        "disputed": False,
        "sensitivity": "context",
        "topic": "harbour",
        "importance": 1,
        "date_inferred": True,
        "unattributed": False,
        "rank": "normal",
        "dispute_note": "",
        "citations": [
            {
                "source": "gazette",
                "document": "000",
                "origin": "gazette",
                "locator": "para. 2",
                "quote": "some 120 keepers",
            }
        ],
    }


def test_every_row_has_what_is_promised(pack: PackFolder) -> None:
    pack.load()
    rows = export()
    assert len(rows) == 6
    for row in rows:
        assert set(row) >= PROMISED
        assert row["text"].endswith(".")


def test_a_fact_without_the_rest() -> None:
    CommanderFactory(cited=False)
    [row] = export()
    assert (row["when"], row["where"], row["attributed_to"]) == ("", "", "")
    assert row["documents"] == []


def test_the_date_of_a_dated_fact_is_its_value() -> None:
    StatementFactory(value_date="2018-05-07")
    assert [row["when"] for row in export()] == ["2018-05-07"]


def test_a_document_is_named_once_and_only_if_it_has_a_number() -> None:
    fact = StatementFactory(cited=False)
    first = CitationFactory(statement=fact, source__document="004")
    CitationFactory(statement=fact, source=first.source, locator="elsewhere")
    CitationFactory(statement=fact, source__document="001")
    CitationFactory(statement=fact)
    assert [row["documents"] for row in export()] == [["001", "004"]]


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_what_readers_do_not_see_is_left_out(status: str) -> None:
    StatementFactory(status=status)
    assert export() == []


def test_deprecated_facts_are_marked() -> None:
    StatementFactory(rank="deprecated")
    assert [row["rank"] for row in export()] == ["deprecated"]


def test_contradictions_are_marked() -> None:
    fact = StatementFactory(value_date="2015-06")
    StatementFactory(subject=fact.subject, value_date="2015-07")
    StatementFactory()
    assert [row["disputed"] for row in export()] == [True, True, False]


def test_in_order_of_their_names() -> None:
    for slug in ("c", "a", "b"):
        StatementFactory(slug=slug)
    assert [row["id"] for row in export()] == ["a", "b", "c"]


def test_other_scripts_stay_readable() -> None:
    StatementFactory(subject__label="درنة")
    out = StringIO()
    call_command("export_facts", stdout=out)
    assert "درنة" in out.getvalue()


def test_nothing_to_export() -> None:
    assert export() == []


def test_as_many_queries_for_few_and_many() -> None:
    counts, rows = [], []
    for number in (1, 15):
        CommanderFactory.create_batch(
            number, where=EntityFactory(), attributed_to=EntityFactory(), when="2018"
        )
        with CaptureQueriesContext(connection) as captured:
            rows.append(len(list(fact_rows())))
        counts.append(len(captured))
    assert rows == [1, 16]
    assert counts == [3, 3]


def test_whoever_reads_may_stop_when_it_has_enough(pack: PackFolder) -> None:
    """As behind ``| head``: neither the command nor Python at its end complains."""
    pack.load()
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", encoding="utf-8") as pipe:
        call_command("export_facts", stdout=pipe)
        pipe.write("Some more, which nobody reads")
