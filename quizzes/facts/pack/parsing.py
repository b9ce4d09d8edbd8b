"""Raw records of a pack understood field by field; every mistake found, not only the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from quizzes.facts.models import Property
from quizzes.lib.edtf import parse as parse_edtf
from quizzes.lib.quantities import parse as parse_quantity

from .fields import Field, check_count, slug, text
from .known import Known
from .problems import MOST_PROBLEMS, PackError, Problem, stopped
from .reading import Cell, RawRecord
from .records import FIELDS, SINGULAR, Record, compact


@dataclass(slots=True)
class Parsed:
    """A record understood, with the lines of its fields for later messages."""

    kind: str
    record: Record
    file: str
    line: int
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        slug: str = self.record["slug"]
        return slug

    def problem(self, name: str, message: str) -> Problem:
        """Return a problem at the field ``name``, or at the record where it has no such field."""
        return Problem(self.file, self.lines.get(name, self.line), name, message)


def parse_records(raws: Sequence[RawRecord]) -> list[Parsed]:
    """Understand all records, their values and the slugs they name.

    Raises PackError with all mistakes: unknown or missing fields, wrong values, the same slug
    or document number twice, and slugs that neither the pack nor the database knows.
    """
    parsed, problems = understand(raws)
    if problems:
        raise PackError(problems)
    make_symmetric(parsed)
    return parsed


def understand(raws: Sequence[RawRecord]) -> tuple[list[Parsed], list[Problem]]:
    """Return the records that can be read, and all mistakes: in the others, and of slugs.

    Behind ``MOST_PROBLEMS`` mistakes nothing is read any more; the last one says so.
    """
    problems: list[Problem] = []
    known = Known(raws)
    parsed: list[Parsed] = []
    for done, raw in enumerate(raws):
        if len(problems) >= MOST_PROBLEMS:
            told = stopped(raw.file, raw.line, len(raws) - done)
            return parsed, [*problems[:MOST_PROBLEMS], told]
        if item := _parse_record(raw, known, problems):
            parsed.append(item)
    _check_unique(raws, problems)
    return parsed, problems


def _check_unique(raws: Sequence[RawRecord], problems: list[Problem]) -> None:
    seen: dict[tuple[str, str, str], RawRecord] = {}
    for raw in raws:
        for name in ("slug", "document"):
            value = raw.text(name)
            first = seen.setdefault((raw.kind, name, value), raw) if value else raw
            if first is not raw:
                message = f"“{value}” stands already in {first.place}"
                problems.append(Problem(raw.file, raw.cells[name].line, name, message))
                if len(problems) >= MOST_PROBLEMS:
                    return


def _parse_record(raw: RawRecord, known: Known, problems: list[Problem]) -> Parsed | None:
    before = len(problems)
    page = _Page(raw, known, problems)
    values = page.fields(FIELDS[raw.kind], raw.cells, raw.line)
    page.check_references(values)
    if raw.kind == "statements":
        page.read_value(values)
    if values.get("status") == "published" and not values.get("citations", True):
        message = "a published fact needs at least one source; add it, or “status: draft”"
        page.note(raw.line, "citations", message)
    if len(problems) > before:
        return None
    lines = {name: cell.line for name, cell in raw.cells.items()}
    return Parsed(raw.kind, compact(raw.kind, values), raw.file, raw.line, lines)


@dataclass(frozen=True, slots=True)
class _Page:
    """A record that is being read, and where the mistakes in it are noted."""

    raw: RawRecord
    known: Known
    problems: list[Problem]

    def note(self, line: int, name: str, message: str) -> None:
        """Note a mistake."""
        self.problems.append(Problem(self.raw.file, line, name, message))

    def fields(
        self, specs: Sequence[Field], cells: Mapping[str, Cell], line: int, column: str = ""
    ) -> Record:
        """Return the values of a record, or of a part of one, as far as they can be read.

        In a table a part has no place of its own, but stands in a ``column``.
        """
        names = [spec.name for spec in specs]
        for name, cell in cells.items():
            if name not in names:
                known = ", ".join(names)
                message = f"not a field of a {SINGULAR[self.raw.kind]}; known are: {known}"
                self.note(cell.line, column or name, message)
        values: Record = {}
        for spec in specs:
            found = cells.get(spec.name)
            if found is None or found.value == "":
                if spec.required:
                    at = found.line if found else line
                    self.note(at, column or spec.name, "is missing")
                values[spec.name] = spec.default
                continue
            try:
                values[spec.name] = self._value(spec, found)
            except ValueError as error:
                self.note(found.line, column or spec.name, str(error))
        return values

    def _value(self, spec: Field, cell: Cell) -> Any:
        if spec.parts:
            return self._parts(spec, cell)
        if spec.many:
            entries = cell.value if isinstance(cell.value, list) else [cell]
            check_count(len(entries))
            return sorted({self._scalar(spec, entry) for entry in entries})
        return self._scalar(spec, cell)

    def _scalar(self, spec: Field, cell: Cell) -> Any:
        if not isinstance(cell.value, str):
            found = "a list stands" if isinstance(cell.value, list) else "fields stand"
            raise ValueError(f"must be plain text, but {found} here")
        try:
            return spec.read(cell.value)
        except ValueError as error:
            hint = self.known.hint(spec.refers_to, cell.value) if spec.refers_to else ""
            raise ValueError(f"{error}{hint}") from error

    def _parts(self, spec: Field, cell: Cell) -> list[Record]:
        if not isinstance(cell.value, list):
            raise ValueError("must be a list: lines that begin with “- ”")
        check_count(len(cell.value))
        rows: list[Record] = []
        seen: set[str] = set()
        for entry in cell.value:
            if not isinstance(entry.value, dict):
                raise ValueError(f"each entry has fields: {', '.join(p.name for p in spec.parts)}")
            column = "" if self.raw.file else spec.name
            values = self.fields(spec.parts, entry.value, entry.line, column)
            name = ", ".join(values[p.name] for p in spec.parts if p.required and p.name in values)
            if name and name in seen:
                self.note(entry.line, spec.name, f"“{name}” stands here twice")
            seen.add(name)
            rows.append(
                {
                    p.name: values[p.name]
                    for p in spec.parts
                    if p.name in values and (p.required or values[p.name] != p.default)
                }
            )
        return sorted(rows, key=lambda row: [str(row.get(p.name, "")) for p in spec.parts])

    def check_references(self, values: Record) -> None:
        """Note slugs that nothing has, among the fields that could be read."""
        for name, kind, target in _references(self.raw.kind, values):
            if message := self.known.missing(kind, target):
                self.note(self._line(name), name, message)
        if values.get("slug") in values.get("different_from", ()):
            message = "nobody is confused with themselves; name others here"
            self.note(self._line("different_from"), "different_from", message)

    def read_value(self, values: Record) -> None:
        """Bring a statement's value into the form that its property's data type asks for."""
        value = values.get("value")
        datatype = self.known.datatypes.get(values.get("property", ""))
        if not value or datatype is None:  # which is told of already
            return
        is_entity = datatype == Property.Datatype.ENTITY
        try:
            values["value"] = in_usual_form(datatype, value)
            message = self.known.missing("entities", value) if is_entity else ""
        except ValueError as error:
            message = str(error) + (self.known.hint("entities", value) if is_entity else "")
        if message:
            self.note(self._line("value"), "value", message)

    def _line(self, name: str) -> int:
        cell = self.raw.cells.get(name)
        return cell.line if cell else self.raw.line


def _references(kind: str, values: Record) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    for spec in FIELDS[kind]:
        value = values.get(spec.name)
        if not value:
            continue
        if spec.parts:
            for part in spec.parts:
                if part.refers_to:
                    targets = [row[part.name] for row in value if row.get(part.name)]
                    found += [(spec.name, part.refers_to, target) for target in targets]
        elif spec.refers_to:
            found += [(spec.name, spec.refers_to, t) for t in (value if spec.many else [value])]
    return found


def in_usual_form(datatype: str, value: str) -> str:
    """Return a statement's value in the usual form of its ``datatype``.

    Raises ValueError with what would be right.
    """
    if datatype == Property.Datatype.ENTITY:
        return slug(value)
    if datatype == Property.Datatype.DATE:
        return parse_edtf(value).text
    if datatype == Property.Datatype.QUANTITY:
        value = parse_quantity(value).text
        text(40)(value)  # as long as its column
    return value


def make_symmetric(parsed: Sequence[Parsed]) -> None:
    """“Not to be confused with” holds in both directions, whichever of them was written."""
    entities = {p.slug: p for p in parsed if p.kind == "entities"}
    for item in list(entities.values()):
        for other in item.record.get("different_from", []):
            twin = entities.get(other)
            if twin and item.slug not in twin.record.get("different_from", []):
                links = sorted([*twin.record.get("different_from", []), item.slug])
                set_field(twin, "different_from", links)


def set_field(item: Parsed, name: str, value: Any) -> None:
    """Give a field of a parsed record another value."""
    defaults = {f.name: f.default for f in FIELDS[item.kind]}
    item.record = compact(item.kind, defaults | item.record | {name: value})
