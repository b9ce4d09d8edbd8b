"""The page of a question at the desk, and the page that shows it as learners see it."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.bank.models import Correction, Question, QuestionReport
from tests.factories import UserFactory

from .steps import ADD, PAGES, POSTS, answered, page, text_of

pytestmark = pytest.mark.django_db


def test_it_works(editor: Client, choice: Question) -> None:
    answered(choice, right=6, wrong=4)
    QuestionReport.objects.create(question=choice, text="It was in May.", stem=choice.stem)
    Correction.objects.create(
        statement=choice.statement, stem=choice.stem, was="1 March 2018", now="3 March 2018"
    )
    response = editor.get(page("change", choice))
    said = text_of(response)
    assert choice.stem in said
    assert "The army captured the harbour on 3 March 2018." in said
    assert choice.statement.citations.get().source.title in said
    assert "10 answers. Right: 60 per cent." in said
    assert "3 March 2018 right 6 (60 per cent)" in said
    assert "It was in May." in said
    assert "1 March 2018 → 3 March 2018" in said
    fact = reverse("admin:facts_statement_change", args=[choice.statement_id])
    assert fact in response.content.decode()


def test_under_ten_answers_no_share_is_told(editor: Client, choice: Question) -> None:
    answered(choice, right=9)
    said = text_of(editor.get(page("change", choice)))
    assert "9 answers. That is too few to tell how many are right; it takes 10." in said
    assert "per cent" not in said


def test_answers_to_options_it_had_before_are_counted_apart(
    editor: Client, choice: Question
) -> None:
    answered(choice, wrong=2, given="1 May 1999")
    assert "2 more went to answers that are no longer offered." in text_of(
        editor.get(page("change", choice))
    )


def test_why_it_is_refused(editor: Client, refused: Question) -> None:
    assert f"Why it is not asked: {refused.problem}." in text_of(
        editor.get(page("change", refused))
    )


def test_nothing_is_posted_to_the_page_itself(editor: Client, choice: Question) -> None:
    assert editor.post(page("change", choice), {"stem": "Why?"}).status_code == 405


def test_as_a_learner_sees_it(editor: Client, choice: Question) -> None:
    response = editor.get(page("seen", choice))
    html = response.content.decode()
    assert html.count('type="radio" name="choice"') == 3
    assert "app.css" in html
    assert "Right answer: 3 March 2018" in text_of(response)
    assert choice.explanation in text_of(response)


@pytest.mark.parametrize("right", [True, False])
def test_an_answer_can_be_tried(editor: Client, bank: dict[str, Question], right: bool) -> None:
    question = bank["command-0:typed:value"]
    given = "Omar Salem" if right else "Idris Kamil"
    html = editor.post(page("seen", question), {"answer": given}).content.decode()
    assert ("is-right" in html) is right
    assert ("is-wrong" in html) is not right
    assert not question.responses.exists()


def test_every_format_is_shown(editor: Client, bank: dict[str, Question]) -> None:
    for question in {it.format: it for it in bank.values()}.values():
        assert editor.get(page("seen", question)).status_code == 200
        assert editor.get(page("change", question)).status_code == 200


def test_no_answer_is_asked_for(editor: Client, choice: Question) -> None:
    response = editor.post(page("seen", choice), {})
    assert response.status_code == 422
    assert "Pick one of the answers first." in text_of(response)


def test_the_page_costs_the_same_for_many_answers(editor: Client, choice: Question) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as spent:
            editor.get(page("change", choice))
        return len(spent)

    answered(choice, right=1)
    few = queries()
    answered(choice, right=10, wrong=10)
    for n in range(5):
        QuestionReport.objects.create(question=choice, text=f"Problem {n}", stem=choice.stem)
    assert queries() == few


@pytest.mark.parametrize("pk", ["0", "x", "9" * 30])
def test_a_question_that_is_none(editor: Client, choice: Question, pk: str) -> None:
    for name in (*PAGES[:-1], *POSTS):
        url = page(name, choice).replace(f"/{choice.pk}/", f"/{pk}/")
        client = editor.post if name in POSTS else editor.get
        assert client(url).status_code == 404, name


def test_strangers_learners_and_teachers_are_kept_out(as_alice: Client, choice: Question) -> None:
    teacher = Client()
    teacher.force_login(UserFactory(is_staff=True))
    urls = [ADD, *(page(name, choice) for name in (*PAGES, *POSTS))]
    for url in urls:
        for client in (Client(), as_alice):
            assert "login" in client.post(url)["Location"]
        assert teacher.post(url).status_code == 403, url
        assert teacher.get(url).status_code in (403, 405), url


def test_who_may_only_look_changes_nothing(choice: Question) -> None:
    reader = UserFactory(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_question"))
    client = Client()
    client.force_login(reader)
    html = client.get(page("change", choice)).content.decode()
    assert page("block", choice) not in html
    assert page("words", choice) not in html
    assert client.get(page("seen", choice)).status_code == 200
    for name in ("words", "edit", *POSTS):
        assert client.post(page(name, choice), {"reason": "x"}).status_code == 403, name
    assert client.get(ADD).status_code == 403


def test_only_posts_change_anything(editor: Client, choice: Question) -> None:
    for name in POSTS:
        assert editor.get(page(name, choice)).status_code == 405


def test_editors_have_these_permissions_and_no_others() -> None:
    group = Group.objects.get(name="Editors")
    own = group.permissions.filter(content_type__app_label="bank")
    assert set(own.values_list("codename", flat=True)) == {
        "view_question",
        "add_question",
        "change_question",
        "view_questionreport",
        "change_questionreport",
    }
