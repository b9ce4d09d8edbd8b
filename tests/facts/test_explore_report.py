"""Telling the editors of a problem with a fact."""

from typing import Any
from urllib.parse import quote, unquote

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.facts.explore.reporting import MOST_A_DAY
from quizzes.facts.models import Report, Statement
from tests.conftest import MovableClock
from tests.factories import PASSWORD, StatementFactory

from .reading import read, text_of

pytestmark = pytest.mark.django_db


def send(client: Client, fact: Statement, text: str = "The day is wrong.", **kwargs: Any) -> Any:
    return client.post(reverse("report_fact", args=[fact.slug]), {"text": text}, **kwargs)


def test_it_works(as_alice: Client, alice: User, moving_clock: MovableClock) -> None:
    fact = StatementFactory()
    response = send(as_alice, fact, follow=True)
    assert response.redirect_chain == [(reverse("fact", args=[fact.slug]), 302)]
    assert "Thank you. The editors will look at it." in response.content.decode()
    report = Report.objects.get()
    assert (report.statement, report.reporter, report.text) == (fact, alice, "The day is wrong.")
    assert report.made_at == moving_clock.moment
    assert report.settled_at is None


def test_the_form_is_on_the_page_of_the_fact(as_alice: Client) -> None:
    fact = StatementFactory()
    html = read(as_alice, "fact", fact.slug)
    assert f'action="{reverse("report_fact", args=[fact.slug])}"' in html
    assert '<details class="report" id="report">' in html
    assert 'maxlength="1000"' in html


def test_a_visitor_is_asked_to_log_in_and_comes_back_to_the_form(
    client: Client, alice: User
) -> None:
    fact = StatementFactory()
    html = read(client, "fact", fact.slug)
    assert reverse("report_fact", args=[fact.slug]) not in html
    assert "Log in to report a problem You need an account" in text_of(html)
    back = f"{reverse('fact', args=[fact.slug])}?report=1#report"
    login = f"{reverse('account_login')}?next={quote(back)}"
    assert f'href="{login}"' in html
    response = client.post(login, {"login": "alice", "password": PASSWORD})
    assert response["Location"] == back
    assert '<details class="report" id="report" open>' in read(
        client, "fact", fact.slug, report="1"
    )


def test_a_visitor_cannot_send_one(client: Client) -> None:
    fact = StatementFactory()
    response = send(client, fact)
    assert response.status_code == 302
    back = f"{reverse('fact', args=[fact.slug])}?report=1#report"
    assert unquote(response["Location"]) == f"{reverse('account_login')}?next={back}"
    assert not Report.objects.exists()


def test_what_was_written_is_in_the_form_again_after_the_login(client: Client, alice: User) -> None:
    """The login had expired while it was being written."""
    fact = StatementFactory()
    login = send(client, fact, "The day is wrong.")["Location"]
    back = client.post(login, {"login": "alice", "password": PASSWORD})["Location"]
    response = client.get(back)
    assert response.context["form"]["text"].value() == "The day is wrong."
    html = response.content.decode()
    assert '<details class="report" id="report" open>' in html
    assert "What you had written is here again; it has not been sent yet." in html
    assert not Report.objects.exists()
    assert client.get(back).context["form"]["text"].value() is None  # told once


def test_what_was_written_of_one_fact_is_not_put_to_another(client: Client, alice: User) -> None:
    login = send(client, StatementFactory(), "The day is wrong.")["Location"]
    client.post(login, {"login": "alice", "password": PASSWORD})
    other = reverse("fact", args=[StatementFactory().slug])
    response = client.get(other, {"report": "1"})
    assert "The day is wrong." not in response.content.decode()


def test_a_visitor_does_not_see_what_was_written(client: Client) -> None:
    fact = StatementFactory()
    send(client, fact, "The day is wrong.")
    assert "The day is wrong." not in read(client, "fact", fact.slug, report="1")


@pytest.mark.parametrize(("text", "kept"), [("x" * 5000, 1000), ("  \n", 0), ("a\0b", 3)])
def test_only_so_much_is_kept(client: Client, text: str, kept: int) -> None:
    """Whoever asks without a login fills no database."""
    send(client, StatementFactory(), text)
    assert len(client.session.get("unsent_report", {}).get("text", "")) == kept


@pytest.mark.parametrize("status", [Statement.Status.DRAFT, Statement.Status.RETIRED])
def test_what_is_not_published_cannot_be_reported(as_alice: Client, status: str) -> None:
    assert send(as_alice, StatementFactory(status=status)).status_code == 404
    assert not Report.objects.exists()


@pytest.mark.parametrize("text", ["", "   \n", "x" * 1001, "null\0character"])
def test_a_bad_text_comes_back_with_the_form_open(as_alice: Client, text: str) -> None:
    response = send(as_alice, StatementFactory(), text)
    assert response.status_code == 422
    assert '<details class="report" id="report" open>' in response.content.decode()
    assert not Report.objects.exists()


def test_a_thousand_letters_are_taken(as_alice: Client) -> None:
    send(as_alice, StatementFactory(), "x" * 1000)
    assert len(Report.objects.get().text) == 1000


def test_a_double_click_counts_once(as_alice: Client) -> None:
    fact = StatementFactory()
    for _ in range(2):
        assert send(as_alice, fact).status_code == 302
    assert Report.objects.count() == 1


def test_another_problem_another_fact_and_a_settled_one_count_anew(
    as_alice: Client, moving_clock: MovableClock
) -> None:
    fact = StatementFactory()
    send(as_alice, fact)
    send(as_alice, fact, "The place is wrong.")
    send(as_alice, StatementFactory())
    Report.objects.update(settled_at=moving_clock.moment)
    send(as_alice, fact)
    assert Report.objects.count() == 4


def test_two_people_may_say_the_same(as_alice: Client, bob: User) -> None:
    fact = StatementFactory()
    send(as_alice, fact)
    as_bob = Client()
    as_bob.force_login(bob)
    send(as_bob, fact)
    assert Report.objects.count() == 2


def test_twenty_a_day_are_enough(as_alice: Client, bob: User, moving_clock: MovableClock) -> None:
    fact = StatementFactory()
    for number in range(MOST_A_DAY):
        assert send(as_alice, fact, f"Problem {number}").status_code == 302
    response = send(as_alice, fact, "One more")
    assert response.status_code == 422
    assert "You have sent many reports today." in text_of(response.content.decode())
    assert "One more" in response.content.decode()
    as_bob = Client()
    as_bob.force_login(bob)
    assert send(as_bob, fact).status_code == 302
    moving_clock.move(hours=25)
    assert send(as_alice, fact, "One more").status_code == 302


def test_it_wants_a_post(as_alice: Client) -> None:
    assert as_alice.get(reverse("report_fact", args=[StatementFactory().slug])).status_code == 405


@pytest.mark.parametrize("text", ["\u200b\u200b", "…!?", "\u202e"])
def test_a_report_that_says_nothing(as_alice: Client, text: str) -> None:
    response = send(as_alice, StatementFactory(), text)
    assert response.status_code == 422
    assert "Say in a few words what is wrong." in response.content.decode()
    assert not Report.objects.exists()
