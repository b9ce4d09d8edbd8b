"""YAML into cells that remember their line. Every scalar stays the text that was written."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .problems import PackError, Problem

LARGEST_FILE = 5_000_000  # bytes
LARGEST_PACK = 50_000_000
LONGEST_LIST = 20_000
MOST_FIELDS = 100
# A record's parts have fields: no deeper than file, list, record, list, part.
DEEPEST = 6

# The reader written in C where it is there: it is many times quicker and refuses the same.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# What escapes such as "\0" can write but no database takes as text.
_NO_TEXT = re.compile("[\0\ud800-\udfff]")

_ENDING = ".yaml"
# Endings that somebody may mean by it; what has them is named, and not passed over.
_MEANT = (".yaml", ".yml")

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

    @property
    def place(self) -> str:
        """Where the record stands; a table has no file and counts rows."""
        return f"{self.file}, line {self.line}" if self.file else f"row {self.line}"

    def text(self, name: str) -> str:
        """The text of a field, or nothing where it has none."""
        cell = self.cells.get(name)
        return cell.value if cell and isinstance(cell.value, str) else ""


def read_pack(folder: Path) -> list[RawRecord]:
    """Read all ``*.yaml`` files below ``folder``, in the order of their paths.

    Raises PackError for files that are missing, too large, not UTF-8, not YAML, or not lists
    of records under the known headings, and for what is named nearly like such a file.
    """
    files, problems = _files(folder)
    records: list[RawRecord] = []
    for path in files:
        name = path.relative_to(folder).as_posix()
        try:
            records.extend(_records(name, _read_file(path, name)))
        except PackError as error:
            problems.extend(error.problems)
    if problems:
        raise PackError(problems)
    return records


def _files(folder: Path) -> tuple[list[Path], list[Problem]]:
    """Return the pack's files, and what would be passed over because of its name."""
    found: list[Path] = []
    misnamed: list[Problem] = []
    try:
        for place, folders, names in os.walk(folder, onerror=_refuse):
            found += [Path(place, name) for name in names if name.endswith(_ENDING)]
            within = Path(place).relative_to(folder)
            misnamed += _misnamed(within, folders, names)
        size = sum(path.lstat().st_size for path in found)
    except FileNotFoundError as error:
        raise _error(str(folder), 0, "there is no such folder") from error
    except NotADirectoryError as error:
        message = "this is a file; name the folder that holds the pack’s files"
        raise _error(str(folder), 0, message) from error
    except OSError as error:
        unread = Path(error.filename or folder)
        raise _error(str(unread), 0, f"this cannot be read: {error.strerror}") from error
    if not found and not misnamed:
        message = "no .yaml files here; a pack is a folder with files such as sources.yaml"
        raise _error(str(folder), 0, message)
    if size > LARGEST_PACK:
        limit = LARGEST_PACK // 1_000_000
        raise _error(str(folder), 0, f"the files have {size:,} bytes; at most {limit} MB are read")
    return sorted(found), misnamed


def _misnamed(within: Path, folders: list[str], names: list[str]) -> Iterator[Problem]:
    for name in folders:
        if name.lower().endswith(_MEANT):
            message = "this is a folder; give it a name that does not end like a file’s"
            yield Problem((within / name).as_posix(), 0, "", message)
    for name in names:
        if name.lower().endswith(_MEANT) and not name.endswith(_ENDING):
            yield Problem((within / name).as_posix(), 0, "", "let its name end in .yaml")


def _refuse(error: OSError) -> None:
    """Stop at a folder that cannot be read, where the walk would pass it over."""
    raise error


def _read_text(path: Path, name: str) -> str:
    try:
        if not path.is_file():
            raise _error(
                name, 1, "this cannot be read: there is no such file, or it is no plain one"
            )
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
        if len(raw) > LARGEST_FILE:
            size, limit = path.stat().st_size, LARGEST_FILE // 1_000_000
            raise _error(name, 1, f"the file has {size:,} bytes; at most {limit} MB are read")
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _error(name, line, "this is not UTF-8 text; save the file as UTF-8") from error
    except OSError as error:
        raise _error(name, 1, f"this cannot be read: {error.strerror}") from error


def _read_file(path: Path, name: str) -> Cell:
    text = _read_text(path, name)
    try:
        return _Composer(text, name).file()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        message = f"this is not YAML: {error.problem or error.context}{_advice(error, text)}"
        raise _error(name, line, message) from error
    except yaml.YAMLError as error:
        line, message = _line_of(text, error), str(error).split("\n")[0]
        raise _error(name, line, f"this is not YAML: {message}") from error
    except (ValueError, OverflowError) as error:
        # PyYAML takes any eight digits behind \U for a sign.
        raise _error(name, 1, "this is not YAML: a sign after \\U does not exist") from error


def _advice(error: yaml.MarkedYAMLError, text: str) -> str:
    """Return what to do about the mistakes that are made most, or nothing."""
    problem, mark = error.problem or "", error.problem_mark
    lines = text.splitlines()
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    if "tab character" in problem or (mark and line[mark.column : mark.column + 1] == "\t"):
        return "; indent with spaces, not with tabs"
    if "cannot start any token" in problem:
        return "; put the value in quotation marks"
    if "mapping values are not allowed" in problem:
        return "; put a value with “: ” in it in quotation marks"
    if "end of stream" in problem:
        return "; a quotation mark is not closed"
    if "document start" in problem:
        return "; a file has one document, without “---” in it"
    return ""


def _line_of(text: str, error: yaml.YAMLError) -> int:
    """Return the line on which a sign stands that YAML does not allow."""
    position = getattr(error, "position", 0)
    if _Loader is not yaml.SafeLoader:  # which counts bytes
        return text.encode()[:position].count(b"\n") + 1
    return text[:position].count("\n") + 1


class _Composer:
    """Makes cells of what the YAML parser finds, and stops at the first thing out of place."""

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self._events: Iterator[Any] = yaml.parse(text, Loader=_Loader)

    def file(self) -> Cell:
        """Return the one document of the file."""
        next(self._events)  # the stream begins
        if isinstance(next(self._events), yaml.StreamEndEvent):
            raise _error(self._file, 1, f"the file is empty; it begins with {_headings()}")
        cell = self._cell(next(self._events), 1)
        next(self._events)  # the document ends
        if isinstance(more := next(self._events), yaml.DocumentStartEvent):
            message = "a second document begins here; a file has one, without “---” in it"
            raise _error(self._file, _line(more), message)
        return cell

    def _cell(self, event: Any, depth: int) -> Cell:
        line = _line(event)
        if depth > DEEPEST:
            raise _error(self._file, line, "this is nested too deeply")
        if isinstance(event, yaml.AliasEvent):
            message = "YAML aliases (*name) are not allowed; write the value out"
            raise _error(self._file, line, message)
        if event.tag and event.tag != "!":
            message = f"YAML tags ({event.tag}) are not allowed; write the bare value"
            raise _error(self._file, line, message)
        if isinstance(event, yaml.ScalarEvent):
            return Cell(self._text(event), line)
        if isinstance(event, yaml.SequenceStartEvent):
            return Cell(self._list(line, depth), line)
        return Cell(self._fields(depth), line)

    def _list(self, line: int, depth: int) -> list[Cell]:
        entries: list[Cell] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            if len(entries) == LONGEST_LIST:
                raise _error(self._file, line, f"a list has at most {LONGEST_LIST:,} entries")
            entries.append(self._cell(event, depth + 1))
        return entries

    def _fields(self, depth: int) -> dict[str, Cell]:
        fields: dict[str, Cell] = {}
        while not isinstance(key := next(self._events), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent):
                raise _error(self._file, _line(key), "a field's name must be a plain word")
            name = self._text(key)
            if len(fields) == MOST_FIELDS:
                raise _error(self._file, _line(key), f"a record has at most {MOST_FIELDS} fields")
            if name in fields:
                raise _error(self._file, _line(key), "this field stands here twice", name)
            fields[name] = self._cell(next(self._events), depth + 1)
        return fields

    def _text(self, event: Any) -> str:
        text = str(event.value).strip()
        if _NO_TEXT.search(text):
            raise _error(self._file, _line(event), "this holds a sign that is no text")
        return text


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1


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
                message = "a record must have fields, as in “slug: harbour”"
                raise _error(file, entry.line, message, kind)
            yield RawRecord(kind, file, entry.line, entry.value)


def _headings() -> str:
    return "one of " + ", ".join(f"“{kind}:”" for kind in RECORD_KINDS)


def _error(file: str, line: int, message: str, field: str = "") -> PackError:
    return PackError([Problem(file, line, field, message)])
