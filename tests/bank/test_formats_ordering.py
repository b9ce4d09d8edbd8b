"""Putting in order: numbers for events, graded by how much of the order is right."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank.formats import FORMATS, AnswerMissing, Graded
from quizzes.bank.formats.ordering import tau
from quizzes.bank.grading import Verdict
from quizzes.study.answering import GIVEN_LENGTH
from tests.factories import EventFactory, OrderingFactory

from .packs import PLACES, capture, captures, published

FORMAT = FORMATS["ordering"]
SHOWN = OrderingFactory.build().snapshot()


def number(*places: object) -> Graded:
    return FORMAT.grade(SHOWN, {f"place-{n}": str(place) for n, place in enumerate(places)})


def test_it_works() -> None:
    graded = number(1, 2, 3, 4)
    assert graded == Graded(
        Verdict.RIGHT,
        given="1. The harbour was opened\n2. The mill was burnt\n"
        "3. The bridge was rebuilt\n4. The school was closed",
        score=1.0,
        known=True,
    )


@pytest.mark.parametrize(
    ("places", "score", "verdict", "known"),
    [
        ((2, 1, 3, 4), 2 / 3, Verdict.PARTIAL, None),  # its own fact stands where it belongs
        ((1, 2, 4, 3), 2 / 3, Verdict.PARTIAL, False),
        ((2, 1, 4, 3), 1 / 3, Verdict.PARTIAL, False),
        ((2, 4, 1, 3), 0, Verdict.WRONG, False),
        ((4, 3, 2, 1), 0, Verdict.WRONG, False),
    ],
)
def test_part_of_the_order_earns_part_of_the_mark(
    places: tuple[int, ...], score: float, verdict: Verdict, known: bool | None
) -> None:
    graded = number(*places)
    assert graded.score == pytest.approx(score)
    assert (graded.verdict, graded.known) == (verdict, known)


@pytest.mark.parametrize(
    "places", [(1, 2, 3), (1, 2, 3, 3), (1, 2, 3, 5), (0, 1, 2, 3), ("", "", "", ""), (1, 2, 3, "")]
)
def test_each_event_needs_a_number_of_its_own(places: tuple[object, ...]) -> None:
    with pytest.raises(AnswerMissing, match="number of its own"):
        number(*places)


def test_what_was_chosen_is_kept() -> None:
    events = FORMAT.context(SHOWN, {"place-0": "2", "place-1": "2", "place-3": "4"})["events"]
    assert [event["chosen"] for event in events] == ["2", "2", "", "4"]


def test_the_events_in_their_place_are_told_from_the_others() -> None:
    graded = number(2, 1, 3, 4)
    parts = FORMAT.parts(SHOWN, graded.given)
    assert [(part.given, part.right) for part in parts] == [
        ("The mill was burnt", False),
        ("The harbour was opened", False),
        ("The bridge was rebuilt", True),
        ("The school was closed", True),
    ]


def test_a_skip_has_no_parts() -> None:
    assert FORMAT.parts(SHOWN, "") == []


def test_an_answer_that_was_cut_when_it_was_stored_still_has_its_parts() -> None:
    long = [{"text": f"{n} " + "x" * 250, "rank": n} for n in range(4)]
    shown = SHOWN | {"content": {"items": long, "own": 0}}
    given = FORMAT.grade(shown, FORMAT.form(shown, right=True)).given[:GIVEN_LENGTH]
    assert [part.right for part in FORMAT.parts(shown, given)] == [True] * 4


def test_the_events_stand_in_a_new_order_each_time() -> None:
    orders = set()
    for seed in range(100):
        items = FORMAT.dealt(SHOWN, Random(seed))["content"]["items"]
        orders.add(tuple(item["rank"] for item in items))
    assert len(orders) > 15


@given(st.permutations(range(5)))
def test_the_score_lies_between_nought_and_one_and_is_one_for_the_right_order_alone(
    ranks: list[int],
) -> None:
    assert 0 <= tau(ranks) <= 1
    assert (tau(ranks) == 1) == (ranks == sorted(ranks))


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
def test_the_events_of_a_question_made_of_facts_are_in_the_order_of_time() -> None:
    rows = captures()
    days = {row.subject.clause: row.value_date_first for row in rows}
    questions = [q for q in published().values() if q.format == "ordering"]
    assert questions
    for question in questions:
        items = question.content["items"]
        clauses = [f"t{item['text'][1:]}" for item in items]
        assert [item["rank"] for item in items] == [0, 1, 2, 3]
        assert sorted(days[clause] for clause in clauses) == [days[it] for it in clauses]
        assert clauses[question.content["own"]] == question.statement.subject.clause
        others = {row.subject.clause for row in question.leans_on.all()}
        assert others == set(clauses) - {question.statement.subject.clause}


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
def test_the_initial_does_not_tell_which_event_came_first() -> None:
    """Those who announce things come before those who do them, in time and in the alphabet."""
    for n in range(3):
        said = f"a herald announced feast no. {n}"
        told = EventFactory(label=said, clause=said)
        capture(said, f"2018-03-{10 + 3 * n}", slug=f"told-{n}", subject=told)
    taken = [*PLACES, "a low hill", "the high hill", "every hill", "no hill", "some hills"]
    for n, what in enumerate(taken * 2):
        day = date(2018, 4, 2) + timedelta(days=3 * n)
        capture(what if n < len(taken) else f"{what} and its road", str(day), slug=f"done-{n}")
    first = Counter[int]()
    for question in published().values():
        if question.format == "ordering":
            texts = [item["text"] for item in question.content["items"]]
            first[sorted(texts).index(texts[0])] += 1
    assert first.total() == 3 + 2 * len(taken)
    assert first[0] < first.total() / 2


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ((1, 2, 3, 4), "6 of 6 pairs in the right order"),
        ((2, 1, 3, 4), "5 of 6 pairs in the right order"),
        ((2, 1, 4, 3), "4 of 6 pairs in the right order"),
        ((2, 4, 1, 3), "3 of 6 pairs in the right order, no more than by chance"),
        ((4, 3, 2, 1), "0 of 6 pairs in the right order"),
    ],
)
def test_what_is_said_is_what_is_scored(places: tuple[int, ...], words: str) -> None:
    graded = number(*places)
    assert FORMAT.in_words(SHOWN, FORMAT.parts(SHOWN, graded.given)) == words
