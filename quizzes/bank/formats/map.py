"""Map: mark the place where it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from quizzes.bank.generation.bands import EASY, HARD, MEDIUM
from quizzes.bank.generation.case import Case
from quizzes.bank.generation.drafts import Answer, Draft, seeded
from quizzes.bank.generation.rules import is_told_of
from quizzes.bank.grading import Verdict
from quizzes.bank.models import Question
from quizzes.facts.models import Entity
from quizzes.lib.geo import kilometres
from quizzes.lib.maps import Place, answer_map, choice_map, read_region

from .base import NO_FORM, AnswerMissing, Form, Format, Graded, Shown
from .choice import index_of, picked

FEWEST, MOST = 3, 6
# Places nearer to one another than this cannot be told apart on a map of the region.
NEAREST_KM = 15
KM_HARD, KM_MEDIUM = 40, 150


class Map(Format):
    """The learner picks one of some marks; the form holds its index as ``point``.

    The content holds the ``points``, each with its ``text``, ``longitude``, ``latitude`` and
    whether it is ``correct``.
    """

    name = "map"
    template = "bank/formats/map.html"
    evidence = "choice"
    others_in = "options"
    answer_template = "bank/formats/map_answer.html"

    def drafts(self, case: Case) -> Iterable[Draft]:
        """One for the place that is asked for, if it is on the map with enough others."""
        way = case.way(Question.Direction.VALUE)
        place = case.statement.value_entity
        if way is None or place is None or place.latitude is None:
            return
        draft = case.draft(self.name, way)
        others = _others(case, place, way.stem, case.before(draft).wrong)
        if len(others) + 1 >= FEWEST:
            points = sorted([place, *others], key=lambda it: (it.longitude, it.slug))
            draft.content = {"points": [_point(it, it is place) for it in points]}
            draft.entities |= {it.pk for it in points}
            draft.difficulty = _band(place, others)
        elif not draft.problem:
            draft.problem = _("too few other places are on the map")
            draft.hopeful = True
        yield draft

    def grade(self, shown: Shown, data: Form) -> Graded:
        """Grade the picked mark; see Format.grade."""
        point = picked(shown["content"]["points"], data.get("point", ""))
        if point is None:
            raise AnswerMissing(_("Mark a place on the map first."))
        verdict = Verdict.RIGHT if point["correct"] else Verdict.WRONG
        return Graded(verdict, given=point["text"])

    def context(self, shown: Shown, data: Form = NO_FORM) -> dict[str, Any]:
        """The map with its marks, the one picked so far checked; see Format.context."""
        region = read_region(settings.FACT_PACK / "coast.json")
        places = [
            Place(point["text"], point["longitude"], point["latitude"])
            for point in shown["content"]["points"]
        ]
        if region is None:
            return {"map": ""}
        return {"map": choice_map(region, places, name="point", picked=data.get("point", ""))}

    def picture(self, shown: Shown, given: str, *, name: str) -> dict[str, Any]:
        """The map with the right mark and the one that was given; see Format.picture."""
        region = read_region(settings.FACT_PACK / "coast.json")
        if region is None:
            return {}
        points = sorted(shown["content"]["points"], key=lambda it: _importance(it, given))
        right, picked = _texts(points, "right", given), _texts(points, "given", given)
        words = _("The right place, %(right)s, is marked with a tick.") % {"right": right}
        if picked:
            words += " " + _("Your answer, %(given)s, is marked with a cross.") % {"given": picked}
        places = [
            Place(it["text"], it["longitude"], it["latitude"], kind=_kind(it, given))
            for it in points
        ]
        title = _("Map of the answer")
        drawn = answer_map(region, places, name=name, title=title, description=words)
        return {"map": drawn, "right": right, "picked": picked}

    def form(self, shown: Shown, *, right: bool) -> dict[str, str]:
        """Pick the right mark, or the first wrong one."""
        return {"point": index_of(shown["content"]["points"], correct=right)}

    def guesses(self, shown: Shown) -> int:
        """As many as there are marks."""
        return len(shown["content"]["points"])


def _kind(point: dict[str, Any], given: str) -> str:
    if point["correct"]:
        return "right"
    return "given" if point["text"] == given else "plain"


def _importance(point: dict[str, Any], given: str) -> int:
    return ["right", "given", "plain"].index(_kind(point, given))


def _texts(points: Sequence[dict[str, Any]], kind: str, given: str) -> str:
    return ", ".join(it["text"] for it in points if _kind(it, given) == kind)


def _others(case: Case, place: Entity, stem: str, kept: Sequence[str]) -> list[Entity]:
    """Places that no statement says it was, none near another; those ``kept`` if certain.

    None that the stem names: nobody withdraws from where he goes to.
    """
    row, pool = case.statement, case.pool
    said = {other.value_entity_id for other in pool.same_subject(row)}
    related = pool.kin(place.pk) | pool.kin(row.subject_id)
    taken = said | related
    free = [it for it in pool.placed if it.pk not in taken]
    seeded(row.slug, "map").shuffle(free)
    free.sort(key=lambda it: it.label not in kept)
    chosen: list[Entity] = []
    for it in free:
        if len(chosen) == (len(kept) or MOST - 1):
            break
        far = all(_far(it, other) for other in (place, *chosen))
        if far and not is_told_of(Answer.of_entity(it), stem):
            chosen.append(it)
    return chosen


def _band(place: Entity, others: Sequence[Entity]) -> int:
    """How hard it is to tell a place from the nearest other."""
    nearest = min(kilometres(*_place(place), *_place(other)) for other in others)
    return HARD if nearest <= KM_HARD else MEDIUM if nearest <= KM_MEDIUM else EASY


def _far(one: Entity, other: Entity) -> bool:
    here, there = _place(one), _place(other)
    return kilometres(*here, *there) >= NEAREST_KM


def _place(entity: Entity) -> tuple[float, float]:
    return float(entity.longitude or 0), float(entity.latitude or 0)


def _point(entity: Entity, correct: bool) -> dict[str, object]:
    longitude, latitude = _place(entity)
    return {
        "text": entity.label,
        "longitude": longitude,
        "latitude": latitude,
        "correct": correct,
    }
