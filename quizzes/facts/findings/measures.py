"""Units: which of them measure the same thing, so that their numbers can be compared."""

_MEASURES = (
    ("hour", "day", "week", "month", "year"),
    ("metre", "meter", "m", "kilometre", "kilometer", "km", "mile", "mi"),
    ("hectare", "ha", "square kilometre", "square kilometer", "km²", "square mile"),
    ("%", "per cent", "percent", "percentage"),
)


def comparable(one: str, other: str) -> bool:
    """Whether two different units measure the same: months and years, or fighter and fighters.

    No unit at all may be any.
    """
    if one == other:
        return False
    first, second = _singular(one), _singular(other)
    if first == second or not (first and second):
        return True
    return any(first in measure and second in measure for measure in _MEASURES)


def _singular(unit: str) -> str:
    return " ".join(unit.casefold().split()).removesuffix("s")
