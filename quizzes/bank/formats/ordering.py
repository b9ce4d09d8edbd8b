"""Putting in order: events in the order of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, islice, pairwise, permutations
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quizzes.bank.generation import bands
from quizzes.bank.generation.case import Case
from quizzes.bank.generation.company import Event, apart_from_all
from quizzes.bank.generation.drafts import Beside, Draft, seeded
from quizzes.bank.grading import Verdict
from quizzes.bank.models import Question

from .base import NO_FORM, AnswerMissing, Form, Format, Graded, Part, Shown, one_line
from .events import TELLS_ITS_PLACE, other_events, own_event, own_text, tells_its_place
from .spans import Span, Spans

EVENTS = 4
# Among so many others a row is looked for whose names do not tell which event came first.
LOOKED_AT = 9


class Ordering(Format):
    """The learner numbers events; the form holds the number of each, as ``place-0`` and so on.

    The content holds the ``items`` as shown, each with its ``rank`` from 0, and ``own``, the rank
    of the question's own fact.
    """

    name = "ordering"
    template = "bank/formats/ordering.html"
    tells_others = True
    evidence = "recall"
    stem_asks = False
    others_in = "words"
    asks = False

    def drafts(self, case: Case) -> Iterable[Draft]:
        """One for a dated event that has enough others around it, all of them beyond dispute.

        In a row of events no source could be named for the date of one.
        """
        own = own_event(case, speaks=False)
        if own is None or own.disputed:
            return
        draft = case.draft(
            self.name,
            case.wording(Question.Direction.VALUE),
            problem="",
            answers=[],
            answer_kind="text",
        )
        if tells_its_place(own):
            draft.problem = TELLS_ITS_PLACE
            yield draft
            return
        found = other_events(case, own, case.before(draft).leans_on)
        if events := _row_of(own, found, seeded(draft.key)):
            _fill(draft, own, events)
        else:
            draft.problem = _("too few other events are certainly at another time")
            draft.hopeful = True
        yield draft

    def dealt(self, shown: dict[str, Any], chance: Random) -> dict[str, Any]:
        """The events stand in a new order."""
        items = list(shown["content"]["items"])
        chance.shuffle(items)
        return shown | {"content": shown["content"] | {"items": items}}

    def grade(self, shown: Shown, data: Form) -> Graded:
        """Grade the numbers given to the events; see Format.grade.

        The score is Kendall's tau, the pairs in their right order less those in the wrong one as a
        part of all; below nought it is nought. Whoever has the question's own fact in the wrong
        place did not know it; of whoever has only others wrong nothing is said.
        """
        items = shown["content"]["items"]
        places = [data.get(f"place-{number}", "") for number in range(len(items))]
        if sorted(places) != [str(number + 1) for number in range(len(items))]:
            raise AnswerMissing(_("Give each event a number of its own, the earliest 1."))
        given = sorted(zip(map(int, places), items, strict=True), key=lambda pair: pair[0])
        ranks = [item["rank"] for _place, item in given]
        score = tau(ranks)
        own = shown["content"]["own"]
        return Graded(
            verdict=_verdict(score),
            given="\n".join(f"{n}. {one_line(item['text'])}" for n, item in given),
            score=score,
            known=True if score == 1 else False if ranks[own] != own else None,
        )

    def context(self, shown: Shown, data: Form = NO_FORM) -> dict[str, Any]:
        """The events with the numbers chosen for them so far; see Format.context."""
        items = shown["content"]["items"]
        names = [f"place-{number}" for number in range(len(items))]
        return {
            "places": [str(number + 1) for number in range(len(items))],
            "events": [
                {"name": name, "text": item["text"], "chosen": data.get(name, "")}
                for name, item in zip(names, items, strict=True)
            ],
        }

    def parts(self, shown: Shown, given: str) -> list[Part]:
        """The events in the order given; each is right that stands where it belongs."""
        items = sorted(shown["content"]["items"], key=lambda item: item["rank"])
        texts = [line.partition(". ")[2] for line in given.split("\n")]
        # The last may have been cut when it was stored.
        return [
            Part(given=text, right=one_line(item["text"]).startswith(text))
            for text, item in zip(texts, items, strict=False)
            if text
        ]

    def in_words(self, shown: Shown, parts: Sequence[Part]) -> str:
        """How many pairs stand in the right order, for that is scored; see Format.in_words."""
        ranks = [_rank(shown, part.given) for part in parts]
        right, total = ordered_pairs(ranks), len(list(combinations(ranks, 2)))
        words = ngettext(
            "%(right)s of %(total)s pair in the right order",
            "%(right)s of %(total)s pairs in the right order",
            total,
        )
        told = words % {"right": right, "total": total}
        if right > 0 and tau(ranks) == 0:
            return _("%(told)s, no more than by chance") % {"told": told}
        return told

    def form(self, shown: Shown, *, right: bool) -> dict[str, str]:
        """Number the events in their order, or the other way round."""
        items = shown["content"]["items"]
        last = len(items) - 1
        ranks = [item["rank"] if right else last - item["rank"] for item in items]
        return {f"place-{number}": str(rank + 1) for number, rank in enumerate(ranks)}

    def events(self, shown: Shown) -> list[str]:
        """All of them; see Format.events."""
        return [item["text"] for item in shown["content"]["items"]]

    def form_of(self, shown: Shown, given: str) -> dict[str, str] | None:
        """Find each event again by its words; see Format.form_of."""
        texts = [one_line(text) for text in self.events(shown)]
        lines = [line.partition(". ")[2] for line in given.split("\n")]
        # The last may have been cut when it was stored.
        whole = (text for text in texts if text not in lines and text.startswith(lines[-1]))
        lines[-1] = lines[-1] if lines[-1] in texts else next(whole, "")
        if sorted(lines) != sorted(texts):
            return None
        return {f"place-{n}": str(lines.index(text) + 1) for n, text in enumerate(texts)}

    def keys_now(self, shown: Shown, question: Question, spans: Spans) -> list[Shown]:
        """The orders that the events may have been in; see Format.keys_now."""
        items = sorted(shown["content"]["items"], key=lambda item: int(item["rank"]))
        own: int = shown["content"]["own"]
        texts = [item["text"] for item in items]
        known = [spans.get(own_text(question) if n == own else it) for n, it in enumerate(texts)]
        times = [span for span in known if span]
        if len(times) < len(items):
            return []
        orders = [it for it in permutations(range(len(items))) if _may_be(it, times)]
        return [_reordered(shown, [texts[n] for n in order], texts[own]) for order in orders]


def _row_of(own: Event, found: Beside[Event], rng: Random) -> list[Event]:
    """Return an event with others in their order; none where too few have a place of their own.

    The place of the first event by its name is drawn, as those who announce things and those who
    do them would else tell it by their initials. Those that are kept stay if they are enough.
    """
    kept = [event for event in found.kept if not event.disputed]
    places = rng.sample(range(EVENTS), EVENTS)
    if row := _best_row(own, kept, places):
        return row
    certain = (event for event in found.others if not event.disputed)
    return _best_row(own, [*kept, *islice(certain, LOOKED_AT)], places)


def _best_row(own: Event, others: Iterable[Event], places: Sequence[int]) -> list[Event]:
    """Return the row whose first event has, by its name, the place that comes first among them."""
    best: list[Event] = []
    for some in combinations(others, EVENTS - 1):
        row = [own]
        for event in some:
            if apart_from_all(event, row):
                row.append(event)
        if len(row) == EVENTS:
            row.sort(key=lambda event: event.first)
            best = min(best or row, row, key=lambda it: places.index(_place_by_name(it)))
            if _place_by_name(best) == places[0]:
                break
    return best


def _place_by_name(row: Sequence[Event]) -> int:
    """The place that the first event of a row has by the alphabet."""
    return sorted(event.text for event in row).index(row[0].text)


def tau(ranks: list[int]) -> float:
    """Return Kendall's rank correlation (0 to 1) of an order with the right one, 0 if below."""
    pairs = len(list(combinations(ranks, 2)))
    return max(0.0, (2 * ordered_pairs(ranks) - pairs) / pairs) if pairs else 0.0


def ordered_pairs(ranks: list[int]) -> int:
    """Return of how many pairs the earlier stands before the later."""
    return sum(first < second for first, second in combinations(ranks, 2))


def _rank(shown: Shown, text: str) -> int:
    """The place where an event belongs; the last of the text may have been cut."""
    items = shown["content"]["items"]
    ranks = [item["rank"] for item in items if one_line(item["text"]).startswith(text)]
    return ranks[0] if ranks else len(items)


def _may_be(order: tuple[int, ...], times: list[Span]) -> bool:
    """Whether events may have been in an order: none is before one that it certainly came after."""
    return not any(times[later].before(times[sooner]) for sooner, later in combinations(order, 2))


def _reordered(shown: Shown, texts: list[str], own: str) -> Shown:
    """A snapshot in which the events with these texts are in their order."""
    items = [item | {"rank": texts.index(item["text"])} for item in shown["content"]["items"]]
    content = shown["content"] | {"items": items, "own": texts.index(own)}
    return {**shown, "content": content}


def _verdict(score: float) -> Verdict:
    if score == 1:
        return Verdict.RIGHT
    return Verdict.PARTIAL if score > 0 else Verdict.WRONG


def _fill(draft: Draft, own: Event, events: list[Event]) -> None:
    draft.stem = _("Put these events in order, the earliest first.")
    draft.content = {
        "items": [{"text": event.text, "rank": rank} for rank, event in enumerate(events)],
        "own": events.index(own),
    }
    draft.right_answer = "\n".join(
        _("%(place)s. %(event)s (%(when)s)")
        % {"place": place, "event": event.text, "when": event.spoken}
        for place, event in enumerate(events, start=1)
    )
    draft.entities |= {event.row.subject_id for event in events}
    draft.leans_on = {event.row.pk for event in events if event is not own}
    draft.difficulty = bands.of_days(
        (later.first - sooner.last).days for sooner, later in pairwise(events)
    )
