"""Write the question bank for other programs."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from quizzes.bank.export import question_rows
from quizzes.facts.management.lines import write_lines


class Command(BaseCommand):
    help = "Write every published question to standard output, one JSON object a line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["jsonl"], default="jsonl")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = (json.dumps(row, ensure_ascii=False) for row in question_rows())
        write_lines(self.stdout, rows)
