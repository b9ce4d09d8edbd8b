"""The bank room follows every change to the facts."""

from functools import partial
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from quizzes.accounts.groups import grant
from quizzes.facts.apps import EDITORS

# Questions are blocked, not deleted; reports come from learners and are settled.
PERMISSIONS = [
    "view_question",
    "add_question",
    "change_question",
    "view_questionreport",
    "change_questionreport",
]


class BankConfig(AppConfig):
    """Hook the bank to the facts, and let editors work on it."""

    name = "quizzes.bank"

    def ready(self) -> None:
        from quizzes.facts import effects
        from quizzes.facts.signals import Change, facts_changed

        from .effects import tell_questions
        from .generation.building import follow_facts

        facts_changed.connect(follow_facts, dispatch_uid="bank follows facts")
        effects.register_follower(partial(follow_facts, Change))
        effects.register(tell_questions)
        post_migrate.connect(let_editors_work, sender=self)


def let_editors_work(sender: AppConfig, **kwargs: Any) -> None:
    """Let the Editors group look after the questions made from their facts, and the reports."""
    grant(EDITORS, {"bank": PERMISSIONS}, **kwargs)
