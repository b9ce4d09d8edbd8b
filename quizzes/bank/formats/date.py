"""Date: write when it was, in any usual way."""

from .writing import Kind, Written


class Date(Written):
    """A day, a month, a year, or a span of time."""

    name = "date"
    template = "bank/formats/date.html"
    kinds = (Kind.DATE,)
