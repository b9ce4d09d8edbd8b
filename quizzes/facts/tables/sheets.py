"""Uploaded files read into rows of plain text, whatever program wrote them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from openpyxl import load_workbook  # type: ignore[import-untyped]

from .packages import check_package
from .refusals import SheetError

__all__ = ["LARGEST_FILE", "Sheet", "SheetError", "read_sheet"]

LARGEST_FILE = 10_000_000  # bytes
MOST_ROWS = 20_000
MOST_COLUMNS = 60
# A table may have rows that are empty, or merely coloured, below and between.
MOST_LINES = 200_000
# Twenty thousand rows of sixty cells, with as many commas in their texts besides.
MOST_DELIMITERS = 2_000_000
LONGEST_CELL = 32_767  # what a cell of a spreadsheet holds


@dataclass(slots=True)
class Sheet:
    """The heading of a table, and its rows with their numbers as a spreadsheet counts them."""

    heading: list[str]
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def read_sheet(name: str, raw: bytes) -> Sheet:
    """Read a file by the end of its name. Raises SheetError."""
    if len(raw) > LARGEST_FILE:
        raise SheetError(f"The file has {len(raw):,} bytes; at most 10 MB are read.")
    kind = name.rpartition(".")[2].casefold()
    if kind == "csv":
        return _sheet(_csv_rows(_csv_text(raw)))
    if kind == "xlsx":
        return _sheet(_workbook_rows(raw))
    raise SheetError("Choose a file that ends in .xlsx or .csv.")


def _sheet(rows: Iterator[Sequence[str]]) -> Sheet:
    """Gather the rows below the heading that are not empty, all as wide as the heading."""
    numbered = _numbered(rows)
    first, heading = next(((number, row) for number, row in numbered if any(row)), (0, ()))
    if not first:
        raise SheetError("The table is empty. Its first row names the columns.")
    width = max(n for n, text in enumerate(heading, 1) if text)
    sheet = Sheet([*heading[:width]])
    for number, row in numbered:
        if not any(row):
            continue
        if len(sheet.rows) == MOST_ROWS:
            raise SheetError(f"The table has more than {MOST_ROWS:,} rows. Take it in parts.")
        if any(row[width:]):
            raise SheetError(f"Row {number} has more cells than the heading has columns.")
        sheet.rows.append((number, [*row[:width], *[""] * (width - len(row))]))
    return sheet


def _numbered(rows: Iterator[Sequence[str]]) -> Iterator[tuple[int, Sequence[str]]]:
    """Number the rows as a spreadsheet does; refuse a table that has no end."""
    for number, row in enumerate(rows, 1):
        if number > MOST_LINES:
            raise SheetError("The table goes on and on with empty rows. Delete them.")
        yield number, row


# CSV.


def _csv_text(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SheetError("This file is UTF-16. Save it as “CSV UTF-8”, or as XLSX.")
    if raw.startswith(b"PK"):
        raise SheetError("This is an XLSX file by another name. Let its name end in .xlsx.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise SheetError(
            f"This file is not UTF-8 (see line {line}); it may be Windows-1252. "
            "Save it as “CSV UTF-8”, or as XLSX."
        ) from error
    if "\0" in text:
        raise SheetError("This is no CSV file: it holds signs that are no text.")
    return text


def _csv_rows(text: str) -> Iterator[Sequence[str]]:
    declared = re.match(r"sep=(.)\r?\n", text)  # what Excel writes and reads
    if declared:
        text = text[declared.end() :]
    csv.field_size_limit(LARGEST_FILE)
    delimiter = declared[1] if declared else _delimiter(text)
    if text.count(delimiter) > MOST_DELIMITERS:  # a single row would fill the memory
        raise SheetError("The table has too many cells. Take it in parts.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise SheetError(
                f"Line {reader.line_num}: the quotation marks are out of order ({error})."
            ) from error
        yield _bounded(row)


def _delimiter(text: str) -> str:
    """Return which sign parts the cells: the one that stands most often in the heading."""
    heading = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").partition("\n")[0])
    return max(",;\t", key=heading.count)


# XLSX.


def _workbook_rows(raw: bytes) -> Iterator[Sequence[str]]:
    has_formulas = check_package(raw)
    try:
        formulas = _cells(raw, data_only=False) if has_formulas else iter(())
        for number, row in enumerate(_cells(raw, data_only=True), 1):
            _check_formulas(next(formulas, ()), row, number)
            yield _bounded([_cell_text(cell, number) for cell in row])
    except SheetError:
        raise
    except Exception as error:
        # What a damaged workbook makes of its reader is not known beforehand.
        raise SheetError(
            "This workbook cannot be read. Save it anew as XLSX, or as CSV."
        ) from error


def _cells(raw: bytes, *, data_only: bool) -> Iterator[Sequence[Any]]:
    """The cells of the first sheet, row by row: with what formulas came to, or the formulas."""
    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=data_only, keep_links=False)
    return iter(book.worksheets[0].iter_rows(max_col=MOST_COLUMNS + 1))


def _check_formulas(formulas: Sequence[Any], row: Sequence[Any], number: int) -> None:
    """Refuse a formula of which it is not known what it comes to: the cell would seem empty."""
    for formula, cell in zip(formulas, row, strict=False):
        if formula.data_type == "f" and cell.value is None:
            raise SheetError(
                f"Row {number} holds a formula without its result. Write the text or the number "
                "itself, or save the file once in a spreadsheet program."
            )


def _cell_text(cell: Any, row: int) -> str:
    """Return what a cell holds as an editor would type it."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        raise SheetError(f"Row {row} holds an error of the spreadsheet, {value}.")
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return _date_text(value, cell.number_format, row)
    if isinstance(value, time | timedelta):
        raise SheetError(f"Row {row} holds a time of day, {value}. Write dates as text.")
    try:
        return _number_text(value, cell.number_format or "")
    except (OverflowError, InvalidOperation) as error:
        raise SheetError(f"Row {row} holds a number that is too large.") from error


def _date_text(value: date, number_format: str, row: int) -> str:
    """Return a date with no more precision than the cell shows."""
    if isinstance(value, datetime):
        if value.time() != time():
            raise SheetError(f"Row {row} holds a time of day, {value}. Write dates as text.")
        value = value.date()
    shown = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", number_format or "").casefold()
    if "d" in shown or "general" in shown or not shown:
        return value.isoformat()
    return f"{value:%Y-%m}" if "m" in shown else f"{value:%Y}"


def _number_text(value: Any, number_format: str) -> str:
    if "%" in number_format:
        return f"{_plain_number(value * 100)}%"
    return _plain_number(value)


def _plain_number(value: Any) -> str:
    """Return a number as its cell shows it: without noughts behind, nor the slips of binary."""
    number = Decimal(f"{value:.15g}")
    if not number.is_finite():
        raise OverflowError
    return f"{number.normalize():f}" if number else "0"


def _bounded(row: Iterable[str]) -> Sequence[str]:
    cells = [text.replace("\r\n", "\n") for text in row]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise SheetError(f"The table has more than {MOST_COLUMNS} columns.")
    if any(len(text) > LONGEST_CELL for text in cells):
        raise SheetError(f"A cell holds more than {LONGEST_CELL:,} characters.")
    return cells
