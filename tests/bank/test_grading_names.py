"""Grading typed names against the names of the real sources."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank.grading import Grade, Name, Verdict, grade_name

PEOPLE = {
    "Adnan Al-Shaari": ["Adnan Al-Shaari"],
    "Ateyah Al-Shaari": ["Ateyah Al-Shaari"],
    "Ahmed al-Mismari": ["Ahmed al-Mismari", "Ahmed Al-Mesmari"],
    "Mahmoud al-Werfalli": ["Mahmoud al-Werfalli"],
    "Abdul Hamid Werrfali": ["Abdul Hamid Werrfali"],
    "Khalifa Haftar": ["Khalifa Haftar"],
    "Sofian Qumu": ["Sofian Qumu", "Abu Sufian bin Qumu"],
    "Salem Rifadi": ["Salem Rifadi", "Salem al-Rafadi"],
    "Salim Derby": ["Salim Derby"],
    "Saqr Geroushi": ["Saqr Geroushi"],
    "Hassan al-Mansouri": ["Hassan al-Mansouri"],
    "Mohammed Al-Mansouri": ["Mohammed Al-Mansouri"],
    "Mohammed Dango": ["Mohammed Dango"],
    "Mansour Al-Hasadi": ["Mansour Al-Hasadi"],
    "Abu Bakr al-Baghdadi": ["Abu Bakr al-Baghdadi"],
    "Abu Nabil al-Anbari": ["Abu Nabil al-Anbari"],
    "Aguila Saleh Issa": ["Aguila Saleh Issa"],
    "Saleh Faraj": ["Saleh Faraj"],
    "Adel Jehani": ["Adel Jehani"],
    "Omar Suroor": ["Omar Suroor"],
}
PLACES = {
    "Al-Fatayeh": ["Al-Fatayeh", "Fatayeh"],
    "Shiha": ["Shiha", "Sheiha"],
    "Bab Tobruk": ["Bab Tobruk"],
    "Tobruk": ["Tobruk"],
    "Derna": ["Derna", "Darna", "درنة"],
    "Benghazi": ["Benghazi"],
}
ORGANISATIONS = {
    "Libyan National Army": ["Libyan National Army", "LNA"],
    "Derna Protection Force": ["Derna Protection Force", "Derna Protection Forces", "DPF"],
    "Government of National Accord": ["Government of National Accord", "GNA"],
    "UNICEF": ["UNICEF"],
    "UNSMIL": ["UNSMIL", "United Nations Support Mission in Libya"],
    "Islamic State": ["Islamic State of Iraq and the Levant", "ISIL", "ISIS"],
    "36th Brigade": ["36th Brigade"],
    "Abu Salim Martyrs Brigade": ["Abu Salim Martyrs Brigade"],
    "Human Rights Watch": ["Human Rights Watch"],
}
SPELLINGS = PEOPLE | PLACES | ORGANISATIONS
LABELS = sorted(SPELLINGS)


def is_personal(label: str) -> bool:
    return label not in ORGANISATIONS


def others(label: str) -> list[Name]:
    return [
        Name(text, other, is_personal(other))
        for other, texts in SPELLINGS.items()
        if other != label
        for text in texts
    ]


def grade(typed: str, label: str) -> Grade:
    return grade_name(typed, SPELLINGS[label], others(label), personal=is_personal(label))


def test_it_works() -> None:
    assert grade("Khalifa Haftar", "Khalifa Haftar") == Grade(Verdict.RIGHT)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("field marshal khalifa HAFTAR", "Khalifa Haftar"),
        ("Haftar, Khalifa", "Khalifa Haftar"),
        ("K. Haftar", "Khalifa Haftar"),
        ("Ahmed Mesmari", "Ahmed al-Mismari"),
        ("Mismari Ahmed", "Ahmed al-Mismari"),
        ("Issa Saleh Aguila", "Aguila Saleh Issa"),
        ("Salem Rafadi", "Salem Rifadi"),
        ("bin Qumu", "Sofian Qumu"),
        ("36th", "36th Brigade"),
        ("36", "36th Brigade"),
        ("Brigade 36", "36th Brigade"),
        ("36 Brigade", "36th Brigade"),
        ("HRW", "Human Rights Watch"),
        ("G.N.A", "Government of National Accord"),
        ("Aguila Issa", "Aguila Saleh Issa"),
        ("al-Baghdadi", "Abu Bakr al-Baghdadi"),
        ("دَرنة", "Derna"),
        ("L.N.A.", "Libyan National Army"),
        ("the libyan-national army", "Libyan National Army"),
        ("Libyan National Army (LNA)", "Libyan National Army"),
        ("Unicef", "UNICEF"),
        ("isis", "Islamic State"),
    ],
)
def test_right(typed: str, label: str) -> None:
    assert grade(typed, label) == Grade(Verdict.RIGHT)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("Ahmad El-Mismary", "Ahmed al-Mismari"),
        ("AlMismari", "Ahmed al-Mismari"),
        ("Mismary Ahmed", "Ahmed al-Mismari"),
        ("Hifter", "Khalifa Haftar"),
        ("Sufyan Qumu", "Sofian Qumu"),
        ("Abd el-Hamid Werfalli", "Abdul Hamid Werrfali"),
        ("Sheeha", "Shiha"),
        ("Fataya", "Al-Fatayeh"),
    ],
)
def test_another_spelling_is_right_and_the_usual_one_is_shown(typed: str, label: str) -> None:
    assert grade(typed, label) == Grade(Verdict.RIGHT, f"It is usually spelt “{label}”.")


def test_a_slip_in_a_surname_shows_the_spelling_however_it_sounds() -> None:
    for typed in ("Trossel", "Throsell", "Elizabeth Trossel"):
        found = grade_name(typed, ["Elizabeth Throssell"], [], personal=True)
        assert found.verdict in (Verdict.RIGHT, Verdict.ALMOST)
        assert "Throssell" in found.note


@pytest.mark.parametrize(
    ("typed", "accepted"),
    [
        ("NCHR", "National Commission for Human Rights"),
        ("N.C.H.R.", "National Commission for Human Rights in Libya"),
        ("nchrl", "National Commission for Human Rights in Libya"),
        ("LCHR", "Rights Commission of Libya (LCHR)"),
    ],
)
def test_an_initialism_that_stands_in_a_name(typed: str, accepted: str) -> None:
    assert grade_name(typed, [accepted], [], personal=False) == Grade(Verdict.RIGHT)
    rival = Name("Nile Council for Harbour Routes Libya (NCHR, LCHR)", "Nile", personal=False)
    rivals = [rival, Name(f"{accepted} ({typed})", "Twin", personal=False)]
    found = grade_name(typed, [accepted], rivals, personal=False)
    assert found.verdict is Verdict.PARTIAL


@pytest.mark.parametrize(
    ("typed", "label"), [("LN", "Libyan National Army"), ("NHRW", "Human Rights Watch")]
)
def test_other_letters_are_no_initialism(typed: str, label: str) -> None:
    assert grade(typed, label).verdict is Verdict.WRONG


def test_a_number_that_two_units_bear_is_asked_again() -> None:
    rival = Name("36th Battalion", "36th Battalion", personal=False)
    assert grade_name("36th", ["36th Brigade"], [rival], personal=False).verdict is Verdict.PARTIAL
    found = grade_name("Brigade 36", ["36th Brigade"], [rival], personal=False)
    assert found == Grade(Verdict.RIGHT)


@pytest.mark.parametrize("accepted", ["Clashes of 2018", "2019 Western campaign"])
def test_a_year_does_not_stand_for_a_name(accepted: str) -> None:
    assert grade_name("2018", [accepted], [], personal=False).verdict is not Verdict.RIGHT
    assert grade_name("2019", [accepted], [], personal=False).verdict is not Verdict.RIGHT


@pytest.mark.parametrize(
    ("typed", "accepted"),
    [("siege", "siege of Derna"), ("National Army", "Libyan National Army")],
)
def test_half_of_a_name_is_asked_again(typed: str, accepted: str) -> None:
    found = grade_name(typed, [accepted], [], personal=False)
    assert found == Grade(Verdict.PARTIAL, "That is a part of the name: give the full name.")


@pytest.mark.parametrize("typed", ["Libyan", "Army", "Army National", "of"])
def test_less_than_half_is_wrong(typed: str) -> None:
    assert grade_name(typed, ["Libyan National Army"], [], personal=False).verdict is Verdict.WRONG


def test_a_name_turned_round_that_two_bear_is_anothers() -> None:
    rival = Name("Salem Ahmed", "Salem Ahmed", personal=True)
    found = grade_name("Salem Ahmed", ["Ahmed Salem"], [rival], personal=True)
    assert found == Grade(Verdict.WRONG, "That is another name in these facts: Salem Ahmed.")


@pytest.mark.parametrize(
    ("typed", "label", "spelt"),
    [
        ("Unicfe", "UNICEF", "UNICEF"),
        ("Khalifa Haftrax", "Khalifa Haftar", "Khalifa Haftar"),
        ("Hafdar", "Khalifa Haftar", "Haftar"),
        ("Geronshi", "Saqr Geroushi", "Geroushi"),
        ("Lybian National Army", "Libyan National Army", "Libyan National Army"),
        ("Goverment of National Accord", "Government of National Accord", None),
        ("Human Rigths Watch", "Human Rights Watch", "Human Rights Watch"),
        ("Bengahzi", "Benghazi", "Benghazi"),
        ("36th Brigate", "36th Brigade", "36th Brigade"),
    ],
)
def test_almost_shows_the_spelling(typed: str, label: str, spelt: str | None) -> None:
    note = f"Almost: it is spelt “{spelt or label}”."
    assert grade(typed, label) == Grade(Verdict.ALMOST, note)


@pytest.mark.parametrize(
    ("typed", "label", "owner"),
    [
        ("Adnan Al-Shaari", "Ateyah Al-Shaari", "Adnan Al-Shaari"),
        ("Adnan Shari", "Ateyah Al-Shaari", "Adnan Al-Shaari"),
        ("Mohammed Mansouri", "Hassan al-Mansouri", "Mohammed Al-Mansouri"),
        ("General Haftar", "Ahmed al-Mismari", "Khalifa Haftar"),
        ("Khalifa Haftaar", "Ahmed al-Mismari", "Khalifa Haftar"),
        ("Khalifa Hafdar", "Ahmed al-Mismari", "Khalifa Haftar"),
        ("Tobruk", "Bab Tobruk", "Tobruk"),
        ("GNA", "Libyan National Army", "Government of National Accord"),
        ("Sheiha", "Al-Fatayeh", "Shiha"),
    ],
)
def test_the_name_of_another_is_wrong(typed: str, label: str, owner: str) -> None:
    assert grade(typed, label) == Grade(
        Verdict.WRONG, f"That is another name in these facts: {owner}."
    )


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("Al-Shaari", "Ateyah Al-Shaari"),
        ("Mansuri", "Hassan al-Mansouri"),
        ("Werfalli", "Abdul Hamid Werrfali"),
        ("A. Al-Shaari", "Adnan Al-Shaari"),
        ("Khalifa", "Khalifa Haftar"),
        ("Abu Bakr", "Abu Bakr al-Baghdadi"),
        ("Abdul Hamid", "Abdul Hamid Werrfali"),
        ("Bab", "Bab Tobruk"),
    ],
)
def test_a_part_that_is_not_enough(typed: str, label: str) -> None:
    result = grade(typed, label)
    assert result.verdict is Verdict.PARTIAL
    assert "full name" in result.note


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("Haftar or Mismari", "Khalifa Haftar"),
        ("Khalifa Haftar OR somebody", "Khalifa Haftar"),
        ("Haftar / Mismari", "Khalifa Haftar"),
        ("Khalifa Haftar, Ahmed al-Mismari", "Khalifa Haftar"),
        ("Haftar and Mismari", "Khalifa Haftar"),
        ("Adnan Al-Shaari or Ateyah Al-Shaari", "Adnan Al-Shaari"),
        ("LNA/DPF", "Libyan National Army"),
        ("LNA, GNA, DPF", "Libyan National Army"),
        ("Shiha or Bab Tobruk", "Shiha"),
    ],
)
def test_two_names_are_no_answer(typed: str, label: str) -> None:
    assert grade(typed, label) == Grade(Verdict.WRONG, "Give one answer only.")


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("DNA", "Libyan National Army"),
        ("LNB", "Libyan National Army"),
        ("UNICEP", "UNICEF"),
        ("UNSMIN", "UNSMIL"),
        ("ISIR", "Islamic State"),
        ("37th Brigade", "36th Brigade"),
        ("63th Brigade", "36th Brigade"),
        ("3 6th Brigade", "36th Brigade"),
        ("Abu Sulum Mertiris Brogade", "Abu Salim Martyrs Brigade"),
        ("Mahmoud al-Mansouri", "Mohammed Al-Mansouri"),
        ("Hussein al-Mansouri", "Hassan al-Mansouri"),
        ("bin", "Sofian Qumu"),
        ("I do not know", "Khalifa Haftar"),
        ("???", "Khalifa Haftar"),
        ("", "Khalifa Haftar"),
        ("   ", "Khalifa Haftar"),
        ("Haftar " * 40, "Khalifa Haftar"),
    ],
)
def test_wrong(typed: str, label: str) -> None:
    assert grade(typed, label).verdict is Verdict.WRONG


def test_spelling_by_sound_is_for_arabic_names_alone() -> None:
    accepted = ["Battle of Derna"]
    assert grade_name("Bottle of Dirna", accepted, [], personal=False).verdict is Verdict.ALMOST
    assert grade_name("Buttil if Derna", accepted, [], personal=False).verdict is Verdict.WRONG
    assert grade_name("Red Coat", ["Red Cat"], [], personal=False).verdict is Verdict.WRONG


def test_a_slip_that_is_as_near_to_another_is_asked_again() -> None:
    rival = Name("Martin Corps", "Martin Corps", personal=False)
    alone = grade_name("Marbin Corps", ["Marlin Corps"], [], personal=False)
    beside = grade_name("Marbin Corps", ["Marlin Corps"], [rival], personal=False)
    assert alone.verdict is Verdict.ALMOST
    assert beside == Grade(Verdict.PARTIAL, "That is as near to Martin Corps: check the spelling.")


def test_a_shared_alias_is_asked_again_but_the_shown_name_is_right() -> None:
    rival = Name("Shura Council", "Shura Council of Islamic Youth", personal=False)
    accepted = ["Shura Council of Mujahideen in Derna", "Shura Council"]
    assert grade_name("Shura Council", accepted, [rival], personal=False).verdict is (
        Verdict.PARTIAL
    )
    assert grade_name(accepted[0], accepted, [rival], personal=False).verdict is Verdict.RIGHT
    assert grade_name("Shura Council", accepted[1:], [rival], personal=False).verdict is (
        Verdict.RIGHT
    )


def test_a_name_with_a_comma_or_an_and_is_one_answer() -> None:
    accepted = ["Courts, Schools and Radio"]
    assert grade_name("courts schools & radio", accepted, [], personal=False) == Grade(
        Verdict.RIGHT
    )


def test_nothing_accepted_is_nothing_right() -> None:
    assert grade_name("Haftar", [], others(""), personal=True).verdict is Verdict.WRONG
    assert grade_name("Haftar", [""], [], personal=True).verdict is Verdict.WRONG
    assert grade_name("!!!", ["???"], [], personal=False).verdict is Verdict.WRONG


def _accented(text: str) -> str:
    return text.replace("a", "ā").replace("i", "í").replace("S", "Ş")


DISGUISES = [str.upper, str.lower, str.swapcase, _accented]


@given(
    label=st.sampled_from(LABELS),
    which=st.integers(0, 5),
    disguise=st.sampled_from(DISGUISES),
    joint=st.sampled_from(["-", " ", "  ", "\u2011"]),
    ends=st.sampled_from(["", " ", ".", "!"]),
)
def test_accepted_in_any_dress_is_right(
    label: str, which: int, disguise: Callable[[str], str], joint: str, ends: str
) -> None:
    spellings = SPELLINGS[label]
    text = disguise(spellings[which % len(spellings)])
    typed = text.replace(" ", joint).replace("-", joint) + ends
    assert grade(typed, label).verdict is Verdict.RIGHT


@given(st.sampled_from(LABELS), st.sampled_from(LABELS), st.integers(0, 5), st.booleans())
def test_the_name_of_another_is_never_right(
    label: str, other: str, which: int, shout: bool
) -> None:
    if label == other:
        return
    spellings = SPELLINGS[other]
    text = spellings[which % len(spellings)]
    result = grade(text.upper() if shout else text, label)
    assert result.verdict is Verdict.WRONG
    assert other in result.note


@given(st.integers(0, 999), st.integers(0, 999))
def test_digits_are_never_fuzzy(one: int, other: int) -> None:
    result = grade_name(f"{one}th Battalion", [f"{other}th Battalion"], [], personal=False)
    assert result.verdict is (Verdict.RIGHT if one == other else Verdict.WRONG)


@given(st.text(), st.sampled_from(LABELS))
def test_never_raises(typed: str, label: str) -> None:
    assert grade(typed, label).verdict in Verdict


PIECES = "or and / , ; ( ) & A. al- bin Abu Abd Al-Shaari Adnan Haftar LNA 36th the General درنة ’"


@given(st.lists(st.sampled_from(PIECES.split()), max_size=8), st.sampled_from(LABELS))
def test_never_raises_on_near_names(words: list[str], label: str) -> None:
    for typed in (" ".join(words), "".join(words)):
        result = grade(typed, label)
        assert (result.verdict is Verdict.ALMOST) <= result.note.startswith("Almost")


@given(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=3), st.booleans())
def test_never_raises_on_any_bank(typed: str, accepted: list[str], personal: bool) -> None:
    rivals = [Name(text, text, personal) for text in accepted[1:]]
    grade_name(typed, accepted[:1], rivals, personal=personal)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("(DPF)", "Derna Protection Force"),
        ("Derna Protection Force (DPF)", "Derna Protection Force"),
        ("Derna Protection Force DPF", "Derna Protection Force"),
        ("Derna Protection Force – DPF", "Derna Protection Force"),
        ("DPF Derna Protection Force", "Derna Protection Force"),
        ("DPF (Derna Protection Forces)", "Derna Protection Force"),
        ("Islamic State of Iraq and the Levant (ISIL)", "Islamic State"),
        ("Islamic State of Iraq and the Levant, ISIS", "Islamic State"),
        ("Haftar (Khalifa Haftar)", "Khalifa Haftar"),
    ],
)
def test_an_abbreviation_beside_the_name_is_one_answer(typed: str, label: str) -> None:
    assert grade(typed, label) == Grade(Verdict.RIGHT)


def test_a_slip_beside_the_abbreviation_is_a_slip() -> None:
    assert grade("Derna Protektion Force (DPF)", "Derna Protection Force").verdict is Verdict.ALMOST


@pytest.mark.parametrize("typed", ["Derna Protection Force (LNA)", "DPF LNA", "DPF – LNA", "(LNA)"])
def test_the_abbreviation_of_another_is_wrong(typed: str) -> None:
    assert grade(typed, "Derna Protection Force").verdict is Verdict.WRONG


def in_country(typed: str, *accepted: str) -> Grade:
    """Grade the name of a town of Libya, in whose district of Shiha an army stands."""
    rivals = [
        Name("Libya", "Libya", personal=True, around=True),
        Name("Derna", "Derna", personal=True, around=accepted[0] == "Shiha"),
        Name("Sirte", "Sirte", personal=True),
    ]
    others = [rival for rival in rivals if rival.text not in accepted]
    return grade_name(typed, accepted, others, personal=True)


@pytest.mark.parametrize(
    ("typed", "accepted"),
    [
        ("Derna, Libya", "Derna"),
        ("Derna (Libya)", "Derna"),
        ("Derna in Libya", "Derna"),
        ("Derna, eastern Libya", "Derna"),
        ("Derna, in north-eastern Libya", "Derna"),
        ("Shiha, Derna", "Shiha"),
        ("Shiha (in Derna, Libya)", "Shiha"),
    ],
)
def test_where_a_place_lies_is_no_second_answer(typed: str, accepted: str) -> None:
    assert in_country(typed, accepted) == Grade(Verdict.RIGHT)


@pytest.mark.parametrize(
    "typed", ["Derna, Sirte", "Derna (Sirte)", "Libya", "Sirte, Libya", "Libya, Derna"]
)
def test_another_place_is_wrong_wherever_it_lies(typed: str) -> None:
    assert in_country(typed, "Derna").verdict is Verdict.WRONG


def test_a_name_in_which_a_country_stands_is_left_whole() -> None:
    rivals = [Name("Libya", "Libya", personal=True, around=True)]
    accepted = ["Old Port in Libya"]
    assert grade_name(accepted[0], accepted, rivals, personal=True) == Grade(Verdict.RIGHT)
