"""Lists in one cell of a table, such as the citations of a statement.

Entries are parted by semicolons or stand on lines of their own. What comes first in an entry is
parted from the rest by a colon, and a quotation from what it belongs to by a bar::

    wiki-battle: Battle, para. 3; memo: para. 2 | some 120 men
    HG; acronym: HGD; script: درنة

A sign of these that belongs to the text has a backslash before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from quizzes.facts.pack.fields import check_count

Entry = dict[str, str]

_SPECIAL = re.compile(r"[\\;|]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_LINE_END = "\\n"


def write_slugs(slugs: Sequence[str]) -> str:
    """Write a list of slugs."""
    return "; ".join(slugs)


def read_slugs(text: str) -> list[str]:
    """Read a list of slugs; a comma may part them too."""
    return [part.strip() for part in re.split(r"[;,\n]", text) if part.strip()]


def write_citations(citations: Sequence[Mapping[str, str]]) -> str:
    """Write citations as ``source: locator | quote``."""
    return "; ".join(map(_citation, citations))


def _citation(entry: Mapping[str, str]) -> str:
    text = f"{entry['source']}: {_escaped(entry['locator'])}"
    quote = entry.get("quote", "")
    return f"{text} | {_escaped(quote)}" if quote else text


def read_citations(text: str) -> list[Entry]:
    """Read citations; raises ValueError with what would be right."""
    return [_read_citation(entry) for entry in _entries(text)]


def _read_citation(entry: str) -> Entry:
    source, colon, rest = entry.partition(":")
    locator, *quotes = _split(rest, "|")
    if not colon or not locator.strip():
        raise ValueError(
            f"“{_plain(entry)}” does not say where in the source; "
            "write it as “source: place”, such as “gazette: para. 2”"
        )
    if len(quotes) > 1:
        raise ValueError(
            f"“{_plain(entry)}” has two quotations; put “\\” before a “|” that belongs to the text"
        )
    found = {"source": source.strip(), "locator": _plain(locator)}
    return found | {"quote": _plain(quotes[0])} if quotes else found


def write_aliases(aliases: Sequence[Mapping[str, str]], default: str) -> str:
    """Write aliases; each has its kind before it unless that is the ``default`` kind."""
    return "; ".join(_alias(entry, default) for entry in aliases)


def _alias(entry: Mapping[str, str], default: str) -> str:
    text = _escaped(entry["text"]).replace(":", "\\:")
    kind = entry.get("kind", default)
    return text if kind == default else f"{kind}: {text}"


def read_aliases(text: str) -> list[Entry]:
    """Read aliases; an entry without a kind is left without one. Raises ValueError."""
    return [_read_alias(entry) for entry in _entries(text)]


def _read_alias(entry: str) -> Entry:
    first, *rest = _split(entry, ":")
    if len(rest) > 1 or rest and not rest[0].strip():
        raise ValueError(
            f"“{_plain(entry)}” is not a name; write it as “name” or “kind: name”, "
            "with “\\” before a colon that belongs to the name"
        )
    if rest:
        return {"kind": _plain(first), "text": _plain(rest[0])}
    return {"text": _plain(first)}


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text).replace("\n", _LINE_END)


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda match: "\n" if match[1] == "n" else match[1], text.strip())


def _entries(text: str) -> list[str]:
    entries = [entry for entry in _split(text, ";\n") if entry.strip()]
    check_count(len(entries))  # before each is looked into
    return entries


def _split(text: str, signs: str) -> list[str]:
    """Return what stands between ``signs`` that have no backslash before them."""
    parts = [""]
    for match in re.finditer(rf"\\.|[{signs}]|[^\\{signs}]+|\\", text, re.DOTALL):
        if match[0] in signs:
            parts.append("")
        else:
            parts[-1] += match[0]
    return parts
