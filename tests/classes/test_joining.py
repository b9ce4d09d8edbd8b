"""Joining a class with its code."""

import pytest
from django.test import Client

from quizzes.accounts.models import User
from quizzes.classes.joining import WRONG_CODES_AN_HOUR, normalised
from quizzes.classes.models import Enrolment, SchoolClass
from tests.conftest import MovableClock


@pytest.fixture(autouse=True)
def _code(school_class: SchoolClass) -> None:
    school_class.join_code = "ABCD2345"
    school_class.save()


def _join(client: Client, code: str) -> int:
    return client.post("/classes/join/", {"code": code}).status_code


def test_it_works(as_bob: Client, bob: User, school_class: SchoolClass) -> None:
    page = as_bob.post("/classes/join/", {"code": "ABCD2345"}, follow=True)
    assert bob.joined_classes.get() == school_class
    assert page.redirect_chain == [(f"/classes/{school_class.pk}/", 302)]
    assert "You are in Class 7b now." in page.text


@pytest.mark.parametrize("typed", ["abcd2345", " ABCD 2345 ", "abcd-2345", "a b-c d–2345"])
def test_case_spaces_and_hyphens_do_not_matter(typed: str) -> None:
    assert normalised(typed) == "ABCD2345"


def test_typed_like_on_the_board(as_bob: Client, bob: User) -> None:
    assert _join(as_bob, "abcd - 2345") == 302
    assert bob.joined_classes.exists()


def test_joining_twice_is_harmless(as_bob: Client, bob: User) -> None:
    _join(as_bob, "ABCD2345")
    page = as_bob.post("/classes/join/", {"code": "ABCD2345"}, follow=True)
    assert "You were in Class 7b already." in page.text
    assert Enrolment.objects.filter(learner=bob).count() == 1


@pytest.mark.parametrize("typed", ["WXYZ2345", "ABCD", "💥", "X" * 40])
def test_unknown_code(as_bob: Client, bob: User, typed: str) -> None:
    page = as_bob.post("/classes/join/", {"code": typed})
    assert page.status_code == 422
    assert "No class has this code." in page.text
    assert not bob.joined_classes.exists()


def test_no_code(as_bob: Client) -> None:
    page = as_bob.post("/classes/join/", {"code": " "})
    assert page.status_code == 422
    assert "Type the code first." in page.text


def test_teacher_of_the_class_is_no_pupil(as_tess: Client, tess: User) -> None:
    page = as_tess.post("/classes/join/", {"code": "ABCD2345"})
    assert page.status_code == 422
    assert "You teach Class 7b" in page.text
    assert not tess.joined_classes.exists()


def test_teacher_of_another_class_may_join(as_tom: Client, tom: User) -> None:
    assert _join(as_tom, "ABCD2345") == 302
    assert tom.joined_classes.exists()


def test_stranger_logs_in_first_and_comes_back_to_the_classes(
    client: Client, as_bob: Client
) -> None:
    sent_from = {"referer": "http://testserver/classes/"}
    page = client.post("/classes/join/", {"code": "ABCD2345"}, headers=sent_from)
    assert page["Location"].endswith("?next=/classes/")
    assert as_bob.get("/classes/join/").status_code == 405


class TestGuessing:
    def test_too_many_wrong_codes_shut_the_door(
        self, as_bob: Client, bob: User, moving_clock: MovableClock
    ) -> None:
        for _ in range(WRONG_CODES_AN_HOUR):
            assert "No class has this code" in as_bob.post("/classes/join/", {"code": "X"}).text
        page = as_bob.post("/classes/join/", {"code": "ABCD2345"})
        assert page.status_code == 422
        assert "too many wrong codes" in page.text
        assert not bob.joined_classes.exists()

    def test_one_fewer_does_not(self, as_bob: Client, moving_clock: MovableClock) -> None:
        for _ in range(WRONG_CODES_AN_HOUR - 1):
            _join(as_bob, "X")
        assert _join(as_bob, "ABCD2345") == 302

    def test_the_next_hour_opens_it(self, as_bob: Client, moving_clock: MovableClock) -> None:
        for _ in range(WRONG_CODES_AN_HOUR):
            _join(as_bob, "X")
        moving_clock.move(hours=1)
        assert _join(as_bob, "ABCD2345") == 302

    def test_others_are_not_shut_out(
        self, as_bob: Client, as_tom: Client, moving_clock: MovableClock
    ) -> None:
        for _ in range(WRONG_CODES_AN_HOUR):
            _join(as_bob, "X")
        assert _join(as_tom, "ABCD2345") == 302
