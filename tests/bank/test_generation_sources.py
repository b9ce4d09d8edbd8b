"""“Which source says that …?”: of what sources tell differently, and of claims."""

import pytest

from quizzes.bank.models import Question
from quizzes.facts.models import Source, Statement
from tests.factories import EntityFactory, SourceFactory

from .packs import (
    built,
    capture,
    captures,
    cite,
    disputed_capture,
    key_of,
    newspaper,
    published,
    quotation,
    wrong_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank_at_rest")]


def paper(name: str, **fields: str) -> Source:
    made: Source = SourceFactory(title=name, cite_as=name, publisher=name, **fields)
    return made


def said(source: Source, **fields: object) -> Statement:
    """Omar Salem said that the road was open, as one source reports."""
    speaker = EntityFactory(label="Omar Salem")
    row = quotation(speaker, "The road is open", slug="road", cited=False, **fields)
    cite(row, source)
    return row


def asked() -> Question:
    return built()["road:choice:source"]


def test_a_claim_is_asked_for_the_source_that_reports_it() -> None:
    said(paper("the Herald"))
    paper("the Mail"), paper("the Post")
    question = asked()
    assert question.status == "published"
    assert question.stem == "In which source do we read that Omar Salem said: “The road is open”?"
    assert key_of(question) == "The Herald"
    assert set(wrong_of(question)) == {"The Mail", "The Post"}


def test_a_source_about_something_else_leaves_the_question_as_it_is() -> None:
    row = said(paper("the Herald on Nuri"))
    row.value_text = "The road to Nuri is open"
    row.save()
    for name in ("the Mail", "the Post"):
        SourceFactory(title=f"{name} on Nuri", cite_as=name, publisher=name)
    assert asked().status == "published"
    paper("The harbour opens")
    assert asked().status == "published"


def test_the_day_of_a_claim_does_not_stand_in_the_stem() -> None:
    said(paper("the Herald"), when="2018-05-03")
    paper("the Mail"), paper("the Post")
    assert "2018" not in asked().stem


def test_of_one_witness_no_other_copy_is_wrong() -> None:
    herald = paper("the Herald")
    said(herald)
    paper("the Mail", origin=herald.origin), paper("the Post")
    question = asked()
    assert (question.status, question.problem) == (
        "refused",
        "too few wrong options are certain and plausible",
    )


def test_two_witnesses_leave_nothing_to_ask() -> None:
    row = said(paper("the Herald"))
    cite(row, paper("the Mail"))
    paper("the Post"), paper("the Sun")
    assert "road:choice:source" not in built()


def test_what_appeared_before_is_no_wrong_option() -> None:
    said(paper("the Herald", published="2018-06-12"), when="2018-06-10")
    paper("the Mail", published="2018-06-01"), paper("the Post"), paper("the Sun")
    assert set(wrong_of(asked())) == {"The Post", "The Sun"}


def test_a_source_alone_of_its_kind_would_be_told_by_it() -> None:
    said(paper("the Handbook", kind="encyclopedia"))
    paper("the Mail"), paper("the Post")
    assert asked().problem == "its source is the only one of its kind"
    paper("the Lexicon", kind="encyclopedia")
    question = asked()
    assert question.status == "published"
    assert "The Lexicon" in wrong_of(question)


def test_a_sentence_that_names_its_source_gives_way_to_the_propertys() -> None:
    captures()
    herald, _mail = disputed_capture()
    herald.own_sentence = "The Herald says that {subject.clause} {value.phrase}"
    herald.save()
    newspaper("the Post")
    question = published()["tower-herald:choice:source"]
    stem = "Which source says that the army captured the water tower on 14 March 2018?"
    assert question.stem == stem
    assert key_of(question) == "The Herald"


def test_a_claim_of_nobody_named_is_asked_so() -> None:
    row = capture("the port", "2018-03-02", slug="port", cited=False, unattributed=True)
    cite(row, paper("the Herald"))
    paper("the Mail"), paper("the Post")
    stem = published()["port:choice:source"].stem
    assert stem.startswith("Which source says, without naming those who claim it, that the army ")


def test_what_nobody_words_a_question_of_is_not_asked_for_its_source() -> None:
    row = said(paper("the Herald"))
    paper("the Mail"), paper("the Post")
    row.property.ask_subject = ""
    row.property.save()
    assert built() == {}
