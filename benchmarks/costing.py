"""What it takes to tell the cost of every desired retention: it is reckoned while a page waits."""

from __future__ import annotations

import statistics
import time
from datetime import date, timedelta
from random import Random
from typing import TextIO

from quizzes.scheduling import MemoryState, Stage, cost, expected_minutes

FACTS = (100, 1_000, 5_000)
ROUNDS = 15
TODAY = date(2020, 1, 1)


def measure(out: TextIO) -> None:
    """Print the processor time of a first call and of later ones, by the number of facts."""
    out.write(f"Cost of the desired retention, ms; later calls: least and median of {ROUNDS}\n")
    out.write(f"{'facts':>8}{'first call':>12}{'least':>9}{'median':>9}\n")
    for count in FACTS:
        memories = _memories(count)
        cost.forget()
        first, *later = [_taken(memories) for _ in range(ROUNDS + 1)]
        least, median = min(later), statistics.median(later)
        out.write(f"{count:8,}{first:12.0f}{least:9.0f}{median:9.0f}\n")


def _taken(memories: list[MemoryState]) -> float:
    start = time.process_time()
    expected_minutes(memories, TODAY, seconds=12, new_a_day=10, facts_left=300)
    return (time.process_time() - start) * 1000


def _memories(count: int) -> list[MemoryState]:
    draw, made = Random(count), []
    for _ in range(count):
        stability = draw.lognormvariate(2, 1.2)
        last_day = TODAY - timedelta(int(draw.random() * stability) + 1)
        difficulty = draw.uniform(1, 10)
        made.append(MemoryState(stability, difficulty, last_day, TODAY, Stage.RECALL, 3, 0))
    return made
