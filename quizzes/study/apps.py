"""The study room tells what it knows of facts and questions, and follows corrections."""

from django.apps import AppConfig


class StudyConfig(AppConfig):
    """Hook up practice, the statistics of the answers, and what corrections and edits bring."""

    name = "quizzes.study"

    def ready(self) -> None:
        from quizzes.bank.signals import keys_corrected
        from quizzes.bank.statistics import register as tell_what_was_answered
        from quizzes.facts import asked_names, effects
        from quizzes.facts.practice import register

        from . import spellings, statistics
        from .corrections import follow_corrections
        from .effects import tell_learners
        from .practice import why_not_asked

        register(why_not_asked)
        asked_names.register(spellings)
        tell_what_was_answered(statistics)
        keys_corrected.connect(follow_corrections, dispatch_uid="study follows corrections")
        effects.register(tell_learners)
