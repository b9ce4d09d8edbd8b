"""Steps at the bank's desk, and answers as learners give them."""

import html
import re
from typing import Any

from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS
from quizzes.bank.models import Question
from quizzes.lib import clock
from quizzes.study.models import Attempt, Response
from tests.factories import UserFactory

LIST = reverse("admin:bank_question_changelist")
ADD = reverse("admin:bank_question_add")
PAGES = ("change", "words", "edit", "seen", "history")
POSTS = ("block", "let_go", "take_back", "confirm")


def page(name: str, question: Question) -> str:
    return reverse(f"admin:bank_question_{name}", args=[question.pk])


def text_of(response: Any) -> str:
    """What stands on a page, without its markup."""
    bare = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return " ".join(html.unescape(bare).split())


def fresh(question: Question) -> Question:
    return Question.objects.get(pk=question.pk)


def form_of(client: Client, url: str) -> dict[str, Any]:
    """What a browser would send if the form at ``url`` were saved as it stands."""
    form = client.get(url).context["form"]
    values = {bound.name: bound.value() for bound in form}
    return {name: "" if value is None else value for name, value in values.items()}


def errors(response: Any) -> dict[str, list[str]]:
    assert response.status_code in (409, 422)
    return dict(response.context["form"].errors)


def answered(
    question: Question, *, right: int = 0, wrong: int = 0, by: User | None = None, **values: Any
) -> list[Response]:
    """Let as many learners, or the one given, answer a question in quizzes of their own."""
    now, made = clock.now(), []
    format, shown = FORMATS[question.format], question.snapshot()
    for is_right in [True] * right + [False] * wrong:
        learner = by or UserFactory(password="!")
        attempt = Attempt.objects.create(learner=learner, title="Quiz")
        given = format.grade(shown, format.form(shown, right=is_right)).given
        fields = {
            "verdict": "right" if is_right else "wrong",
            "score": float(is_right),
            "given": given,
            "counted": True,
            "answered_at": now,
        }
        made.append(
            Response.objects.create(
                learner=learner,
                attempt=attempt,
                question=question,
                statement=question.statement,
                position=1,
                question_version=question.version,
                shown=shown,
                **(fields | values),
            )
        )
    return made
