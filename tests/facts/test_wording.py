"""The little language of wordings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.facts.wording import (
    PLACEHOLDERS,
    WordingError,
    capitalised,
    check_wording,
    inside_quotes,
    placeholders,
    render,
)

FORMS = dict.fromkeys(PLACEHOLDERS, "name")
PIECES = ["{subject}", "{value.ask}", "{x}", "[was|were]", "[a|b:value]", ":value", "was", " "]


def test_it_works() -> None:
    text = "{subject} [was|were] led by {value} {when}"
    check_wording(text)
    forms = {"subject": "the guards", "value": "Ash", "when": "in 1904"}
    assert render(text, forms, {"subject": True}) == "the guards were led by Ash in 1904"


@pytest.mark.parametrize(
    ("text", "plural", "shown"),
    [
        ("[is|are]", {}, "is"),
        ("[is|are]", {"subject": True}, "are"),
        ("[is|are]", {"value": True}, "is"),
        ("[is|are:value]", {"value": True}, "are"),
        ("[is|are:subject]", {"subject": True}, "are"),
        ("it[|s] [|not]", {"subject": True}, "its not"),
        ("[{subject} is|they are]", {}, "the guard is"),
    ],
)
def test_agreement(text: str, plural: dict[str, bool], shown: str) -> None:
    check_wording(text)
    assert render(text, {"subject": "the guard"}, plural) == shown


def test_a_form_that_is_missing_leaves_no_gap() -> None:
    assert render("{subject} fell {when}, {where} .", {"subject": "it"}, {}) == "it fell,."
    assert render("{subject} fell {when}", {"subject": "it"}, {}) == "it fell"


def test_names_are_not_read_as_wordings() -> None:
    forms = {"subject": r"[a|b] {value} \1 \g<0>", "value": "never"}
    assert render("{subject}", forms, {}) == r"[a|b] {value} \1 \g<0>"


@pytest.mark.parametrize("text", ["{subjekt}", "{}", "{ subject }", "{subject\n}", "{when.name}"])
def test_an_unknown_placeholder_is_refused_with_those_that_are_known(text: str) -> None:
    with pytest.raises(WordingError, match="is not a placeholder. Known are: {by}"):
        check_wording(text)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("{subject", "{"),
        ("subject}", "}"),
        ("[was", "["),
        ("was|were", "|"),
        ("[was|were", "["),
        ("[was|were|is]", "["),
        ("[was|were:when]", "["),
        ("[[was|were]|is]", "["),
        ("[x{|y{subject}]", "{"),
        ("[x}|y]", "}"),
        ("[a|b:val{subject}ue]", "["),
        ("[a|b:value{subject}]", "["),
        ("{{subject}}", "{"),
    ],
)
def test_a_stray_sign_is_named(text: str, sign: str) -> None:
    with pytest.raises(WordingError) as refused:
        check_wording(text)
    assert str(refused.value) == f"A “{sign}” stands alone. Write {{subject}} or [was|were]."


@given(st.one_of(st.text(), st.lists(st.sampled_from([*PIECES, *"{}[]|:ab"])).map("".join)))
def test_what_passes_can_be_rendered(text: str) -> None:
    try:
        check_wording(text)
    except WordingError:
        return
    for plural in (False, True):
        shown = render(text, FORMS, {"subject": plural, "value": plural})
        assert not set(shown) & set("{}[]|")


def test_placeholders() -> None:
    assert placeholders("{subject} {value.phrase} [a|b]") == {"subject", "value.phrase"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("the guard", "The guard"),
        ("“the guard”", "“The guard”"),
        ("élan", "Élan"),
        ("36th", "36th"),
        ("", ""),
        ("…", "…"),
    ],
)
def test_capitalised(text: str, shown: str) -> None:
    assert capitalised(text) == shown


def test_quotation_marks_inside_others_are_single() -> None:
    said = "Ali said: “The city is calm”."
    assert inside_quotes(said) == "Ali said: ‘The city is calm’."
