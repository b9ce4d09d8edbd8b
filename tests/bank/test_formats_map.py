"""Map: one of some marks is picked."""

from pathlib import Path

import pytest
from pytest_django import Settings

from quizzes.bank.formats import FORMATS, AnswerMissing, Graded
from quizzes.bank.grading import Verdict
from tests.factories import (
    EntityFactory,
    EntityPropertyFactory,
    MapQuestionFactory,
    StatementFactory,
)

from .packs import published

FORMAT = FORMATS["map"]
SHOWN = MapQuestionFactory.build().snapshot()


def test_it_works() -> None:
    assert FORMAT.grade(SHOWN, {"point": "2"}) == Graded(Verdict.RIGHT, given="Derna")
    assert FORMAT.grade(SHOWN, {"point": "3"}) == Graded(Verdict.WRONG, given="Martuba")


def test_a_mark_that_is_none_is_missing() -> None:
    with pytest.raises(AnswerMissing, match="Mark a place"):
        FORMAT.grade(SHOWN, {"point": "4"})


def test_every_place_is_a_radio_button_on_the_map() -> None:
    svg = FORMAT.context(SHOWN)["map"]
    assert svg.count('type="radio"') == 4
    for number, point in enumerate(SHOWN["content"]["points"]):
        assert f'name="point" value="{number}" aria-label="{point["text"]}"' in svg


def test_without_a_coast_there_is_no_map(settings: Settings, tmp_path: Path) -> None:
    settings.FACT_PACK = tmp_path
    assert FORMAT.context(SHOWN)["map"] == ""


def test_the_answer_is_shown_on_the_map() -> None:
    told = FORMAT.picture(SHOWN, "Martuba", name="answer-1")
    assert (told["right"], told["picked"]) == ("Derna", "Martuba")
    svg = told["map"]
    assert 'role="img" aria-labelledby="answer-1-title answer-1-description"' in svg
    assert "The right place, Derna, is marked with a tick." in svg
    assert "Your answer, Martuba, is marked with a cross." in svg
    assert svg.count('class="answer-mark is-right"') == 1
    assert svg.count('class="answer-mark is-given"') == 1
    assert svg.count('class="mark"') == 2


@pytest.mark.parametrize("given", ["Derna", ""])
def test_a_right_or_skipped_answer_has_no_cross(given: str) -> None:
    told = FORMAT.picture(SHOWN, given, name="answer-1")
    assert (told["right"], told["picked"]) == ("Derna", "")
    assert "cross" not in told["map"]


def test_without_a_coast_the_answer_is_in_words(settings: Settings, tmp_path: Path) -> None:
    settings.FACT_PACK = tmp_path
    assert FORMAT.picture(SHOWN, "Derna", name="answer-1") == {}


@pytest.mark.django_db
@pytest.mark.usefixtures("bank_at_rest")
def test_no_place_is_marked_that_the_question_names() -> None:
    towns = [
        EntityFactory(kind="place", label=label, latitude=30 + n, longitude=20 + n)
        for n, label in enumerate(("Arda", "Benna", "Corvo", "Dellis"))
    ]
    based = EntityPropertyFactory(slug="based", ask_value="Where was {subject} based?")
    row = StatementFactory(slug="base", property=based, value_entity=towns[0], value_date="")
    for stem, named in (("Where was it based?", 3), ("Where was it based after Benna?", 2)):
        row.own_stem = stem
        row.save()
        points = published()["base:map:value"].content["points"]
        assert len(points) == 1 + named
        assert ("Benna" in {point["text"] for point in points}) is (named == 3)
