"""The parts of a workbook, looked through before its reader unpacks and builds them.

A workbook is a packed folder of XML. Packed small it can be huge: in bytes, in tags, or in one tag
that has no end; and the reader builds everything before it can be counted. So all parts are counted
here first, in one pass that keeps nothing.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import IO

from .refusals import SheetError

# Twenty thousand rows of statements, with every cell filled, take less than half of this.
LARGEST_UNPACKED = 100_000_000
MOST_PARTS = 1_000
MOST_CELLS = 1_000_000
# Of a cell, what holds its value and its text are tags too.
MOST_TAGS = 2_000_000
# Pieces of a text that look different; what puts them together is slow.
MOST_RUNS = 200_000
MOST_ATTRIBUTES = 4_000_000
LONGEST_TAG = 16_000  # bytes; the longest name many rows and columns, or the words of a style
# Between two tags there is at most the text of a cell, each sign of it written as an entity.
LONGEST_PIECE = 400_000
_CHUNK = 1_000_000

# A tag with its attributes, in which every sign may stand but "<".
_TAG = re.compile(rb"<[^<>\"']*+(?:\"[^\"<]*+\"[^<>\"']*+|'[^'<]*+'[^<>\"']*+)*+>")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_RUN = re.compile(rb"<(?:\w+:)?r[\s/>]")

_TOO_LARGE = "This workbook is too large when unpacked. Take it in parts."
_NOT_NEEDED = "This workbook holds what no table needs. Save it anew as XLSX."


def check_package(raw: bytes) -> bool:
    """Refuse what is no workbook, what would fill the memory, and entities that explode.

    Return whether there may be formulas in it. Raises SheetError.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(it.file_size for it in parts) > LARGEST_UNPACKED:
                raise SheetError(_TOO_LARGE)
            counted = _Counted()
            for part in parts:
                with package.open(part) as file:
                    _check_part(file, counted)
            return counted.formulas > 0
    except SheetError:
        raise
    except Exception as error:
        raise SheetError("This is no XLSX workbook. Save it anew as XLSX, or as CSV.") from error


class _Counted:
    """What all parts have together; the reader may go through each of them."""

    def __init__(self) -> None:
        self.cells = self.runs = self.tags = self.attributes = self.formulas = 0

    def take(self, piece: bytes) -> None:
        """Count a piece of a part, which ends where a tag or the text after one does."""
        # No workbook declares entities, nor has it other marks in which a tag could hide; and in
        # UTF-16 nothing of that would be seen.
        if b"<!" in piece or b"\0" in piece:
            raise SheetError(_NOT_NEEDED)
        tags = _TAG.findall(piece)
        if len(tags) != piece.count(b"<"):
            raise SheetError("This workbook cannot be read. Save it anew as XLSX, or as CSV.")
        if tags and max(map(len, tags)) > LONGEST_TAG:
            raise SheetError(_NOT_NEEDED)
        self.cells += len(_CELL.findall(piece))
        self.formulas += len(_FORMULA.findall(piece))
        self.runs += len(_RUN.findall(piece))
        self.tags += len(tags) - piece.count(b"</")
        self.attributes += piece.count(b"=")
        if self.cells > MOST_CELLS:
            raise SheetError(f"The table has more than {MOST_CELLS:,} cells; split it.")
        many = self.tags > MOST_TAGS or self.attributes > MOST_ATTRIBUTES
        if many or self.runs > MOST_RUNS:
            raise SheetError("This workbook has too many cells and formats. Take it in parts.")


def _check_part(file: IO[bytes], counted: _Counted) -> None:
    """Look through a part, whatever its name is, if a reader of XML could take it for XML."""
    chunk = file.read(_CHUNK)
    if not chunk.lstrip(b"\xef\xbb\xbf\xfe\xff\0 \t\r\n").startswith(b"<"):
        return
    rest = b""
    while chunk:
        piece, mark, begun = (rest + chunk).rpartition(b"<")
        counted.take(piece)
        rest = mark + begun
        if len(rest) > LONGEST_PIECE:
            raise SheetError(_NOT_NEEDED)
        chunk = file.read(_CHUNK)
    if rest:
        counted.take(rest)
