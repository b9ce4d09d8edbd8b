"""The facts room announces every change to the fact base and keeps the Editors group."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save


class FactsConfig(AppConfig):
    name = "quizzes.facts"

    def ready(self) -> None:
        from .models import Alias, Citation, Entity, Property, Statement
        from .signals import announce

        for model in (Alias, Citation, Entity, Property, Statement):
            post_save.connect(announce, sender=model)
            post_delete.connect(announce, sender=model)
        post_migrate.connect(make_editors, sender=self)


def make_editors(using: str, **kwargs: Any) -> None:
    """Create the Editors group, who may add and change facts but not delete them."""
    from django.contrib.auth.models import Group, Permission

    editors, _ = Group.objects.using(using).get_or_create(name="Editors")
    editors.permissions.add(
        *Permission.objects.using(using)
        .filter(content_type__app_label="facts")
        .exclude(codename__startswith="delete_")
        .exclude(content_type__model__in=["alias", "citation"]),
        *Permission.objects.using(using).filter(
            content_type__app_label="facts", content_type__model__in=["alias", "citation"]
        ),
    )
