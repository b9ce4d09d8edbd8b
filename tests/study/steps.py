"""What a learner does in these tests."""

from typing import Any

from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.facts.models import Statement
from quizzes.study.models import Memory, Response
from tests.factories import QuestionFactory
from tests.many import copies

# The factory's choice has its second option right.
RIGHT = {"choice": "1"}
WRONG = {"choice": "0"}
SKIP = {"skip": "1"}
HTMX = {"HX-Request": "true"}


def make_questions(count: int, **values: Any) -> None:
    """Make choices about as many facts."""
    for _ in range(count):
        QuestionFactory(**values)


def remember(learner: User, count: int, **values: Any) -> None:
    """Give the learner memories of as many facts, each with a question, made in bulk."""
    question = QuestionFactory()
    fact = question.statement
    last = Statement.objects.latest("pk").pk
    copies(fact, ({"slug": f"{fact.slug}-{number}"} for number in range(count)))
    made = dict(Statement.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "slug"))
    copies(question, ({"statement_id": pk, "key": slug} for pk, slug in made.items()))
    memory = Memory(learner=learner, statement=fact, **values)
    copies(memory, ({"statement_id": pk} for pk in made))
    question.delete()


def open_question(client: Client, learner: User) -> Response:
    """Open the review page and return the question it shows."""
    page = client.get(reverse("review"))
    assert page.status_code == 200
    return learner.responses.get(pk=page.context["response"].pk)


def post_answer(client: Client, response: Response, data: dict[str, str], **kwargs: Any) -> Any:
    """Send an answer to a review's question."""
    return client.post(reverse("review_answer", args=[response.token]), data, **kwargs)


def answer_next(client: Client, learner: User, data: dict[str, str]) -> Response:
    """Answer the next question of the review and return it as it stands then."""
    response = open_question(client, learner)
    assert post_answer(client, response, data).status_code == 200
    response.refresh_from_db()
    return response


def answer_twice(client: Client, learner: User, data: dict[str, str]) -> Response:
    """Give an answer that says too little, and the same when asked once more."""
    assert answer_next(client, learner, data).answered_at is None
    return answer_next(client, learner, data | {"again": "1"})


def memory_values(day: Any, due: Any, **values: Any) -> dict[str, Any]:
    """Return the columns of a memory last asked on ``day``."""
    return {
        "stability": 2.0,
        "difficulty": 5.0,
        "stage": "recognition",
        "last_day": day,
        "due": due,
        "reps": 1,
    } | values
