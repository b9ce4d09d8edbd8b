"""Placing on a timeline: between which known events did it happen?"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise, zip_longest
from typing import Any

from django.utils.translation import gettext as _

from quizzes.bank.generation import bands
from quizzes.bank.generation.case import Case
from quizzes.bank.generation.company import Event, apart_from_all
from quizzes.bank.generation.drafts import Draft, seeded
from quizzes.bank.generation.pool import Pool
from quizzes.bank.generation.stems import said_by
from quizzes.bank.grading import Verdict
from quizzes.bank.models import Question
from quizzes.facts.sentences import fill
from quizzes.facts.wording import capitalised

from .base import NO_FORM, AnswerMissing, Form, Format, Graded, Shown
from .events import TELLS_ITS_PLACE, other_events, own_event, own_text, tells_its_place
from .spans import Spans

KNOWN = 3
MIDDLE_FIRST = 0.6


class Placing(Format):
    """The learner picks a gap in a row of dated events; the form holds it as ``slot``, from 0.

    The content holds the ``events`` in order, each with ``text`` and ``when``, the right ``slot``:
    how many of them come before, and the event that is asked for as ``own``.
    """

    name = "placing"
    template = "bank/formats/placing.html"
    tells_others = True
    evidence = "choice"
    answer_template = "bank/formats/placing_answer.html"
    picture_tells = True
    stem_asks = False
    others_in = "words"

    def drafts(self, case: Case) -> Iterable[Draft]:
        """One for a dated event with enough others around it, as often in each gap."""
        own = own_event(case, speaks=True)
        if own is None:
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
        kept = found.kept
        events = _placed(draft, own, kept, kept) if len(kept) == KNOWN else []
        if not events:
            events = _placed(draft, own, [*kept, *found.others], kept)
        if events:
            _fill(draft, case.pool, own, sorted(events, key=lambda event: event.first))
        else:
            draft.problem = _("too few other events are certainly at another time")
            draft.hopeful = True
        yield draft

    def grade(self, shown: Shown, data: Form) -> Graded:
        """Grade the gap; see Format.grade."""
        slots = gaps(shown["content"]["events"])
        slot = data.get("slot", "")
        if slot not in [str(number) for number in range(len(slots))]:
            raise AnswerMissing(_("Pick a place on the timeline first."))
        right = int(slot) == shown["content"]["slot"]
        return Graded(Verdict.RIGHT if right else Verdict.WRONG, given=slots[int(slot)])

    def context(self, shown: Shown, data: Form = NO_FORM) -> dict[str, Any]:
        """The gaps in words, each with the event behind it; see Format.context."""
        events = shown["content"]["events"]
        return {"timeline": list(zip_longest(gaps(events), events))}

    def picture(self, shown: Shown, given: str, *, name: str) -> dict[str, Any]:
        """The timeline with the event in its place; see Format.picture."""
        content = shown["content"]
        events, slot = content["events"], content["slot"]
        # Questions from before did not keep the event itself; the date is behind the gap.
        when = shown["right_answer"].rpartition(": ")[2]
        own = content.get("own") or {"text": _("This event"), "when": when}
        slots = gaps(events)
        picked = slots.index(given) if given in slots else None
        line = list[dict[str, str]]()
        for place in range(len(slots)):
            if place == slot:
                line.append(own | {"kind": "given" if picked == slot else "right"})
            elif place == picked:
                line.append({"kind": "wrong"})
            if place < len(events):
                line.append(events[place] | {"kind": "known"})
        return {"line": line}

    def form(self, shown: Shown, *, right: bool) -> dict[str, str]:
        """Pick the right gap, or the next one."""
        slot = shown["content"]["slot"]
        return {"slot": str(slot if right else (slot + 1) % self.guesses(shown))}

    def guesses(self, shown: Shown) -> int:
        """As many as there are gaps, the ends among them."""
        return len(shown["content"]["events"]) + 1

    def events(self, shown: Shown) -> list[str]:
        """The known ones; see Format.events."""
        return [event["text"] for event in shown["content"]["events"]]

    def form_of(self, shown: Shown, given: str) -> dict[str, str] | None:
        """Find the gap again by the events beside it; see Format.form_of."""
        texts = [_single_marks(text) for text in self.events(shown)]
        named = [place for place, text in enumerate(texts) if text in given]
        last = len(texts) - 1
        slots: dict[tuple[int, ...], int] = {(it, it + 1): it + 1 for it in range(last)}
        slots |= {(0,): 0, (last,): last + 1}
        slot = slots.get(tuple(named)) if last else None
        return None if slot is None else {"slot": str(slot)}

    def keys_now(self, shown: Shown, question: Question, spans: Spans) -> list[Shown]:
        """The gaps in which the event may have been; see Format.keys_now."""
        own = spans.get(own_text(question))
        known = [span for text in self.events(shown) if (span := spans.get(text))]
        if own is None or len(known) < len(shown["content"]["events"]):
            return []
        return [
            {**shown, "content": shown["content"] | {"slot": slot}}
            for slot in range(len(known) + 1)
            if not any(own.before(event) for event in known[:slot])
            and not any(event.before(own) for event in known[slot:])
        ]


def gaps(events: list[dict[str, str]]) -> list[str]:
    """Return the gaps of a row of events in words, from before the first to after the last."""
    texts = [_single_marks(event["text"]) for event in events]
    between = [
        _("Between “%(one)s” and “%(other)s”") % {"one": one, "other": other}
        for one, other in pairwise(texts)
    ]
    first = _("Before “%(event)s”") % {"event": texts[0]}
    last = _("After “%(event)s”") % {"event": texts[-1]}
    return [first, *between, last]


def _placed(draft: Draft, own: Event, found: list[Event], kept: list[Event]) -> list[Event]:
    """The events to show, so many before and so many after as a gap wants; none if none does."""
    before = [event for event in found if event.before(own)]
    after = [event for event in found if own.before(event)]
    for slot in _slots(draft.key, sum(event.before(own) for event in kept), len(kept)):
        events = [*_pick(before, slot, []), *_pick(after, KNOWN - slot, before[:slot])]
        if len(events) == KNOWN:
            return events
    return []


def _single_marks(text: str) -> str:
    """A text to be quoted: a quotation within another has single marks."""
    return text.replace("“", "‘").replace("”", "’")


def _slots(key: str, kept_before: int, kept: int) -> list[int]:
    """The gaps to try: the one it had, then the others in an order of its own.

    The ends can be filled more often than the middle, so that the middle is tried first the more.
    """
    rng = seeded(key)
    ends, middle = [0, KNOWN], list(range(1, KNOWN))
    rng.shuffle(ends)
    rng.shuffle(middle)
    slots = [*middle, *ends] if rng.random() < MIDDLE_FIRST else [*ends, *middle]
    if kept == KNOWN:
        slots.sort(key=lambda slot: slot != kept_before)
    return slots


def _pick(events: list[Event], count: int, others: list[Event]) -> list[Event]:
    found: list[Event] = []
    for event in events:
        if len(found) < count and apart_from_all(event, [*found, *others]):
            found.append(event)
    return found


def _fill(draft: Draft, pool: Pool, own: Event, events: list[Event]) -> None:
    slot = sum(event.before(own) for event in events)
    shown = [{"text": event.text, "when": _when(event, pool)} for event in events]
    # Where sources differ, the place is the same by all of them, but not the date behind it.
    question = fill("{subject.question}", own.row)
    prefix = said_by(own.row, speaks=False, by_source=own.disputed, words=question)
    words = {"prefix": prefix, "question": question}
    draft.stem = capitalised(_("%(prefix)sat which point on this timeline %(question)s?") % words)
    asked = {"text": own.text, "when": own.spoken}
    draft.content = {"events": shown, "slot": slot, "own": asked}
    draft.right_answer = _("%(gap)s: %(when)s") % {"gap": gaps(shown)[slot], "when": own.spoken}
    draft.entities |= {event.row.subject_id for event in events}
    draft.leans_on = {event.row.pk for event in events}
    draft.difficulty = bands.of_days(_apart(own, event) for event in events)


def _when(event: Event, pool: Pool) -> str:
    """The date of a known event; where sources differ, with the one that gives it."""
    if not event.disputed:
        return event.spoken
    source = pool.source_of_event(event.row)
    words = {"when": event.spoken, "source": source.cite_as if source else ""}
    return _("%(when)s, according to %(source)s") % words


def _apart(one: Event, other: Event) -> int:
    return max((one.first - other.last).days, (other.first - one.last).days)
