"""The page that asks: in every format it can be used by all, and tells nothing beforehand."""

import re
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from quizzes.accounts.models import User
from quizzes.bank.formats import FORMATS, dealt
from quizzes.bank.generation.building import build_bank
from quizzes.bank.models import Question
from quizzes.lib import clock
from quizzes.study.attempts import start_attempt
from quizzes.study.models import Attempt, Response
from tests.bank.packs import captures, commands, population_property, quantity, quotations
from tests.factories import BY_FORMAT

pytestmark = pytest.mark.usefixtures("moving_clock")
each_format = pytest.mark.parametrize("name", FORMATS)

# What a right answer is kept as; none of it may be in a page that asks.
TELLTALE = re.compile(r"\b(correct|rank|key|own|slot=|so=)\b")
OPEN_ENDED = ("typed", "date", "number", "cloze", "flashcard")


def begun(learner: User, name: str) -> Attempt:
    return start_attempt(learner, [BY_FORMAT[name]()], "Quiz", clock.now())


def ask(client: Client, attempt: Attempt) -> str:
    page = client.get(reverse("quiz_attempt", args=[attempt.pk]))
    assert page.status_code == 200
    return article(page.content.decode())


def article(html: str) -> str:
    return html[html.index('<article class="question">') : html.index("</article>")]


@each_format
def test_the_topic_whose_years_might_tell_is_named_after_the_answer(
    as_alice: Client, alice: User, name: str
) -> None:
    attempt = begun(alice, name)
    title = attempt.responses.get().statement.topic.title
    assert title not in ask(as_alice, attempt)
    _status, told = send(as_alice, attempt, {"skip": "1"})
    assert title in told


def send(client: Client, attempt: Attempt, data: dict[str, str]) -> tuple[int, str]:
    page = client.post(reverse("quiz_answer", args=[attempt.pk, 1]), data)
    return page.status_code, article(page.content.decode())


class Fields(HTMLParser):
    """The fields of a page, the names they are called by, and the groups they stand in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: list[dict[str, str | None]] = []
        self.labels: set[str | None] = set()
        self.groups, self.legends = 0, 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag in ("input", "select") and attributes.get("type") != "hidden":
            self.fields.append(attributes | {"in_label": "yes" if self.in_label else None})
        self.in_label = tag == "label" or (self.in_label and tag not in ("fieldset", "form"))
        if tag == "label":
            self.labels.add(attributes.get("for"))
        self.groups += tag == "fieldset"
        self.legends += tag == "legend"

    in_label = False

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self.in_label = False


@each_format
def test_it_works(as_alice: Client, alice: User, name: str) -> None:
    attempt = begun(alice, name)
    assert "<form" in ask(as_alice, attempt)
    shown = attempt.responses.get().shown
    status, html = send(as_alice, attempt, FORMATS[name].form(shown, right=True))
    assert status == 200
    assert 'class="verdict is-right"' in html
    assert attempt.responses.get().score == 1


@each_format
def test_a_wrong_answer_is_told_as_one(as_alice: Client, alice: User, name: str) -> None:
    attempt = begun(alice, name)
    shown = attempt.responses.get().shown
    status, html = send(as_alice, attempt, FORMATS[name].form(shown, right=False))
    assert status == 200
    assert 'class="verdict is-right"' not in html
    for line in shown["right_answer"].split("\n"):
        assert line in html.replace(" –\n       ", " –") or name in ("matching", "placing")


@each_format
def test_every_field_has_a_name_and_every_group_a_legend(
    as_alice: Client, alice: User, name: str
) -> None:
    found = Fields(ask(as_alice, begun(alice, name)))
    assert bool(found.fields) == (name != "flashcard")
    assert found.groups == found.legends
    for field in found.fields:
        assert field.get("aria-label") or field["in_label"] or field.get("id") in found.labels
        assert "required" in field


@each_format
def test_an_answer_that_is_missing_is_told_of(as_alice: Client, alice: User, name: str) -> None:
    attempt = begun(alice, name)
    status, html = send(as_alice, attempt, {})
    assert status == 422
    assert 'role="alert"' in html
    assert "<form" in html
    assert attempt.responses.get().answered_at is None


@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        ("ordering", {"place-0": "2", "place-1": "2", "place-3": "4"}),
        ("matching", {"match-0": "3", "match-2": "1"}),
    ],
)
def test_what_was_chosen_is_kept(
    as_alice: Client, alice: User, name: str, chosen: dict[str, str]
) -> None:
    attempt = begun(alice, name)
    assert " selected" not in ask(as_alice, attempt)
    status, html = send(as_alice, attempt, chosen)
    assert status == 422
    assert html.count(" selected") == len(chosen)
    for field, value in chosen.items():
        select = html[html.index(f'name="{field}"') :].split("</select>")[0]
        picked = re.findall(r"<option([^>]*) selected>([^<]*)", select)
        assert len(picked) == 1
        assert value in picked[0][0] or value == picked[0][1]


def test_a_gap_is_heard(as_alice: Client, alice: User) -> None:
    html = ask(as_alice, begun(alice, "cloze"))
    assert "(blank, begins with D)" in html
    assert "It begins with D." in html


def test_the_map_and_its_list_name_the_same_places(as_alice: Client, alice: User) -> None:
    html = ask(as_alice, begun(alice, "map"))
    for number in range(4):
        assert html.count(f'id="point-{number}"') == 1
        assert html.count(f'<label for="point-{number}"') == 1


def test_without_a_map_there_is_a_list(
    as_alice: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quizzes.bank.formats.map.read_region", lambda path: None)
    html = ask(as_alice, begun(alice, "map"))
    assert html.count('type="radio"') == 4
    assert "<svg" not in html


def test_the_answer_is_nowhere_in_a_question(alice: User) -> None:
    captures()
    commands()
    quotations()
    quantity("12000", population_property(), "inhabitants", slug="population")
    build_bank()
    for make in BY_FORMAT.values():
        make()
    seen = set()
    for question in Question.objects.published().select_related("statement__topic"):
        html = rendered(question)
        # Outside the words for people, and in them.
        assert not TELLTALE.search(re.sub(r">[^<]*<", "><", html)), question.key
        if question.format in OPEN_ENDED:
            assert question.right_answer not in html, question.key
            assert not [it for it in question.answers if it in html], question.key
        if question.explanation and question.format != "true-false":
            assert question.explanation not in html, question.key
        seen.add(question.format)
    assert seen == set(FORMATS)


def rendered(question: Question) -> str:
    format, shown = FORMATS[question.format], dealt(question)
    context = {"shown": shown, **format.context(shown), "format_template": format.template}
    response = Response(question=question, statement=question.statement, shown=shown)
    return render_to_string("study/question.html", context | {"response": response})
