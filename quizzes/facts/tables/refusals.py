"""What is said of a file that cannot be taken for a table."""


class SheetError(ValueError):
    """A file that is no table; the message says what to do."""
