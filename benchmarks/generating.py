"""What the question bank costs: beside the bare rows, and one edit among few and many facts.

The floor writes the same questions and links with ``bulk_create`` and makes none of them. A large
base is gone through in a process of its own, so that its memory can be told; what is compared is
processor time, for others work on the machine, too.
"""

from __future__ import annotations

import json
import pickle
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import IO, Any, TextIO

from django.db import connection, transaction

from benchmarks.planting import plant
from quizzes.bank.generation.building import building
from quizzes.bank.models import Question
from quizzes.facts.models import Statement

FEW, MANY = 1_000, 100_000
# So many facts are edited, spread over the base, so that all kinds and ages of facts are met.
EDITS = 60
WRITING = ("INSERT", "UPDATE", "DELETE")
KINDS = ("happened", "commanded-by", "stationed-in", "strength", "said")


BETWEEN_WORDS = 30  # seconds
# So many rows of the floor are in memory at once.
CHUNK = 2_000


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
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def figures(count: int) -> dict[str, float]:
    """Return what was measured with ``count`` facts: seconds, megabytes and ratios by name.

    Each is told on the error output as it is found, for much of it takes long.
    """
    found: dict[str, float] = {}

    def note(name: str, value: float) -> None:
        found[name] = value
        print(f"{count:,} facts: {name}: {value:,.1f}", file=sys.stderr, flush=True)

    plant(count)
    note("building, s", _seconds(_build))
    note("questions", Question.objects.count())
    note("largest memory, MB", _memory())
    edits = {kind: _edits(kind) for kind in KINDS}
    for kind, milliseconds in edits.items():
        note(f"one edit, ms: {kind}", milliseconds)
    note("one edit, ms, mean of kinds", statistics.mean(edits.values()))
    floor = statistics.median(_floor() for _ in range(3 if count == FEW else 1))
    note("the same rows with bulk_create, s", floor)
    note("building as a multiple of that", found["building, s"] / floor)
    again, written = _seconds_and_writes(_build)
    note("building again, s", again)
    note("rows written by that", written)
    note("largest memory at the end, MB", _memory())
    return found


def _build() -> None:
    """Build the whole bank, telling every now and then how far it has come."""
    told = time.monotonic()
    steps = building()
    for step in steps:
        if time.monotonic() - told > BETWEEN_WORDS:
            told = time.monotonic()
            done = f"{step.words}: {step.done:,} of {step.total:,}"
            print(f"{done}, {_memory():,.0f} MB", file=sys.stderr, flush=True)


def _memory() -> float:
    """The most memory that this process has held so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


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
    """Write the questions that are there, and their links, anew; nothing of it is kept.

    They wait in a file and come back by chunks, and are made into objects beforehand: what counts
    is ``bulk_create`` alone, and memory holds a chunk.
    """
    models: list[Any] = [Question, Question.entities.through, Question.leans_on.through]
    taken = 0.0
    with tempfile.TemporaryFile() as kept, transaction.atomic():
        for place, model in enumerate(models):
            rows = model._default_manager.order_by("pk").values_list(*_columns(model))
            found = rows.iterator(chunk_size=CHUNK)
            while some := list(islice(found, CHUNK)):
                pickle.dump((place, some), kept, pickle.HIGHEST_PROTOCOL)
        for model in reversed(models):
            doomed = model._default_manager.order_by()
            doomed._raw_delete(doomed.db)
        kept.seek(0)
        for place, some in _unpickled(kept):
            model = models[place]
            made = [model.from_db(None, _columns(model), values) for values in some]
            taken += _seconds(partial(model._default_manager.bulk_create, made))
        transaction.set_rollback(True)
    return taken


def _columns(model: Any) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _unpickled(kept: IO[bytes]) -> Iterator[Any]:
    while True:
        try:
            yield pickle.load(kept)
        except EOFError:
            return


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
