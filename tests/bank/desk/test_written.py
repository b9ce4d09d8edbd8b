"""Questions written by hand: held to the same rules, tied to their fact."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from quizzes.bank.admin.written import LONGEST_KEY, free_key
from quizzes.bank.findings import read_bank
from quizzes.bank.generation.building import build_bank
from quizzes.bank.generation.own_words import STALE
from quizzes.bank.models import Question
from quizzes.facts.models import Entity, Statement
from tests.bank.packs import (
    capture,
    disputed_capture,
    key_of,
    losses_property,
    quantity,
    quotation,
)
from tests.factories import (
    CommanderFactory,
    EntityFactory,
    EntityPropertyFactory,
    StatementFactory,
)

from .steps import ADD, errors, form_of, page, text_of

pytestmark = pytest.mark.django_db

STEM = "When did soldiers raise their flag over the harbour?"
NEW: dict[str, Any] = {"format": "date", "stem": STEM, "right": "", "further": "", "wrong": ""}


@pytest.fixture
def fact(choice: Question) -> Statement:
    return choice.statement


def write(client: Client, fact: Statement, **fields: Any) -> Any:
    return client.post(ADD, NEW | {"statement": fact.pk} | fields, follow=True)


def written() -> Question:
    return Question.objects.get(origin="written")


def edit(client: Client, question: Question, **fields: Any) -> Any:
    url = page("edit", question)
    return client.post(url, form_of(client, url) | fields, follow=True)


def test_it_works(editor: Client, fact: Statement) -> None:
    said = text_of(write(editor, fact))
    assert "Saved. It is asked from now on." in said
    question = written()
    assert question.key == "capture-0:date:own-1"
    assert (question.status, question.direction) == ("published", "value")
    assert (question.answers, question.right_answer) == (["2018-03-03"], "3 March 2018")
    assert question.explanation == fact.questions.get(key="capture-0:date:value").explanation
    assert question in Question.objects.for_quizzes()
    assert LogEntry.objects.get().object_id == str(question.pk)


def test_it_begins_with_a_fact_of_the_address(editor: Client, fact: Statement) -> None:
    assert f'value="{fact.pk}" selected' in editor.get(ADD, {"statement": fact.pk}).content.decode()
    for odd in ("x", "9" * 30, "0"):
        assert editor.get(ADD, {"statement": odd}).status_code == 200


def test_a_choice(editor: Client, fact: Statement) -> None:
    write(editor, fact, format="choice", wrong="20 May 2018\n1 February 2018")
    question = written()
    assert key_of(question) == "3 March 2018"
    assert [it["text"] for it in question.options] == [
        "1 February 2018",
        "3 March 2018",
        "20 May 2018",
    ]


def test_a_typed_name_with_others_accepted(editor: Client, bank: dict[str, Question]) -> None:
    fact = bank["command-0:typed:value"].statement
    stem = "Which officer led the River Column?"
    write(editor, fact, format="typed", stem=stem, further="The Old Fox\nAbu Salem")
    question = written()
    assert question.answers == ["Omar Salem", "The Old Fox", "Abu Salem"]
    assert question.answer_kind == "personal"


def test_an_answer_of_its_own(editor: Client, fact: Statement) -> None:
    stem = "What did soldiers raise over the harbour?"
    write(editor, fact, format="typed", stem=stem, right="A flag", further="Their banner")
    assert written().answers == ["A flag", "Their banner"]
    assert written().answer_kind == "name"


def test_a_number(editor: Client) -> None:
    fact = quantity("31", losses_property(), "vehicles", slug="losses")
    stem = "How many vehicles stayed behind at Port Nuri?"
    write(editor, fact, format="number", stem=stem)
    assert (written().answers, written().right_answer) == (["31"], "31 vehicles")


def test_a_number_names_what_it_counts(editor: Client) -> None:
    fact = quantity("31", losses_property(), "vehicles", slug="losses")
    refused = errors(write(editor, fact, format="number", stem="How many stayed behind?"))
    assert refused["stem"] == ["The stem does not say what the number counts."]


def test_a_flashcard_is_for_reviews_alone(editor: Client, fact: Statement) -> None:
    write(editor, fact, format="flashcard")
    assert written().status == "published"
    assert written() not in Question.objects.for_quizzes()


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"statement": ""}, "statement", "required"),
        ({"statement": "0"}, "statement", "valid choice"),
        ({"statement": "x"}, "statement", "valid choice"),
        ({"statement": "", "statement-typed": "nowhere"}, "statement", "no fact with the slug"),
        ({"format": "ordering"}, "format", "valid choice"),
        ({"stem": ""}, "stem", "required"),
        ({"stem": "x" * 501}, "stem", "500"),
        ({"stem": "The harbour fell."}, "stem", "no question"),
        ({"stem": "On what date did the army capture the airfield?"}, "stem", "another answer"),
        ({"right": "some day"}, "right", ""),
        ({"further": "some day"}, "further", ""),
        ({"wrong": "1 May 2018\n1 June 2018"}, "wrong", "Only a choice offers wrong answers."),
        ({"format": "choice"}, "wrong", "Write two or three"),
        ({"format": "choice", "wrong": "3 March 2018\n1 May 2018"}, "wrong", "would be right"),
        ({"format": "number"}, "right", "no number"),
        ({"format": "typed"}, "format", "a date or a number"),
    ],
)
def test_what_is_wrong_stands_by_its_field(
    editor: Client, fact: Statement, fields: dict[str, str], field: str, said: str
) -> None:
    refused = errors(write(editor, fact, **fields))
    assert refused.keys() == {field}
    assert said in " ".join(refused[field])
    assert not Question.objects.filter(origin="written").exists()


def test_an_empty_form_is_refused(editor: Client, fact: Statement) -> None:
    assert editor.post(ADD).status_code == 422
    write(editor, fact)
    assert editor.post(page("edit", written())).status_code == 409


def test_a_fact_by_its_slug_where_no_scripts_run(editor: Client, fact: Statement) -> None:
    write(editor, fact, statement="", **{"statement-typed": fact.slug})
    assert written().statement == fact


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"sensitivity": "restricted"}, "restricted: never asked"),
        ({"rank": "deprecated"}, "deprecated"),
        ({"cited": False}, "has no source"),
        ({"status": "retired"}, "This fact is retired."),
    ],
)
def test_a_fact_that_is_not_asked(editor: Client, values: dict[str, Any], why: str) -> None:
    refused = errors(write(editor, StatementFactory(**values)))
    assert why in refused["statement"][0]


def test_hardship_is_not_asked_as_a_number(editor: Client) -> None:
    fact = quantity("31", losses_property(), "people", sensitivity="context")
    stem = "How many people were lost at Port Nuri?"
    refused = errors(write(editor, fact, format="number", stem=stem))
    assert "only asked by who says it" in refused["right"][0]


def test_of_hardship_only_who_says_so_is_asked(editor: Client) -> None:
    says = quotation(EntityFactory(label="Huda Faraj"), "It is over", sensitivity="context")
    choice = {"format": "choice", "wrong": "Nuri Zayed\nSami Tawfik"}
    asks = {"stem": "How many soldiers were killed by the bomb?", "right": "Two"}
    refused = errors(write(editor, says, **choice, **asks))
    assert "only asked by who says it" in refused["right"][0]
    assert "How many died or suffered is not asked" in refused["stem"][0]
    write(editor, says, **choice, stem="Who said that it was over?", right="Huda Faraj")
    assert written().status == "published"
    assert not [finding for finding in read_bank() if finding.key == written().key]


def test_the_dead_are_not_counted_whatever_the_fact(editor: Client, fact: Statement) -> None:
    stem = "How many soldiers died at the harbour?"
    refused = errors(write(editor, fact, format="typed", stem=stem, right="Two"))
    assert "How many died or suffered" in refused["stem"][0]


@pytest.mark.parametrize(
    ("fields", "field", "word"),
    [
        ({"stem": "When did the terrorists lose the harbour?"}, "stem", "terrorists"),
        ({"format": "typed", "right": "The liberation"}, "right", "liberation"),
        ({"format": "choice", "right": "A", "wrong": "Militants\nAn army"}, "wrong", "Militants"),
    ],
)
def test_words_that_take_a_side(
    editor: Client, fact: Statement, fields: dict[str, str], field: str, word: str
) -> None:
    refused = errors(write(editor, fact, **fields))
    assert f"“{word}” takes a side." in " ".join(refused[field])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("2017\n1 May 2018", "“2017” is more or less exact"),
        ("1 May 2011\n1 May 2018", "“1 May 2011” is too far from the right answer"),
        ("25 March 2018\n1 May 2018", "“25 March 2018” may be right"),
    ],
)
def test_wrong_dates_are_certain_alike_and_near(editor: Client, wrong: str, said: str) -> None:
    herald, _mail = disputed_capture()
    refused = errors(write(editor, herald, format="choice", stem=STEM, wrong=wrong))
    assert said in " ".join(refused["wrong"])


def test_wrong_numbers_are_near(editor: Client) -> None:
    fact = quantity("31", losses_property(), "vehicles")
    stem = "How many vehicles stayed behind at Port Nuri?"
    refused = errors(write(editor, fact, format="choice", stem=stem, wrong="40\n900"))
    assert "“900” is too far" in " ".join(refused["wrong"])


def test_what_else_happened_that_day_is_no_wrong_answer(editor: Client, fact: Statement) -> None:
    capture("the quarry", "2018-03-03", slug="quarry")
    own = {"format": "choice", "stem": "What fell on 3 March 2018?", "right": "The harbour"}
    refused = errors(write(editor, fact, **own, wrong="The quarry\nThe old mill"))
    assert refused["wrong"] == ["“The quarry” may be right: a fact of the base says so."]
    write(editor, fact, **own, wrong="The radio station\nThe old mill")
    assert written().status == "published"


def test_wrong_answers_are_of_one_kind_and_no_part(
    editor: Client, bank: dict[str, Question]
) -> None:
    fact = bank["command-0:choice:value"].statement
    own = {"format": "choice", "stem": "Which officer led the River Column?"}
    refused = errors(write(editor, fact, **own, wrong="Coast Patrol\nNuri Zayed"))
    assert "“Coast Patrol” is another kind of thing" in " ".join(refused["wrong"])
    deputy = Entity.objects.get(label="Nuri Zayed")
    prop = EntityPropertyFactory(slug="deputy", sentence="{subject} was the deputy of {value}")
    StatementFactory(subject=deputy, property=prop, value_date="", value_entity=fact.value_entity)
    refused = errors(write(editor, fact, **own, wrong="Sami Tawfik\nNuri Zayed"))
    assert "“Nuri Zayed” belongs to the right answer" in " ".join(refused["wrong"])


def test_what_the_facts_come_to_be_against_is_not_asked(editor: Client, fact: Statement) -> None:
    own = {"format": "choice", "stem": "What fell on 3 March 2018?", "right": "The harbour"}
    write(editor, fact, **own, wrong="The quarry\nThe old mill")
    assert not [finding for finding in read_bank() if finding.rule == "against"]
    capture("the quarry", "2018-03-03", slug="quarry")
    build_bank()
    assert written().status == "refused"
    assert "“The quarry” may be right" in written().problem
    # Had it been missed, it would be found.
    Question.objects.filter(pk=written().pk).update(status="published")
    (finding,) = [finding for finding in read_bank() if finding.rule == "against"]
    assert finding.key == written().key
    assert "“The quarry” may be right" in finding.message


def test_a_double_click_makes_one(editor: Client, fact: Statement) -> None:
    write(editor, fact)
    said = text_of(write(editor, fact))
    assert "This question was there already; nothing was added." in said
    assert written().key.endswith("own-1")
    write(editor, fact, stem="On what day did the harbour fall?")
    assert Question.objects.filter(key="capture-0:date:own-2").exists()


def test_checking_saves_nothing(editor: Client, fact: Statement) -> None:
    response = write(editor, fact, _check="1")
    assert response.status_code == 200
    assert "Right answer: 3 March 2018" in text_of(response)
    assert not Question.objects.filter(origin="written").exists()


def test_it_retires_and_returns_with_its_fact(editor: Client, fact: Statement) -> None:
    write(editor, fact)
    fact.status = Statement.Status.RETIRED
    fact.save()
    build_bank()
    assert written().status == "retired"
    fact.status = Statement.Status.PUBLISHED
    fact.save()
    build_bank()
    assert written().status == "published"


def test_of_a_draft_it_waits_for_the_fact(editor: Client) -> None:
    fact = CommanderFactory(status="draft")
    said = text_of(write(editor, fact, format="typed", stem="Which man was in command there?"))
    assert "It is asked as soon as its fact is published." in said
    assert written().status == "retired"
    fact.status = Statement.Status.PUBLISHED
    fact.save()
    build_bank()
    assert written().status == "published"


def test_it_is_flagged_when_the_fact_changes(editor: Client, fact: Statement) -> None:
    write(editor, fact)
    fact.value_date = "2018-03-05"
    fact.save()
    build_bank()
    question = written()
    assert question.own_outdated
    assert question.right_answer == "3 March 2018"
    assert (question.status, question.problem) == ("refused", STALE)
    context = editor.get(page("change", question)).context
    assert "The army captured the harbour on 5 March 2018." in context["sentence"]
    edit(editor, question, right="")
    assert written().right_answer == "5 March 2018"
    assert not written().own_outdated
    assert written().status == "published"


def test_with_the_same_answer_it_is_asked_on(editor: Client, fact: Statement) -> None:
    write(editor, fact)
    fact.own_sentence = "on {value}, soldiers raised their flag over {subject}"
    fact.save()
    build_bank()
    assert (written().own_outdated, written().status) == (True, "published")


def test_still_right(editor: Client, fact: Statement) -> None:
    write(editor, fact)
    fact.explanation = "So the Herald says."
    fact.value_date = "2018-03-05"
    fact.save()
    build_bank()
    state = editor.get(page("change", written())).context["state"]
    editor.post(page("confirm", written()), {"state": state})
    assert not written().own_outdated
    assert (written().right_answer, written().status) == ("3 March 2018", "published")


def test_it_is_changed(editor: Client, fact: Statement) -> None:
    write(editor, fact, format="choice", wrong="20 May 2018\n1 February 2018")
    before = written()
    form = form_of(editor, page("edit", before))
    assert (form["right"], form["wrong"]) == ("", "1 February 2018\n20 May 2018")
    edit(editor, before, wrong="20 May 2018\n7 January 2018")
    after = written()
    assert "7 January 2018" in [it["text"] for it in after.options]
    assert (after.key, after.version) == (before.key, before.version + 1)
    edit(editor, after)
    assert written().version == after.version


def test_a_change_that_breaks_a_rule(editor: Client, fact: Statement) -> None:
    write(editor, fact)
    refused = errors(edit(editor, written(), stem="The harbour fell."))
    assert refused.keys() == {"stem"}
    assert written().stem == STEM


def test_of_two_editors_the_later_is_told(editor: Client, fact: Statement) -> None:
    write(editor, fact)
    mine = form_of(editor, page("edit", written()))
    edit(editor, written(), stem="On what day did the harbour fall?")
    response = editor.post(page("edit", written()), mine)
    assert response.status_code == 409
    assert written().stem == "On what day did the harbour fall?"


def test_it_is_blocked_like_any_other(editor: Client, fact: Statement) -> None:
    write(editor, fact)
    editor.post(page("block", written()), {"reason": "Too like another"})
    assert written().status == "blocked"
    editor.post(page("let_go", written()))
    assert written().status == "published"


def test_a_question_of_the_programs_is_not_edited_so(editor: Client, choice: Question) -> None:
    assert editor.get(page("edit", choice)).status_code == 404
    write(editor, choice.statement)
    assert editor.get(page("words", written())).status_code == 404


def test_a_key_has_at_most_150_signs(fact: Statement) -> None:
    fact.slug = "a" * 200
    assert len(free_key(fact, "flashcard")) == LONGEST_KEY
    assert free_key(fact, "flashcard").endswith(":flashcard:own-1")
