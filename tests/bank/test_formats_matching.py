"""Matching: an answer to each of four questions."""

import re
from random import Random

import pytest

from quizzes.bank.formats import FORMATS, AnswerMissing, Graded
from quizzes.bank.formats.matching import in_common
from quizzes.bank.grading import Verdict
from quizzes.bank.models import Question
from quizzes.facts.models import Statement
from quizzes.study.answering import GIVEN_LENGTH
from tests.factories import AliasFactory, MatchingFactory

from .packs import capture, commands, published, quotations

FORMAT = FORMATS["matching"]
SHOWN = MatchingFactory.build().snapshot()


def match(*options: object) -> Graded:
    return FORMAT.grade(SHOWN, {f"match-{n}": str(option) for n, option in enumerate(options)})


def test_it_works() -> None:
    assert match(3, 0, 2, 1) == Graded(
        Verdict.RIGHT,
        given="Omar Salem\nHuda Faraj\nLayla Hamdan\nIdris Kamil",
        score=1.0,
        known=True,
    )


@pytest.mark.parametrize(
    ("options", "score", "verdict", "known"),
    [
        ((3, 0, 1, 2), 0.5, Verdict.PARTIAL, False),
        ((0, 3, 2, 1), 0.5, Verdict.PARTIAL, True),
        ((3, 3, 3, 3), 0.25, Verdict.PARTIAL, False),
        ((3, 0, 2, 0), 0.75, Verdict.PARTIAL, True),
        ((0, 1, 3, 2), 0.0, Verdict.WRONG, False),
    ],
)
def test_each_pair_earns_its_part_of_the_mark(
    options: tuple[int, ...], score: float, verdict: Verdict, known: bool
) -> None:
    graded = match(*options)
    assert (graded.score, graded.verdict, graded.known) == (score, verdict, known)


@pytest.mark.parametrize("options", [(3, 0, 2), (3, 0, 2, ""), (3, 0, 2, 4), (3, 0, 2, -1)])
def test_each_question_needs_an_answer(options: tuple[object, ...]) -> None:
    with pytest.raises(AnswerMissing, match="for each line"):
        match(*options)


def test_what_was_chosen_is_kept() -> None:
    lines = FORMAT.context(SHOWN, {"match-0": "2", "match-3": "x"})["lines"]
    assert [line["chosen"] for line in lines] == ["2", "", "", "x"]
    assert [line["name"] for line in lines] == [f"match-{n}" for n in range(4)]


def test_long_answers_get_letters_to_find_them_by() -> None:
    assert not FORMAT.context(SHOWN)["lettered"]
    options = [*SHOWN["content"]["options"][:3], "The commander of the Guard of the Hills"]
    shown = FORMAT.context(SHOWN | {"content": SHOWN["content"] | {"options": options}})
    assert shown["lettered"]
    assert [choice["letter"] for choice in shown["choices"]] == ["A", "B", "C", "D"]


def test_each_pair_is_told_with_what_is_right() -> None:
    parts = FORMAT.parts(SHOWN, match(3, 0, 1, 2).given)
    assert [part.right for part in parts] == [True, True, False, False]
    assert parts[2].asked == "Who commanded the Column?"
    assert (parts[2].given, parts[2].wanted) == ("Idris Kamil", "Layla Hamdan")
    assert FORMAT.in_words(SHOWN, parts) == "2 of 4 pairs"


def test_a_skip_has_no_parts() -> None:
    assert FORMAT.parts(SHOWN, "") == []


def test_answers_of_several_lines_and_of_the_greatest_length_keep_their_parts() -> None:
    options = [f"{n}\n" + "word " * 23 for n in range(4)]
    shown = SHOWN | {"content": SHOWN["content"] | {"options": options}}
    given = FORMAT.grade(shown, FORMAT.form(shown, right=True)).given[:GIVEN_LENGTH]
    assert [part.right for part in FORMAT.parts(shown, given)] == [True] * 4


def orders(kind: str) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    deals = [FORMAT.dealt(SHOWN | {"answer_kind": kind}, Random(n))["content"] for n in range(100)]
    return {tuple(it["prompts"]) for it in deals}, {tuple(it["options"]) for it in deals}


def test_questions_and_names_stand_in_a_new_order_each_time_dates_in_their_own() -> None:
    prompts, options = orders("name")
    assert len(prompts) > 15
    assert len(options) > 15
    prompts, options = orders("date")
    assert len(prompts) > 15
    assert options == {tuple(SHOWN["content"]["options"])}


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
def test_the_pairs_of_a_question_made_of_facts_are_those_of_the_facts() -> None:
    rows = commands()
    commanders = {row.subject.label: str(row.value_entity) for row in rows}
    questions = [q for q in published().values() if q.key.endswith(":matching:value")]
    assert questions
    for question in questions:
        assert question.stem == "Match each line with its answer: who commanded the …?"
        content = question.content
        picked = [content["options"][index] for index in content["key"]]
        assert [commanders[prompt] for prompt in content["prompts"]] == picked
        own = content["prompts"][content["own"]]
        assert commanders[own] == str(question.statement.value_entity)
        assert question.leans_on.count() == 3


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
def test_dates_of_one_year_stand_together() -> None:
    for n in range(12):
        year, month = 2017 + n // 4, 11 if n < 4 else 1
        capture(f"post {n} of {n * 7}", f"{year}-{month:02}-{5 + 5 * (n % 4):02}", slug=f"post-{n}")
    found = [q for q in published().values() if q.format == "matching"]
    assert found
    for question in found:
        assert len(set(years_in(question))) == 1


def years_in(question: Question) -> list[str]:
    dates = question.content["prompts" if question.direction == "subject" else "options"]
    return [re.findall(r"201\d", text)[0] for text in dates]


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
def test_no_date_stands_alone_in_its_year() -> None:
    for n, day in enumerate(["2017-11-05", "2017-12-05", "2018-02-05", "2018-03-05", "2018-04-05"]):
        capture(f"post {n} of {n * 7}", day, slug=f"post-{n}")
    capture("the last post", "2019-02-05", slug="last")
    found = [q for q in published().values() if q.format == "matching"]
    assert {q.statement.slug for q in found} == {f"post-{n}" for n in range(5)}
    for question in found:
        years = years_in(question)
        assert all(years.count(year) > 1 for year in years)


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
def test_a_month_does_not_stand_among_days() -> None:
    for n in range(5):
        capture(f"post {n} of {n * 7}", f"2018-03-{5 + 5 * n:02}", slug=f"post-{n}")
    capture("the bridge", "2018-05", slug="month")
    found = [q for q in published().values() if q.format == "matching"]
    assert {q.statement.slug for q in found} == {f"post-{n}" for n in range(5)}
    assert not any("May 2018" in q.content["prompts"] for q in found)


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
def test_events_stand_beside_their_dates_in_few_words() -> None:
    for n in range(4):
        capture(f"post {n} of {n * 7}", f"2018-03-{5 + 5 * n:02}", slug=f"post-{n}")
    found = {q.direction: q for q in published().values() if q.format == "matching"}
    value, subject = found["value"], found["subject"]
    assert value.stem == "Match each event with its date."
    assert subject.stem == "Match each date with what happened then."
    assert sorted(value.content["prompts"]) == sorted(subject.content["options"])
    assert sorted(subject.content["prompts"]) == sorted(value.content["options"])


@pytest.mark.parametrize(
    ("questions", "frame"),
    [
        (
            ["Which unit did Omar Salem command?", "Which unit did Huda Faraj command?"],
            ("Which unit did", ["Omar Salem", "Huda Faraj"], "command"),
        ),
        (
            ["Who said: “We are near”?", "Who said that “we are near”?"],
            ("Who said", ["“We are near”", "that “we are near”"], ""),
        ),
        (
            ["Who carried “The port is taken”?", "Who carried “The port is lost”?"],
            ("Who carried", ["“The port is taken”", "“The port is lost”"], ""),
        ),
        (["Who led the Guard?", "Who led Egypt?"], ("Who led", ["the Guard", "Egypt"], "")),
        (["Who led?", "Who led it?"], ("Who", ["led", "led it"], "")),
    ],
)
def test_what_prompts_have_in_common_is_told_once(
    questions: list[str], frame: tuple[str, list[str], str]
) -> None:
    assert in_common(questions) == frame


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
def test_a_prompt_that_goes_on_begins_with_dots() -> None:
    quotations()
    Statement.objects.filter(slug="quotation-0").update(
        own_subject_stem="Who said of the road: “It is open”?"
    )
    question = published()["quotation-0:matching:subject"]
    assert question.stem == "Match each line with its answer: who said …?"
    content = question.content
    assert content["prompts"][content["own"]] == "… of the road: “It is open”"
    assert "“It is quiet”" in content["prompts"]


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
def test_what_is_quoted_does_not_stand_among_what_is_reported() -> None:
    quotations()
    Statement.objects.filter(slug="quotation-0").update(
        own_subject_stem="Who said that the road was “open”?"
    )
    assert not [key for key in published() if ":matching:" in key]


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
def test_no_line_tells_whom_another_asks_for_by_another_name() -> None:
    rows = quotations()
    assert [key for key in published() if ":matching:" in key]
    AliasFactory(entity=rows[1].subject, text="Doctor Faraj")
    Statement.objects.filter(slug="quotation-0").update(
        own_subject_stem="Who said of Doctor Faraj: “It is open”?"
    )
    assert not [key for key in published() if ":matching:" in key]


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
def test_lines_that_would_be_no_english_by_themselves_stay_whole() -> None:
    for row in commands():
        row.own_stem = f"Which commander does {row.subject.label} say that it followed {row.pk}?"
        row.save()
    question = published()["command-0:matching:value"]
    assert question.stem == "Match each question with its answer."
    assert all(it.startswith("Which commander does ") for it in question.content["prompts"])
