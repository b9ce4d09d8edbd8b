"""Somebody at the desk, with the harbour's facts in the database."""

import pytest
from django.test import Client

from tests.facts.conftest import PackFolder
from tests.facts.desk import new_editor


@pytest.fixture
def editor(pack: PackFolder) -> Client:
    pack.load()
    return new_editor("editor")
