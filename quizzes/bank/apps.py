"""The bank room follows every change to the facts."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from quizzes.accounts.groups import grant
from quizzes.facts.apps import EDITORS


class BankConfig(AppConfig):
    """Hook the bank to the facts, and let editors see it."""

    name = "quizzes.bank"

    def ready(self) -> None:
        from quizzes.facts.signals import facts_changed

        from .generation import follow_facts

        facts_changed.connect(follow_facts, dispatch_uid="bank follows facts")
        post_migrate.connect(let_editors_see, sender=self)


def let_editors_see(sender: AppConfig, **kwargs: Any) -> None:
    """Let the Editors group read the questions made from their facts."""
    grant(EDITORS, {"bank": ["view_question"]}, **kwargs)
