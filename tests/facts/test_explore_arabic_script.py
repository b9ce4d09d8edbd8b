"""Names in Arabic script find the same names in Latin letters."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizzes.facts.explore.arabic_script import (
    is_arabic,
    joined_names,
    skeletons,
    sounds_like,
)
from quizzes.facts.explore.names import Fit, fit, wanted

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        *(("درنة", "Derna"), ("حفتر", "Haftar"), ("حفتر", "Hifter"), ("بنغازي", "Benghazi")),
        *(("القذافي", "Gaddafi"), ("القذافي", "al-Qadhafi"), ("طبرق", "Tobruk")),
        *(("سرت", "Sirte"), ("سبها", "Sabha"), ("ليبيا", "Libya"), ("المسماري", "al-Mismari")),
        *(("عبد الحميد", "Abdul Hamid"), ("عبد الله", "Abdullah"), ("علي", "Ali")),
        *(("عمر", "Omar"), ("يوسف", "Yousef"), ("ورفلي", "Werfalli"), ("شيحا", "Shiha")),
        *(("خليل", "Khalil"), ("جمال", "Gamal"), ("جمال", "Jamal"), ("حافظ", "Hafez")),
        *(("خليفة حفتر", "Khalifa Haftar"), ("باريس", "Paris"), ("قطر", "Qatar")),
    ],
)
def test_it_works(arabic: str, latin: str) -> None:
    assert fit(wanted(arabic), latin) is Fit.SCRIPT


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        *(("درنة", "Tobruk"), ("حفتر", "Derna"), ("علي", "Omar"), ("محمد", "Ahmed")),
        *(("سرت", "Sabha"), ("مصر", "Derna"), ("علي", "Aouel")),
    ],
)
def test_other_names_stay_apart(arabic: str, latin: str) -> None:
    assert fit(wanted(arabic), latin) is None


def test_the_name_itself_comes_before_one_that_sounds_like_it() -> None:
    assert fit(wanted("حفتر"), "خليفة حفتر") == Fit.WORDS
    assert Fit.WORDS < Fit.SOUND < Fit.SCRIPT


@given(st.text(max_size=60), st.text(max_size=60))
@example("ظ" * 200, "zzz")
@example("ا", "a")
def test_any_two_words_can_be_compared(arabic: str, latin: str) -> None:
    sounds_like(arabic, latin)
    if not is_arabic(arabic):
        assert not sounds_like(arabic, latin)


@given(st.text(LETTERS, min_size=1, max_size=40))
def test_the_ways_to_write_a_word_are_few_and_have_no_vowel_inside(word: str) -> None:
    found = skeletons(word)
    assert 1 <= len(found) <= 16
    assert not any(set(it[1:]) & set("aeiu") for it in found)


@given(st.text(LETTERS, min_size=2, max_size=20))
def test_vowel_signs_and_the_article_do_not_matter(word: str) -> None:
    if not word.startswith("ال") and len(word) > 2:
        assert skeletons(f"ال{word}") == skeletons(word)


@given(st.text(max_size=60))
def test_joining_names_twice_is_idle(text: str) -> None:
    assert joined_names(joined_names(text)) == joined_names(text)
