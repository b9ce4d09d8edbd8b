"""Corrections as readers are told of them: by sitting and not by click, with people's reasons."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from quizzes.accounts.models import User
from quizzes.facts.explore.corrections import corrections, withdrawal
from quizzes.facts.models import Statement
from quizzes.facts.reasons import human_reason
from tests.conftest import MovableClock
from tests.factories import StatementFactory

from .desk import new_editor
from .reading import read, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def fact(moving_clock: MovableClock) -> Statement:
    made: Statement = StatementFactory(subject__clause="the tower fell", value_date="2018-05-01")
    made.history.update(history_date=moving_clock.moment)
    return made


def change(
    fact: Statement, clock: MovableClock, minutes: int, by: User | None, why: str = "", **to: Any
) -> None:
    """Change the fact ``minutes`` after what was done before."""
    clock.moment += timedelta(minutes=minutes)
    Statement.objects.filter(pk=fact.pk).update(**to)
    fact.refresh_from_db()
    fact.save()
    last = fact.history.order_by("-history_id").first()
    fact.history.filter(pk=last.pk).update(
        history_date=clock.moment, history_user=by, history_change_reason=why or None
    )


def told(fact: Statement) -> list[tuple[str, str, str]]:
    """The corrections as first day, last day and reason, the newest first."""
    days = [(it.before.split()[-3], it.after.split()[-3], it.reason) for it in corrections(fact)]
    assert all("2018" in it.after for it in corrections(fact))
    return days


def test_it_works(fact: Statement, moving_clock: MovableClock, alice: User) -> None:
    change(fact, moving_clock, 600, alice, value_date="2018-05-02")
    change(fact, moving_clock, 10, alice, "A slip.", value_date="2018-05-03")
    change(fact, moving_clock, 10, alice, value_date="2018-05-04")
    assert told(fact) == [("1", "4", "A slip.")]
    assert corrections(fact)[0].at == moving_clock.moment


def test_an_hour_later_it_is_another(
    fact: Statement, moving_clock: MovableClock, alice: User
) -> None:
    change(fact, moving_clock, 600, alice, value_date="2018-05-02")
    change(fact, moving_clock, 60, alice, value_date="2018-05-03")
    change(fact, moving_clock, 1, alice, value_date="2018-05-04")
    assert told(fact) == [("3", "4", ""), ("1", "3", "")]


def test_two_editors_make_two(
    fact: Statement, moving_clock: MovableClock, alice: User, bob: User
) -> None:
    change(fact, moving_clock, 600, alice, value_date="2018-05-02")
    change(fact, moving_clock, 1, bob, value_date="2018-05-03")
    change(fact, moving_clock, 1, alice, value_date="2018-05-04")
    assert len(told(fact)) == 3


def test_what_nobody_at_the_desk_did_is_not_put_together(
    fact: Statement, moving_clock: MovableClock
) -> None:
    change(fact, moving_clock, 600, None, value_date="2018-05-02")
    change(fact, moving_clock, 1, None, value_date="2018-05-03")
    assert len(told(fact)) == 2


def test_a_correction_soon_after_it_was_published_is_told(
    fact: Statement, moving_clock: MovableClock, alice: User
) -> None:
    fact.history.update(history_user=alice)
    change(fact, moving_clock, 5, alice, value_date="2018-05-02")
    assert told(fact) == [("1", "2", "")]


def test_what_was_put_back_at_once_is_none(
    fact: Statement, moving_clock: MovableClock, alice: User
) -> None:
    change(fact, moving_clock, 600, alice, value_date="2018-05-02")
    change(fact, moving_clock, 5, alice, value_date="2018-05-01")
    assert told(fact) == []


def test_what_stood_there_for_a_while_is_told(
    fact: Statement, moving_clock: MovableClock, alice: User, client: Client
) -> None:
    change(fact, moving_clock, 600, alice, "Misread.", value_date="2018-05-02")
    change(fact, moving_clock, 30, alice, "Back to the state of May", value_date="2018-05-01")
    [it] = corrections(fact)
    assert (it.changed, it.at, it.reason) == (False, moving_clock.moment, "Misread.")
    assert "2 May 2018" in it.passing
    shown = text_of(read(client, "fact", fact.slug))
    assert f"Something else stood here for a while. For a while: {it.passing}" in shown
    assert "The fact was corrected" not in shown
    assert "worded anew" not in shown


def test_what_stood_there_for_a_while_and_was_painful_stays_closed(
    fact: Statement, moving_clock: MovableClock, alice: User, client: Client
) -> None:
    painful: dict[str, Any] = {"sensitivity": "restricted", "value_date": "2018-05-02"}
    change(fact, moving_clock, 600, alice, **painful)
    change(fact, moving_clock, 30, alice, sensitivity="ordinary", value_date="2018-05-01")
    assert [(it.restricted, bool(it.passing)) for it in corrections(fact)] == [(True, True)]
    page = client.get(f"/explore/fact/{fact.slug}/").text
    at = page.index("2 May 2018")
    assert page.rfind("<details", 0, at) > page.rfind("</details>", 0, at)


@pytest.mark.parametrize("status", ["retired", "draft"])
def test_that_it_was_withdrawn_and_restored_is_told(
    fact: Statement, moving_clock: MovableClock, alice: User, client: Client, status: str
) -> None:
    moving_clock.moment += timedelta(days=1)
    change(fact, moving_clock, 0, alice, "In doubt.", status=status)
    gone = moving_clock.moment
    moving_clock.moment += timedelta(days=3)
    change(fact, moving_clock, 0, alice, "Confirmed.", status="published")
    [it] = corrections(fact)
    assert (it.withdrawn, it.at) == (gone, moving_clock.moment)
    assert (it.changed, it.reason) == (False, "In doubt.; Confirmed.")
    shown = text_of(read(client, "fact", fact.slug))
    days = f"Withdrawn on {gone:%-d %B %Y}, restored on {it.at:%-d %B %Y}."
    assert f"{it.at:%-d %B %Y} {days} Reason: In doubt.; Confirmed." in shown
    assert "worded anew" not in shown


def test_one_that_came_back_with_another_value(
    fact: Statement, moving_clock: MovableClock, alice: User, client: Client
) -> None:
    change(fact, moving_clock, 600, alice, status="retired")
    change(fact, moving_clock, 6000, alice, status="published", value_date="2018-05-02")
    assert told(fact) == [("1", "2", "")]
    assert corrections(fact)[0].withdrawn
    assert "The fact was corrected. Withdrawn on" in text_of(read(client, "fact", fact.slug))


def test_one_taken_away_by_mistake_and_put_back_at_once(
    fact: Statement, moving_clock: MovableClock, alice: User, bob: User
) -> None:
    change(fact, moving_clock, 600, alice, status="retired")
    change(fact, moving_clock, 5, alice, status="published")
    assert corrections(fact) == []
    # Somebody else's decision is no slip of the first.
    change(fact, moving_clock, 600, alice, status="retired")
    change(fact, moving_clock, 5, bob, status="published")
    assert len(corrections(fact)) == 1


def test_a_draft_before_it_was_ever_published_is_no_withdrawal(
    moving_clock: MovableClock, alice: User
) -> None:
    fact = StatementFactory(subject__clause="it fell", value_date="2018-05-01", status="draft")
    fact.history.update(history_date=moving_clock.moment)
    change(fact, moving_clock, 600, alice, status="published")
    assert corrections(fact) == []


def test_reasons_are_given_once_and_in_order(
    fact: Statement, moving_clock: MovableClock, alice: User
) -> None:
    for day, why in enumerate(["Misread.", "", "Misread.", "The source was mended."], start=2):
        change(fact, moving_clock, 5, alice, why, value_date=f"2018-05-0{day}")
    assert told(fact) == [("1", "5", "Misread.; The source was mended.")]


@pytest.mark.parametrize(
    "reason",
    [
        "Loaded from the fact pack",
        "Import of a table",
        "Back to the state of 3 October 2026, 14:02",
    ],
)
def test_the_programs_own_reasons_are_not_public(
    fact: Statement, moving_clock: MovableClock, alice: User, reason: str
) -> None:
    change(fact, moving_clock, 600, alice, reason, value_date="2018-05-02")
    assert told(fact) == [("1", "2", "")]
    change(fact, moving_clock, 600, alice, reason, status="retired")
    taken_back = withdrawal(fact)
    assert taken_back
    assert (taken_back.at, taken_back.reason) == (moving_clock.moment, "")


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (None, ""),
        (" ", ""),
        ("Back to the state of the sources", ""),
        ("Import of a table was wrong", "Import of a table was wrong"),
        ("Put right", "Put right"),
    ],
)
def test_human_reasons(reason: str | None, said: str) -> None:
    assert human_reason(reason) == said


def test_what_was_painful_is_not_shown_openly_once_it_is_called_ordinary(
    fact: Statement, moving_clock: MovableClock, alice: User, client: Client
) -> None:
    change(fact, moving_clock, 600, alice, sensitivity="restricted", value_date="2018-05-02")
    change(fact, moving_clock, 600, alice, sensitivity="ordinary", value_date="2018-05-03")
    assert [it.restricted for it in corrections(fact)] == [True, True]
    page = client.get(f"/explore/fact/{fact.slug}/").text
    before = page.index("2 May 2018")
    assert page.rfind("<details", 0, before) > page.rfind("</details>", 0, before)
    assert "Content note: killings" in page


def test_a_draft_that_was_never_published_was_not_withdrawn() -> None:
    fact = StatementFactory(status="draft")
    fact.status = Statement.Status.RETIRED
    fact.save()
    shown = text_of(read(new_editor("edda"), "fact", fact.slug))
    assert "This draft was retired It was never published: only editors can see this page." in shown
    assert "withdrawn" not in shown
    assert "no longer" not in shown
