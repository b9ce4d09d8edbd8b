import pytest

from quizzes.scheduling import Evidence, Proof, Rating


def test_what_each_answer_is_worth() -> None:
    assert Evidence.recall(True) == Evidence(Rating.GOOD, Proof.RECALL, guess=0)
    assert Evidence.recall(False) == Evidence(Rating.AGAIN, Proof.RECALL, guess=0)
    assert Evidence.choice(True, 4) == Evidence(Rating.GOOD, Proof.RECOGNITION, guess=0.25)
    assert Evidence.true_false(True) == Evidence(Rating.GOOD, Proof.HINT, guess=0.5)
    assert Evidence.told(True) == Evidence(Rating.GOOD, Proof.HINT, guess=1)
    assert Evidence.self_rated(Rating.EASY) == Evidence(Rating.EASY, Proof.RECOGNITION, guess=0)


def test_only_again_is_wrong() -> None:
    assert [Evidence.self_rated(rating).right for rating in Rating] == [False, True, True, True]


@pytest.mark.parametrize("options", [-3, 0, 1])
def test_a_choice_needs_two_options(options: int) -> None:
    with pytest.raises(ValueError, match=f"not {options}"):
        Evidence.choice(True, options)
