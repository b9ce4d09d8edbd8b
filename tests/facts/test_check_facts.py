"""The editors' mechanical second reading: what the command says, and what it costs."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.facts.findings import REMARKS, RULES, read_facts
from quizzes.facts.models import Entity, Statement
from tests.factories import (
    AliasFactory,
    CitationFactory,
    CommanderFactory,
    EntityFactory,
    EntityPropertyFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db

DAY = "2018-05-07"


def check(*options: str) -> tuple[str, int]:
    """Run the command; return what it wrote and its exit code."""
    out = StringIO()
    try:
        call_command("check_facts", *options, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


def test_it_works() -> None:
    StatementFactory(slug="bridge-date", value_date=DAY, cited=False)
    out, code = check()
    assert code == 1
    assert "Statements without a citation [no-citation]: 1" in out
    assert "  statement bridge-date: no source is cited: cite one with the place in it" in out
    assert out.endswith("1 finding\n")


def test_a_clean_base() -> None:
    StatementFactory(value_date=DAY)
    out, code = check()
    assert code == 0
    assert out.endswith("Clean: no findings\n")


def test_an_empty_base() -> None:
    assert check()[1] == 0


def test_for_a_machine() -> None:
    StatementFactory(slug="bridge-date", value_date=DAY, cited=False, unattributed=True)
    out, code = check("--json")
    assert code == 1
    told = json.loads(out)
    assert told["counts"] == {"no-citation": 1}
    [finding] = told["findings"]
    assert (finding["rule"], finding["kind"], finding["slug"]) == (
        "no-citation",
        "statement",
        "bridge-date",
    )
    assert told["remarks"] == []
    assert (told["claims"]["total"], told["claims"]["unattributed"]) == (1, 1)


def test_for_a_machine_and_clean() -> None:
    StatementFactory(value_date=DAY)
    out, code = check("--json")
    assert code == 0
    assert json.loads(out)["findings"] == []


def test_claims_by_side_are_no_finding() -> None:
    army = EntityFactory(label="Army", kind="group")
    general, agency = EntityFactory(label="Ada Moss"), EntityFactory(label="Agency", kind="body")
    on_side(general, army)
    for claimant in (army, general, general, agency):
        StatementFactory(value_date=DAY, attributed_to=claimant)
    StatementFactory(value_date=DAY, unattributed=True)
    out, code = check()
    assert code == 0
    assert "Claims by side: 5 of 6 statements are claims" in out
    assert "     3  Army: 1 its own, 2 on its side" in out
    assert "     0  on more than one side" in out
    assert "     1  on no side: Agency" in out
    assert "     1  of people the source does not name" in out


def test_remarks_are_no_finding() -> None:
    army = EntityFactory(label="Army", kind="group")
    on_side(EntityFactory(label="Ada Moss"), army)
    lost = {"property": losses(), "value_date": "", "value_quantity": "8", "sensitivity": "context"}
    ordinary = {"sensitivity": "ordinary", "value_quantity": "9"}
    StatementFactory(slug="plain", subject=army, **lost)
    StatementFactory(slug="claimed", subject=army, unattributed=True, **lost)
    StatementFactory(slug="nobody", subject=EntityFactory(label="Bo Reed"), **lost)
    StatementFactory(slug="ordinary", subject=army, **(lost | ordinary))
    assert [remark.slug for remark in read_facts().remarks] == ["plain"]
    out, code = check()
    assert code == 0
    assert "a plain fact about the side of “Army”: is no party its claimant?" in out


def test_drafts_and_retired_statements_are_not_read() -> None:
    for status in (Statement.Status.DRAFT, Statement.Status.RETIRED):
        StatementFactory(status=status, cited=False, explanation="the terrorists ..")
    rules = {finding.rule for finding in read_facts().findings}
    assert rules == {"entity-unused", "property-unused", "topic-unused"}


def test_every_rule_has_a_name_of_its_own() -> None:
    names = [rule.name for rule in (*RULES, *REMARKS)]
    assert len(names) == len(set(names))


def test_findings_come_rule_by_rule_and_by_slug() -> None:
    for slug in ("b", "a"):
        StatementFactory(slug=slug, value_date=DAY, cited=False, wording_outdated=True)
    found = [(finding.rule, finding.slug) for finding in read_facts().findings]
    assert found == [
        *(("no-citation", slug) for slug in "ab"),
        *(("outdated-wording", slug) for slug in "ab"),
    ]


def test_as_many_queries_for_few_and_many() -> None:
    counts = []
    for number in (1, 20):
        for _ in range(number):
            faulty()
        with CaptureQueriesContext(connection) as captured:
            check()
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] < 20


def test_time_grows_with_the_facts_and_no_faster(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each statement's sentence is made a fixed number of times, however many there are."""
    made: list[Statement] = []

    def count(fact: Statement) -> str:
        made.append(fact)
        return "It happened."

    for module in ("texts", "wording"):
        monkeypatch.setattr(f"quizzes.facts.findings.{module}.sentence", count)
    counts = []
    for number in (2, 6):
        StatementFactory.create_batch(number, value_date=DAY, explanation="Why it happened.")
        made.clear()
        check()
        counts.append(len(made) / Statement.objects.count())
    assert counts[0] == counts[1]


def on_side(somebody: Entity, side: Entity) -> None:
    prop = EntityPropertyFactory(
        slug="side", label="side", marks="side", sentence="{subject} stands with {value}"
    )
    CommanderFactory(subject=somebody, property=prop, value_entity=side)


def losses() -> Any:
    return EntityPropertyFactory(
        slug="lost",
        datatype="quantity",
        sentence="{subject} lost {value}",
        single_valued=False,
        single_subject=False,
    )


def faulty() -> None:
    """Something for most rules."""
    event = StatementFactory(
        value_date="2019", attributed_to=EntityFactory(), explanation="the militants", where=None
    ).subject
    StatementFactory(subject=event, value_date="2017", dispute_note="odd", disputed_mark=True)
    whole = EntityPropertyFactory(slug="part", marks="parent", sentence="{subject} {value}")
    CommanderFactory(subject=event, property=whole, value_entity=EntityFactory(kind="event"))
    on_side(EntityFactory(label="Ada Moss"), EntityFactory(kind="group"))
    AliasFactory(text="Bo", entity=EntityFactory(label="Bo Moss"))
    unit = CommanderFactory()
    CommanderFactory(value_entity=unit.value_entity)
    CitationFactory(statement=unit, locator="Para. 2", quote="x" * 200)
    StatementFactory(cited=False, subject=EntityFactory(kind="group"), **number_of())


def number_of() -> dict[str, Any]:
    return {"property": losses(), "value_date": "", "value_quantity": "9", "unit": "fighters"}
