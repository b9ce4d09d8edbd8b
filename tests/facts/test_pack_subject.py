"""The engine knows nothing of any subject: what a pack is about stands in the pack alone."""

import re
from pathlib import Path

from django.conf import settings

WORDS = re.compile(r"derna|haftar|liby|mujahid|shura|LNA\b|benghazi|cyrenaica", re.IGNORECASE)
# The name of the product, and the password of its demo.
BRANDING = re.compile(r"Derna Edu|derna_edu|derna-edu|derna-demo|seeds/derna")


def told_of_the_subject(text: str) -> list[str]:
    return WORDS.findall(BRANDING.sub("", text))


def test_it_works() -> None:
    found = {}
    for path in sorted(Path(settings.BASE_DIR, "quizzes").rglob("*.py")):
        if words := told_of_the_subject(path.read_text(encoding="utf-8")):
            found[path.relative_to(settings.BASE_DIR).as_posix()] = words
    assert found == {}


def test_it_would_be_seen() -> None:
    assert told_of_the_subject("As in “the Libyan National Army”.")
    assert not told_of_the_subject("Derna Edu: the desk")
