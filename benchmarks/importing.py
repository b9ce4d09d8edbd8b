"""What importing a table costs: beside the bare rows, with few and with many, and what follows.

The floor writes the same statements and citations at once, without any rule, history or
question. Each round measures all cases in turn, so that a busy moment of the machine hits them
alike; what counts are the ratios. Nothing of it stays in the database.
"""

from __future__ import annotations

import csv
import io
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import yaml
from django.db import transaction

from benchmarks.many_facts import statements, surroundings
from benchmarks.planting import write_rows
from quizzes.accounts.models import User
from quizzes.bank.generation.building import follow_facts
from quizzes.facts.models import Statement
from quizzes.facts.pack import load_pack
from quizzes.facts.signals import facts_changed, finished
from quizzes.facts.tables.importing import imported, trial
from quizzes.facts.tables.sheets import Sheet, read_sheet

FEW, MANY = 500, 5_000
ROUNDS = 3
FOLLOWER = "bank follows facts"

Times = dict[str, list[float]]


def measure(out: TextIO) -> None:
    """Print what a table costs beside the floor, and a correction among few and many facts."""
    times: Times = {}
    for _ in range(ROUNDS):
        for count in (FEW, MANY):
            with transaction.atomic():
                _round(count, times)
                transaction.set_rollback(True)
    out.write(f"Importing tables, {ROUNDS} rounds, medians (SQLite, in process)\n")
    out.write(f"{'':42}{'s':>9}{'floors':>9}\n")
    for name, found in times.items():
        floor = statistics.median(times[f"floor, {name.split(', ')[1]}"])
        median = statistics.median(found)
        out.write(f"{name:42}{median:9.2f}{median / floor:9.1f}\n")
    few, many = f"{FEW:,} rows", f"{MANY:,} rows"
    for step in ("preview", "import, {}, with the bank", "one fact corrected among"):
        one, other = (
            step.format(rows) if "{}" in step else f"{step}, {rows}" for rows in (many, few)
        )
        ratio = statistics.median(m / f for m, f in zip(times[one], times[other], strict=True))
        label = step.replace(", {}", "").rstrip(" among")
        out.write(f"{label}: {many} cost {ratio:.1f} times {few}\n")


def _round(count: int, times: Times) -> None:
    rows, sheet = statements(count), _table(count)
    _load_surroundings(count)
    editor = User.objects.create_user(f"editor{count}")

    def bring_in() -> None:
        shown = finished(trial(Statement, sheet, 0))
        steps = imported(
            Statement,
            sheet,
            as_shown=shown.fingerprint,
            overwrite=False,
            by=editor,
            reason="Measured",
        )
        finished(steps)

    name = f"{count:,} rows"
    _timed(times, f"floor, {name}", lambda: write_rows(rows), undone=True)
    _timed(times, f"preview, {name}", lambda: finished(trial(Statement, sheet, 0)))
    facts_changed.disconnect(dispatch_uid=FOLLOWER)
    _timed(times, f"import, {name}, preview too", bring_in, undone=True)
    facts_changed.connect(follow_facts, dispatch_uid=FOLLOWER)
    _timed(times, f"import, {name}, with the bank", bring_in)
    _timed(times, f"one fact corrected among, {name}", lambda: _correct("many-2"))


def _timed(times: Times, name: str, call: Callable[[], object], *, undone: bool = False) -> None:
    with transaction.atomic():
        start = time.perf_counter()
        call()
        times.setdefault(name, []).append(time.perf_counter() - start)
        transaction.set_rollback(undone)


def _table(count: int) -> Sheet:
    rows = statements(count)
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, [*columns, "status"])
    writer.writeheader()
    writer.writerows(row | {"status": "published"} for row in rows)
    return read_sheet("many.csv", out.getvalue().encode())


def _load_surroundings(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for kind, rows in surroundings(count).items():
            Path(folder, f"{kind}.yaml").write_text(yaml.safe_dump({kind: rows}), "utf-8")
        load_pack(Path(folder))


def _correct(slug: str) -> None:
    fact = Statement.objects.get(slug=slug)
    fact.value_quantity = "12"
    fact.save()
