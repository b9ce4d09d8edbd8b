"""“This is another spelling of the name”: a typed answer goes to the editors, once."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.models import Question
from quizzes.facts.models import AliasProposal, Entity
from quizzes.study import spellings
from quizzes.study.models import Attempt, Response
from tests.factories import (
    AliasFactory,
    CommanderFactory,
    EntityFactory,
    QuestionFactory,
    TypedQuestionFactory,
    UserFactory,
)

from .steps import HTMX, open_question, post_answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("moving_clock")]

I_WAS_RIGHT = "I was right"
OFFER = "This is another spelling of the name"


@pytest.fixture
def haftar(db: None) -> Entity:
    entity: Entity = EntityFactory(label="Khalifa Haftar")
    return entity


@pytest.fixture
def question(haftar: Entity) -> Question:
    """Asks for Haftar by name."""
    fact = CommanderFactory(value_entity=haftar)
    asked: Question = TypedQuestionFactory(
        statement=fact,
        answers=["Khalifa Haftar"],
        answer_kind=Question.AnswerKind.PERSONAL,
        right_answer="Khalifa Haftar",
    )
    return asked


def typed(client: Client, learner: User, text: str) -> Response:
    """Type ``text`` as the answer to the review's next question."""
    response = open_question(client, learner)
    assert post_answer(client, response, {"answer": text}).status_code == 200
    response.refresh_from_db()
    return response


def feedback(client: Client, response: Response) -> str:
    html: str = client.get(reverse("review_answer", args=[response.token])).content.decode()
    return html


def propose(client: Client, response: Response, **kwargs: Any) -> Any:
    return client.post(reverse("propose_spelling", args=[response.token]), **kwargs)


def test_the_editors_see_the_question(
    as_alice: Client, alice: User, question: Question, haftar: Entity
) -> None:
    propose(as_alice, typed(as_alice, alice, "Chalifa  Chaftar"))
    proposal = AliasProposal.objects.get()
    assert spellings.questions_answered_with(proposal) == [question.stem]
    assert spellings.questions_for(haftar) == 1
    assert spellings.questions_for(question.statement.subject) == 0
    editor = UserFactory(is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(editor)
    url = reverse("admin:facts_aliasproposal_change", args=[proposal.pk])
    assert question.stem in client.get(url).content.decode()


def test_it_works(as_alice: Client, alice: User, question: Question, haftar: Entity) -> None:
    response = typed(as_alice, alice, "Chalifa  Chaftar")
    assert response.verdict == "wrong"
    assert OFFER not in feedback(as_alice, response), "in a review they say that they were right"
    assert I_WAS_RIGHT in feedback(as_alice, response)
    sent = propose(as_alice, response, follow=True)
    assert "Thank you. The editors will look at your spelling." in sent.content.decode()
    assert sent.redirect_chain == [(reverse("review_answer", args=[response.token]), 302)]
    proposal = AliasProposal.objects.get()
    assert (proposal.entity, proposal.text, proposal.times) == (haftar, "Chalifa Chaftar", 1)
    response.refresh_from_db()
    assert response.verdict == "wrong"
    assert OFFER not in feedback(as_alice, response)


def test_htmx_gets_the_thanks_alone(as_alice: Client, alice: User, question: Question) -> None:
    response = typed(as_alice, alice, "Chalifa Chaftar")
    html = propose(as_alice, response, headers=HTMX).content.decode()
    assert html.strip().startswith('<p id="spelling" data-focus tabindex="-1">Thank you.')


def test_a_slip_may_be_proposed_too(as_alice: Client, alice: User, question: Question) -> None:
    response = typed(as_alice, alice, "Khalifa Hafxar")
    assert response.verdict == "almost"
    assert OFFER in feedback(as_alice, response)
    propose(as_alice, response)
    assert AliasProposal.objects.get().text == "Khalifa Hafxar"


def test_a_double_click_counts_once(as_alice: Client, alice: User, question: Question) -> None:
    response = typed(as_alice, alice, "Chalifa Chaftar")
    for _ in range(2):
        assert "Thank you" in propose(as_alice, response, follow=True).content.decode()
    assert AliasProposal.objects.get().times == 1


def test_each_learner_counts_whatever_the_capitals(
    as_alice: Client, alice: User, bob: User, question: Question
) -> None:
    propose(as_alice, typed(as_alice, alice, "Chalifa Chaftar"))
    as_bob = Client()
    as_bob.force_login(bob)
    propose(as_bob, typed(as_bob, bob, "chalifa CHAFTAR"))
    proposal = AliasProposal.objects.get()
    assert (proposal.text, proposal.times) == ("Chalifa Chaftar", 2)


@pytest.mark.parametrize("given", ["Khalifa Haftar", "Haftar", "Hifter"])
def test_a_right_answer_is_no_proposal(
    as_alice: Client, alice: User, question: Question, given: str
) -> None:
    response = typed(as_alice, alice, given)
    assert OFFER not in feedback(as_alice, response)
    propose(as_alice, response)
    assert not AliasProposal.objects.exists()


@pytest.mark.parametrize("given", ["Ateyah Al-Shaari", "Atiya Shaari", "Shaari", "The Captain"])
def test_anothers_name_is_no_spelling(
    as_alice: Client, alice: User, question: Question, given: str
) -> None:
    other = EntityFactory(label="Ateyah Al-Shaari")
    AliasFactory(entity=other, text="The Captain")
    response = typed(as_alice, alice, given)
    assert response.verdict == "wrong"
    assert OFFER not in feedback(as_alice, response)
    said = propose(as_alice, response, follow=True).content.decode()
    assert "That cannot be taken as another spelling of this name." in said
    assert not AliasProposal.objects.exists()


def test_a_name_given_to_another_since_is_refused(
    as_alice: Client, alice: User, question: Question
) -> None:
    response = typed(as_alice, alice, "Chalifa Chaftar")
    EntityFactory(label="Chalifa Chaftar")
    propose(as_alice, response)
    assert not AliasProposal.objects.exists()
    response.refresh_from_db()
    assert response.proposal is None


def test_a_question_changed_since_is_not_proposed_to(
    as_alice: Client, alice: User, question: Question
) -> None:
    response = typed(as_alice, alice, "Chalifa Chaftar")
    Question.objects.update(version=2)
    propose(as_alice, response)
    assert not AliasProposal.objects.exists()


def test_dates_and_choices_have_no_spellings(as_alice: Client, alice: User) -> None:
    TypedQuestionFactory()
    response = typed(as_alice, alice, "9 May 2018")
    assert OFFER not in feedback(as_alice, response)
    propose(as_alice, response)
    QuestionFactory()
    response = open_question(as_alice, alice)
    post_answer(as_alice, response, {"choice": "0"})
    propose(as_alice, response)
    assert not AliasProposal.objects.exists()


def test_a_text_that_is_too_long_for_a_name_is_not_offered(
    as_alice: Client, alice: User, question: Question
) -> None:
    response = typed(as_alice, alice, "y" * 180)
    assert OFFER not in feedback(as_alice, response)
    propose(as_alice, response)
    assert not AliasProposal.objects.exists()


@pytest.mark.parametrize("direction", [Question.Direction.SUBJECT, Question.Direction.CLAIMANT])
def test_in_a_quiz_and_for_every_name_asked_for(as_alice: Client, direction: str) -> None:
    brigade, claimant = EntityFactory(label="Al-Saiqa", kind="unit"), EntityFactory(label="Omar")
    entity = brigade if direction == Question.Direction.SUBJECT else claimant
    fact = CommanderFactory(subject=brigade, attributed_to=claimant)
    TypedQuestionFactory(
        statement=fact, direction=direction, answers=[entity.label], answer_kind="name"
    )
    as_alice.post(reverse("practise", args=[fact.slug]))
    attempt = Attempt.objects.get()
    as_alice.get(reverse("quiz_attempt", args=[attempt.pk]))
    url = reverse("quiz_answer", args=[attempt.pk, 1])
    given = "Zzaiqua" if entity is brigade else "Omxxr"
    assert OFFER in as_alice.post(url, {"answer": given}).content.decode()
    sent = propose(as_alice, attempt.responses.get(), follow=True)
    assert sent.redirect_chain == [(url, 302)]
    assert AliasProposal.objects.get().entity == entity


@pytest.mark.parametrize(
    ("given", "offered"),
    [("Hifter", False), ("xyz", False), ("Human Commission", True), ("حفتر", True)],
)
def test_in_a_quiz_it_is_offered_for_what_is_somewhat_like_the_name(
    as_alice: Client, given: str, offered: bool
) -> None:
    commission = EntityFactory(label="National Commission for Human Rights", kind="unit")
    fact = CommanderFactory(value_entity=commission)
    TypedQuestionFactory(statement=fact, answers=[commission.label], answer_kind="name")
    as_alice.post(reverse("practise", args=[fact.slug]))
    attempt = Attempt.objects.get()
    as_alice.get(reverse("quiz_attempt", args=[attempt.pk]))
    page = as_alice.post(reverse("quiz_answer", args=[attempt.pk, 1]), {"answer": given})
    assert 'class="verdict is-wrong"' in page.content.decode()
    assert (OFFER in page.content.decode()) is offered


def test_in_a_visitors_quiz_it_is_not_offered(client: Client, question: Question) -> None:
    client.post(reverse("practise", args=[question.statement.slug]))
    attempt = Attempt.objects.get()
    client.get(reverse("quiz_attempt", args=[attempt.pk]))
    url = reverse("quiz_answer", args=[attempt.pk, 1])
    assert OFFER not in client.post(url, {"answer": "Chalifa Chaftar"}).content.decode()
    response = propose(client, attempt.responses.get())
    assert reverse("account_login") in response["Location"]
    assert not AliasProposal.objects.exists()


def test_a_strangers_answer_is_not_found(
    as_alice: Client, alice: User, bob: User, question: Question
) -> None:
    response = typed(as_alice, alice, "Chalifa Chaftar")
    as_bob = Client()
    as_bob.force_login(bob)
    assert propose(as_bob, response).status_code == 404
    assert not AliasProposal.objects.exists()


def test_an_open_question_is_not_found(as_alice: Client, alice: User, question: Question) -> None:
    assert propose(as_alice, open_question(as_alice, alice)).status_code == 404


def test_it_wants_a_post(as_alice: Client, alice: User, question: Question) -> None:
    response = typed(as_alice, alice, "Chalifa Chaftar")
    assert as_alice.get(reverse("propose_spelling", args=[response.token])).status_code == 405


def test_the_feedback_leads_to_the_fact(as_alice: Client, alice: User, question: Question) -> None:
    html = feedback(as_alice, typed(as_alice, alice, "Khalifa Haftar"))
    assert f'href="{reverse("fact", args=[question.statement.slug])}"' in html
    assert "Read about this fact" in html
