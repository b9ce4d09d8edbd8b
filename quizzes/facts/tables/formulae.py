"""Cells that a spreadsheet program would take for a formula, made harmless and back again.

An apostrophe is put before them. It is taken away again when the table comes back, so that
going out and in changes nothing; a text that has apostrophes of its own there gets one more.
"""

import re

# What begins a formula, also in wide letters, and what such programs skip before one.
_SIGNS = "=+\\-@\t\r\n＝＋－＠"
_RISKY = re.compile(rf"'*[{_SIGNS}]")
_MADE_HARMLESS = re.compile(rf"'+[{_SIGNS}]")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def harmless(text: str) -> str:
    """Return ``text`` so that no program takes it for a formula; plain numbers stay numbers."""
    if _RISKY.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def as_it_was(text: str) -> str:
    """Return the text that ``harmless`` was given."""
    return text[1:] if _MADE_HARMLESS.match(text) else text
