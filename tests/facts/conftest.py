"""A small fact pack to break, and an ear for what the facts room announces."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quizzes.facts.pack import PackError, Problem, Report, load_pack
from quizzes.facts.pack.loading import OnConflict
from quizzes.facts.signals import Change, facts_changed


@pytest.fixture(autouse=True)
def _bank_at_rest(bank_at_rest: None) -> None:
    """These tests are about the facts alone."""


class PackFolder:
    """A fact pack in a folder of its own: the harbour's, until a test changes it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, content: str | bytes) -> None:
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())

    def read(self, name: str) -> str:
        return (self.path / name).read_text(encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace the first ``old`` in a file; it must be there."""
        text = self.read(name)
        assert old in text
        self.write(name, text.replace(old, new, 1))

    def load(self, on_conflict: OnConflict = "refuse") -> Report:
        return load_pack(self.path, on_conflict)

    def problems(self) -> list[Problem]:
        """Load the pack, which must be refused, and return why."""
        with pytest.raises(PackError) as refused:
            self.load()
        return refused.value.problems

    def files(self) -> dict[str, str]:
        found = sorted(self.path.rglob("*.yaml"))
        return {path.relative_to(self.path).as_posix(): path.read_text("utf-8") for path in found}


@pytest.fixture
def pack(tmp_path: Path) -> PackFolder:
    """The harbour's pack, ready to be loaded."""
    folder = tmp_path / "harbour"
    shutil.copytree(Path(__file__).parent / "pack", folder)
    return PackFolder(folder)


@pytest.fixture
def empty_pack(tmp_path: Path) -> PackFolder:
    folder = tmp_path / "empty"
    folder.mkdir()
    return PackFolder(folder)


@pytest.fixture
def announced() -> Iterator[list[Change]]:
    """The changes announced while the test runs, in order."""
    heard: list[Change] = []

    def hear(change: Change, **kwargs: Any) -> None:
        heard.append(change)

    facts_changed.connect(hear)
    yield heard
    facts_changed.disconnect(hear)
