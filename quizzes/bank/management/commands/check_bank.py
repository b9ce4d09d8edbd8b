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
from quizzes.bank.findings.coverage import kinds_to_read
from quizzes.bank.findings.guessers import Result, by_kind, places, results, results_by_topic
from quizzes.bank.findings.together import answers_by_topic

# How many of those who guess in one topic are shown.
LUCKIEST = 5


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
    by_topic = sorted(results_by_topic(bank), key=lambda it: it.luck)
    facts = _counted(counts.pop("facts"), "fact")
    yield f"{_counted(len(bank.questions), 'question')} on {facts}"
    yield from (f"{count:6}  {format}" for format, count in counts.items())
    yield ""
    for kind, of_kind in by_kind(guessed):
        chance = f"{of_kind[0].chance:.0%}"
        yield f"Blind guessers: {kind} (chance is {chance}; behind each, how likely by luck)"
        yield from map(_guesser, of_kind)
    yield f"Of single topics {_counted(len(by_topic), 'guesser')}, of which the luckiest"
    yield from (f"{_guesser(it)} – {it.kind}, {it.topic}" for it in by_topic[:LUCKIEST])
    yield ""
    yield "How often the answer stands first, second and so on"
    yield from (f"  {_numbers(counts)}  {kind}" for kind, counts in places(bank).items())
    yield ""
    yield "The commonest answer of each topic"
    for topic, answers in sorted(answers_by_topic(bank).items()):
        ((answer, times),) = answers.most_common(1)
        share = times / answers.total()
        yield f"  {share:4.0%}  {times:4} of {answers.total():4}  {topic}: {answer}"
    yield ""
    exempt = kinds_to_read(bank)
    yield (
        f"Of {_counted(len(bank.ordinary_facts), 'ordinary fact')} {exempt.total()} are only read, "
        "because an editor set their kind (property) to “is asked: no”"
    )
    yield from (f"  {count:4}  {kind}" for kind, count in exempt.most_common())
    yield ""
    yield from _grouped(findings)
    yield _counted(len(findings), "finding") if findings else "Clean: no findings"


def _guesser(it: Result) -> str:
    return f"  {it.share:4.0%}  {it.hits:4} of {it.tries:4}  {it.name} ({it.luck:.2g})"


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _numbers(counts: Iterable[int]) -> str:
    return " ".join(f"{count:4}" for count in counts)


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
        "places": places(bank),
        "only_read": kinds_to_read(bank),
    }
    yield json.dumps(told, ensure_ascii=False, indent=2)
