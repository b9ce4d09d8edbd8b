"""Write the fact base back as a fact pack."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from quizzes.facts.pack import dump_pack


class Command(BaseCommand):
    help = "Write the fact base into a folder of YAML files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pack", nargs="?", type=Path, default=settings.FACT_PACK)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = dump_pack(options["pack"])
        except OSError as error:
            raise CommandError(f"The pack cannot be written: {error}") from error
        written = ", ".join(f"{count} {kind}" for kind, count in counts.items())
        self.stdout.write(f"{written} written to {options['pack']}")
