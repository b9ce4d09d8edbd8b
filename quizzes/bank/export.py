"""Published questions as plain rows for other programs."""

from collections.abc import Iterator
from typing import Any

from quizzes.lib.edtf import parse as parse_edtf
from quizzes.lib.quantities import parse as parse_quantity

from .models import Question


def question_rows() -> Iterator[dict[str, Any]]:
    """Yield one row for each published question, in order of key."""
    questions = (
        Question.objects.published()
        .select_related("statement__topic")
        .prefetch_related("statement__citations__source")
        .order_by("key")
    )
    for question in questions:
        yield {
            "id": question.key,
            "fact": question.statement.slug,
            "format": question.format,
            "stem": question.stem,
            "options": question.options,
            "answers": [_readable(question.answer_kind, text) for text in question.answers],
            "explanation": question.explanation,
            "sources": [
                {
                    "title": citation.source.title,
                    "publisher": citation.source.publisher,
                    "published": citation.source.published,
                    "locator": citation.locator,
                }
                for citation in question.statement.citations.all()
            ],
            "topic": question.statement.topic.slug,
            "difficulty": question.difficulty,
            # Of formats with more than options: events, pairs, places. And what is right, in words.
            "content": question.content,
            "right_answer": question.right_answer,
        }


def _readable(kind: str, text: str) -> str:
    if kind == Question.AnswerKind.DATE:
        return parse_edtf(text).spoken()
    if kind == Question.AnswerKind.NUMBER:
        return parse_quantity(text).spoken()
    return text
