"""Run all measurements: ``python -m benchmarks``, or ``make bench``."""

import os
import sys
import tempfile
from pathlib import Path

import django


def main() -> None:
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

        from benchmarks import answering, importing

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        importing.measure(sys.stdout)
        answering.measure(sys.stdout)


if __name__ == "__main__":
    main()
