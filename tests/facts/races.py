"""Two who change the facts at the same moment, each with a connection of their own."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from quizzes.facts.signals import facts_changed

LONG = 30  # seconds, after which something is stuck
A_MOMENT = 0.4


class Rival(threading.Thread):
    """Does something in a thread; ``result`` is what it returns, or the error it ends with."""

    def __init__(self, work: Callable[[], Any]) -> None:
        super().__init__(daemon=True)
        self.work = work
        self.result: Any = None
        self.start()

    def run(self) -> None:
        try:
            self.result = self.work()
        except Exception as error:
            self.result = error
        finally:
            connection.close()

    def waits(self) -> bool:
        """Whether it is still at work after a moment."""
        self.join(A_MOMENT)
        return self.is_alive()

    def end(self) -> Any:
        """Wait for the end, and return the result."""
        self.join(LONG)
        assert not self.is_alive(), "it is stuck"
        return self.result


class Halt:
    """Stops the first change that comes by when it is written, but not yet kept."""

    def __init__(self) -> None:
        self.reached, self.free = threading.Event(), threading.Event()
        self._first = threading.Lock()

    def __call__(self, **kwargs: Any) -> None:
        if self._first.acquire(blocking=False):
            self.reached.set()
            assert self.free.wait(LONG)


@contextmanager
def halted(work: Callable[[], Any]) -> Iterator[tuple[Rival, Callable[[], Any]]]:
    """Begin ``work`` and stop it when its change is written; go on when it is let go."""
    halt = Halt()
    facts_changed.connect(halt)
    first = Rival(work)
    try:
        assert halt.reached.wait(LONG), first.result
        yield first, halt.free.set
    finally:
        halt.free.set()
        first.join(LONG)
        facts_changed.disconnect(halt)


def one_after_the_other(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Any, Any]:
    """Begin ``second`` while the change of ``first`` is written but not kept; return the results.

    The second must wait: what it went by would not be so any more.
    """
    with halted(first) as (one, let_go):
        other = Rival(second)
        assert other.waits(), other.result
        let_go()
        return one.end(), other.end()
