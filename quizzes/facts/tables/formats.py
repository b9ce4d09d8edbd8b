"""The kinds of files in which tables go out, so that they come back as they went."""

from __future__ import annotations

import csv
import io
from typing import Any

from import_export.formats import base_formats
from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]
from openpyxl.styles import Font  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from .formulae import harmless

TEXT = "@"  # the number format that keeps a spreadsheet program from taking 2018-05 for a day


class CSV(base_formats.CSV):  # type: ignore[misc]
    """Text with commas, in UTF-8 with the mark that spreadsheet programs look for."""

    def get_title(self) -> str:
        return "CSV"

    def export_data(self, dataset: Any, **kwargs: Any) -> str:
        """Return the file as text."""
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(dataset.headers)
        for row in dataset:
            writer.writerow([harmless(str(cell)) for cell in row])
        return out.getvalue()


class XLSX(base_formats.XLSX):  # type: ignore[misc]
    """A workbook with one sheet, all its cells text but for whole numbers."""

    def get_title(self) -> str:
        return "Excel (XLSX)"

    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        """Return the file."""
        book = Workbook(write_only=True)
        sheet = book.create_sheet(dataset.title or "records")
        sheet.freeze_panes = "B2"
        for n in range(1, len(dataset.headers) + 1):
            column = sheet.column_dimensions[get_column_letter(n)]
            column.width, column.number_format = 18, TEXT
        sheet.append([_heading(sheet, name) for name in dataset.headers])
        for row in dataset:
            sheet.append([_cell(sheet, value) for value in row])
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


def _heading(sheet: Any, name: str) -> Any:
    cell = WriteOnlyCell(sheet, name)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, int):
        return value
    text = harmless(str(value))
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text))
    # Not a formula even where the text begins like one.
    cell.data_type, cell.number_format = "s", TEXT
    return cell
