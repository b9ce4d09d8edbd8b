"""Cloze: the fact's own sentence with one gap, to be filled in writing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from quizzes.bank.generation import bands
from quizzes.bank.generation.case import Case, Way
from quizzes.bank.generation.drafts import Draft
from quizzes.bank.generation.rules import stands_in
from quizzes.bank.generation.stems import said_by
from quizzes.bank.generation.ways import ambiguity
from quizzes.bank.models import Question
from quizzes.facts.models import Property, Statement
from quizzes.facts.sentences import clause, run_on, sentence
from quizzes.facts.wording import capitalised
from quizzes.lib.names import fold

from .writing import Kind, Written

Direction = Question.Direction
GAP = "____"
_FIGURES = re.compile(r"\d+")
# A letter tells apart what may fill the gap; of fewer letters it would tell nearly all.
SHORTEST_HINTED = 4


class Cloze(Written):
    """The learner writes what is missing.

    The content holds as ``hint`` the letter that the answer begins with, where more than one
    answer would make a true sentence.
    """

    name = "cloze"
    template = "bank/formats/cloze.html"
    kinds = (Kind.NAME, Kind.PERSONAL, Kind.DATE, Kind.NUMBER)
    asks = False

    def drafts(self, case: Case) -> Iterable[Draft]:
        """One with a gap for the value and one for the subject, if the sentence names them once."""
        if case.statement.sensitivity != "ordinary":
            return
        for direction in (Direction.VALUE, Direction.SUBJECT):
            way = case.wording(direction)
            # An editor who words no question in a direction leaves it unasked here, too.
            if not way.stem or way.kind not in self.kinds or _says_too_little(case, way):
                continue
            if parts := _around(case, way):
                yield self._draft(case, way, parts)

    def _draft(self, case: Case, way: Way, parts: tuple[str, str]) -> Draft:
        before, after = parts
        draft = case.draft(self.name, way)
        draft.problem = ambiguity(
            case.statement, way.direction, case.pool, disputed=case.disputed, trusting=False
        )
        # Whoever worded a question saw what else might fill the gap; a letter would replace that.
        hint = _hint(case, way) if draft.problem and not _own_stem(case, way) else ""
        if hint:
            draft.problem = ""
        draft.answers += _wholes(case, way)
        draft.stem = f"{before}{hint}{GAP}{after}"
        draft.content = {"hint": hint}
        band = bands.of_recall(way.key, way.accepted, case.statement)
        draft.difficulty = bands.easier(band) if hint else band
        return draft


def _own_stem(case: Case, way: Way) -> str:
    row = case.statement
    return row.own_stem if way.direction == Direction.VALUE else row.own_subject_stem


def _says_too_little(case: Case, way: Way) -> bool:
    """Whether an editor's own question tells the answer from others and the sentence does not.

    Only a sentence of the editor's own has the same qualifiers, the property's is general; and one
    without the dates and numbers of the question leaves open what they settle.
    """
    own = _own_stem(case, way)
    if not own or not case.statement.own_sentence:
        return bool(own)
    return not {*_FIGURES.findall(own)} <= {*_FIGURES.findall(sentence(case.statement))}


def _around(case: Case, way: Way) -> tuple[str, str] | None:
    """What stands around the answer in the sentence; None if it is not there just once."""
    row = case.statement
    text = sentence(row)
    if case.disputed and not (row.attributed_to or row.unattributed or row.property.is_claim):
        said = said_by(row, speaks=False, by_source=True)
        text = capitalised(f"{said}{run_on(clause(row))}.")
    answer = _as_it_stands(row, way)
    found = list(re.finditer(rf"(?<!\w){re.escape(answer)}(?!\w)", text, re.IGNORECASE))
    if len(found) != 1:
        return None
    before, after = text[: found[0].start()], text[found[0].end() :]
    rest = f"{before} {after}"
    if way.key.entity and _is_in_a_name(answer, row, way):
        return None
    names = [name for name in way.accepted if len(fold(name)) > 1] if way.key.entity else []
    if any(stands_in(name, rest) for name in names) or len(rest.split()) < 3:
        return None
    return before, after


def _is_in_a_name(answer: str, row: Statement, way: Way) -> bool:
    """Whether the gap would tear a hole into the name of the other side of the fact."""
    other = row.value_entity if way.direction == Direction.SUBJECT else row.subject
    return other is not None and stands_in(answer, other.label)


def _as_it_stands(row: Statement, way: Way) -> str:
    """The answer as the sentence has it: a number without what it counts."""
    if way.key.quantity:
        return way.key.quantity.spoken()
    if way.key.date:
        return way.key.date.spoken()
    return way.key.entity.label if way.key.entity else way.key.text


def _hint(case: Case, way: Way) -> str:
    """The first letter of the answer, if it tells it from all others that would be true."""
    entity = way.key.entity
    if entity is None or len(fold(entity.label)) < SHORTEST_HINTED:
        return ""
    row, pool = case.statement, case.pool
    if way.direction == Direction.SUBJECT:
        others = [other.subject for other in pool.same_value(row)]
    else:
        others = [other.value_entity for other in pool.same_subject(row) if other.value_entity]
    letters = {fold(other.label)[:1] for other in others if other.pk != entity.pk}
    letter = fold(entity.label)[:1]
    # Of “Al-Fatayeh” neither the A nor the F is what the learner takes for the first letter.
    if not entity.label.casefold().startswith(letter):
        return ""
    return "" if letter in letters else letter.upper()


def _wholes(case: Case, way: Way) -> list[str]:
    """Names of what the answer is itself a part of, which then is no less true."""
    row, pool = case.statement, case.pool
    if row.property.marks != Property.Marks.PARENT or way.direction != Direction.VALUE:
        return []
    found: list[str] = []
    seen, around = {row.subject_id}, [row.value_entity_id]
    while around and (part := around.pop()):
        if part in seen:
            continue
        seen.add(part)
        for outer in pool.of_subject(row.property_id, part):
            if outer.value_entity and outer.value_entity_id not in seen:
                names = outer.value_entity.aliases.all()
                found += [outer.value_entity.label, *(alias.text for alias in names)]
                around.append(outer.value_entity_id)
    return found
