"""Numbers as the pictures write them."""


def short(number: float) -> str:
    """Write a coordinate without needless digits, and with a point in every language."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
