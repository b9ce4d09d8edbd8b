"""Raw records of a pack understood field by field; every mistake found, not only the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from quizzes.facts.models import Property
from quizzes.lib.edtf import parse as parse_edtf
from quizzes.lib.quantities import parse as parse_quantity

from .fields import Field, slug, text
from .problems import PackError, Problem
from .reading import Cell, RawRecord
from .records import FIELDS, MODELS, Record, compact

SINGULAR = {
    "sources": "source",
    "topics": "topic",
    "entities": "entity",
    "properties": "property",
    "statements": "statement",
}


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
    problems: list[Problem] = []
    parsed = [p for p in (_parse_record(raw, problems) for raw in raws) if p]
    _check_unique(parsed, problems)
    if not problems:
        _check_references(parsed, problems)
    if not problems:
        _read_values(parsed, problems)
    if problems:
        raise PackError(problems)
    _make_symmetric(parsed)
    return parsed


def _check_unique(parsed: Sequence[Parsed], problems: list[Problem]) -> None:
    seen: dict[tuple[str, str, str], Parsed] = {}
    for item in parsed:
        for name in ("slug", "document"):
            value = item.record.get(name)
            first = seen.setdefault((item.kind, name, value), item) if value else item
            if first is not item:
                message = f"“{value}” stands already in {first.file}, line {first.line}"
                problems.append(item.problem(name, message))


def _parse_record(raw: RawRecord, problems: list[Problem]) -> Parsed | None:
    before = len(problems)
    values = _parse_fields(FIELDS[raw.kind], raw.cells, raw, raw.line, problems)
    if values.get("status") == "published" and not values.get("citations"):
        message = "a published fact needs at least one source; add it, or “status: draft”"
        problems.append(Problem(raw.file, raw.line, "citations", message))
    if len(problems) > before:
        return None
    lines = {name: cell.line for name, cell in raw.cells.items()}
    return Parsed(raw.kind, compact(raw.kind, values), raw.file, raw.line, lines)


def _parse_fields(
    fields: Sequence[Field],
    cells: Mapping[str, Cell],
    raw: RawRecord,
    line: int,
    problems: list[Problem],
) -> Record:
    names = [f.name for f in fields]
    for name, cell in cells.items():
        if name not in names:
            message = f"not a field of a {SINGULAR[raw.kind]}; known are: {', '.join(names)}"
            problems.append(Problem(raw.file, cell.line, name, message))
    values: Record = {}
    for spec in fields:
        found = cells.get(spec.name)
        if found is None or found.value == "":
            if spec.required:
                at = found.line if found else line
                problems.append(Problem(raw.file, at, spec.name, "is missing"))
            values[spec.name] = spec.default
            continue
        try:
            values[spec.name] = _parse_cell(spec, found, raw, problems)
        except ValueError as error:
            problems.append(Problem(raw.file, found.line, spec.name, str(error)))
    return values


def _parse_cell(spec: Field, cell: Cell, raw: RawRecord, problems: list[Problem]) -> Any:
    if spec.parts:
        return _parse_parts(spec, cell, raw, problems)
    if spec.many:
        entries = cell.value if isinstance(cell.value, list) else [cell]
        return sorted({_scalar(spec, entry) for entry in entries})
    return _scalar(spec, cell)


def _scalar(spec: Field, cell: Cell) -> Any:
    if not isinstance(cell.value, str):
        found = "a list stands" if isinstance(cell.value, list) else "fields stand"
        raise ValueError(f"must be plain text, but {found} here")
    return spec.read(cell.value)


def _parse_parts(spec: Field, cell: Cell, raw: RawRecord, problems: list[Problem]) -> list[Record]:
    if not isinstance(cell.value, list):
        raise ValueError("must be a list: lines that begin with “- ”")
    rows: list[Record] = []
    seen: set[str] = set()
    for entry in cell.value:
        if not isinstance(entry.value, dict):
            raise ValueError(f"each entry has fields: {', '.join(p.name for p in spec.parts)}")
        values = _parse_fields(spec.parts, entry.value, raw, entry.line, problems)
        name = ", ".join(values[p.name] for p in spec.parts if p.required and p.name in values)
        if name and name in seen:
            problems.append(Problem(raw.file, entry.line, spec.name, f"“{name}” stands here twice"))
        seen.add(name)
        rows.append(
            {
                p.name: values[p.name]
                for p in spec.parts
                if p.name in values and (p.required or values[p.name] != p.default)
            }
        )
    return sorted(rows, key=lambda row: [str(row.get(p.name, "")) for p in spec.parts])


def _check_references(parsed: Sequence[Parsed], problems: list[Problem]) -> None:
    known = {
        kind: set(model._default_manager.values_list("slug", flat=True))
        | {p.slug for p in parsed if p.kind == kind}
        for kind, model in MODELS.items()
    }
    for item in parsed:
        for name, kind, target in _references(item):
            if target not in known[kind]:
                message = f"no {SINGULAR[kind]} has the slug “{target}”"
                problems.append(item.problem(name, message))


def _references(item: Parsed) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    for spec in FIELDS[item.kind]:
        value = item.record.get(spec.name)
        if not value:
            continue
        if spec.parts:
            for part in spec.parts:
                if part.refers_to:
                    found += [(spec.name, part.refers_to, row[part.name]) for row in value]
        elif spec.refers_to:
            found += [(spec.name, spec.refers_to, t) for t in (value if spec.many else [value])]
    return found


def _read_values(parsed: Sequence[Parsed], problems: list[Problem]) -> None:
    """Bring each statement's value into the form that its property's data type asks for."""
    datatypes = dict(Property.objects.values_list("slug", "datatype"))
    datatypes |= {p.slug: p.record["datatype"] for p in parsed if p.kind == "properties"}
    entities = set(MODELS["entities"]._default_manager.values_list("slug", flat=True))
    entities |= {p.slug for p in parsed if p.kind == "entities"}
    for item in parsed:
        if item.kind != "statements":
            continue
        datatype = datatypes[item.record["property"]]
        try:
            value = _read_value(datatype, item.record["value"])
            if datatype == "entity" and value not in entities:
                raise ValueError(f"no entity has the slug “{value}”")
            item.record["value"] = value
        except ValueError as error:
            problems.append(item.problem("value", str(error)))


def _read_value(datatype: str, value: str) -> str:
    if datatype == Property.Datatype.ENTITY:
        return slug(value)
    if datatype == Property.Datatype.DATE:
        return parse_edtf(value).text
    if datatype == Property.Datatype.QUANTITY:
        value = parse_quantity(value).text
        text(40)(value)  # as long as its column
    return value


def _make_symmetric(parsed: Sequence[Parsed]) -> None:
    """“Not to be confused with” holds in both directions, whichever of them was written."""
    entities = {p.slug: p for p in parsed if p.kind == "entities"}
    for item in list(entities.values()):
        for other in item.record.get("different_from", []):
            twin = entities.get(other)
            if twin and item.slug not in twin.record.get("different_from", []):
                links = sorted([*twin.record.get("different_from", []), item.slug])
                defaults = {f.name: f.default for f in FIELDS["entities"]}
                merged = defaults | twin.record | {"different_from": links}
                twin.record = compact("entities", merged)
