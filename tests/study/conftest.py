"""What all tests of the study room share."""

import pytest


@pytest.fixture(autouse=True)
def _questions_of_the_tests_own(bank_at_rest: None) -> None:
    """The facts of these tests come with the questions that the tests give them."""
