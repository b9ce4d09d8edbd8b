"""The formats of questions. Adding one means a module here, a partial, and a line below."""

from .base import AnswerMissing, Format, Graded, Shown
from .choice import Choice
from .flashcard import Flashcard
from .typed import Typed

FORMATS: dict[str, Format] = {f.name: f for f in (Choice(), Typed(), Flashcard())}

__all__ = ["FORMATS", "AnswerMissing", "Format", "Graded", "Shown"]
