"""What is wrong with a pack, where, and what would be right."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake: the file relative to the pack, the line from 1, the field or nothing."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}"
        return (
            f"{place}, {self.field}: {self.message}" if self.field else f"{place}: {self.message}"
        )


class PackError(Exception):
    """The pack cannot be loaded; nothing was changed. ``problems`` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
