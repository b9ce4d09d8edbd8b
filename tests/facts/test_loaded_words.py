"""Words that take a side are found, unless somebody is quoted or named with them."""

import pytest

from quizzes.facts.loaded_words import (
    LoadedWord,
    is_proper,
    is_the_sources_verb,
    loaded_words,
    may_be_loaded,
    unquoted,
)


def words(text: str, *names: str) -> list[str]:
    return [loaded.word for loaded in loaded_words(text, names)]


def test_it_works() -> None:
    assert loaded_words("The army fought terrorists.") == [
        LoadedWord("terrorists", "the group’s name, “armed group”, “fighters”")
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("militants and Extremists, a jihadist", ["militants", "Extremists", "jihadist"]),
        ("terrorism", ["terrorism"]),
        ("the liberation of the city, liberated", ["liberation", "liberated"]),
        ("the recapture of Derna was recaptured", ["recapture", "recaptured"]),
        ("a remnant was neutralised, then neutralized", ["remnant", "neutralised", "neutralized"]),
        ("easy targets in hideouts", ["easy targets", "hideouts"]),
        ("the self-styled army of a strongman", ["self-styled", "strongman"]),
        ("the regime and the official government", ["regime", "official government"]),
        ("its legitimate government", ["legitimate government"]),
        ("a victory, victorious", ["victory", "victorious"]),
        ("executed, execution, executing", ["executed", "execution", "executing"]),
    ],
)
def test_loaded(text: str, found: list[str]) -> None:
    assert words(text) == found
    assert all(may_be_loaded(word) for word in found)


@pytest.mark.parametrize(
    "text",
    [
        *("re-capture", "re captured", "hide-outs", "hide outs", "easy-target", "strong-man"),
        *("strong men", "Self Styled", "selfstyled", "official-government", "“Jihadis”"),
    ],
)
def test_a_quick_look_misses_nothing(text: str) -> None:
    assert bool(loaded_words(text, has_speaker=False)) == may_be_loaded(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The army captured the city.",
        "the army declared victory; it will declare victory; the declaration of victory",
        "the executive council governed the military government",
        "a military official of the government",
        "Victoria, deliberate, the mujahideen",
        "He spoke of “terrorists” and “easy targets”.",
        'The "liberation" of the city',
        "He said: “They spoke of “terrorists” and of hideouts”.",
        'He said: “The "liberation" of a regime”.',
        "people who made the victory sign, two victory signs",
    ],
)
def test_not_loaded(text: str) -> None:
    assert words(text) == []


def test_a_quotation_that_does_not_end_hides_nothing() -> None:
    assert words("He said “the terrorists") == ["terrorists"]
    assert words("“A” the militants “B”") == ["militants"]
    assert words("“A “B” the militants") == ["militants"]


def test_proper_names_are_left_out_whole() -> None:
    text = "the Army of Liberation met the Liberation Army’s militants"
    assert words(text, "Army of Liberation", "Liberation Army", "Army") == ["militants"]
    assert words("Liberation", "Liberation Army") == ["Liberation"]
    assert words("Regimental", "Regime") == []
    assert words("the regime (new)", "(new)") == ["regime"]


def test_every_word_says_what_to_write_instead() -> None:
    assert all(loaded.instead for loaded in loaded_words("a regime of militants, a victory"))


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("He said “yes”.", "He said “…”."),
        ("“He said “yes” and “no””, then", "“…”, then"),
        ("He said “yes", "He said “yes"),
        ("", ""),
    ],
)
def test_without_its_quotations(text: str, rest: str) -> None:
    assert unquoted(text) == rest


@pytest.mark.parametrize(
    ("word", "quotes", "is_theirs"),
    [
        ("executed", ["was Executed by"], True),
        ("Execution", ["they execute"], True),
        ("executed", ["was killed"], False),
        ("executed", [], False),
        ("terrorists", ["the terrorists"], False),
    ],
)
def test_the_verb_a_source_has(word: str, quotes: list[str], is_theirs: bool) -> None:
    assert is_the_sources_verb(word, quotes) is is_theirs


@pytest.mark.parametrize(
    "word",
    ["re-captured", "re captured", "hide-outs", "hide outs", "self styled", "strong man"]
    + ["strong-men", "self\u2011styled", "re\u2010captured", "ter\u00adrorists", "mili\u200btants"]
    + [
        "ｔｅｒｒｏｒｉｓｔｓ",
        "self\u2013styled",
        "easy-targets",
        "official-government",
        "\ufeffregime",
    ],
)
def test_however_it_is_spelled(word: str) -> None:
    assert len(words(f"Then {word} came.")) == 1


def test_hyphens_of_other_words_are_left() -> None:
    assert words("the re-cap, a hide, an outing, a strong manual") == []


@pytest.mark.parametrize(
    ("name", "proper"),
    [
        ("Army of Liberation", True),
        ("Regime Brigade", True),
        ("terrorists", False),
        ("Terrorists", False),
        ("the Terrorists", False),
        ("The terrorists", False),
        ("The Terrorists", False),
        ("“Terrorists”", False),
        ("militants of Derna", False),
        ("Militants’ hideouts of Derna", False),
        ("Harbour Guard", True),
    ],
)
def test_what_is_a_name(name: str, proper: bool) -> None:
    assert is_proper(name) is proper


def test_a_common_noun_that_is_given_as_a_name_excuses_nothing() -> None:
    assert words("the terrorists had left", "terrorists") == ["terrorists"]
    assert words("Terrorists had left", "Terrorists") == ["Terrorists"]
    assert words("the militants of Derna", "militants of Derna") == ["militants"]


def test_quotation_marks_without_a_speaker_excuse_nothing() -> None:
    def unspoken(text: str) -> list[str]:
        return [loaded.word for loaded in loaded_words(text, has_speaker=False)]

    assert unspoken("The army fought “terrorists”.") == ["terrorists"]
    assert unspoken("The army fought what it called “terrorists”.") == []
    assert unspoken("According to the army, “terrorists” had left.") == []
    assert unspoken("He spoke of “terrorists”, and the militants left.") == ["militants"]


def test_two_blanks_between_the_words_hide_nothing() -> None:
    assert [it.word for it in loaded_words("An easy  target, an easy\ntarget.")] == [
        "easy target",
        "easy target",
    ]
