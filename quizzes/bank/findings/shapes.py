"""What is wrong with the parts of a question, format by format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from quizzes.bank.generation.rules import stands_in
from quizzes.bank.models import Question
from quizzes.lib.edtf import EdtfError
from quizzes.lib.edtf import parse as parse_date
from quizzes.lib.quantities import QuantityError
from quizzes.lib.quantities import parse as parse_quantity

from .base import Bank, Rule, Told, day_of_text

Format, Kind = Question.Format, Question.AnswerKind
GAP = "____"


def _matching(question: Question) -> Iterator[str]:
    content = question.content
    prompts, options, key = content["prompts"], content["options"], content["key"]
    if len({it.casefold() for it in prompts}) < len(prompts):
        yield "asks one line twice"
    if len({it.casefold() for it in options}) < len(options):
        yield "offers one answer twice"
    if sorted(key) != list(range(len(options))):
        yield "does not use each answer once"
    for prompt, option in ((prompt, options[n]) for prompt, n in zip(prompts, key, strict=True)):
        if stands_in(option, prompt):
            yield f"the line “{prompt}” holds its answer"
    asked = [prompt.split()[0] for prompt in prompts if prompt.endswith("?")]
    if asked and (len(asked) < len(prompts) or len(set(asked)) > 1):
        yield "its lines ask in different ways, which tells their answers apart"
    for texts in (prompts, options):
        days = [day.year for text in texts if (day := day_of_text(text))]
        if len(days) == len(texts) and any(times == 1 for times in Counter(days).values()):
            yield "a date stands alone in its year, which tells what belongs to it"


def _ordering(question: Question) -> Iterator[str]:
    items = question.content["items"]
    if len({item["text"].casefold() for item in items}) < len(items):
        yield "names one event twice"
    if [item["rank"] for item in items] != list(range(len(items))):
        yield "its events are stored out of order"


def _placing(question: Question) -> Iterator[str]:
    events, slot = question.content["events"], question.content["slot"]
    if not 0 <= slot <= len(events):
        yield "its answer is no gap of the timeline"
    if any(event["text"].casefold() in question.stem.casefold() for event in events):
        yield "an event of the timeline stands in its stem"
    if len({event["text"].casefold() for event in events}) < len(events):
        yield "names one event twice"


def _map(question: Question) -> Iterator[str]:
    points = question.content["points"]
    if sum(point["correct"] for point in points) != 1:
        yield "has not exactly one right place"
    if len({point["text"] for point in points}) < len(points):
        yield "names one place twice"


def _cloze(question: Question) -> Iterator[str]:
    if question.stem.count(GAP) != 1:
        yield "has not exactly one gap"
    if len(question.stem.replace(GAP, " ").split()) < 4:
        yield "says too little around its gap"


def _true_false(question: Question) -> Iterator[str]:
    if "is it true that" not in question.stem.casefold():
        yield "does not ask whether it is true"
    said = question.stem.casefold().split("is it true that", 1)[-1]
    if any(f" {word} " in said for word in ("not", "never", "neither", "no")):
        yield "denies what is to be judged"


def _written(question: Question) -> Iterator[str]:
    if not question.answers:
        yield "accepts no answer"
    try:
        for answer in question.answers:
            if question.answer_kind == Kind.DATE:
                parse_date(answer)
            elif question.answer_kind == Kind.NUMBER:
                parse_quantity(answer)
    except (EdtfError, QuantityError):
        yield "accepts what is no date or number"


PARTS: dict[str, Callable[[Question], Iterator[str]]] = {
    Format.MATCHING: _matching,
    Format.ORDERING: _ordering,
    Format.PLACING: _placing,
    Format.MAP: _map,
    Format.CLOZE: _cloze,
    Format.TRUE_FALSE: _true_false,
}
WRITTEN = (Format.TYPED, Format.DATE, Format.NUMBER, Format.CLOZE)


def _parts(bank: Bank) -> Iterator[Told]:
    for question in bank.questions:
        if look := PARTS.get(question.format):
            yield from ((question, problem) for problem in look(question))
        if question.format in WRITTEN:
            yield from ((question, problem) for problem in _written(question))


RULES = (Rule("parts", "Parts that do not go together", _parts),)
