"""Read the fact base a second time, as far as a machine can."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from quizzes.facts.findings import REMARKS, RULES, Finding, Reading, read_facts
from quizzes.facts.provenance import Claims, claims


class Command(BaseCommand):
    help = "Report what an editor has to mend in the published facts; fail if there is anything."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="write one JSON object instead")

    def handle(self, *args: Any, **options: Any) -> None:
        reading, claimed = read_facts(), claims()
        lines = _as_json if options["json"] else _as_text
        for line in lines(reading, claimed):
            self.stdout.write(line)
        if reading.findings:
            sys.exit(1)


def _as_text(reading: Reading, claimed: Claims) -> Iterator[str]:
    if reading.remarks:
        yield "Worth a look (no findings)\n"
        yield from _grouped(reading.remarks)
    yield from _claims_by_side(claimed)
    yield from _grouped(reading.findings)
    count = len(reading.findings)
    told = "1 finding" if count == 1 else f"{count} findings"
    yield told if count else "Clean: no findings"


def _grouped(findings: Iterable[Finding]) -> Iterator[str]:
    titles = {rule.name: rule.title for rule in (*RULES, *REMARKS)}
    for name, group in groupby(findings, key=lambda finding: finding.rule):
        told = list(group)
        yield f"{titles[name]} [{name}]: {len(told)}"
        yield from (f"  {found.kind} {found.slug}: {found.message}" for found in told)
        yield ""


def _claims_by_side(claimed: Claims) -> Iterator[str]:
    yield f"Claims by side: {claimed.total} of {claimed.statements} statements are claims"
    for side in claimed.sides:
        yield f"{side.claims:6}  {side.name}: {side.own} its own, {side.others} on its side"
    yield f"{claimed.several_sides:6}  on more than one side"
    yield f"{claimed.no_side:6}  on no side: {', '.join(c.name for c in claimed.sideless)}"
    yield f"{claimed.unattributed:6}  of people the source does not name"
    yield ""


def _as_json(reading: Reading, claimed: Claims) -> Iterator[str]:
    told = asdict(reading) | {
        "counts": Counter(finding.rule for finding in reading.findings),
        "claims": asdict(claimed) | {"total": claimed.total, "no_side": claimed.no_side},
    }
    yield json.dumps(told, ensure_ascii=False, indent=2)
