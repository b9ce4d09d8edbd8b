"""The facts room announces every change to the fact base and keeps the Editors group."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save

from quizzes.accounts.groups import grant

EDITORS = "Editors"
RECORDS = ("source", "topic", "entity", "property", "statement", "alias", "citation")
# Records are retired, not deleted, but for those that nothing leans on, which whoever may change
# them may take out; aliases and citations are parts of a record and may go.
PERMISSIONS = {
    "facts": [f"{verb}_{name}" for verb in ("view", "add", "change") for name in RECORDS]
    + ["delete_alias", "delete_citation"]
    + [f"{verb}_{name}" for verb in ("view", "change") for name in ("report", "aliasproposal")]
}


class FactsConfig(AppConfig):
    """Hook up the announcements and the group."""

    name = "quizzes.facts"

    def ready(self) -> None:
        from simple_history.signals import pre_create_historical_record

        from .models import Alias, Citation, Entity, Property, Source, Statement
        from .signals import announce, date_history

        pre_create_historical_record.connect(date_history)
        for model in (Alias, Citation, Entity, Property, Source, Statement):
            post_save.connect(announce, sender=model)
            post_delete.connect(announce, sender=model)
        post_migrate.connect(make_editors, sender=self)


def make_editors(sender: AppConfig, **kwargs: Any) -> None:
    """Keep the Editors group, who may do all at the desk but delete records."""
    grant(EDITORS, PERMISSIONS, **kwargs)
