"""Names that hold one another: the UN, a UN office."""

from __future__ import annotations

from collections.abc import Iterable


class Names:
    """Folded names of one thing, or of several."""

    def __init__(self, folded: Iterable[str]) -> None:
        # Between spaces, so that only whole words are found in one another.
        self._names = tuple(dict.fromkeys(f" {name} " for name in folded))
        self._all = "\n".join(self._names)

    @classmethod
    def together(cls, several: Iterable[Names]) -> Names:
        """Return the names of all."""
        return cls(name[1:-1] for names in several for name in names._names)

    def meet(self, other: Names) -> bool:
        """Whether the two have a name in common, or one has the other's in its own."""
        for name in self._names:
            if name in other._all:
                return True
        return any(name in self._all for name in other._names)
