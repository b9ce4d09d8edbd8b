"""Writing the fact base back as a pack, always in the same order and form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from quizzes.facts.models import Topic

from .fields import as_text
from .records import Record, prefetched, record_of

HEADER = "# Fact pack. Licence: CC BY-SA 4.0. The format is explained in docs/facts.md.\n\n"


class _PlainDumper(yaml.SafeDumper):
    """Writes every scalar as plain text: the reader takes nothing for a number or a date."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)

    def represent_str(self, data: str) -> yaml.ScalarNode:
        # Elsewhere than in double quotes the reader takes this old line end for a space.
        style = '"' if "\x85" in data else None
        return self.represent_scalar("tag:yaml.org,2002:str", data, style)


_PlainDumper.add_representer(str, _PlainDumper.represent_str)


def dump_pack(folder: Path) -> dict[str, int]:
    """Write the whole fact base into ``folder`` and return the number of records by kind.

    Files that were dumped there before are replaced, or removed if nothing goes into them now;
    statements go to one file a topic, in order of time. All files are written aside first, so
    that a full disk leaves the pack that was there.
    """
    outdated = _dumped(folder)
    counts: dict[str, int] = {}
    texts: dict[Path, str] = {}
    for kind in ("sources", "topics", "entities", "properties"):
        rows = sorted(prefetched(kind), key=lambda row: (getattr(row, "position", 0), row.slug))
        counts[kind] = len(rows)
        if rows:
            records = [record_of(kind, row) for row in rows]
            texts[folder / f"{kind}.yaml"] = _text(kind, records)
    by_topic: defaultdict[str, list[Any]] = defaultdict(list)
    for row in prefetched("statements"):
        by_topic[row.topic.slug].append(row)
    for topic in Topic.objects.all():
        rows = sorted(by_topic[topic.slug], key=_in_time)
        if rows:
            records = [record_of("statements", row) for row in rows]
            texts[folder / "statements" / f"{topic.slug}.yaml"] = _text("statements", records)
    counts["statements"] = sum(len(rows) for rows in by_topic.values())
    _write(texts)
    for path in outdated - texts.keys():
        path.unlink()
    return counts


def _dumped(folder: Path) -> set[Path]:
    """Return the files in ``folder`` that were dumped there."""
    files = [path for path in folder.rglob("*.yaml") if path.is_file()]
    return {path for path in files if path.read_bytes().startswith(HEADER.encode())}


def _in_time(row: Any) -> tuple[date, str]:
    first = row.when_first or row.value_date_first or date.max
    return first, row.slug


def _text(kind: str, records: list[Record]) -> str:
    """The text of a file."""
    entries = [
        yaml.dump(
            [_plain(record)],
            Dumper=_PlainDumper,
            allow_unicode=True,
            sort_keys=False,
            default_flow_style=False,
            width=100,
        )
        for record in records
    ]
    return f"{HEADER}{kind}:\n" + "\n".join(entries)


def _write(texts: Mapping[Path, str]) -> None:
    """Write files, in the place of those that are there once all could be written."""
    aside = {path: path.with_name(f"{path.name}.new") for path in texts}
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            aside[path].write_text(text, encoding="utf-8")
        for path, new in aside.items():
            new.replace(path)
    finally:
        for new in aside.values():
            new.unlink(missing_ok=True)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return as_text(value)
