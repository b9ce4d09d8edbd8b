"""Cells that a spreadsheet program would take for a formula, made harmless and back again.

An apostrophe is put before them. It is taken away again when the table comes back, so that
going out and in changes nothing; a text that has apostrophes of its own there gets one more.

A formula counts only where a cell begins, but where that is the program decides: one that expects
other signs between the cells of a CSV file, as in countries whose numbers have a comma, goes by
the semicolons and line ends inside of a text. So what follows these is made harmless too; in
workbooks as well, for they are saved as CSV.
"""

import re

# What begins a formula, also in wide letters, and what such programs skip before one.
_SIGNS = "=+\\-@\t\r\n＝＋－＠"
# What may stand between two cells.
_BETWEEN = ";,\t\r\n"
_BEGINNING = rf"(\A|(?<=[{_BETWEEN}])[ \"]*)"
_NUMBER = rf"[+-]?[0-9]+(?:\.[0-9]+)?[ \"]*(?:[{_BETWEEN}]|\Z)"
_RISKY = re.compile(rf"{_BEGINNING}(?!{_NUMBER})('*[{_SIGNS}])")
_MADE_HARMLESS = re.compile(rf"{_BEGINNING}'('*[{_SIGNS}])")


def harmless(text: str) -> str:
    """Return ``text`` so that no program takes it for a formula; plain numbers stay numbers."""
    return _RISKY.sub(r"\1'\2", text)


def as_it_was(text: str) -> str:
    """Return the text that ``harmless`` was given."""
    return _MADE_HARMLESS.sub(r"\1\2", text)
