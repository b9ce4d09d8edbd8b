"""Lists of pupils: how they are read, and made into accounts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.accounts.models import User
from quizzes.classes.models import SchoolClass
from quizzes.classes.pupil_lists import Listed, ListRefused, add_pupils, read_list
from tests.factories import EnrolmentFactory, UserFactory


def names(text: str) -> list[tuple[int, str, str]]:
    return [(it.line, it.name, it.username) for it in read_list(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Amina Ali\nOmar Salem", [(1, "Amina Ali", ""), (2, "Omar Salem", "")]),
        ("Amina Ali, amina7b\nOmar", [(1, "Amina Ali", "amina7b"), (2, "Omar", "")]),
        ("Name;Login\nAmina Ali;amina7b\n", [(2, "Amina Ali", "amina7b")]),
        ("\ufeffpupil\tuser\r\n\r\n  Amina   Ali \t a7 \r\n", [(3, "Amina Ali", "a7")]),
        ('"Ali, Amina",a7', [(1, "Ali, Amina", "a7")]),
        ("Ali, Amina;a7\nSalem, Omar;o7", [(1, "Ali, Amina", "a7"), (2, "Salem, Omar", "o7")]),
        ("أمينة علي\nعمر", [(1, "أمينة علي", ""), (2, "عمر", "")]),
        ("Name", None),
        ("", None),
        ("\n , \n", None),
    ],
)
def test_it_works(text: str, found: list[tuple[int, str, str]] | None) -> None:
    if found is None:
        with pytest.raises(ListRefused, match="no name in the list"):
            read_list(text)
    else:
        assert names(text) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (",amina", "Line 1: the name is missing"),
        ("Amina,a b", "Line 1: “a b” is no username."),
        ("Amina,a,b", "Line 1: there are more than two columns"),
        ("Omar\n\namina\nAMINA", "Line 4: the same name as in line 3"),
        ("Omar,o1\nAmina,O1", "Line 2: the same username as in line 1"),
        ("x" * 151, "Line 1: the name is too long"),
        ("A\x00B", "Line 1: the name is too long or holds signs"),
        ("\n".join(f"pupil {n}" for n in range(201)), "The list has 201 names; at most 200"),
    ],
)
def test_what_is_refused_names_its_line(text: str, said: str) -> None:
    with pytest.raises(ListRefused) as refused:
        read_list(text)
    assert any(problem.startswith(said) for problem in refused.value.problems)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read_list(text)
    except ListRefused as refused:
        assert refused.problems
    else:
        assert all(isinstance(it, Listed) and it.name for it in found)


@pytest.mark.django_db
class TestAccounts:
    def test_it_works(self, school_class: SchoolClass) -> None:
        added = add_pupils(school_class, read_list("Amina El-Mahdi\nأمينة علي\nOmar, omar7b"))
        assert [user.username for user in added.made] == ["amina.el-mahdi", "أمينة.علي", "omar7b"]
        assert [user.display_name for user in added.made][0] == "Amina El-Mahdi"
        for user in added.made:
            assert school_class.enrolments.get(learner=user).made_account
            kept = User.objects.get(pk=user.pk)
            assert kept.check_password(user.first_password)
            assert not kept.has_usable_password()

    def test_user_names_that_are_taken_get_a_number(self, school_class: SchoolClass) -> None:
        for name in ("Amina", "amina2", "aminata"):
            UserFactory(username=name)
        added = add_pupils(school_class, read_list("Amina\nAmina!\nOmar, amina4"))
        assert [user.username for user in added.made] == ["amina3", "amina5", "amina4"]

    def test_a_list_sent_twice_adds_nobody_twice(self, school_class: SchoolClass) -> None:
        add_pupils(school_class, read_list("Amina\nOmar"))
        again = add_pupils(school_class, read_list("Omar\nLayla\nAMINA"))
        assert [user.first_name for user in again.made] == ["Layla"]
        assert again.known == ["Omar", "AMINA"]

    def test_who_joined_alone_is_not_taken_for_one_of_the_list(
        self, school_class: SchoolClass
    ) -> None:
        EnrolmentFactory(school_class=school_class, learner__first_name="Amina")
        assert len(add_pupils(school_class, read_list("Amina")).made) == 1

    def test_a_chosen_user_name_that_is_taken_refuses_all(self, school_class: SchoolClass) -> None:
        UserFactory(username="Amina7b")
        before = User.objects.count()
        with pytest.raises(ListRefused, match="Line 2: the username “amina7b” is taken"):
            add_pupils(school_class, read_list("Omar\nAmina, amina7b"))
        assert User.objects.count() == before
