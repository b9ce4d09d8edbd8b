"""Lists in one cell: readable, and the same again when they come back."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizzes.facts.tables.notation import (
    read_aliases,
    read_citations,
    read_slugs,
    write_aliases,
    write_citations,
    write_slugs,
)

# What stands in a database has no spaces at its ends.
texts = st.text("ab:;|\\\n “”'é ", min_size=1, max_size=9).map(str.strip).filter(bool)
slugs = st.sampled_from(["gazette", "almanac-2"])
citations = st.lists(
    st.fixed_dictionaries({"source": slugs, "locator": texts}, optional={"quote": texts})
)
aliases = st.lists(
    st.fixed_dictionaries({"text": texts}, optional={"kind": st.sampled_from(["acronym", "name"])})
)


def test_it_works() -> None:
    cited = [
        {"source": "wiki-battle", "locator": "Battle, para. 3"},
        {"source": "memo", "locator": "para. 2", "quote": "some 120 men"},
    ]
    written = "wiki-battle: Battle, para. 3; memo: para. 2 | some 120 men"
    assert write_citations(cited) == written
    assert read_citations(written) == cited
    named = [{"text": "Guards"}, {"kind": "acronym", "text": "HG"}]
    assert write_aliases(named, "spelling") == "Guards; acronym: HG"
    assert read_aliases("Guards; acronym: HG") == named
    assert write_slugs(["a", "b"]) == "a; b"


@given(citations)
@example([{"source": "a", "locator": "\\"}])
def test_citations_come_back(cited: list[dict[str, str]]) -> None:
    assert read_citations(write_citations(cited)) == cited


@given(aliases)
@example([{"text": "a\\:"}])
def test_aliases_come_back(named: list[dict[str, str]]) -> None:
    assert read_aliases(write_aliases(named, "spelling")) == named


def test_entries_may_stand_on_lines_of_their_own() -> None:
    assert read_citations("a: p. 1\nb: p. 2\n") == read_citations("a: p. 1; b: p. 2")
    assert read_slugs("a, b;c\nd") == ["a", "b", "c", "d"]
    assert [read_citations(" ; "), read_aliases(""), read_slugs(" ")] == [[], [], []]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("gazette", "“gazette” does not say where in the source; write it as “source: place”"),
        ("gazette:", "“gazette:” does not say where in the source"),
        ("gazette: | q", "“gazette: | q” does not say where in the source"),
        ("a: b | c | d", "“a: b | c | d” has two quotations; put “\\” before a “|” that"),
    ],
)
def test_a_citation_that_cannot_be_read(text: str, message: str) -> None:
    with pytest.raises(ValueError, match="^") as error:
        read_citations(text)
    assert str(error.value).startswith(message)


@pytest.mark.parametrize("text", ["acronym:", "a: b: c"])
def test_an_alias_that_cannot_be_read(text: str) -> None:
    with pytest.raises(ValueError, match="is not a name; write it as “name” or “kind: name”"):
        read_aliases(text)
