"""Reading the pages writes nothing, so that no reader waits for whoever writes."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from derna_edu.settings import CACHES
from tests.factories import CommanderFactory

PAGES = {
    "explore": (),
    "entities": ("people",),
    "places": (),
    "timeline": (),
    "search": (),
    "sources": (),
    "disagreements": (),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_a_page_only_reads_with_the_caches_of_the_site(
    client: Client, settings: Any, name: str
) -> None:
    settings.CACHES = CACHES
    call_command("createcachetable")
    CommanderFactory(value_entity__label="Khalifa Haftar")
    with CaptureQueriesContext(connection) as captured:
        response = client.get(reverse(name, args=PAGES[name]), {"q": "Haftar"})
    assert response.status_code == 200
    assert [it["sql"] for it in captured if not it["sql"].startswith("SELECT")] == []
    assert [it["sql"] for it in captured if '"cache"' in it["sql"]] == []
