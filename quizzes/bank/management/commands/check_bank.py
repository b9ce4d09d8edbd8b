"""Check the published questions, as far as a machine can."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from quizzes.bank.findings import RULES, Bank, Finding, read_bank
from quizzes.bank.findings.guessers import Result, results


class Command(BaseCommand):
    help = "Report what is wrong with the published questions; fail if there is anything."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="write one JSON object instead")

    def handle(self, *args: Any, **options: Any) -> None:
        bank = Bank()
        findings, guessed = read_bank(bank), results(bank)
        lines = _as_json if options["json"] else _as_text
        for line in lines(bank, findings, guessed):
            self.stdout.write(line)
        if findings:
            sys.exit(1)


def _as_text(bank: Bank, findings: list[Finding], guessed: list[Result]) -> Iterator[str]:
    counts = _counts(bank)
    yield f"{len(bank.questions)} questions on {counts.pop('facts')} facts"
    yield from (f"{count:6}  {format}" for format, count in counts.items())
    yield ""
    yield "Blind guessers among three options (chance is 33 %)"
    yield from (f"  {it.share:4.0%}  {it.hits:4} of {it.tries:4}  {it.name}" for it in guessed)
    yield ""
    yield from _grouped(findings)
    yield f"{len(findings)} findings" if findings else "Clean: no findings"


def _grouped(findings: Iterable[Finding]) -> Iterator[str]:
    titles = {rule.name: rule.title for rule in RULES}
    for name, group in groupby(findings, key=lambda finding: finding.rule):
        told = list(group)
        yield f"{titles[name]} [{name}]: {len(told)}"
        yield from (f"  {finding.key or 'the bank'}: {finding.message}" for finding in told)
        yield ""


def _counts(bank: Bank) -> Counter[str]:
    counts = Counter({"facts": len({question.statement_id for question in bank.questions})})
    counts.update(question.format for question in bank.questions)
    return counts


def _as_json(bank: Bank, findings: list[Finding], guessed: list[Result]) -> Iterator[str]:
    told = {
        "questions": len(bank.questions),
        "counts": _counts(bank),
        "findings": [asdict(finding) for finding in findings],
        "guessers": [asdict(result) for result in guessed],
    }
    yield json.dumps(told, ensure_ascii=False, indent=2)
