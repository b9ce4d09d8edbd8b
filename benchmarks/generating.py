"""What the question bank costs: beside the bare rows, and one edit among few and many facts.

The floor writes the same questions and links with ``bulk_create`` and makes none of them. A large
base is gone through in a process of its own, so that its memory can be told; what is compared is
processor time, for others work on the machine, too.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any, TextIO

from django.db import connection, transaction

from benchmarks.planting import plant
from quizzes.bank.generation.building import build_bank
from quizzes.bank.models import Question
from quizzes.facts.models import Statement

FEW, MANY = 1_000, 100_000
# So many facts are edited, spread over the base, so that all kinds and ages of facts are met.
EDITS = 60
WRITING = ("INSERT", "UPDATE", "DELETE")
KINDS = ("happened", "commanded-by", "stationed-in", "strength", "said")


def measure(out: TextIO) -> None:
    """Print what building costs beside the floor, and an edit with few and with many facts."""
    found = {count: _in_its_own_process(count) for count in (FEW, MANY)}
    out.write("Making the question bank of synthetic facts (SQLite, in process, processor time)\n")
    out.write(f"{'':38}{f'{FEW:,} facts':>16}{f'{MANY:,} facts':>16}\n")
    for name in found[FEW]:
        few, many = (found[count][name] for count in (FEW, MANY))
        out.write(f"{name:38}{few:16,.1f}{many:16,.1f}\n")
    few, many = (found[count]["one edit, ms, mean of kinds"] for count in (FEW, MANY))
    out.write(f"one edit among {MANY:,} facts cost {many / few:.2f} times one among {FEW:,}\n")


def _in_its_own_process(count: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.apart", str(count)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def figures(count: int) -> dict[str, float]:
    """Return what was measured with ``count`` facts: seconds, megabytes and ratios by name."""
    plant(count)
    built = _seconds(build_bank)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    again, written = _seconds_and_writes(build_bank)
    floor = statistics.median(_floor() for _ in range(3 if count == FEW else 1))
    edits = {kind: _edits(kind) for kind in KINDS}
    told = {f"one edit, ms: {kind}": milliseconds for kind, milliseconds in edits.items()}
    return {
        "questions": Question.objects.count(),
        "building, s": built,
        "the same rows with bulk_create, s": floor,
        "building as a multiple of that": built / floor,
        "largest memory, MB": memory,
        "building again, s": again,
        "rows written by that": written,
        **told,
        "one edit, ms, mean of kinds": statistics.mean(edits.values()),
    }


def _seconds(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def _seconds_and_writes(call: Callable[[], object]) -> tuple[float, int]:
    written = 0

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        nonlocal written
        written += sql.lstrip().upper().startswith(WRITING)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        return _seconds(call), written


def _floor() -> float:
    """Write the questions that are there, and their links, anew; nothing of it is kept."""
    through: list[Any] = [Question.entities.through, Question.leans_on.through]
    rows: list[tuple[Any, list[Any]]] = [
        (model, list(model._default_manager.all())) for model in (Question, *through)
    ]
    with transaction.atomic():
        for model, _rows in reversed(rows):
            doomed = model._default_manager.all()
            doomed._raw_delete(doomed.db)
        taken = 0.0
        for model, made in rows:
            taken += _seconds(partial(model._default_manager.bulk_create, made))
        transaction.set_rollback(True)
    return taken


def _edits(kind: str) -> float:
    """Correct facts of a kind all over the base; return the median of milliseconds."""
    rows = Statement.objects.filter(property__slug=f"many-{kind}").order_by("pk")
    pks = list(rows.values_list("pk", flat=True))
    taken = []
    for pk in pks[:: max(1, len(pks) // EDITS)][:EDITS]:
        row = rows.select_related("property").get(pk=pk)
        _correct(row, pks.index(pk))
        taken.append(_seconds(row.save))
    return statistics.median(taken) * 1000


def _correct(row: Statement, number: int) -> None:
    """Give a fact another value of its kind, near the one it had."""
    if row.value_date:
        row.value_date = f"{row.value_date[:8]}{1 + (int(row.value_date[8:]) + 9) % 28:02}"
    elif row.value_quantity:
        row.value_quantity = str(int(row.value_quantity) + 3)
    elif row.value_text:
        row.value_text = f"{row.value_text} We said {number}."
    else:
        row.value_entity_id = (
            Statement.objects.filter(property=row.property, pk__gt=row.pk)
            .exclude(value_entity=row.value_entity_id)
            .order_by("pk")
            .values_list("value_entity", flat=True)
            .first()
        ) or row.value_entity_id
