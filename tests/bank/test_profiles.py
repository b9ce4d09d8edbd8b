"""How far one is from the walk of life of another, by the roles in which facts name them."""

import pytest

from quizzes.bank.generation.profiles import Profile, Role

ASKED, LED, LIES_IN, PUBLISHED = 1, 2, 3, 4
LEADER: Role = (LED, "subject_id")
PART: Role = (LIES_IN, "subject_id")
PUBLISHER: Role = (PUBLISHED, "value_entity_id")
TELLING = [{PART}, {PUBLISHER}]


def profile(*roles: Role) -> Profile:
    return Profile(set(roles))


@pytest.mark.parametrize(
    ("own", "other", "steps"),
    [
        ([LEADER], [LEADER], 0),
        ([LEADER], [LEADER, (ASKED, "subject_id")], 0),
        ([LEADER], [(ASKED, "subject_id")], 1),
        ([LEADER], [LEADER, PART], 1),
        ([LEADER], [PUBLISHER], 2),
        ([PUBLISHER], [PUBLISHER], 0),
        ([PART], [PUBLISHER], 3),
        ([(ASKED, "subject_id")], [LEADER], 0),
        ([], [PUBLISHER], 1),
    ],
)
def test_it_works(own: list[Role], other: list[Role], steps: int) -> None:
    assert profile(*own).steps_from(profile(*other), ASKED, TELLING) == steps
