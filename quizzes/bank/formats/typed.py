"""Typed answer: write a name."""

from .writing import Kind, Written


class Typed(Written):
    """The name of a person, a place, a group or whatever else has one."""

    name = "typed"
    template = "bank/formats/typed.html"
    kinds = (Kind.NAME, Kind.PERSONAL)
