"""What is wrong with a pack, where, and what would be right."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake: the file relative to the pack, the line from 1, the field or nothing.

    Where the mistake is not in the text of a file, but the file or folder itself, the line is 0.
    In a table, which has no file, the line is a row and the field a column.
    """

    file: str
    line: int
    field: str
    message: str

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        if self.file and not self.line:
            return self.file
        if self.file:
            return ", ".join(filter(None, (f"{self.file}, line {self.line}", self.field)))
        return f"row {self.line}, column {self.field}" if self.field else f"row {self.line}"

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class PackError(Exception):
    """The pack cannot be loaded; nothing was changed. ``problems`` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
