"""What Hypothesis draws memories and answers from."""

from datetime import date, timedelta

from hypothesis import strategies as st

from quizzes.scheduling import Evidence, MemoryState, Rating, Stage

days = st.dates(date(2014, 1, 1), date(2100, 1, 1))
stabilities = st.floats(0.001, 36500)
difficulties = st.floats(1, 10)
options = st.integers(2, 8)
right_answers = st.one_of(
    st.just(Evidence.recall(True)),
    st.just(Evidence.true_false(True)),
    options.map(lambda count: Evidence.choice(True, count)),
    st.sampled_from([Rating.HARD, Rating.GOOD, Rating.EASY]).map(Evidence.self_rated),
)
wrong_answers = st.one_of(
    st.just(Evidence.recall(False)),
    st.just(Evidence.true_false(False)),
    options.map(lambda count: Evidence.choice(False, count)),
    st.just(Evidence.self_rated(Rating.AGAIN)),
)
answers = right_answers | wrong_answers


@st.composite
def memories(draw: st.DrawFn) -> MemoryState:
    last_day = draw(days)
    return MemoryState(
        stability=draw(stabilities),
        difficulty=draw(difficulties),
        last_day=last_day,
        due=last_day + timedelta(draw(st.integers(1, 1000))),
        stage=draw(st.sampled_from(Stage)),
        reps=draw(st.integers(1, 50)),
        lapses=draw(st.integers(0, 9)),
    )
