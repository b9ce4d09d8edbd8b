"""The classes room: what it does when the program starts, and after migrations."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ClassesConfig(AppConfig):
    """Hook the room into those below it."""

    name = "quizzes.classes"

    def ready(self) -> None:
        """Keep the group of teachers, and lock the question sets that pupils work on."""
        from quizzes.bank import question_sets
        from quizzes.facts import effects

        from .effects import tell_classes
        from .teachers import create_group
        from .work import why_in_use

        post_migrate.connect(create_group, sender=self)
        if why_in_use not in question_sets.LOCKS:
            question_sets.LOCKS.append(why_in_use)
        effects.register(tell_classes)
