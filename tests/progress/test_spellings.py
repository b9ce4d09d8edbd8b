"""What became of the spellings that a learner proposed."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.models import Question
from quizzes.facts.admin.proposals import accept, decline
from quizzes.facts.models import AliasProposal, Entity
from quizzes.study.models import Response
from quizzes.study.spellings import propose, proposed_by
from tests.factories import (
    AliasFactory,
    CommanderFactory,
    EntityFactory,
    TypedQuestionFactory,
    UserFactory,
)

from .makers import TODAY, answer

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
URL = reverse("progress_corrections")
HEAD = "Spellings you proposed"


@pytest.fixture
def haftar(db: None) -> Entity:
    entity: Entity = EntityFactory(label="Khalifa Haftar")
    return entity


def proposed(learner: User, entity: Entity, text: str, days_ago: int = 0) -> AliasProposal:
    """Let a learner type ``text`` for the name of ``entity`` and send it to the editors."""
    question = TypedQuestionFactory(
        statement=CommanderFactory(value_entity=entity),
        answers=[entity.label],
        answer_kind=Question.AnswerKind.PERSONAL,
        right_answer=entity.label,
    )
    at = NOON - timedelta(days=days_ago)
    response = answer(learner, TODAY, "wrong", question, given=text, answered_at=at)
    propose(response, at)
    assert response.proposal is not None
    return response.proposal


def page(client: Client, **query: str) -> str:
    response = client.get(URL, query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def only(proposal: AliasProposal) -> Any:
    return AliasProposal.objects.filter(pk=proposal.pk)


def test_it_works(as_alice: Client, alice: User, haftar: Entity) -> None:
    proposal = proposed(alice, haftar, "Chalifa Chaftar")
    shown = page(as_alice)
    assert HEAD in shown
    assert "<strong>Chalifa Chaftar</strong> for Khalifa Haftar" in shown
    assert "1 March 2026 · waiting for the editors" in shown
    decline(only(proposal))
    assert "not accepted" in page(as_alice)
    only(proposal).update(status="open")
    accept(only(proposal), sure=True)
    assert "accepted: it counts as right from now on" in page(as_alice)


def test_one_that_the_editors_corrected_does_not_count_as_it_was_typed(
    as_alice: Client, alice: User, haftar: Entity
) -> None:
    proposal = proposed(alice, haftar, "Chalifa Chaftar")
    accept(only(proposal), text="Khalifa Chaftar", sure=True)
    shown = page(as_alice)
    assert "accepted, but in a spelling that the editors have corrected" in shown
    assert "counts as right" not in shown


def test_one_that_has_become_a_name_otherwise_counts(
    as_alice: Client, alice: User, haftar: Entity
) -> None:
    proposal = proposed(alice, haftar, "Chalifa Chaftar")
    decline(only(proposal))
    AliasFactory(entity=haftar, text="chalifa chaftar")
    assert "it counts as right from now on" in page(as_alice)


def test_only_their_own(as_alice: Client, alice: User, bob: User, haftar: Entity) -> None:
    proposed(bob, haftar, "Chalifa Chaftar")
    assert HEAD not in page(as_alice)
    proposed(alice, haftar, "Kalifa Aftar")
    shown = page(as_alice)
    assert "Kalifa Aftar" in shown
    assert "Chalifa" not in shown


def test_the_same_proposed_twice_is_told_once(
    as_alice: Client, alice: User, bob: User, haftar: Entity
) -> None:
    proposed(alice, haftar, "Chalifa Chaftar", days_ago=2)
    proposed(bob, haftar, "Chalifa Chaftar")
    proposed(alice, haftar, "chalifa chaftar")
    assert page(as_alice).count("Chalifa Chaftar") == 1
    assert "1 March 2026 · waiting" in page(as_alice)


def test_many_are_divided_into_pages(as_alice: Client, alice: User, haftar: Entity) -> None:
    for number in range(21):
        proposed(alice, haftar, f"Chalifa Chaftar {chr(97 + number) * 3}", days_ago=number)
    shown = page(as_alice)
    assert "Chaftar aaa" in shown
    assert "Chaftar uuu" not in shown
    assert 'href="?proposed=2#proposed"' in shown
    assert "Chaftar uuu" in page(as_alice, proposed="2")
    assert "Chaftar aaa" in page(as_alice, proposed="x")


def test_as_many_queries_for_few_and_many(as_alice: Client, alice: User) -> None:
    counts = []
    for number in (1, 12):
        for n in range(number):
            entity = EntityFactory(label=f"Khalifa Haftar{n}{number}")
            proposed(alice, entity, "Chalifa Chaftar")
        with CaptureQueriesContext(connection) as captured:
            page(as_alice)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_thanks_lead_there(as_alice: Client, alice: User, haftar: Entity) -> None:
    question = TypedQuestionFactory(
        statement=CommanderFactory(value_entity=haftar),
        answers=[haftar.label],
        answer_kind=Question.AnswerKind.PERSONAL,
        right_answer=haftar.label,
    )
    response = answer(alice, TODAY, "wrong", question, given="Chalifa Chaftar")
    url = reverse("propose_spelling", args=[response.token])
    link = f'<a href="{URL}#proposed">See what becomes of it</a>'
    assert link in as_alice.post(url, headers={"HX-Request": "true"}).content.decode()
    assert link in as_alice.post(url, follow=True).content.decode()


def test_older_answers_are_linked_by_their_words(alice: User, haftar: Entity) -> None:
    proposal = proposed(alice, haftar, "Chalifa  Chaftar")
    response = alice.responses.get()
    assert response.proposal == proposal

    class Older:
        """The models as the migration finds them: an answer tells only that it was sent."""

        def get_model(self, room: str, name: str) -> Any:
            return {"AliasProposal": AliasProposal, "Response": Sent}[name]

    class Sent:
        class objects:  # noqa: N801
            @staticmethod
            def filter(**wanted: Any) -> Any:
                wanted.pop("spelling_proposed", None)
                return Response.objects.filter(**wanted)

    Response.objects.update(proposal=None)
    import_module("quizzes.study.migrations.0012_link_proposals").link(Older(), None)
    assert [it["proposal"] for it in proposed_by(alice)] == [proposal.pk]
    assert not proposed_by(UserFactory()).exists()
