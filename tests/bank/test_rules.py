"""The flaws a question must not have: each is found on a bad draft and absent on a good one."""

from typing import Any

import pytest

from quizzes.bank.generation.drafts import Answer, Draft
from quizzes.bank.generation.rules import LONGEST_STEM, flaw, options_fit
from quizzes.facts.models import Statement
from quizzes.lib.edtf import parse

GOOD = "On what date did the army capture the airfield?"


def draft(stem: str = GOOD, **fields: Any) -> Draft:
    fields.setdefault("answers", ["2018-05-07"])
    fields.setdefault("answer_kind", "date")
    fields.setdefault("right_answer", "7 May 2018")
    return Draft(Statement(slug="fact"), "flashcard", "value", stem=stem, **fields)


def named(stem: str, *answers: str) -> Draft:
    return draft(stem, answers=list(answers), right_answer=answers[0], answer_kind="name")


def test_it_works() -> None:
    assert flaw(draft()) == ""


@pytest.mark.parametrize(
    ("stem", "problem"),
    [
        ("", "trace"),
        ("The army captured the airfield", "no question"),
        ("The army captured the airfield on …", "no question"),
        ("on what date did it happen?", "trace"),
        ("On what date did the the army come?", "trace"),
        ("On what date did the army () come?", "trace"),
        ("On what date did None come?", "trace"),
        ("On what date did {subject} come?", "trace"),
        ("On what date [was|were] it?", "trace"),
        ("On what date did a Al-Saiqa man come?", "trace"),
        ("On what date did it end..?", "trace"),
        ("On what date  did it end?", "trace"),
        ("Which army always won?", "absolute"),
        ("Which army NEVER won?", "absolute"),
        ("Which of all armies won?", "absolute"),
        ("Which was the only army?", "absolute"),
        ("Which army often won?", "vague"),
        ("Who usually spoke?", "vague"),
        ("Which army did not win?", "negative"),
        ("Which of them, except the army, won?", "negative"),
        ("Who wasn’t there?", "negative"),
    ],
)
def test_flaws_of_a_stem(stem: str, problem: str) -> None:
    assert problem in flaw(draft(stem))


@pytest.mark.parametrize(
    "stem",
    [
        "Who said: “We shall never give up”?",
        "Who said: “It is not over”?",
        "Who wrote “All or nothing”?",
        "Who said that it was ‘often’ quiet?",
        "When did the Notables meet?",  # holds “not”
        "When was the ball held?",  # holds “all”
        "When did a UN envoy come?",
        "When did a European envoy hold a one-day meeting?",
    ],
)
def test_what_is_no_flaw_of_a_stem(stem: str) -> None:
    assert flaw(draft(stem)) == ""


def test_a_stem_of_forty_five_words_and_no_more() -> None:
    words = ["Who"] + [f"word{n}" for n in range(LONGEST_STEM - 2)]
    assert flaw(draft(" ".join([*words, "came?"]))) == ""
    assert "more than 45 words" in flaw(draft(" ".join([*words, "last", "came?"])))


@pytest.mark.parametrize(
    ("stem", "answers"),
    [
        ("Who led the army of Omar Salem?", ["Omar Salem"]),
        ("Who led the army of Umar Salim?", ["Omar Salem", "Umar Salim"]),
        ("Who led the army of OMAR SALEM?", ["Omar Salem"]),
        ("Which group was called al-Saiqa?", ["Saiqa"]),
        ("Which group did the LNA’s men join?", ["Libyan National Army", "LNA"]),
    ],
)
def test_an_answer_in_its_own_stem(stem: str, answers: list[str]) -> None:
    assert flaw(named(stem, *answers)) == "the answer stands in the stem"


@pytest.mark.parametrize(
    ("stem", "answers"),
    [
        ("Who led the army of Omar Salem?", ["Omani"]),
        ("Which group is described as the strongest?", ["Islamic State", "IS"]),
        ("Who told us?", ["United States", "US"]),
        ("Who marched into Salemabad?", ["Salem"]),
    ],
)
def test_no_answer_in_its_own_stem(stem: str, answers: list[str]) -> None:
    assert flaw(named(stem, *answers)) == ""


def test_a_date_in_its_own_stem() -> None:
    assert flaw(draft("What did the army do on 7 May 2018?")) == "the answer stands in the stem"
    assert flaw(draft("What did the army do on 17 May 2018?")) == ""


def test_a_stem_that_says_what_to_do_need_not_be_a_question() -> None:
    assert flaw(draft("Put these events in order, the earliest first."), asks=False) == ""
    assert flaw(draft("The army never came to ____."), asks=False) == ""
    assert "trace" in flaw(draft("put these events in order."), asks=False)
    assert "more than 45 words" in flaw(draft("Word " * 46), asks=False)


def fit(stem: str, key: str, *wrong: str) -> bool:
    return options_fit(stem, Answer(key), [Answer(text) for text in wrong])


def test_options_that_fit() -> None:
    assert fit("Who led the guard?", "Omar Salem", "Huda Faraj", "Nuri Zayed")


def test_near_identical_options() -> None:
    assert not fit("Who led the guard?", "Omar Salem", "Omar Salim", "Nuri Zayed")
    assert not fit("Who led the guard?", "Omar Salem", "Huda Farag", "Huda Faraj")


def test_an_option_within_another() -> None:
    assert not fit("Who came?", "Libyan National Army", "Guard of the Libyan National Army", "Navy")
    assert not fit("Who came?", "Navy", "Guard of the Hills", "Guard")
    assert fit("Who came?", "Guardian of the Coast", "Guard Corps", "Navy")


def test_what_happened_holds_all_that_another_option_says() -> None:
    won = "The army declared victory"
    assert not fit(
        "What came in July?", "The two clashed after the army declared victory", won, "It"
    )
    assert fit(
        "What came in July?", "The army captured the gate", won, "The guard came home in March"
    )


def test_the_key_is_clearly_the_longest() -> None:
    assert not fit("Who came?", "The commander of the whole coast guard", "A poet", "A baker")
    assert fit("Who came?", "A sailor of the coast", "The commander of the fleet", "A baker")
    assert fit("Who came?", "A poet", "The commander of the whole coast guard", "A baker")


def test_a_word_of_the_stem_in_the_key_alone() -> None:
    assert not fit("Which embassy wrote?", "Italian Embassy", "Harbour Club", "Sea Court")
    assert fit("Which embassy wrote?", "Italian Embassy", "French Embassy", "Sea Court")
    assert fit("Which embassy wrote?", "Harbour Club", "Italian Embassy", "Sea Court")


def test_numbers_and_dates_may_look_alike() -> None:
    days = [
        Answer(parse(text).spoken(), date=parse(text))
        for text in ("2018-05-07", "2018-05-09", "2018-05-11")
    ]
    assert options_fit(GOOD, days[0], days[1:])


def test_dates_a_day_apart() -> None:
    days = [
        Answer(parse(text).spoken(), date=parse(text))
        for text in ("2018-05-07", "2018-05-19", "2018-05-20")
    ]
    assert not options_fit(GOOD, days[0], days[1:])
