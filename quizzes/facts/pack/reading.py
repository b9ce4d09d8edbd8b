"""YAML into cells that remember their line. Every scalar stays the text that was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from .problems import PackError, Problem

LARGEST_FILE = 5_000_000  # bytes
LONGEST_LIST = 20_000

# What escapes such as "\0" can write but no database takes as text.
_NO_TEXT = re.compile("[\0\ud800-\udfff]")

RECORD_KINDS = ("sources", "topics", "entities", "properties", "statements")


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of the pack and the line (from 1) on which it begins."""

    value: str | list[Cell] | dict[str, Cell]
    line: int


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record as it stands in a file, not yet understood."""

    kind: str
    file: str
    line: int
    cells: dict[str, Cell]


class _NoAliases(yaml.SafeLoader):
    """A YAML loader that refuses aliases: a few lines of them can explode into gigabytes."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(
                problem="YAML aliases (*name) are not allowed; write the value out",
                problem_mark=event.start_mark,
            )
        return super().compose_node(parent, index)


def read_pack(folder: Path) -> list[RawRecord]:
    """Read all ``*.yaml`` files below ``folder``, in the order of their paths.

    Raises PackError for files that are missing, too large, not UTF-8, not YAML, or not lists
    of records under the known headings.
    """
    files = sorted(path for path in folder.rglob("*.yaml") if not path.is_dir())
    if not files:
        message = "no .yaml files here; a pack is a folder with files such as sources.yaml"
        raise PackError([Problem(str(folder), 1, "", message)])
    records: list[RawRecord] = []
    problems: list[Problem] = []
    for path in files:
        name = path.relative_to(folder).as_posix()
        try:
            records.extend(_records(name, _read_file(path, name)))
        except PackError as error:
            problems.extend(error.problems)
    if problems:
        raise PackError(problems)
    return records


def _read_text(path: Path, name: str) -> str:
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            limit = LARGEST_FILE // 1_000_000
            raise _error(name, 1, f"the file has {size:,} bytes; at most {limit} MB are read")
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _error(name, line, "this is not UTF-8 text; save the file as UTF-8") from error
    except OSError as error:
        raise _error(name, 1, f"this cannot be read: {error.strerror}") from error


def _read_file(path: Path, name: str) -> Cell:
    text = _read_text(path, name)
    try:
        node = yaml.compose(text, Loader=_NoAliases)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 1
        raise _error(name, line, f"this is not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise _error(
            name, _line_of(text, error), f"this is not YAML: {_first_line(error)}"
        ) from error
    except (ValueError, OverflowError) as error:
        # PyYAML takes any eight digits behind \U for a sign.
        raise _error(name, 1, "this is not YAML: a sign after \\U does not exist") from error
    except RecursionError as error:
        raise _error(name, 1, "this is nested too deeply") from error
    if node is None:
        raise _error(name, 1, f"the file is empty; it begins with {_headings()}")
    return _cell(node, name)


def _line_of(text: str, error: yaml.YAMLError) -> int:
    position = getattr(error, "position", 0)
    return text[:position].count("\n") + 1


def _first_line(error: Exception) -> str:
    return str(error).split("\n")[0]


def _cell(node: yaml.Node, file: str) -> Cell:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return Cell(_scalar(node, file), line)
    if isinstance(node, yaml.SequenceNode):
        if len(node.value) > LONGEST_LIST:
            raise _error(file, line, f"a list has at most {LONGEST_LIST:,} entries")
        return Cell([_cell(child, file) for child in node.value], line)
    cells: dict[str, Cell] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _error(file, key.start_mark.line + 1, "a field's name must be a plain word")
        name = _scalar(key, file)
        if name in cells:
            raise _error(file, key.start_mark.line + 1, "this field stands here twice", name)
        cells[name] = _cell(value, file)
    return Cell(cells, line)


def _scalar(node: yaml.ScalarNode, file: str) -> str:
    text = str(node.value).strip()
    if _NO_TEXT.search(text):
        raise _error(file, node.start_mark.line + 1, "this holds a sign that is no text")
    return text


def _records(file: str, cell: Cell) -> Iterator[RawRecord]:
    if not isinstance(cell.value, dict):
        raise _error(file, cell.line, f"the file must begin with {_headings()}")
    for kind, entries in cell.value.items():
        if kind not in RECORD_KINDS:
            raise _error(file, entries.line, f"not a heading; write {_headings()}", kind)
        if not isinstance(entries.value, list):
            raise _error(file, entries.line, "must be a list: lines that begin with “- ”", kind)
        for entry in entries.value:
            if not isinstance(entry.value, dict):
                message = "a record must have fields, as in “slug: derna”"
                raise _error(file, entry.line, message, kind)
            yield RawRecord(kind, file, entry.line, entry.value)


def _headings() -> str:
    return "one of " + ", ".join(f"“{kind}:”" for kind in RECORD_KINDS)


def _error(file: str, line: int, message: str, field: str = "") -> PackError:
    return PackError([Problem(file, line, field, message)])
