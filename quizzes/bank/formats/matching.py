"""Matching: which answer belongs to which question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from random import Random
from string import ascii_uppercase
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quizzes.bank.generation import bands
from quizzes.bank.generation.case import Case
from quizzes.bank.generation.company import LONGEST, Peer, peers_of
from quizzes.bank.generation.drafts import Answer, Draft
from quizzes.bank.generation.rules import stands_in
from quizzes.bank.generation.stems import said_by, stem_of, uncapitalised
from quizzes.bank.generation.ways import MORE_IN_SOURCE, key_of
from quizzes.bank.grading import Verdict
from quizzes.bank.models import Question
from quizzes.facts.models import Entity, Statement
from quizzes.facts.wording import capitalised
from quizzes.lib.names import fold

from .base import NO_FORM, AnswerMissing, Form, Format, Graded, Part, Shown, one_line
from .choice import IN_ORDER
from .spans import Spans

PAIRS = 4
# Longer ones do not fit into a closed menu on a phone.
SHORT = 28
# Verbs behind which a line by itself would be no English.
_HELPING = (" do", " does", " did")
ASKED = (Question.Direction.VALUE, Question.Direction.SUBJECT)


class Matching(Format):
    """The learner picks an answer for each prompt; the form holds them as ``match-0`` and so on.

    The content holds the ``prompts`` and the ``options``, for each prompt the index of its option
    as ``key``, and ``own``, the index of the prompt that is the question's own fact. What the
    prompts have in common stands once, in the stem.
    """

    name = "matching"
    template = "bank/formats/matching.html"
    tells_others = True
    evidence = "choice"
    stem_asks = False
    others_in = "words"
    asks = False

    def drafts(self, case: Case) -> Iterable[Draft]:
        """One for each way of asking in which enough other facts can be asked too."""
        if case.disputed or case.statement.sensitivity != "ordinary":
            return
        for way in case.ways:
            if way.direction not in ASKED or len(way.key.text) > LONGEST:
                continue
            if way.problem == MORE_IN_SOURCE:
                continue
            draft = case.draft(self.name, way, problem="", answers=[])
            peers = peers_of(case, way, PAIRS, case.before(draft).leans_on)
            if len(peers) == PAIRS:
                _fill(draft, peers)
            else:
                draft.problem = _("too few others can be matched with it for certain")
                draft.hopeful = True
            yield draft

    def dealt(self, shown: dict[str, Any], chance: Random) -> dict[str, Any]:
        """The prompts stand in a new order, and the options if they have none of their own."""
        content = shown["content"]
        prompts, options = list(range(PAIRS)), list(range(PAIRS))
        chance.shuffle(prompts)
        if shown["answer_kind"] not in IN_ORDER:
            chance.shuffle(options)
        mixed = {
            "prompts": [content["prompts"][n] for n in prompts],
            "options": [content["options"][n] for n in options],
            "key": [options.index(content["key"][n]) for n in prompts],
            "own": prompts.index(content["own"]),
        }
        return shown | {"content": mixed}

    def grade(self, shown: Shown, data: Form) -> Graded:
        """Grade the pairs; see Format.grade. The score is the part of them that is right."""
        content = shown["content"]
        options, key, own = content["options"], content["key"], content["own"]
        picked = [data.get(f"match-{number}", "") for number in range(len(key))]
        if any(index not in [str(n) for n in range(len(options))] for index in picked):
            raise AnswerMissing(_("Pick an answer for each line first."))
        right = [int(index) == wanted for index, wanted in zip(picked, key, strict=True)]
        score = sum(right) / len(right)
        return Graded(
            verdict=_verdict(score),
            # In the order of the prompts, which are not repeated: all must fit into one column.
            given="\n".join(one_line(options[int(index)]) for index in picked),
            score=score,
            known=right[own],
        )

    def context(self, shown: Shown, data: Form = NO_FORM) -> dict[str, Any]:
        """The prompts with what was picked for them so far; see Format.context.

        Long options stand in a list of their own, with letters to find them by.
        """
        content = shown["content"]
        prompts = enumerate(content["prompts"])
        options = list(zip(ascii_uppercase, content["options"], strict=False))
        return {
            "lettered": any(len(text) > SHORT for text in content["options"]),
            "lines": [
                {"name": (name := f"match-{n}"), "text": text, "chosen": data.get(name, "")}
                for n, text in prompts
            ],
            "choices": [
                {"value": str(n), "letter": letter, "text": text}
                for n, (letter, text) in enumerate(options)
            ],
        }

    def parts(self, shown: Shown, given: str) -> list[Part]:
        """The pairs; see Format.parts."""
        content = shown["content"]
        wanted = [one_line(content["options"][index]) for index in content["key"]]
        picked = given.split("\n") if given else []
        return [
            Part(asked=prompt, given=text, right=text == right, wanted=right)
            for prompt, text, right in zip(content["prompts"], picked, wanted, strict=False)
        ]

    def in_words(self, shown: Shown, parts: Sequence[Part]) -> str:
        """How many pairs are right; see Format.in_words."""
        right, total = sum(part.right for part in parts), len(parts)
        words = ngettext("%(right)s of %(total)s pair", "%(right)s of %(total)s pairs", total)
        return words % {"right": right, "total": total}

    def form(self, shown: Shown, *, right: bool) -> dict[str, str]:
        """Match all pairs, or each prompt with the option behind its own."""
        key = shown["content"]["key"]
        shift = 0 if right else 1
        return {
            f"match-{number}": str((index + shift) % len(key)) for number, index in enumerate(key)
        }

    def guesses(self, shown: Shown) -> int:
        """As many as there are options."""
        return len(shown["content"]["options"])

    def form_of(self, shown: Shown, given: str) -> dict[str, str] | None:
        """Find each option again by its words; see Format.form_of."""
        options = [one_line(text) for text in shown["content"]["options"]]
        lines = given.split("\n")
        if len(lines) != len(shown["content"]["key"]) or not set(lines) <= set(options):
            return None
        return {f"match-{n}": str(options.index(line)) for n, line in enumerate(lines)}

    def keys_now(self, shown: Shown, question: Question, spans: Spans) -> list[Shown]:
        """The pair of the question's own fact as it is now, the others as the question has them.

        Where the right option was not offered any will do; see Format.keys_now.
        """
        content, told = shown["content"], _told_now(question)
        options = [fold(text) for text in content["options"]]
        fitting: list[Sequence[int]] = []
        for place, prompt in enumerate(content["prompts"]):
            was = options[content["key"][place]]
            own = place == content["own"]
            right = _own_now(prompt, question) if own else told.get(prompt, was)
            found = [n for n, text in enumerate(options) if text == right]
            fitting.append(found or range(len(options)))
        return [{**shown, "content": content | {"key": [*key]}} for key in product(*fitting)]


def _own_now(prompt: str, question: Question) -> str:
    """The folded answer to a prompt of the question's own fact; "" if the fact has none now."""
    row, direction = question.statement, question.direction
    # What was asked of the fact's value is asked of nothing once the value is another.
    by_value = direction == Question.Direction.SUBJECT
    if by_value and not stands_in(prompt, stem_of(row, direction, disputed=False)):
        return ""
    return fold(key_of(row, direction).text)


def _told_now(question: Question) -> dict[str, str]:
    """The folded answers to the prompts that a question has now."""
    now = question.content
    pairs = zip(now.get("prompts", ()), now.get("key", ()), strict=False)
    return {prompt: fold(now["options"][index]) for prompt, index in pairs}


def _verdict(score: float) -> Verdict:
    if score == 1:
        return Verdict.RIGHT
    return Verdict.PARTIAL if score > 0 else Verdict.WRONG


def _fill(draft: Draft, pairs: list[Peer]) -> None:
    own = pairs[0]
    # In an order that the pairs alone decide: the same four are one question, whoever asks.
    pairs = sorted(pairs, key=lambda peer: peer.stem)
    keys = [peer.key for peer in pairs]
    options = sorted(keys, key=_in_order)
    draft.stem, prompts = _asked(pairs, draft.direction)
    draft.content = {
        "prompts": prompts,
        "options": [option.text for option in options],
        "key": [options.index(key) for key in keys],
        "own": pairs.index(own),
    }
    draft.right_answer = "\n".join(
        f"{prompt} – {key.text}" for prompt, key in zip(prompts, keys, strict=True)
    )
    for peer in pairs:
        row = peer.row
        parts = (row.subject_id, row.value_entity_id, row.where_id, row.attributed_to_id)
        draft.entities |= {pk for pk in parts if pk}
    draft.leans_on = {peer.row.pk for peer in pairs if peer is not own}
    draft.difficulty = bands.of_pairs(keys)


def _asked(pairs: Sequence[Peer], direction: str) -> tuple[str, list[str]]:
    """What is matched with what, and the prompts: a few words each, told by that."""
    if all(_is_dated_event(peer.row) for peer in pairs):
        if direction == Question.Direction.SUBJECT:
            stem = _("Match each date with what happened then.")
            return stem, [capitalised(peer.row.value_text_for_people) for peer in pairs]
        return _("Match each event with its date."), [_told(peer.row) for peer in pairs]
    head, middles, tail = in_common([peer.stem for peer in pairs])
    if head.endswith(_HELPING) and not tail:  # “which rank does …” would leave “Reuters give”
        return _("Match each question with its answer."), [peer.stem for peer in pairs]
    frame = " ".join(filter(None, [uncapitalised(head), "…", tail]))
    stem = _("Match each line with its answer: %(question)s?") % {"question": frame}
    return stem, [f"… {it}" if it[0].islower() else it for it in middles]


def _is_dated_event(row: Statement) -> bool:
    return (
        bool(row.value_date) and row.subject.kind == Entity.Kind.EVENT and row.subject.clause != ""
    )


def _told(row: Statement) -> str:
    """An event in its words, and in those of whoever merely claims it."""
    return capitalised(f"{said_by(row, speaks=False, by_source=False)}{row.subject.clause}")


def in_common(questions: Sequence[str]) -> tuple[str, list[str], str]:
    """Return how all of some questions begin, what each has of its own, and how all end.

    Each has some words of its own; those of a quotation are never taken from it.
    """
    several = [question.removesuffix("?").split() for question in questions]
    head = _same(several)
    several = [words[head:] for words in several]
    tail = _same([words[::-1] for words in several])
    first = questions[0].split()[:head]
    last = several[0][len(several[0]) - tail :]
    middles = [" ".join(words[: len(words) - tail]) for words in several]
    return " ".join(first).rstrip(":"), middles, " ".join(last)


def _same(several: Sequence[list[str]]) -> int:
    """How many words some lists begin with alike, so that a word is left of each."""
    count = 0
    for words in zip(*(words[:-1] for words in several), strict=False):
        plain = {word.rstrip(":") for word in words}
        if len(plain) > 1 or any(sign in words[0] for sign in "“”‘"):
            break
        count += 1
    return count


def _in_order(answer: Answer) -> tuple[float, str]:
    if answer.date and answer.date.first:
        return float(answer.date.first.toordinal()), answer.text
    if answer.quantity:
        return float(answer.quantity.numbers[0]), answer.text
    return 0.0, answer.text
