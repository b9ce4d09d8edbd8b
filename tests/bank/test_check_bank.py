"""``manage.py check_bank``: what it finds, and that a sound bank is clean."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from quizzes.bank.findings import Bank, read_bank
from quizzes.bank.findings.guessers import results
from quizzes.bank.findings.luck import at_least, unlikely
from quizzes.bank.models import Question
from quizzes.facts.models import Statement
from tests.factories import EventFactory, QuestionFactory, StatementFactory, TopicFactory

# Questions, their facts’ citations and sources, grave events, all sources, facts to ask; and all
# facts with what they name, against which the answers are held.
QUERIES = 14

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank_at_rest")]


def question(**given: Any) -> Question:
    """A question about a name; its fact has a source and an explanation."""
    names: dict[str, Any] = {
        "answer_kind": Question.AnswerKind.NAME,
        "options": options("Person A", "Person B", "Person C"),
        "right_answer": "Person A",
        "answers": ["Person A"],
        "stem": "Who commanded the brigade?",
    }
    if "statement" not in given:
        names |= {"statement__importance": 1, "statement__explanation": "He did it for a year."}
    made: Question = QuestionFactory(**(names | given))
    return made


def options(*texts: str, right: int = 0) -> list[dict[str, Any]]:
    return [{"text": text, "correct": n == right} for n, text in enumerate(texts)]


def rules_broken(made: Question) -> set[str]:
    return {finding.rule for finding in read_bank() if finding.key == made.key}


def run(*arguments: str) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("check_bank", *arguments, stdout=out)
    except SystemExit as ended:
        return out.getvalue(), int(ended.code or 0)
    return out.getvalue(), 0


def test_it_works() -> None:
    question()
    said, code = run()
    assert "1 question on 1 fact" in said
    assert "the longest" in said
    assert "Clean: no findings" in said
    assert code == 0


def test_a_finding_fails_the_command_and_names_question_and_rule() -> None:
    made = question(stem="Who never commanded it?")
    said, code = run()
    assert code == 1
    assert f"{made.key}: the stem holds an absolute term" in said


def test_json() -> None:
    made = question(stem="Who never commanded it?")
    said, code = run("--json")
    told = json.loads(said)
    assert code == 1
    assert told["questions"] == 1
    assert {f["key"] for f in told["findings"]} == {made.key}
    assert any(guesser["name"] == "the longest" for guesser in told["guessers"])


@pytest.mark.parametrize(
    ("rule", "given"),
    [
        ("flaw", {"stem": "Who usually commanded it?"}),
        ("trace", {"options": options("The The Brigade", "The Army", "The Navy")}),
        ("trace", {"explanation": "it begins small"}),
        ("options", {"options": options("Alpha", "alpha", "Beta")}),
        ("options", {"options": options("Alpha", "Beta", "Gamma", right=5)}),
        (
            "options",
            {"answer_kind": "date", "options": options("7 May 2018", "1 May 2018", "9 June 2018")},
        ),
        (
            "options",
            {"answer_kind": "date", "options": options("7 May 2018", "8 May 2018", "9 June 2018")},
        ),
        ("unasked", {"statement__sensitivity": Statement.Sensitivity.RESTRICTED}),
        ("unasked", {"statement__sensitivity": Statement.Sensitivity.CONTEXT}),
        ("unasked", {"statement__property__asked": False}),
    ],
)
def test_what_is_found(rule: str, given: dict[str, Any]) -> None:
    assert rule in rules_broken(question(**given))


def test_a_question_without_source_or_explanation_is_found() -> None:
    made = question(statement=StatementFactory(cited=False), explanation="")
    messages = {finding.message for finding in read_bank() if finding.rule == "unsourced"}
    assert messages == {"its fact has no source", "has no explanation"}
    assert "unsourced" in rules_broken(made)


def test_a_grave_event_is_no_option_of_an_ordinary_question() -> None:
    event = EventFactory(clause="a shell hit the hospital")
    StatementFactory(subject=event, sensitivity=Statement.Sensitivity.CONTEXT)
    made = question(options=options("A shell hit the hospital", "The army left", "It rained"))
    assert "grave" in rules_broken(made)


def test_two_answers_to_one_stem_are_found() -> None:
    one = question(stem="Who commanded the brigade?", right_answer="Person A")
    two = question(stem="Who commanded the brigade?", right_answer="Person B")
    assert "shared-stem" in rules_broken(one) & rules_broken(two)


def test_retired_questions_are_not_looked_at() -> None:
    question(stem="Who never commanded it?", status=Question.Status.RETIRED)
    # Only the fact is found, of which nothing is asked any more.
    assert {finding.rule for finding in read_bank()} == {"coverage"}


def test_a_guesser_who_beats_chance_is_found() -> None:
    for n in range(30):
        question(
            stem=f"Who commanded brigade {n}?",
            options=options(f"The very long name of commander {n}", f"B{n}", f"C{n}"),
            right_answer=f"The very long name of commander {n}",
        )
    messages = [f.message for f in read_bank() if f.rule == "guessable"]
    assert "choice: picking the longest is right 30 times of 30, where chance brings 10" in messages


def test_an_answer_that_is_right_too_often_is_found() -> None:
    first = question(stem="Who commanded brigade 0?")
    for n in range(1, 35):
        question(stem=f"Who commanded brigade {n}?", statement__topic=first.statement.topic)
    assert any(finding.rule == "frequent-answer" for finding in read_bank())


def test_the_measure_of_luck() -> None:
    thirds = [1 / 3] * 149
    assert at_least(0, thirds[:10]) == pytest.approx(1)
    assert at_least(10, thirds[:10]) == pytest.approx(1 / 3**10)
    assert at_least(60, thirds) > 1 / 2000 > at_least(70, thirds)
    assert at_least(2, [1 / 2, 1 / 4]) == pytest.approx(1 / 8)


def test_what_is_unlikely_among_many() -> None:
    assert unlikely([0.01]) == 1 / 20
    assert unlikely([0.0001] * 10) == 1 / 200
    # Who can never stand out takes nothing away from the others.
    assert unlikely([0.0001] * 10 + [0.1] * 90) == 1 / 200
    assert unlikely([0.1] * 90) == 1 / 20


def test_a_guesser_who_beats_chance_in_one_topic_is_found() -> None:
    topic = TopicFactory(title="The harbour")
    for n in range(90):
        names = [f"{'Very long ' if n < 12 and m == 0 else ''}{n} {'ABC'[m]}" for m in range(3)]
        question(
            stem=f"Who commanded brigade {n}?",
            options=options(*names, right=n % 3 if n >= 12 else 0),
            right_answer=names[n % 3 if n >= 12 else 0],
            **({"statement__topic": topic} if n < 12 else {}),
        )
    messages = [f.message for f in read_bank() if f.rule == "guessable"]
    assert any("the longest is right 12 times of 12 in “The harbour”" in it for it in messages)


@pytest.mark.parametrize("odd", [True, False])
def test_the_odd_year_out_is_guessed(odd: bool) -> None:
    for n in range(24):
        other = "9 May 2018" if odd else "9 May 2017"
        texts = ["3 May 2018", other, f"{n + 1} June 2019"]
        question(
            stem=f"When did the army capture post {n}?",
            answer_kind="date",
            options=options(*texts, right=2),
            right_answer=texts[2],
        )
    found = any("the odd year out" in f.message for f in read_bank() if f.rule == "guessable")
    assert found is odd


def test_the_same_dates_with_the_same_answer_are_found() -> None:
    for n in range(4):
        question(
            stem=f"When did the army capture post {n}?",
            answer_kind="date",
            options=options("3 May 2017", "9 May 2018", "4 June 2019", right=n and 2),
        )
    assert not any(f.rule == "repeated" for f in read_bank())
    made = question(
        stem="When did it rain?",
        answer_kind="date",
        options=options("3 May 2017", "9 May 2018", "4 June 2019", right=2),
    )
    assert "repeated" in rules_broken(made)


def test_a_bank_without_choices_lets_nobody_guess() -> None:
    assert all(result.allowed and result.share == 0 for result in results(Bank()))


def test_the_queries_do_not_grow(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for n in range(2):
        question(stem=f"Who commanded brigade {n}?")
    with django_assert_num_queries(QUERIES):
        read_bank()
    for n in range(2, 12):
        question(stem=f"Who commanded brigade {n}?")
    with django_assert_num_queries(QUERIES):
        read_bank()
