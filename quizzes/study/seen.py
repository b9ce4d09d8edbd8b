"""What a learner saw of a question, for those who look into it later."""

from quizzes.bank.reporting import Seen

from .models import Response


def seen_in(response: Response) -> Seen:
    """Return the question of a response as it was shown, with the answer as it was judged first."""
    verdict = response.old_verdict or response.verdict
    return Seen(response.shown, response.question_version, response.given, verdict)
