"""What is wrong with a pack, where, and what would be right."""

from dataclasses import dataclass

# Who has made more mistakes has made one of them again and again. Nothing more is read then.
MOST_PROBLEMS = 300


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
        # With what is said where the reading stopped.
        told = [str(problem) for problem in self.problems[: MOST_PROBLEMS + 1]]
        if more := len(self.problems) - len(told):
            told.append(f"and {more:,} more")
        super().__init__("\n".join(told))


def stopped(file: str, line: int, unread: int) -> Problem:
    """Return what is said where the reading stopped, with how many records were left ``unread``."""
    return Problem(
        file, line, "", f"reading stopped here, with {unread:,} more to read: mend these first"
    )
