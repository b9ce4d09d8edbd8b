"""A question as people read it: its parts by what they are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


def parts_of(shown: Mapping[str, Any]) -> dict[str, str]:
    """Return the parts of a snapshot, but for what is told after the answer alone."""
    offered = offered_by(shown)
    return {
        _("Question"): shown["stem"],
        _("Right answer"): shown["right_answer"],
        _("Answers offered"): "\n".join(offered),
        _("Accepted when typed"): "" if offered else "; ".join(shown["answers"]),
    }


def offered_by(shown: Mapping[str, Any]) -> list[str]:
    """Return what a snapshot offers to choose from or to put right, in the order shown.

    The prompts of pairs stand with the right answer.
    """
    content = shown["content"]
    offered = [*shown["options"], *content.get("points", ()), *content.get("items", ())]
    events = [f"{it['text']} ({it['when']})" for it in content.get("events", ())]
    return [*(str(it["text"]) for it in offered), *events, *content.get("options", ())]
