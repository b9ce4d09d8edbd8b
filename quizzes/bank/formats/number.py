"""Number: write how many, in figures or in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from quizzes.bank.generation.drafts import Draft

from .writing import Kind, Written


class Number(Written):
    """A number as its source gives it; the question names what it counts."""

    name = "number"
    template = "bank/formats/number.html"
    kinds = (Kind.NUMBER,)

    def flaw(self, draft: Draft) -> str:
        """A question that does not say what is counted; see Format.flaw."""
        unit = draft.statement.unit
        words = ["percentage", "per cent", "%"] if unit == "%" else unit.casefold().split()[:1]
        named = any(word.rstrip("s") in draft.stem.casefold() for word in words)
        return "" if named or not words else _("the stem does not say what the number counts")
