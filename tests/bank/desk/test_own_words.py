"""An editor's words instead of the program's: checked, kept, flagged, confirmed, taken back."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from quizzes.bank.generation.building import build_bank
from quizzes.bank.models import Question
from quizzes.facts.models import Entity
from tests.bank.packs import capture, key_of, wrong_of

from .steps import LIST, errors, form_of, fresh, page, text_of

pytestmark = pytest.mark.django_db

STEM = "When did the harbour fall to the army?"
WRONG = "1 February 2018\n20 May 2018"


def save(client: Client, question: Question, **fields: Any) -> Any:
    url = page("words", question)
    return client.post(url, form_of(client, url) | fields, follow=True)


def change_the_fact(question: Question, day: str = "2018-03-05") -> None:
    question.statement.value_date = day
    question.statement.save()
    build_bank([question.statement_id])


def test_it_works(editor: Client, choice: Question) -> None:
    said = text_of(save(editor, choice, own_stem=STEM, own_wrong=WRONG))
    assert "Saved. This is how it is asked from now on." in said
    question = fresh(choice)
    assert (question.stem, question.status) == (STEM, "published")
    assert key_of(question) == "3 March 2018"
    # Dates stand in order, so that their order tells nothing.
    assert [option["text"] for option in question.options] == [
        "1 February 2018",
        "3 March 2018",
        "20 May 2018",
    ]
    assert question.version == choice.version + 1
    assert not question.own_outdated
    assert LogEntry.objects.get().object_id == str(choice.pk)


def test_only_the_words_or_only_the_wrong_answers(editor: Client, choice: Question) -> None:
    save(editor, choice, own_stem=STEM)
    assert wrong_of(fresh(choice)) == wrong_of(choice)
    save(editor, choice, own_stem="", own_wrong=WRONG)
    assert fresh(choice).stem == choice.stem
    assert wrong_of(fresh(choice)) == WRONG.splitlines()


def test_they_stay_when_the_bank_is_built(editor: Client, choice: Question) -> None:
    save(editor, choice, own_stem=STEM, own_wrong=WRONG)
    report = build_bank()
    assert choice.key in report.unchanged
    assert fresh(choice).stem == STEM


def test_they_are_flagged_when_the_fact_changes(editor: Client, choice: Question) -> None:
    save(editor, choice, own_stem=STEM, own_wrong=WRONG)
    change_the_fact(choice)
    question = fresh(choice)
    assert question.own_outdated
    assert (question.stem, key_of(question)) == (STEM, "5 March 2018")
    said = text_of(editor.get(page("change", choice)))
    assert "has changed since an editor wrote this." in said
    assert f"{STEM} {choice.stem}" in said
    assert "own words to be checked" in text_of(editor.get(LIST, {"work": "own-words"}))


def test_they_are_flagged_when_another_answer_comes_to_be_right(
    editor: Client, bank: dict[str, Question]
) -> None:
    question = bank["capture-0:choice:subject"]
    save(editor, question, own_stem="Which place fell to the army on 3 March 2018?")
    capture("the quarry", "2018-03-03")
    build_bank()
    assert fresh(question).own_outdated


def test_still_right_with_one_click(editor: Client, choice: Question) -> None:
    save(editor, choice, own_stem=STEM)
    change_the_fact(choice)
    state = editor.get(page("change", choice)).context["state"]
    for _ in range(2):
        editor.post(page("confirm", choice), {"state": state})
    assert not fresh(choice).own_outdated
    assert LogEntry.objects.count() == 2
    build_bank()
    assert not fresh(choice).own_outdated
    change_the_fact(choice, "2018-03-07")
    assert fresh(choice).own_outdated


def test_what_changed_again_is_not_confirmed_unseen(editor: Client, choice: Question) -> None:
    save(editor, choice, own_stem=STEM)
    change_the_fact(choice)
    state = editor.get(page("change", choice)).context["state"]
    change_the_fact(choice, "2018-03-07")
    said = text_of(editor.post(page("confirm", choice), {"state": state}, follow=True))
    assert "Look at it again before you say so." in said
    assert fresh(choice).own_outdated


def test_the_programs_words_with_one_click(editor: Client, choice: Question) -> None:
    save(editor, choice, own_stem=STEM, own_wrong=WRONG)
    change_the_fact(choice)
    for _ in range(2):
        editor.post(page("take_back", choice))
    question = fresh(choice)
    assert question.stem == choice.stem
    assert not set(wrong_of(question)) & set(WRONG.splitlines())
    assert len(question.options) == 3
    assert not question.own_outdated
    assert not question.is_overridden
    assert LogEntry.objects.count() == 2


def test_emptied_fields_give_the_program_its_words_again(editor: Client, choice: Question) -> None:
    save(editor, choice, own_stem=STEM, own_wrong=WRONG)
    save(editor, choice, own_stem="", own_wrong="")
    assert fresh(choice).stem == choice.stem
    assert not fresh(choice).is_overridden


@pytest.mark.parametrize(
    ("stem", "said"),
    [
        ("The harbour fell to the army", "The stem is no question."),
        ("when did the harbour fall?", "a trace of being put together"),
        ("When did the harbour not fall?", "The stem is negative."),
        ("Which was the only day the harbour fell?", "an absolute term"),
        (f"When did {'the ' + 'very ' * 45}harbour fall?", "more than 45 words"),
        ("When did the regime lose the harbour?", "“regime” takes a side."),
        ("Did the harbour fall on 3 March 2018?", "The answer stands in the stem."),
        ("On what date did the army capture the airfield?", "another answer"),
    ],
)
def test_a_question_that_breaks_a_rule(
    editor: Client, choice: Question, stem: str, said: str
) -> None:
    refused = errors(save(editor, choice, own_stem=stem))
    assert said in " ".join(refused["own_stem"])
    assert fresh(choice).stem == choice.stem


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("1 February 2018", "Write two or three wrong answers"),
        ("1 May 2018\n2 June 2018\n3 July 2018\n4 August 2018", "Write two or three"),
        ("1 May 2018\n3 March 2018", "“3 March 2018” would be right."),
        ("1 May 2018\n2018-03-03", "“2018-03-03” would be right."),
        ("1 May 2018\nMarch 2018", "“March 2018” would not be quite wrong."),
        ("1 May 2018\n4 March 2018", "The answers do not go together"),
        ("1 May 2018\nthe day after", "begins with a small letter"),
        ("1 May 2018\nRamadan", "“Ramadan” cannot be read as one date."),
        ("1 May 2018\n1  May  2018", "Two of the wrong answers are the same."),
        (f"1 May 2018\n{'x' * 201}", "at most 200 characters"),
        ("\n".join("abcdefg"), "Write at most 6 lines."),
        ("1 May 2018\n1999", "“1999” is more or less exact than the right answer."),
        ("1 May 2018\n1 May 2008", "“1 May 2008” is too far from the right answer"),
    ],
)
def test_wrong_answers_that_are_not_good(
    editor: Client, choice: Question, wrong: str, said: str
) -> None:
    refused = errors(save(editor, choice, own_wrong=wrong))
    assert said in " ".join(refused["own_wrong"])
    assert fresh(choice).options == choice.options


def test_another_spelling_of_the_answer_is_not_wrong(
    editor: Client, bank: dict[str, Question]
) -> None:
    question = bank["command-0:choice:value"]
    refused = errors(save(editor, question, own_wrong="Umar Salim\nHuda Faraj"))
    assert refused["own_wrong"] == ["“Umar Salim” would be right."]


def test_wrong_answers_of_its_own_can_become_right(editor: Client, choice: Question) -> None:
    save(editor, choice, own_wrong=WRONG)
    change_the_fact(choice, "2018-05-20")
    assert fresh(choice).status == "refused"
    assert "wrong answers is right now" in text_of(editor.get(page("change", choice)))


def test_checking_saves_nothing(editor: Client, choice: Question) -> None:
    response = save(editor, choice, own_stem=STEM, own_wrong=WRONG, _check="1")
    assert response.status_code == 200
    said = text_of(response)
    assert "This is what would be asked:" in said
    assert "20 May 2018" in said
    assert fresh(choice).stem == choice.stem
    refused = save(editor, choice, own_stem="No question", _check="1")
    assert errors(refused).keys() == {"own_stem"}


def test_of_two_editors_the_later_sees_the_others_words(editor: Client, choice: Question) -> None:
    mine = form_of(editor, page("words", choice))
    save(editor, choice, own_stem="When was the harbour taken?")
    response = editor.post(page("words", choice), mine | {"own_stem": STEM})
    assert response.status_code == 409
    assert "meanwhile the question has changed" in text_of(response)
    assert STEM in text_of(response)
    assert fresh(choice).stem == "When was the harbour taken?"
    again = {bound.name: bound.value() for bound in response.context["form"]}
    assert editor.post(page("words", choice), again).status_code == 302
    assert fresh(choice).stem == STEM


def test_other_formats_have_no_wrong_answers(editor: Client, bank: dict[str, Question]) -> None:
    question = bank["command-0:typed:value"]
    stem = "Which man commanded the River Column?"
    save(editor, question, own_stem=stem, own_wrong="A\nB")
    assert fresh(question).stem == stem
    assert fresh(question).own_wrong == []


def test_a_gap_stays_in_the_sentence(editor: Client, bank: dict[str, Question]) -> None:
    question = next(it for it in bank.values() if it.format == "cloze")
    refused = errors(save(editor, question, own_stem="There is nothing to fill in here."))
    assert "Leave one gap" in refused["own_stem"][0]


def test_true_or_false_is_not_reworded(editor: Client, bank: dict[str, Question]) -> None:
    question = next(it for it in bank.values() if it.format == "true-false")
    assert editor.get(page("words", question)).status_code == 404
    assert page("words", question) not in editor.get(page("change", question)).content.decode()


def test_own_words_can_make_possible_what_was_refused(editor: Client, refused: Question) -> None:
    stem = "What did the army take in the hills on 3 March 2018?"
    wrong = "The army took the bridge\nThe army took the barracks"
    entity = Entity.objects.get(pk=refused.statement.subject_id)
    assert entity.clause == "the army captured the quarry"
    save(editor, refused, own_stem=stem, own_wrong=wrong)
    assert (fresh(refused).status, fresh(refused).stem) == ("published", stem)
