"""Verdicts in words."""

from __future__ import annotations

from django import template

from quizzes.bank.grading import Verdict
from quizzes.study.feedback import WORDS

register = template.Library()


@register.filter
def verdict_in_words(verdict: str) -> str:
    """Return a verdict for people, in the middle of a sentence; nothing for none."""
    word = str(WORDS[Verdict(verdict)]) if verdict else ""
    return word[:1].lower() + word[1:]
