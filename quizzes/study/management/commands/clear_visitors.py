"""Forget the quizzes of visitors, to be run once a day."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from quizzes.lib import clock
from quizzes.study.models import Attempt


class Command(BaseCommand):
    help = "Delete the quizzes of people without an account that began some days ago."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=30, help="older than this (30)")

    def handle(self, *args: Any, **options: Any) -> None:
        before = clock.now() - timedelta(days=options["days"])
        old = Attempt.objects.filter(learner=None, started_at__lt=before)
        count = old.count()
        old.delete()
        self.stdout.write(f"{count} visitors' quizzes deleted")
