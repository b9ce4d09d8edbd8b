"""Lines for other programs, which may stop reading when they have had enough."""

from __future__ import annotations

import os
from collections.abc import Iterable

from django.core.management.base import OutputWrapper


def write_lines(out: OutputWrapper, lines: Iterable[str]) -> None:
    """Write ``lines`` until the end, or until nobody reads them any more, as behind ``| head``."""
    try:
        for line in lines:
            out.write(line)
        out.flush()
    except BrokenPipeError:
        # Python writes out what is left when it ends, and would complain then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
