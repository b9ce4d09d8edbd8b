"""Load a fact pack into the database."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from quizzes.facts.pack import PackError, load_pack


class Command(BaseCommand):
    help = "Load a fact pack: all of it, or nothing if anything in it is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pack", nargs="?", type=Path, default=settings.FACT_PACK)
        conflict = parser.add_mutually_exclusive_group()
        conflict.add_argument(
            "--overwrite", action="store_true", help="replace records that were edited here"
        )
        conflict.add_argument(
            "--keep", action="store_true", help="leave records alone that were edited here"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        choice = "overwrite" if options["overwrite"] else "keep" if options["keep"] else "refuse"
        try:
            report = load_pack(options["pack"], on_conflict=choice)  # type: ignore[arg-type]
        except PackError as error:
            hint = ""
            if any("edited here" in problem.message for problem in error.problems):
                hint = "\nAdd --keep to leave these as they are, or --overwrite to replace them."
            raise CommandError(f"Nothing was loaded.\n{error}{hint}") from error
        for kind in ("sources", "topics", "entities", "properties", "statements"):
            self.stdout.write(
                f"{kind}: {report.created[kind]} new, {report.changed[kind]} changed, "
                f"{report.unchanged[kind]} unchanged"
            )
        for conflict in report.conflicts:
            done = "replaced" if choice == "overwrite" else "kept as edited"
            self.stdout.write(self.style.WARNING(f"{conflict} ({done})"))
        for link in report.left:
            self.stdout.write(self.style.WARNING(str(link)))
