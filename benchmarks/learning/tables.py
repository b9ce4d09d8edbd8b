"""The tables of the simulation."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TextIO

from .bank import Fact, pack_bank
from .figures import Mean, bias, bias_in_the_end, bins, log_loss, per_minute, times
from .learners import DAYS, LEARNERS, Learner
from .lives import Lived, Pace, live
from .schools import OURS, SCHOOLS, UNPACED, ByFact, SchoolMaker

SEEDS = 10
FEWER_SEEDS = 5
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.01)
PACES = {
    "5 minutes a day": Pace(minutes=5),
    "20 minutes a day": Pace(minutes=20),
    "all answers take alike": Pace(choice=11, hint=11, recall=11, self_rated=11),
    "writing takes three times": Pace(recall=27),
    "wrong answers take no longer": Pace(wrong=0),
}
RETENTIONS = (0.7, 0.8, 0.85, 0.9)
SENSITIVE = ("FSRS, defaults", "FSRS, weaker", "power law (ACT-R)")
BESIDE = ("FSRS, a card per question", "FSRS, one card per fact")


@dataclass
class Study:
    """The bank, and where to tell how far it has come."""

    facts: list[Fact]
    out: TextIO

    def lives(self, learner: Learner, school: SchoolMaker, pace: Pace, seeds: int) -> list[Lived]:
        """Return as many lives of a learner in a school, each by its own seed."""
        sys.stderr.write(f"{learner.name}\n")
        return [live(learner, self.facts, school, seed, pace) for seed in range(seeds)]


def measure(out: TextIO) -> None:
    """Print what the schools bring, how well recall is foretold, and what it hangs on."""
    study = Study(pack_bank(), out)
    questions = sum(len(fact.items) for fact in study.facts)
    out.write(
        f"Learning, {len(study.facts)} facts with {questions} questions, {DAYS} days of at most "
        f"{Pace().minutes:g} minutes, {SEEDS} lives of each learner; ± is the 95 % interval\n\n"
    )
    lives = _schools(study)
    _foretelling(lives, out)
    _calibration(lives[OURS], out)
    _paces(study)
    _retentions(study)


def _schools(study: Study) -> dict[str, dict[str, list[Lived]]]:
    """Print the schools by learner; return the lives in those that foretell, by learner."""
    found: dict[str, dict[str, list[Lived]]] = {OURS: {}, UNPACED: {}}
    study.out.write(f"{'learner':24}{'school':30}{'known':>12}{'minutes':>9}{'met':>6}")
    study.out.write(f"{'a minute':>16}{'ours, times':>15}\n")
    for learner in LEARNERS:
        lives = {
            name: study.lives(learner, school, Pace(), SEEDS) for name, school in SCHOOLS.items()
        }
        for name, of_learners in found.items():
            of_learners[learner.name] = lives[name]
        for name, lived in lives.items():
            known = Mean.of(it.known for it in lived)
            minutes = Mean.of(it.minutes for it in lived).value
            met = Mean.of(it.met for it in lived).value
            study.out.write(f"{learner.name:24}{name:30}{_figure(known, 1):>12}{minutes:9.0f}")
            study.out.write(f"{met:6.0f}{_figure(per_minute(lived), 3):>16}")
            against = "" if name == OURS else _figure(times(lives[OURS], lived), 2)
            study.out.write(f"{against:>15}\n")
        study.out.flush()
    return found


def _foretelling(lives: dict[str, dict[str, list[Lived]]], out: TextIO) -> None:
    for school, of_learners in lives.items():
        out.write(f"\n{school + ', foretold less true':44}{'at answers':>16}")
        out.write(f"{'on the last day':>18}{'log loss':>10}{'oracle':>9}\n")
        for name, lived in of_learners.items():
            loss, oracle = log_loss(lived)
            out.write(f"{name:44}{_signed(bias(lived)):>16}{_signed(bias_in_the_end(lived)):>18}")
            out.write(f"{loss:10.3f}{oracle:9.3f}\n")


def _calibration(ours: dict[str, list[Lived]], out: TextIO) -> None:
    out.write(f"\n{'by fact, recall at answers':32}{'answers':>9}{'foretold':>10}{'true':>8}\n")
    for name in SENSITIVE:
        told = [it for life in ours[name] for it in life.told]
        for found in bins(told, EDGES):
            out.write(f"{name:32}{found.answers:9,}{found.foretold:10.3f}{found.true:8.3f}\n")
    out.flush()


def _paces(study: Study) -> None:
    study.out.write(f"\n{'facts a minute, ours in times':32}{'learner':24}{'a minute':>16}")
    study.out.write("".join(f"{name:>28}" for name in BESIDE) + "\n")
    for label, pace in PACES.items():
        for learner in _sensitive():
            ours = study.lives(learner, SCHOOLS[OURS], pace, FEWER_SEEDS)
            study.out.write(f"{label:32}{learner.name:24}{_figure(per_minute(ours), 3):>16}")
            for name in BESIDE:
                others = study.lives(learner, SCHOOLS[name], pace, FEWER_SEEDS)
                study.out.write(f"{_figure(times(ours, others), 2):>28}")
            study.out.write("\n")
            study.out.flush()


def _retentions(study: Study) -> None:
    study.out.write(f"\n{'desired retention':20}{'learner':24}{'known':>14}{'minutes':>9}")
    study.out.write(f"{'a minute':>16}{'foretold less true':>20}\n")
    for wanted in RETENTIONS:

        def school(facts: list[Fact], wanted: float = wanted) -> ByFact:
            return ByFact(facts, wanted=wanted)

        for learner in _sensitive():
            lived = study.lives(learner, school, Pace(), FEWER_SEEDS)
            known = Mean.of(it.known for it in lived)
            minutes = Mean.of(it.minutes for it in lived).value
            study.out.write(f"{wanted:<20.2f}{learner.name:24}{_figure(known, 1):>14}")
            study.out.write(f"{minutes:9.0f}{_figure(per_minute(lived), 3):>16}")
            study.out.write(f"{_signed(bias(lived)):>20}\n")
            study.out.flush()


def _sensitive() -> list[Learner]:
    return [learner for learner in LEARNERS if learner.name in SENSITIVE]


def _figure(it: Mean, places: int) -> str:
    return f"{it.value:.{places}f} ± {it.half:.{places}f}"


def _signed(it: Mean) -> str:
    return f"{it.value:+.3f} ± {it.half:.3f}"
