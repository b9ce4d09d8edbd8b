"""Make demo accounts, on a developer's machine only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from quizzes.front.demo import PASSWORD, PERSONAS, make_demo
from quizzes.lib import clock


class Command(BaseCommand):
    help = "Make demo accounts with a class and some weeks of reviews. Only with DEBUG on."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "Demo accounts have a known password, so they are only made with DEBUG=true."
            )
        made = make_demo(clock.now())
        if made or options["verbosity"] > 1:
            self.stdout.write("Demo accounts are ready." if made else "They are here already.")
        self.stdout.write(f"Log in with the password {PASSWORD} as:")
        for persona in PERSONAS:
            self.stdout.write(f"  {persona.username:9} {persona.role}")
