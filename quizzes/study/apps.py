"""The study room tells the reading pages whether a fact can be practised."""

from django.apps import AppConfig


class StudyConfig(AppConfig):
    """Hook up practice."""

    name = "quizzes.study"

    def ready(self) -> None:
        from quizzes.facts.practice import register

        from .practice import why_not_asked

        register(why_not_asked)
