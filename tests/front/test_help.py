"""The help page, open to everybody."""

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.study.feedback import WORDS


def test_it_works(client: Client, db: None) -> None:
    response = client.get(reverse("help"))
    assert response.status_code == 200
    shown = response.content.decode()
    for heading in ("How reviews work", "Content notes", "Claims and disputed facts"):
        assert heading in shown
    for word in ("<kbd>1</kbd>", "<kbd>Enter</kbd>", "join code"):
        assert word in shown


def test_it_explains_every_verdict_by_the_word_for_it(client: Client, db: None) -> None:
    shown = client.get(reverse("help")).content.decode()
    for word in WORDS.values():
        assert f"<strong>{word}</strong>" in shown


def test_a_learner_sees_it_too(as_alice: Client) -> None:
    assert as_alice.get(reverse("help")).status_code == 200


@pytest.mark.django_db
def test_it_only_reads(client: Client) -> None:
    assert client.post(reverse("help")).status_code == 405
