"""The rows of a table brought into the cells of the pack's own reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from quizzes.facts.pack.fields import Field, as_text, edtf
from quizzes.facts.pack.known import Known
from quizzes.facts.pack.problems import MOST_PROBLEMS, Problem, stopped
from quizzes.facts.pack.reading import Cell, RawRecord
from quizzes.facts.pack.records import FIELDS, SINGULAR, Record
from quizzes.facts.signals import Progress, Steps

from .columns import EDITION, columns, texts
from .formulae import as_it_was
from .notation import read_aliases, read_citations, read_slugs
from .sheets import Sheet
from .typed import typed_date, typed_value

# What a new record has where the table says nothing, and the desk is more careful than the pack.
CAREFUL = {"status": "draft"}

# How many rows are read between two words of progress.
STEP = 500

_LINE_END = re.compile(r"\r\n?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

PARTS: dict[str, Callable[[str], list[dict[str, str]]]] = {
    "citations": read_citations,
    "aliases": read_aliases,
}


@dataclass(slots=True)
class Rows:
    """What the rows say, record by record, and what cannot be read."""

    raws: list[RawRecord] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    # The edition that a row says it was exported from, by its number.
    editions: dict[int, str] = field(default_factory=dict)


def read_rows(kind: str, sheet: Sheet, current: Mapping[str, Record]) -> Steps[Rows]:
    """Bring the rows of a sheet into cells.

    ``current`` are the stored records by slug: a column that the table does not have keeps the
    value it has there. What is wrong with the heading hides nothing of what is wrong below it.
    """
    rows = Rows()
    names = _heading(kind, sheet, rows)
    if "slug" not in names:
        return rows  # nothing tells what the rows are about
    reader = _RowReader(kind, names, rows)
    for done, (number, row) in enumerate(sheet.rows):
        if len(rows.problems) >= MOST_PROBLEMS:
            rows.problems.append(stopped("", number, len(sheet.rows) - done))
            break
        if done and done % STEP == 0:
            yield Progress(_("The rows are read"), done, len(sheet.rows))
        reader.read(number, dict(zip(names, row, strict=True)), current)
    return rows


def _heading(kind: str, sheet: Sheet, rows: Rows) -> list[str]:
    """Return the names of the columns, and note those that cannot be used."""
    names = [as_it_was(text).strip().casefold().replace(" ", "_") for text in sheet.heading]
    known = columns(kind)
    for n, name in enumerate(names):
        if name not in known:
            message = f"not a column of {kind}; known are: {', '.join(known)}"
            rows.problems.append(Problem("", 1, name or f"{n + 1}", message))
        elif name in names[:n]:
            rows.problems.append(Problem("", 1, name, "this column stands here twice"))
    if "slug" not in names:
        message = f"is missing; it tells which {SINGULAR[kind]} a row is about"
        rows.problems.append(Problem("", 1, "slug", message))
    return names


class _RowReader:
    def __init__(self, kind: str, names: Sequence[str], rows: Rows) -> None:
        self._kind = kind
        self._names = set(names)
        self._rows = rows
        self._known = Known([])
        required = {field.name for field in FIELDS[kind] if field.required}
        self._lacking = sorted(required - self._names)

    def read(self, number: int, cells: Mapping[str, str], current: Mapping[str, Record]) -> None:
        """Read one row."""
        slug = _text(cells["slug"])
        record = current.get(slug)
        if record is None and self._lacking and slug:
            self._note(number, "slug", self._unknown(slug))
            return
        if edition := _text(cells.get(EDITION, "")):
            self._rows.editions[number] = edition
        found = dict(self._cells(number, cells, record))
        self._rows.raws.append(RawRecord(self._kind, "", number, found))

    def _unknown(self, slug: str) -> str:
        hint = self._known.hint(self._kind, slug)
        more = ", ".join(self._lacking)
        return (
            f"no {SINGULAR[self._kind]} has the slug “{slug}”{hint or '.'} "
            f"A new one needs these columns too: {more}"
        )

    def _cells(
        self, number: int, cells: Mapping[str, str], record: Record | None
    ) -> Iterator[tuple[str, Cell]]:
        written = texts(self._kind, record) if record is not None else {}
        told: dict[str, str] = {}
        for spec in FIELDS[self._kind]:
            text = _text(cells[spec.name]) if spec.name in self._names else None
            keeps = text is None or (not text and _has_usual_value(spec))
            if record is not None and (keeps or _same(text or "", written[spec.name])):
                told[spec.name] = written[spec.name]
                yield spec.name, _cell_of(record.get(spec.name, spec.default), number)
            elif keeps:
                yield spec.name, Cell(CAREFUL.get(spec.name, ""), number)
            else:
                told[spec.name] = text or ""
                yield spec.name, self._cell(spec, text or "", number, told)

    def _cell(self, spec: Field, text: str, number: int, told: Mapping[str, str]) -> Cell:
        """Return the cell of the pack's reader for a text; note what cannot be read."""
        try:
            if spec.name in PARTS:
                parts = PARTS[spec.name](text)
                return _cell_of(parts, number)
            if spec.many:
                return _cell_of(read_slugs(text), number)
            if spec.read is edtf and text:
                return Cell(typed_date(text), number)
            if spec.name == "value":
                datatype = self._known.datatypes.get(told.get("property", ""), "")
                return Cell(typed_value(datatype, text) if text else "", number)
        except ValueError as error:
            self._note(number, spec.name, str(error))
        return Cell(text, number)

    def _note(self, number: int, name: str, message: str) -> None:
        self._rows.problems.append(Problem("", number, name, message))


def _text(cell: str) -> str:
    """Return what a cell says, without blanks at its edges, which no pack keeps either."""
    return as_it_was(cell).strip()


def _same(text: str, written: str) -> bool:
    """Whether a cell says what the export wrote, but for what a file does not keep."""
    return text == written or _as_kept(text) == _as_kept(written)


def _as_kept(text: str) -> str:
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", _LINE_END.sub("\n", text)).strip()


def _has_usual_value(spec: Field) -> bool:
    """Whether a field cannot be empty: nothing in its cell then changes nothing."""
    return bool(spec.default)


def _cell_of(value: Any, number: int) -> Cell:
    """Return a value of a record as the pack's reader would have found it."""
    if isinstance(value, list):
        return Cell([_cell_of(part, number) for part in value], number)
    if isinstance(value, dict):
        return Cell({name: _cell_of(part, number) for name, part in value.items()}, number)
    return Cell("" if value is None else as_text(value), number)
