"""The bank room follows every change to the facts."""

from django.apps import AppConfig


class BankConfig(AppConfig):
    name = "quizzes.bank"

    def ready(self) -> None:
        from quizzes.facts.signals import facts_changed

        from .generation import follow_facts

        facts_changed.connect(follow_facts, dispatch_uid="bank follows facts")
