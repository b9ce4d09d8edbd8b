"""The little language in which properties and statements say how they are worded.

``{subject}``, ``{value}``, ``{where}`` and ``{by}`` stand for names with their article;
``{subject.name}`` is the bare name, ``{subject.clause}`` and ``{subject.question}`` are an
event's clause and question clause. For dates ``{value}`` is "7 May 2018", ``{value.phrase}``
is "on 7 May 2018" and ``{value.ask}`` is "on what date"; ``{when}`` is a phrase too.
``[was|were]`` agrees with the subject, ``[was|were:value]`` with the value.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from django.utils.translation import gettext as _

PLACEHOLDERS = frozenset(
    f"{word}{form}"
    for word, forms in {
        "subject": ("", ".name", ".clause", ".question"),
        "value": ("", ".name", ".clause", ".question", ".phrase", ".ask"),
        "when": ("",),
        "where": ("", ".name"),
        "by": ("", ".name"),
    }.items()
    for form in forms
)
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_AGREEMENT = re.compile(r"\[([^\[\]|]*)\|([^\[\]|:]*)(?::(subject|value))?\]")


class WordingError(ValueError):
    """A wording has a placeholder or bracket that means nothing."""


def check_wording(text: str) -> None:
    """Raise WordingError, saying what would be right, unless ``text`` can be rendered."""
    for name in _PLACEHOLDER.findall(text):
        if name not in PLACEHOLDERS:
            raise WordingError(
                _("“{%(name)s}” is not a placeholder. Known are: %(known)s.")
                % {"name": name, "known": ", ".join(f"{{{p}}}" for p in sorted(PLACEHOLDERS))}
            )
    # What an agreement chooses from stays, and a filled placeholder leaves a sign behind:
    # neither may hide a bracket nor make two halves of one into a whole.
    rest = _AGREEMENT.sub(r"\1\2", _PLACEHOLDER.sub("_", text))
    if stray := re.search(r"[{}\[\]|]", rest):
        raise WordingError(
            _("A “%(sign)s” stands alone. Write {subject} or [was|were].") % {"sign": stray[0]}
        )


# The wordings of the properties are filled over and over.
@lru_cache(maxsize=4096)
def placeholders(text: str) -> frozenset[str]:
    """Return the placeholders in ``text``, without braces."""
    return frozenset(_PLACEHOLDER.findall(text))


def render(text: str, forms: Mapping[str, str], plural: Mapping[str, bool]) -> str:
    """Fill a checked wording from ``forms`` (a placeholder's text) and ``plural`` (agreement).

    Returns it with single spaces and without a trailing space; the case is left alone.
    """
    agreed = _AGREEMENT.sub(lambda m: m[2] if plural.get(m[3] or "subject") else m[1], text)
    filled = _PLACEHOLDER.sub(lambda m: forms.get(m[1], ""), agreed)
    return re.sub(r"\s+([,.?])", r"\1", re.sub(r"\s+", " ", filled)).strip()


def inside_quotes(text: str) -> str:
    """Return ``text`` as it stands between quotation marks, with single ones inside."""
    return text.translate({ord("“"): "‘", ord("”"): "’"})


def capitalised(text: str) -> str:
    """Return ``text`` with its first letter, also one behind a quotation mark, in upper case."""
    return re.sub(r"^(\W*)(\w)", lambda m: m[1] + m[2].upper(), text, count=1)
