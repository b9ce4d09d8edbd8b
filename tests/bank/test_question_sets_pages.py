"""The pages on which teachers make question sets."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quizzes.accounts.models import User
from quizzes.bank.models import Question, QuestionSet
from quizzes.bank.question_sets import LOCKS
from tests.factories import (
    FlashcardFactory,
    QuestionFactory,
    QuestionSetFactory,
    TopicFactory,
    TypedQuestionFactory,
    UserFactory,
)

HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.usefixtures("bank_at_rest")


@pytest.fixture
def tess(db: None) -> User:
    teacher: User = UserFactory(username="tess")
    teacher.groups.add(Group.objects.get(name="Teachers"))
    return teacher


@pytest.fixture
def as_tess(tess: User) -> Client:
    client = Client()
    client.force_login(tess)
    return client


@pytest.fixture
def question_set(tess: User) -> QuestionSet:
    question_set: QuestionSet = QuestionSetFactory(
        owner=tess,
        title="The siege",
        questions=[QuestionFactory(stem="When was the first?"), QuestionFactory(stem="And then?")],
    )
    return question_set


@pytest.fixture
def url(question_set: QuestionSet) -> str:
    return f"/sets/{question_set.pk}/"


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizzes.bank.question_sets.LOCKS", [lambda _set: "In use by 7b."])


def _queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


class TestList:
    def test_it_works(self, as_tess: Client, question_set: QuestionSet) -> None:
        QuestionSetFactory(title="Not hers")
        page = as_tess.get("/sets/")
        assert "The siege" in page.text
        assert '<td class="number">2</td>' in page.text
        assert "Not hers" not in page.text

    def test_queries_do_not_grow(self, as_tess: Client, tess: User) -> None:
        QuestionSetFactory.create_batch(3, owner=tess, questions=[QuestionFactory()])
        few = _queries(as_tess, "/sets/")
        QuestionSetFactory.create_batch(27, owner=tess, questions=[QuestionFactory()])
        assert _queries(as_tess, "/sets/") == few


class TestNew:
    def test_it_works(self, as_tess: Client, tess: User) -> None:
        assert as_tess.get("/sets/new/").status_code == 200
        page = as_tess.post("/sets/new/", {"title": "Week one"})
        assert page["Location"] == f"/sets/{tess.question_sets.get().pk}/"

    def test_double_submit_begins_one(self, as_tess: Client, tess: User) -> None:
        for _ in range(2):
            page = as_tess.post("/sets/new/", {"title": "Week one"})
        assert page["Location"] == f"/sets/{tess.question_sets.get().pk}/"

    @pytest.mark.parametrize("title", ["", "x" * 101])
    def test_needs_a_title(self, as_tess: Client, tess: User, title: str) -> None:
        page = as_tess.post("/sets/new/", {"title": title})
        assert page.status_code == 422
        assert "errorlist" in page.text
        assert not tess.question_sets.exists()


class TestEditor:
    def test_it_works(self, as_tess: Client, url: str) -> None:
        QuestionFactory(
            stem="Which came last?",
            right_answer="The end",
            statement__topic__title="Last days",
            statement__sensitivity="context",
            difficulty=3,
        )
        page = as_tess.get(url)
        assert page.status_code == 200
        for text in (
            "The siege",
            "2 questions in the set",
            "When was the first?",
            "3 questions fit.",
            "Which came last?",
            "Answer: The end",
            "Last days",
            "hard",
            "content note",
        ):
            assert text in page.text
        assert "same fact" not in page.text
        assert "no longer asked" not in page.text

    def test_what_is_in_the_set_is_not_offered_again(
        self, as_tess: Client, url: str, question_set: QuestionSet
    ) -> None:
        new = QuestionFactory()
        page = as_tess.get(url)
        assert page.text.count("in the set</span>") == 2
        assert page.text.count('type="checkbox"') == 1
        assert f'name="question" value="{new.pk}"' in page.text

    def test_flags(self, as_tess: Client, url: str, question_set: QuestionSet) -> None:
        first = question_set.questions.all()[0]
        twin = TypedQuestionFactory(statement=first.statement)
        question_set.items.create(question=twin, position=9)
        Question.objects.exclude(pk__in=[first.pk, twin.pk]).update(status="retired")
        page = as_tess.get(url)
        assert page.text.count("same fact") == 2
        assert page.text.count("no longer asked") == 1

    def test_filters(self, as_tess: Client, url: str) -> None:
        topic = TopicFactory(slug="coast")
        TypedQuestionFactory(statement__topic=topic, stem="Typed on the coast?")
        QuestionFactory(statement__topic=topic, stem="Chosen on the coast?")
        TypedQuestionFactory(stem="Typed inland?")
        FlashcardFactory(statement__topic=topic, stem="A card on the coast")
        page = as_tess.get(f"{url}?topic=coast&format=typed")
        assert "1 question fits." in page.text
        assert "Typed on the coast?" in page.text
        for other in ("Chosen on the coast?", "Typed inland?", "A card on the coast"):
            assert other not in page.text

    def test_unknown_filters_filter_nothing(self, as_tess: Client, url: str) -> None:
        page = as_tess.get(f"{url}?topic=nowhere&format=flashcard&shown=-1")
        assert "2 questions fit." in page.text

    def test_fifty_at_a_time(self, as_tess: Client, url: str) -> None:
        QuestionFactory.create_batch(58)
        assert as_tess.get(url).text.count("Answer: 7 May 2018") == 52
        assert "Show more questions" in as_tess.get(url).text
        page = as_tess.get(f"{url}?shown=100")
        assert page.text.count("Answer: 7 May 2018") == 62
        assert "Show more questions" not in page.text

    def test_showing_more_keeps_the_ticks(self, as_tess: Client, url: str) -> None:
        ticked, other = QuestionFactory(), QuestionFactory()
        page = as_tess.post(f"{url}?shown=100", {"question": [ticked.pk, "nonsense"]})
        assert page.status_code == 200
        assert f'value="{ticked.pk}" checked' in page.text
        assert f'value="{other.pk}" checked' not in page.text

    def test_htmx_gets_the_editor_alone(self, as_tess: Client, url: str) -> None:
        page = as_tess.get(url, headers=HTMX)
        assert page.text.lstrip().startswith('<div id="editor">')
        assert "<html" not in page.text

    def test_queries_do_not_grow(
        self, as_tess: Client, url: str, question_set: QuestionSet
    ) -> None:
        def grow(number: int) -> int:
            for question in QuestionFactory.create_batch(number):
                question_set.items.create(question=question, position=question.pk)
            QuestionFactory.create_batch(number)
            return _queries(as_tess, f"{url}?shown=100")

        assert grow(3) == grow(27)


class TestAdd:
    def test_it_works(self, as_tess: Client, url: str, question_set: QuestionSet) -> None:
        new = QuestionFactory.create_batch(2)
        page = as_tess.post(
            f"{url}add/?format=choice", {"question": [question.pk for question in new]}
        )
        assert page["Location"] == f"{url}?format=choice#picker"
        assert question_set.items.count() == 4
        assert "2 questions added." in as_tess.get(url).text

    def test_double_submit_adds_once(
        self, as_tess: Client, url: str, question_set: QuestionSet
    ) -> None:
        new = QuestionFactory()
        for _ in range(2):
            assert as_tess.post(f"{url}add/", {"question": new.pk}).status_code == 302
        assert question_set.items.count() == 3

    def test_with_htmx_it_stays_in_place(
        self, as_tess: Client, url: str, question_set: QuestionSet
    ) -> None:
        new = QuestionFactory()
        page = as_tess.post(f"{url}add/", {"question": new.pk, "at": "end"}, headers=HTMX)
        assert page.status_code == 200
        assert page.text.lstrip().startswith('<div id="editor">')
        assert page.text.count("1 question added.") == 1
        assert page.text.count("data-focus") == 1
        assert question_set.items.count() == 3

    @pytest.mark.parametrize("question", ["", "x", "-1", "9" * 30])
    def test_nothing_ticked(
        self, as_tess: Client, url: str, question_set: QuestionSet, question: str
    ) -> None:
        page = as_tess.post(f"{url}add/", {"question": question})
        assert page.status_code == 422
        assert "Nothing is ticked yet." in page.text
        assert question_set.items.count() == 2

    def test_full(self, as_tess: Client, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("quizzes.bank.question_sets.LARGEST_SET", 2)
        new = QuestionFactory()
        page = as_tess.post(f"{url}add/", {"question": new.pk})
        assert page.status_code == 422
        assert "A set holds at most 2 questions" in page.text
        assert f'value="{new.pk}" checked' in page.text


class TestDraw:
    def test_it_works(self, as_tess: Client, url: str, question_set: QuestionSet) -> None:
        QuestionFactory.create_batch(15)
        page = as_tess.post(f"{url}draw/", {"had": 2}, follow=True)
        assert "10 questions added." in page.text
        assert question_set.items.count() == 12

    def test_keeps_to_the_filter(
        self, as_tess: Client, url: str, question_set: QuestionSet
    ) -> None:
        typed, choice = TypedQuestionFactory(), QuestionFactory()
        page = as_tess.post(f"{url}draw/?format=typed", {"had": 2}, headers=HTMX)
        assert "1 question added." in page.text
        assert typed in question_set.questions.all()
        assert choice not in question_set.questions.all()

    def test_keeps_the_ticks(
        self, as_tess: Client, url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("quizzes.bank.views.AT_RANDOM", 1)
        ticked = [question.pk for question in QuestionFactory.create_batch(2)]
        page = as_tess.post(f"{url}draw/", {"had": 2, "question": ticked}, headers=HTMX)
        assert page.text.count(" checked>") == 1

    @pytest.mark.parametrize("had", ["1", "", "x", "9" * 30])
    def test_double_click_draws_once(
        self, as_tess: Client, url: str, question_set: QuestionSet, had: str
    ) -> None:
        QuestionFactory.create_batch(5)
        page = as_tess.post(f"{url}draw/", {"had": had})
        assert page.status_code == 422
        assert "The set had changed in the meantime" in page.text
        assert question_set.items.count() == 2

    def test_nothing_left_to_draw(self, as_tess: Client, url: str) -> None:
        page = as_tess.post(f"{url}draw/", {"had": 2}, follow=True)
        assert "Nothing new was found to add" in page.text


class TestRemoveAndMove:
    def test_remove(self, as_tess: Client, url: str, question_set: QuestionSet) -> None:
        first, second = question_set.questions.order_by("set_items__position")
        page = as_tess.post(f"{url}remove/", {"question": first.pk})
        assert page["Location"] == f"{url}#chosen"
        assert list(question_set.questions.all()) == [second]
        assert as_tess.post(f"{url}remove/", {"question": first.pk}).status_code == 302
        assert as_tess.post(f"{url}remove/").status_code == 302
        assert list(question_set.questions.all()) == [second]

    def test_remove_with_htmx_leads_to_the_next(
        self, as_tess: Client, url: str, question_set: QuestionSet
    ) -> None:
        first, second = question_set.questions.order_by("set_items__position")
        page = as_tess.post(f"{url}remove/", {"question": first.pk}, headers=HTMX)
        assert f'id="question-{second.pk}" tabindex="-1" data-focus' in page.text

    @pytest.mark.parametrize("to", ["up", "down"])
    def test_move(self, as_tess: Client, url: str, question_set: QuestionSet, to: str) -> None:
        ordered = question_set.questions.order_by("set_items__position")
        first, second = ordered
        moved = second if to == "up" else first
        page = as_tess.post(f"{url}move/", {"question": moved.pk, "to": to})
        assert page["Location"] == f"{url}#question-{moved.pk}"
        assert list(ordered.all()) == [second, first]


class TestLocked:
    pytestmark = pytest.mark.usefixtures("locked")

    def test_it_says_why_and_offers_no_change(self, as_tess: Client, url: str) -> None:
        page = as_tess.get(url)
        assert "In use by 7b." in page.text
        for button in ("Remove", "Add to set", "at random"):
            assert button not in page.text

    @pytest.mark.parametrize("change", ["add", "draw", "remove", "move"])
    def test_changes_are_refused(
        self, as_tess: Client, url: str, question_set: QuestionSet, change: str
    ) -> None:
        question = QuestionFactory() if change == "add" else question_set.questions.all()[0]
        data = {"question": question.pk, "had": 2, "to": "down"}
        page = as_tess.post(f"{url}{change}/", data)
        assert page.status_code == 422
        assert "In use by 7b." in page.text
        assert question_set.items.count() == 2

    def test_a_copy_can_be_made(self, as_tess: Client, url: str, tess: User) -> None:
        page = as_tess.post(f"{url}copy/")
        twin = tess.question_sets.get(title="Copy of The siege")
        assert page["Location"] == f"/sets/{twin.pk}/"
        assert twin.items.count() == 2


PATHS = ["", "add/", "draw/", "remove/", "move/", "copy/"]


class TestAccess:
    @pytest.mark.parametrize("path", PATHS)
    def test_another_teacher_finds_nothing(
        self, client: Client, url: str, question_set: QuestionSet, path: str
    ) -> None:
        client.force_login(UserFactory(is_superuser=True))
        question = question_set.questions.all()[0]
        assert client.post(f"{url}{path}", {"question": question.pk}).status_code == 404
        assert question_set.items.count() == 2

    @pytest.mark.parametrize("path", ["/sets/", "/sets/new/"])
    def test_learners_find_nothing(self, as_alice: Client, path: str) -> None:
        assert as_alice.get(path).status_code == 404

    def test_own_sets_are_closed_to_those_who_teach_no_more(
        self, as_tess: Client, tess: User, url: str
    ) -> None:
        tess.groups.clear()
        assert as_tess.get(url).status_code == 404

    @pytest.mark.parametrize("path", PATHS)
    def test_strangers_log_in_first(self, client: Client, url: str, path: str) -> None:
        page = client.post(f"{url}{path}")
        assert page.status_code == 302
        assert "/accounts/login/" in page["Location"]

    @pytest.mark.parametrize("path", PATHS[1:])
    def test_changes_need_a_post(self, as_tess: Client, url: str, path: str) -> None:
        assert as_tess.get(f"{url}{path}").status_code == 405


def test_locks_of_the_rooms_above_are_heard() -> None:
    assert LOCKS
