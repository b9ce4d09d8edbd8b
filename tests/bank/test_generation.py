"""From facts to questions: what is asked, in which words, and what is not."""

from typing import Any

import pytest

from quizzes.bank.generation.bands import of_choice
from quizzes.bank.generation.building import build_bank
from quizzes.bank.generation.drafts import Answer
from quizzes.bank.models import Question
from quizzes.facts.models import Entity, Statement
from tests.factories import AliasFactory, CitationFactory, EntityFactory

from .packs import (
    built,
    capture,
    captures,
    cite,
    commands,
    disputed_capture,
    event,
    key_of,
    losses_property,
    newspaper,
    population_property,
    published,
    quantity,
    quotation,
    quotations,
    wrong_of,
)

WRITTEN = ("typed", "date", "number")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank_at_rest")]


def test_it_works() -> None:
    captures()
    question = published()["capture-2:choice:value"]
    assert question.stem == "On what date did the army capture the airfield?"
    assert key_of(question) == question.right_answer == "21 March 2018"
    assert len(question.options) == 3
    assert question.explanation == "The army captured the airfield on 21 March 2018."
    assert question.answer_kind == "date"


def test_a_dated_event_is_asked_for_its_date_and_the_date_for_its_event() -> None:
    captures()
    of_one = {key for key in published() if key.startswith("capture-1:")}
    assert of_one == {
        "capture-1:choice:value",
        "capture-1:matching:value",
        "capture-1:placing:value",
        "capture-1:true-false:value",
        "capture-1:date:value",
        "capture-1:cloze:value",
        "capture-1:ordering:value",
        "capture-1:flashcard:value",
        "capture-1:choice:subject",  # an event is no name to be typed
        "capture-1:matching:subject",
    }


def test_the_key_is_made_of_slug_format_and_direction() -> None:
    captures()
    commands()
    for key, question in built().items():
        assert key == f"{question.statement.slug}:{question.format}:{question.direction}"


def test_a_relation_is_asked_both_ways() -> None:
    commands()
    questions = published()
    assert questions["command-0:choice:value"].stem == "Who commanded the River Column?"
    assert key_of(questions["command-0:choice:value"]) == "Omar Salem"
    assert questions["command-0:choice:subject"].stem == "What did Omar Salem command?"
    assert key_of(questions["command-0:choice:subject"]) == "River Column"
    assert questions["command-0:typed:value"].answer_kind == "personal"
    assert questions["command-0:typed:subject"].answer_kind == "name"


def test_typed_answers_are_names_dates_and_numbers_with_all_other_names_accepted() -> None:
    commands()
    captures()
    quantity("12000", population_property(), "inhabitants", slug="population")
    AliasFactory(entity=Statement.objects.get(slug="command-0").value_entity, text="Umar Salim")
    questions = published()
    assert questions["command-0:typed:value"].answers == ["Omar Salem", "Umar Salim"]
    assert questions["capture-0:date:value"].answers == ["2018-03-03"]
    assert questions["population:number:value"].answers == ["12000"]
    kinds = {(q.format, q.answer_kind) for q in questions.values() if q.format in WRITTEN}
    assert kinds == {
        ("typed", "personal"),
        ("typed", "name"),
        ("date", "date"),
        ("number", "number"),
    }


def test_no_typed_question_for_a_text() -> None:
    position = quotations()[0].property
    position.datatype, position.is_claim = "text", False
    position.ask_value = "What did {subject} say?"
    position.save()
    assert built()["quotation-0:choice:value"].answer_kind == "text"
    assert "quotation-0:typed:value" not in built()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"sensitivity": "restricted"}, "restricted: never asked"),
        ({"rank": "deprecated"}, "deprecated: kept, never asked"),
        ({"sensitivity": "context"}, "nothing to ask of it"),
        ({"cited": False}, "has no source"),
    ],
)
def test_facts_that_are_asked_in_no_way(fields: dict[str, str], reason: str) -> None:
    captures()
    capture("the barracks", "2018-03-16", slug="barracks", **fields)
    report = build_bank()
    assert report.silent["barracks"].startswith(reason)
    assert not Question.objects.filter(statement__slug="barracks").exists()


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_only_published_facts_are_asked(status: str) -> None:
    captures()
    capture("the barracks", "2018-03-16", slug="barracks", status=status)
    assert "barracks" not in build_bank().silent
    assert not Question.objects.filter(statement__slug="barracks").exists()


def test_no_question_without_wording() -> None:
    row = quotations()[0]
    row.property.ask_subject = ""
    row.property.save()
    assert build_bank().silent[row.slug] == "nothing to ask of it"


def test_context_facts_are_asked_only_by_who_says_it() -> None:
    quotations()
    Statement.objects.filter(slug="quotation-0").update(sensitivity="context")
    claimed = quantity(
        "40",
        losses_property(),
        "vehicles",
        slug="losses",
        sensitivity="context",
        attributed_to=EntityFactory(label="Zahra Bashir"),
    )
    directions = {(q.statement.slug, q.direction) for q in built().values()}
    assert (claimed.slug, "claimant") in directions
    assert (claimed.slug, "value") not in directions
    assert ("quotation-0", "subject") in directions
    assert ("quotation-0", "value") not in directions


def test_a_claimant_question_puts_no_words_into_quotation_marks() -> None:
    quotations()
    row = quantity(
        "40",
        losses_property(),
        "vehicles",
        slug="losses",
        sensitivity="context",
        cited=False,
        attributed_to=EntityFactory(label="Zahra Bashir"),
    )
    cite(row, newspaper("the Herald"))
    question = published()["losses:choice:claimant"]
    assert question.stem == "In the Herald, whose claim is it that Port Nuri lost 40 vehicles?"
    assert key_of(question) == "Zahra Bashir"
    assert set(wrong_of(question)) < {"Omar Salem", "Huda Faraj", "Nuri Zayed", "Layla Hamdan"}


def test_no_claimant_question_where_the_claim_names_its_claimant() -> None:
    port = EntityFactory(kind="place", label="Port Nuri")
    quantity("40", losses_property(), "vehicles", subject=port, attributed_to=port, slug="losses")
    assert "losses:choice:claimant" not in built()


def test_a_claim_names_its_speaker_in_stem_and_explanation() -> None:
    captures()
    speaker = EntityFactory(kind="group", label="Harbour League", takes_the=True)
    capture("the barracks", "2018-03-16", slug="barracks", attributed_to=speaker)
    says = "ccording to the Harbour League, "
    asked = {key: q for key, q in published().items() if key.startswith("barracks:")}
    assert len(asked) > 5
    for key, question in asked.items():
        assert question.explanation.startswith(f"A{says}")
        if question.format == "matching":
            assert says in question.content["prompts"][question.content["own"]]
        elif question.format == "true-false":
            assert question.stem.startswith(f"Is it true that, a{says}")
        elif question.direction != "claimant":
            assert question.stem.startswith(f"A{says}"), key


@pytest.mark.parametrize("claimed", [{"unattributed": True}, {"speaker": "Harbour League"}])
def test_a_claim_does_not_stand_in_a_row_of_events_where_nobody_is_named(
    claimed: dict[str, Any],
) -> None:
    captures()
    if "speaker" in claimed:
        claimed = {"attributed_to": EntityFactory(kind="group", label=claimed["speaker"])}
    claim = capture("the barracks", "2018-03-16", slug="barracks", **claimed)
    rows = [q for q in published().values() if q.format in ("placing", "ordering")]
    assert {q.statement.slug for q in rows} > {f"capture-{n}" for n in range(5)}
    for question in rows:
        assert claim not in question.leans_on.all()
        if question.statement == claim:
            assert question.format == "placing", "only its stem has room for a speaker"
            assert question.stem.startswith("According to ")
        else:
            assert "barracks" not in str(question.snapshot())


def test_a_stem_of_its_own_that_names_the_speaker_names_him_once() -> None:
    captures()
    capture(
        "the barracks",
        "2018-03-16",
        slug="barracks",
        attributed_to=EntityFactory(label="Zahra Bashir"),
        own_stem="When, says {by}, were the barracks taken?",
    )
    stem = published()["barracks:choice:value"].stem
    assert stem == "When, says Zahra Bashir, were the barracks taken?"


def test_a_claim_of_nobody_named_says_so() -> None:
    captures()
    row = capture("the barracks", "2018-03-16", slug="barracks", unattributed=True, cited=False)
    cite(row, newspaper("the Herald"))
    question = published()["barracks:choice:value"]
    assert question.stem.startswith("According to people unnamed in the Herald, on what date ")
    assert question.explanation.startswith("According to people the source does not name, ")


def test_a_disputed_fact_is_asked_by_its_source() -> None:
    captures()
    disputed_capture()
    questions = published()
    stem = "According to the Herald, on what date did the army capture the water tower?"
    assert questions["tower-herald:choice:value"].stem == stem
    assert questions["tower-mail:date:value"].stem.startswith("According to the Mail, ")
    explanation = questions["tower-herald:choice:value"].explanation
    assert explanation.endswith("on 14 March 2018, according to the Herald.")


def test_a_disputed_claim_names_speaker_and_source() -> None:
    captures()
    herald, _mail = disputed_capture()
    herald.attributed_to = EntityFactory(label="Zahra Bashir")
    herald.save()
    stem = published()["tower-herald:choice:value"].stem
    assert stem.startswith("According to Zahra Bashir, as cited in the Herald, on what date ")


def test_a_disputed_claim_of_nobody_named_says_so_too() -> None:
    captures()
    herald, _mail = disputed_capture()
    herald.unattributed = True
    herald.save()
    stem = published()["tower-herald:choice:value"].stem
    assert stem.startswith("According to people unnamed in the Herald, on what date ")


def test_a_disputed_fact_is_asked_by_a_source_and_only_its_value_is_right() -> None:
    captures()
    disputed_capture()
    questions = published()
    assert questions["tower-herald:date:value"].answers == ["2018-03-14"]
    assert questions["tower-mail:date:value"].answers == ["2018-03-25"]


def test_a_value_held_to_be_false_is_not_accepted() -> None:
    captures()
    _herald, mail = disputed_capture()
    capture("", "2018-04-20", subject=mail.subject, rank="deprecated")
    assert "2018-04-20" not in published()["tower-herald:date:value"].answers


def test_a_value_in_another_unit_is_not_accepted() -> None:
    prop = losses_property()
    row = quantity("21", prop, "vehicles", slug="days", own_stem="How many vehicles were lost?")
    quantity("2", prop, "convoys", subject=row.subject, slug="convoys")
    assert published()["days:number:value"].answers == ["21"]


def test_a_sourced_value_is_never_a_wrong_option() -> None:
    captures(6)
    disputed_capture("2018-03-12", "2018-03-21")
    for question in published().values():
        if question.statement.slug.startswith("tower") and question.format == "choice":
            assert not {"12 March 2018", "21 March 2018"} & set(wrong_of(question))


def test_a_source_that_gives_both_values_is_not_asked() -> None:
    captures()
    herald, mail = disputed_capture()
    source = newspaper("the Gazette")
    cite(herald, source)
    cite(mail, source)
    question = built()["tower-herald:choice:value"]
    assert question.status == "refused"
    assert question.problem == "its source gives more than one value"


def test_an_inferred_year_is_said_in_the_explanation() -> None:
    captures()
    capture("the barracks", "2018-03-16", slug="barracks", date_inferred=True)
    questions = published()
    inferred = "The year 2018 is inferred; the passage itself does not name it."
    assert questions["barracks:choice:value"].explanation.endswith(inferred)
    assert inferred not in questions["capture-0:choice:value"].explanation


def test_a_year_that_is_not_shown_is_not_said_to_be_inferred() -> None:
    captures()
    words = "the army captured the barracks"
    capture("the barracks", "2018-03-16", slug="barracks", date_inferred=True, own_sentence=words)
    explanation = published()["barracks:choice:value"].explanation
    assert explanation == "The army captured the barracks."


def test_explanation_and_dispute_note_follow_the_fact() -> None:
    captures()
    capture(
        "the barracks",
        "2018-03-16",
        slug="barracks",
        explanation="It took a night.",
        dispute_note="The Mail is silent.",
    )
    assert published()["barracks:choice:value"].explanation == (
        "The army captured the barracks on 16 March 2018. It took a night.\n\nThe Mail is silent."
    )


@pytest.mark.parametrize("other", ["2018-03-21", "2018-03", "2018-03-20/2018-03-24"])
def test_a_shared_date_is_not_asked_for_what_happened(other: str) -> None:
    captures()
    capture("the barracks", other, slug="barracks")
    question = built()["capture-2:choice:subject"]
    assert question.status == "refused"
    assert question.problem == "the same is said of another subject"
    assert built()["capture-2:choice:value"].status == "published"


def test_an_editors_own_stem_may_ask_about_a_shared_date() -> None:
    captures()
    capture(
        "the barracks",
        "2018-03-21",
        slug="barracks",
        own_subject_stem="What did the army capture at night {value.phrase}?",
    )
    assert built()["barracks:choice:subject"].status == "published"


def test_a_value_that_changes_with_time_is_asked_only_with_the_time() -> None:
    rows = commands()
    rows[0].when = "2016"
    rows[0].save()
    later = Statement(
        slug="later-commander",
        subject=rows[0].subject,
        property=rows[0].property,
        topic=rows[0].topic,
        value_entity=EntityFactory(label="Tariq Madani"),
        when="2018",
        status="published",
    )
    later.save()
    CitationFactory(statement=later)
    assert built()["command-0:typed:value"].problem == "the subject has more than one such value"
    rows[0].property.ask_value = "Who commanded {subject} {when}?"
    rows[0].property.save()
    question = published()["command-0:typed:value"]
    assert question.stem == "Who commanded the River Column in 2016?"
    assert question.answers == ["Omar Salem"]  # nobody disputes it


def test_a_subject_with_several_values_is_not_asked_for_one() -> None:
    rows = commands()
    rows[0].property.single_valued = False
    rows[0].property.save()
    second = Statement(
        slug="second-commander",
        subject=rows[0].subject,
        property=rows[0].property,
        topic=rows[0].topic,
        value_entity=EntityFactory(label="Tariq Madani"),
        status="published",
    )
    second.save()
    CitationFactory(statement=second)
    assert built()["command-0:typed:value"].problem == "the subject has more than one such value"
    assert built()["command-1:typed:value"].status == "published"


def test_two_questions_never_share_a_stem_with_different_answers() -> None:
    captures()
    for slug, day in (("one", "2018-03-16"), ("two", "2018-03-26")):
        capture(f"tower {slug}", day, slug=slug, own_stem="When did the guns fall silent?")
    questions = built()
    assert questions["one:date:value"].status == "published"
    assert questions["two:date:value"].status == "refused"
    assert "same stem" in questions["two:date:value"].problem


def test_a_full_stop_inside_a_quotation_does_not_meet_the_question_mark() -> None:
    quotations()
    quotation(EntityFactory(label="Zahra Bashir"), "The door is shut.", slug="door")
    assert published()["door:typed:subject"].stem == "Who said: “The door is shut”?"


def test_names_of_the_entities_are_noted() -> None:
    commands()
    question = published()["command-0:choice:value"]
    named = {str(entity) for entity in question.entities.all()}
    assert named == {"River Column", "Omar Salem", *wrong_of(question)}


def test_difficulty_comes_from_the_nearest_wrong_date() -> None:
    for n, day in enumerate(["2018-03-03", "2018-03-07", "2018-03-10"]):
        capture(["the mill", "the harbour", "a bridge"][n], day, slug=f"near-{n}")
    for n, day in enumerate(["2016-01-01", "2016-04-20", "2016-08-30"]):
        capture(["the quarry", "the docks", "a school"][n], day, slug=f"far-{n}")
    questions = published()
    assert questions["near-1:choice:value"].difficulty == Question.Difficulty.HARD
    assert questions["far-1:choice:value"].difficulty == Question.Difficulty.EASY
    assert questions["near-1:date:value"].difficulty == Question.Difficulty.HARD


def test_difficulty_comes_from_what_is_to_be_recalled() -> None:
    commands(5)
    Statement.objects.filter(slug="command-2").update(importance=3)
    AliasFactory(entity=Entity.objects.get(label="Nuri Zayed"), text="Zayed")
    capture("the mill", "2018-03", slug="month")
    questions = published()
    assert questions["command-1:typed:value"].difficulty == Question.Difficulty.HARD
    assert questions["command-2:typed:value"].difficulty == Question.Difficulty.EASY
    assert questions["month:date:value"].difficulty == Question.Difficulty.MEDIUM
    assert questions["month:flashcard:value"].difficulty == Question.Difficulty.MEDIUM


def test_difficulty_comes_from_how_alike_the_names_are() -> None:
    key = Answer("Adnan Al-Shaari")
    assert of_choice(key, [Answer("Ateyah Al-Shaari"), Answer("Tim Eaton")]) == 3
    assert of_choice(key, [Answer("Younes Hamed"), Answer("Tim Eaton")]) == 1


def test_an_event_without_a_clause_is_named() -> None:
    subject = event("the harbour")
    subject.clause = subject.question_clause = ""
    subject.save()
    capture("", "2018-03-03", subject=subject, slug="nameless")
    questions = built()
    assert questions["nameless:choice:subject"].right_answer == "Capture of the harbour"
    assert questions["nameless:date:value"].stem == (
        "On what date did the capture of the harbour take place?"
    )
    assert questions["nameless:date:value"].explanation == (
        "The capture of the harbour took place on 3 March 2018."
    )


@pytest.mark.parametrize(
    ("stem", "problem"),
    [
        (
            "On what date did the militants leave the barracks?",
            "“militants” takes a side. Write the group’s name, “armed group”, “fighters”, "
            "or quote it with its speaker.",
        ),
        (
            "On what date was it told how many were killed at the barracks?",
            "How many died or suffered is not asked. Ask who says so.",
        ),
    ],
)
def test_what_an_editor_may_not_ask_the_program_does_not_ask_either(
    stem: str, problem: str
) -> None:
    captures()
    capture("the barracks", "2018-03-16", slug="barracks", own_stem=stem)
    questions = built()
    assert questions["barracks:choice:value"].problem == problem
    assert questions["barracks:date:value"].status == "refused"
    assert questions["barracks:choice:subject"].status == "published"
