"""Marks: the points that answers earn, whole ones and parts."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, F, FloatField, Q, Value, When
from django.utils.formats import number_format

from .models import Response
from .sessions import EARNED


def earned(response: Response) -> float:
    """Return the part of the mark, 0 to 1, that a response earned; 0 for an open one."""
    if response.score is None:  # answered before parts were counted
        return float(response.verdict in EARNED)
    return response.score


def points_of(path: str = "") -> Case:
    """Return ``earned`` as a column, of the responses that ``path`` leads to, such as "a__b__"."""
    return Case(
        When(Q(**{f"{path}score__isnull": False}), then=F(f"{path}score")),
        When(Q(**{f"{path}verdict__in": EARNED}), then=Value(1.0)),
        default=Value(0.0),
        output_field=FloatField(),
    )


def total(responses: Iterable[Response]) -> float:
    """Return the points that responses earned together."""
    return sum(map(earned, responses))


def in_figures(points: float) -> str:
    """Return points as people write them: “7”, “7.5”, “0.67”."""
    rounded = round(points, 2)
    return str(number_format(int(rounded) if rounded == int(rounded) else rounded))
