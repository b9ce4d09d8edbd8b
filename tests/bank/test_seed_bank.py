"""The bank made from the pack in seeds/: every question keeps the rules, none can be guessed."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations
from math import comb
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoDbBlocker

from quizzes.bank.generation import build_bank
from quizzes.bank.generation.drafts import Draft
from quizzes.bank.generation.rules import LONGEST_STEM, flaw
from quizzes.bank.models import Question
from quizzes.facts.models import Statement
from quizzes.facts.pack import load_pack
from quizzes.lib.edtf import EdtfError
from quizzes.lib.names import fold
from quizzes.lib.typed_dates import read_typed_date

PACK = Path(settings.BASE_DIR, "seeds", "derna")

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def bank(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[Question]]:
    """The published questions, loaded once; nothing of it stays in the database."""
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            load_pack(PACK)
            build_bank()
            yield list(
                Question.objects.published()
                .select_related("statement__topic", "statement__property")
                .prefetch_related("statement__citations")
                .order_by("key")
            )
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


@pytest.fixture
def choices(bank: list[Question]) -> list[Question]:
    return [question for question in bank if question.format == Question.Format.CHOICE]


def texts(question: Question) -> list[str]:
    return [option["text"] for option in question.options]


def place(question: Question) -> int:
    """The index of the right option."""
    (found,) = [n for n, option in enumerate(question.options) if option["correct"]]
    return found


def test_it_works(bank: list[Question], choices: list[Question]) -> None:
    assert len(bank) > 300
    assert len(choices) > 100


def test_building_again_changes_nothing(bank: list[Question]) -> None:
    report = build_bank()
    assert [report.made, report.changed, report.retired] == [[], [], []]


def test_every_question_keeps_the_rules(bank: list[Question]) -> None:
    flaws = {}
    for question in bank:
        kind = question.statement, question.format, question.direction
        draft = Draft(*kind, **question.snapshot())
        if problem := flaw(draft):
            flaws[question.key] = problem
    assert flaws == {}


def test_no_stem_is_shared_by_questions_with_different_answers(bank: list[Question]) -> None:
    answers = defaultdict(set)
    for question in bank:
        answers[question.format, question.stem].add(question.right_answer)
    assert {stem for stem, right in answers.items() if len(right) > 1} == set()


def test_no_stem_is_too_long(bank: list[Question]) -> None:
    assert max(len(question.stem.split()) for question in bank) <= LONGEST_STEM


def test_no_answer_stands_in_its_own_stem(bank: list[Question]) -> None:
    for question in bank:
        assert f" {fold(question.right_answer)} " not in f" {fold(question.stem)} ", question.key


def test_grave_facts_are_asked_only_as_they_may_be(bank: list[Question]) -> None:
    for question in bank:
        assert question.statement.sensitivity != Statement.Sensitivity.RESTRICTED
        if question.statement.sensitivity == Statement.Sensitivity.CONTEXT:
            by_claim = question.statement.property.is_claim and question.direction == "subject"
            assert by_claim or question.direction == "claimant", question.key


def test_no_grave_event_is_an_option_of_a_question_without_a_note(choices: list[Question]) -> None:
    grave = {
        statement.subject.clause.casefold()
        for statement in Statement.objects.exclude(sensitivity="ordinary")
        .filter(property__marks="span")
        .select_related("subject")
        if statement.subject.clause
    }
    assert grave
    for question in choices:
        assert not grave & {text.casefold() for text in texts(question)}, question.key


def test_every_question_has_a_source_and_an_explanation(bank: list[Question]) -> None:
    for question in bank:
        assert question.statement.citations.all(), question.key
        assert question.explanation, question.key
        assert question.right_answer, question.key


# What a machine leaves behind where a sentence was put together carelessly.
ARTEFACTS = {
    "a word twice": re.compile(r"\b(\w+) \1\b", re.IGNORECASE),
    "an article before another": re.compile(r"\b(the|a|an) (the|a|an)\b", re.IGNORECASE),
    "“a” before a vowel": re.compile(r"\ba (?!eu|one)[aeio]\w", re.IGNORECASE),
    "“an” before a consonant": re.compile(r"\ban [bcdfgjklmpqrtvwz]\w", re.IGNORECASE),
    "empty brackets": re.compile(r"\(\s*\)|“\s*”|\[\]"),
    "None": re.compile(r"\bNone\b"),
    "a placeholder": re.compile(r"[{}\[\]|]"),
    "two stops": re.compile(r"[.,;:?!][.,;:!]|\.”\?|\.\."),
    "a stop with no space behind": re.compile(r"[a-z][.?!][A-Z]"),
    "a space before a stop": re.compile(r"\s[.,;:?!]"),
    "two spaces": re.compile(r"\s\s"),
    "a lower-case start": re.compile(r"^\W*[a-z]"),
}
# Stems quote what somebody said or wrote as it was said or written.
QUOTED = re.compile(r"“[^”]*”|‘[^’]*’")


def parts(question: Question) -> Iterator[str]:
    yield question.stem
    yield question.explanation
    yield question.right_answer
    yield from texts(question)


def test_nothing_shows_how_it_was_made(bank: list[Question]) -> None:
    found = {
        (question.key, name, text)
        for question in bank
        for text in parts(question)
        for name, pattern in ARTEFACTS.items()
        if pattern.search(QUOTED.sub("“Q”", text))
    }
    assert found == set()


def test_stems_end_as_questions_and_explanations_as_sentences(bank: list[Question]) -> None:
    for question in bank:
        assert question.stem.endswith("?"), question.key
        assert question.explanation.endswith((".", ".”", "”")), question.key


def day(text: str) -> int | None:
    try:
        (read, *_others) = read_typed_date(text) or [None]
    except EdtfError:
        return None
    return read.first.toordinal() if read and read.first else None


def test_options_are_three_different_ones_in_order(choices: list[Question]) -> None:
    for question in choices:
        assert len({text.casefold() for text in texts(question)}) == 3, question.key
        if question.answer_kind == Question.AnswerKind.DATE:
            days = [found for found in map(day, texts(question)) if found]
            assert days == sorted(days), question.key
            assert min(b - a for a, b in combinations(days, 2)) > 1, question.key


# Blind guessers: each picks an option by its look alone. Chance is one in three.


def words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w{3,}", text)}


def by(score: Callable[[int, list[str], Question], Any]) -> Callable[[Question], int]:
    """A guesser that picks the option with the highest score, the first of several."""

    def guess(question: Question) -> int:
        options = texts(question)
        return max(range(len(options)), key=lambda n: score(n, options, question))

    return guess


def in_common(n: int, options: list[str]) -> int:
    return sum(len(words(options[n]) & words(one)) for m, one in enumerate(options) if m != n)


def rank(n: int, options: list[str]) -> int:
    return sorted(options).index(options[n])


GUESSERS = {
    "the longest": by(lambda n, options, question: len(options[n])),
    "the shortest": by(lambda n, options, question: -len(options[n])),
    "the first": by(lambda n, options, question: -n),
    "the middle": by(lambda n, options, question: n == 1),
    "the last": by(lambda n, options, question: n),
    "the first of the alphabet": by(lambda n, options, question: -rank(n, options)),
    "the last of the alphabet": by(lambda n, options, question: rank(n, options)),
    "most words of the stem": by(
        lambda n, options, question: len(words(options[n]) & words(question.stem))
    ),
    "most in common with the others": by(lambda n, options, question: in_common(n, options)),
    "least in common with the others": by(lambda n, options, question: -in_common(n, options)),
}


def at_least(hits: int, tries: int) -> float:
    """The chance that one who guesses blindly among three hits so often, or more often."""
    ways = sum(comb(tries, n) * 2 ** (tries - n) for n in range(hits, tries + 1))
    return float(Fraction(ways, 3**tries))


# A guesser without a method does better than this once in two thousand banks; so, of ten of
# them, one does in two hundred. (Of 150 questions that is 70 right, 47 %.) The draws are fixed.
UNLIKELY = 1 / 2000


def test_the_measure_itself() -> None:
    assert at_least(0, 10) == 1
    assert at_least(10, 10) == pytest.approx(1 / 3**10)
    assert at_least(60, 149) > UNLIKELY > at_least(70, 149)


@pytest.mark.parametrize("name", GUESSERS)
def test_a_blind_guesser_does_not_beat_chance(name: str, choices: list[Question]) -> None:
    hits = sum(GUESSERS[name](question) == place(question) for question in choices)
    assert at_least(hits, len(choices)) > UNLIKELY, f"{hits} of {len(choices)}"


@pytest.mark.parametrize("name", GUESSERS)
def test_nor_where_the_options_are_in_order(name: str, choices: list[Question]) -> None:
    ordered = [q for q in choices if q.answer_kind in ("date", "number")]
    hits = sum(GUESSERS[name](question) == place(question) for question in ordered)
    assert at_least(hits, len(ordered)) > UNLIKELY, f"{hits} of {len(ordered)}"


def seen_elsewhere(choices: list[Question], *, as_key: bool) -> Callable[[Question], int]:
    """A guesser who has seen the other questions: it counts how often each option stands there."""
    seen = Counter(
        text
        for question in choices
        for n, text in enumerate(texts(question))
        if not as_key or n == place(question)
    )

    def count(n: int, options: list[str], question: Question) -> int:
        here = 1 if not as_key or n == place(question) else 0
        return seen[options[n]] - here

    return by(count)


def test_answers_to_other_questions_do_not_tell(choices: list[Question]) -> None:
    """One who picks what is most often right elsewhere gains little.

    The dates of a short war come back, so chance cannot be asked for: half at most is.
    """
    guess = seen_elsewhere(choices, as_key=True)
    assert sum(guess(question) == place(question) for question in choices) <= len(choices) / 2


def test_options_of_other_questions_do_not_tell(choices: list[Question]) -> None:
    guess = seen_elsewhere(choices, as_key=False)
    hits = sum(guess(question) == place(question) for question in choices)
    assert at_least(hits, len(choices)) > UNLIKELY, f"{hits} of {len(choices)}"


# In a topic of a few dozen questions an answer may be right as often as this. The end of the
# siege and of the battle is one day; so is the day on which victory was declared.
MOST = 0.15
SMALL_TOPIC = 20


def test_no_answer_is_right_too_often(choices: list[Question]) -> None:
    by_topic: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for question in choices:
        by_topic[question.statement.topic.slug][question.right_answer] += 1
    assert by_topic
    for topic, counts in by_topic.items():
        if counts.total() >= SMALL_TOPIC:
            (answer, most), *_others = counts.most_common(1)
            assert most <= MOST * counts.total(), (topic, answer, most, counts.total())
