"""What the pack and the database know by their slugs, and what a wrong slug may have meant."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from django.utils.text import slugify
from rapidfuzz import process

from quizzes.facts.models import Property

from .fields import slug as read_slug
from .reading import RawRecord
from .records import MODELS, SINGULAR

# For so many wrong slugs the nearest one is looked for; who has more has another trouble.
MOST_HINTS = 200
LEAST_LIKENESS = 75


class Known:
    """The slugs of each kind of record, in ``raws`` or in the database."""

    def __init__(self, raws: Sequence[RawRecord]) -> None:
        self._raws = raws
        self._slugs: dict[str, set[str]] = {}
        # Kinds of which some record in the pack has no readable slug, so that no slug of that
        # kind can be said to be missing.
        self._uncertain: set[str] = set()
        self._hints: dict[tuple[str, str], str] = {}

    def missing(self, kind: str, slug: str) -> str:
        """Return a message if there is no record of ``kind`` with ``slug``, else nothing."""
        if slug in self._of(kind) or kind in self._uncertain:
            return ""
        return f"no {SINGULAR[kind]} has the slug “{slug}”{self.hint(kind, slug)}"

    def hint(self, kind: str, text: str) -> str:
        """Return "; did you mean …?" for the slug nearest to ``text``, or nothing."""
        if (kind, text) not in self._hints and len(self._hints) < MOST_HINTS:
            meant = slugify(text)
            if meant not in self._of(kind):
                found = process.extractOne(meant, self._of(kind), score_cutoff=LEAST_LIKENESS)
                meant = found[0] if found else ""
            self._hints[kind, text] = f"; did you mean “{meant}”?" if meant else ""
        return self._hints.get((kind, text), "")

    @cached_property
    def datatypes(self) -> dict[str, str]:
        """The data types of properties by slug."""
        found = dict(Property.objects.values_list("slug", "datatype"))
        for raw in self._raws:
            if raw.kind == "properties":
                slug, datatype = (raw.text(name) for name in ("slug", "datatype"))
                found.pop(slug, None)  # what the pack says counts, if it says anything
                if datatype in Property.Datatype.values:
                    found[slug] = datatype
        return found

    def _of(self, kind: str) -> set[str]:
        if kind not in self._slugs:
            slugs = set(MODELS[kind]._default_manager.values_list("slug", flat=True))
            written = {raw.text("slug") for raw in self._raws if raw.kind == kind}
            if not all(_is_slug(text) for text in written):
                self._uncertain.add(kind)
            self._slugs[kind] = slugs | written
        return self._slugs[kind]


def _is_slug(text: str) -> bool:
    try:
        read_slug(text)
    except ValueError:
        return False
    return True
