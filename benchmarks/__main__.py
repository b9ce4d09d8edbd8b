"""Run all measurements: ``python -m benchmarks``, or ``make bench``."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django


@contextmanager
def prepared() -> Iterator[None]:
    """Django with an empty database of its own, which is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "derna_edu.settings",
            "DATABASE_URL": f"sqlite:///{Path(folder, 'bench.sqlite3')}",
            "STATIC_ROOT": folder,
            "SECRET_KEY": "only-for-measuring",
            "DEBUG": "false",
            "HTTPS": "false",
            "ALLOWED_HOSTS": "testserver",
        }
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        yield


def main() -> None:
    """Print all tables, or those of the parts that are named."""
    with prepared():
        from benchmarks import (
            answering,
            answering_at_size,
            costing,
            generating,
            importing,
            learning,
        )

        parts = {
            "learning": learning,
            "costing": costing,
            "importing": importing,
            "answering": answering,
            "at-size": answering_at_size,
            "generating": generating,
        }
        for name in sys.argv[1:] or parts:
            parts[name].measure(sys.stdout)


if __name__ == "__main__":
    main()
