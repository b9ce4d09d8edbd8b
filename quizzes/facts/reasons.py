"""The reasons that the program itself notes with a change, told from those that people give."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

LOADED = gettext_noop("Loaded from the fact pack")
IMPORTED = gettext_noop("Import of a table")
BACK = gettext_noop("Back to the state of %s")


def human_reason(reason: str | None) -> str:
    """Return a reason if a person gave it, and nothing for one of the program's own."""
    said = (reason or "").strip()
    known = {text for own in (LOADED, IMPORTED, BACK) for text in (own, _(own))}
    patterns = (re.escape(text).replace("%s", ".+") for text in known)
    return "" if any(re.fullmatch(it, said) for it in patterns) else said
