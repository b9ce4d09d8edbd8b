"""The progress room tells the reading pages how well a learner knows each fact."""

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    """Hook up what learners know."""

    name = "quizzes.progress"

    def ready(self) -> None:
        from quizzes.facts.knowledge import register

        from .knowledge import knowledge

        register(knowledge)
