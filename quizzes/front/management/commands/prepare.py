"""Get a developer's machine ready to serve: database, facts, bank, demo accounts."""

import socket
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from quizzes.bank.generation.building import build_bank
from quizzes.bank.models import Question
from quizzes.facts.models import Statement
from quizzes.facts.pack import PackError, load_pack


class Command(BaseCommand):
    help = "Migrate, load the facts, build the bank and make the demo accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", default="8000", help="the port that will be used")

    def handle(self, *args: Any, **options: Any) -> None:
        port = _checked_port(str(options["port"]))
        self.stdout.write("Preparing the database …")
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        self._facts_and_bank()
        call_command("make_demo", stdout=self.stdout)
        self.stdout.write(f"\nServing on http://127.0.0.1:{port}/ — stop with Ctrl+C.")

    def _facts_and_bank(self) -> None:
        """Load the pack, keeping what was edited in the admin, and build the bank."""
        is_new = not Statement.objects.exists()
        try:
            report = load_pack(settings.FACT_PACK, on_conflict="keep")
        except PackError as error:
            raise CommandError(f"The fact pack cannot be loaded.\n{error}") from error
        for conflict in report.conflicts:
            self.stdout.write(f"{conflict} (kept as edited)")
        # Of facts that are all new the bank has been made with them. Else the program may be newer.
        if not is_new:
            build_bank()
        facts = Statement.objects.published().count()
        questions = Question.objects.published().count()
        self.stdout.write(f"{facts} facts are published, {questions} questions are made of them.")


def _checked_port(text: str) -> int:
    """Return the port, or raise CommandError unless it can be served on."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise CommandError(f"{text} is no port; choose one from 1024 to 65535: make run PORT=8001")
    port = int(text)
    with socket.socket() as probe:
        # As the server does: a port that was in use a moment ago is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise CommandError(f"Port {port} is for administrators: make run PORT=8000") from error
        except OSError as error:
            raise CommandError(
                f"Port {port} is busy; choose another: make run PORT={port + 1}"
            ) from error
    return port
